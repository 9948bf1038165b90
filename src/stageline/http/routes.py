"""The whole API on one screen."""

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from stageline.http import batches, board, live, notifications, page, reference
from stageline.http.access import guard
from stageline.http.errors import common_problems
from stageline.http.opportunities import moves, record, surrounding

PREFIX = "/api/v1"

# Each line: what it is called, and in the comment how it is asked for below /api/v1.
API: tuple[HTTPRouteHandler, ...] = (
    board.get_board,  #                  GET    /processes/{process_id}/board
    board.get_cards,  #                  GET    /processes/{process_id}/board/{stage_id}/cards
    record.get_opportunities,  #         GET    /opportunities
    record.post_opportunity,  #          POST   /opportunities
    record.get_opportunity,  #           GET    /opportunities/{opportunity_id}
    record.patch_opportunity,  #         PATCH  /opportunities/{opportunity_id}
    record.delete_one,  #                DELETE /opportunities/{opportunity_id}
    record.post_restoration,  #          POST   /opportunities/{opportunity_id}/restorations
    record.post_duplicate,  #            POST   /opportunities/{opportunity_id}/duplicates
    record.post_assignment,  #           POST   /opportunities/{opportunity_id}/assignments
    record.get_guidance,  #              GET    /opportunities/{opportunity_id}/guidance
    record.get_field_history,  #         GET    /opportunities/{opportunity_id}/field-history
    record.get_timeline,  #              GET    /opportunities/{opportunity_id}/timeline
    record.get_time_in_stage,  #         GET    /opportunities/{opportunity_id}/time-in-stage
    moves.post_move,  #                  POST   /opportunities/{opportunity_id}/moves
    moves.get_moves,  #                  GET    /opportunities/{opportunity_id}/moves
    moves.get_options,  #                GET    /opportunities/{opportunity_id}/moves/options
    moves.post_reversal,  #              POST   /opportunities/{opportunity_id}/moves/{move_id}/reversal
    moves.post_reopening,  #             POST   /opportunities/{opportunity_id}/reopenings
    moves.post_correction,  #            POST   /opportunities/{opportunity_id}/corrections
    surrounding.put_confirmation,  #     PUT    /opportunities/{opportunity_id}/criteria/{criterion_id}/confirmation
    surrounding.delete_confirmation,  #  DELETE /opportunities/{opportunity_id}/criteria/{criterion_id}/confirmation
    surrounding.put_contact,  #          PUT    /opportunities/{opportunity_id}/contacts/{contact_id}
    surrounding.delete_contact,  #       DELETE /opportunities/{opportunity_id}/contacts/{contact_id}
    surrounding.put_member,  #           PUT    /opportunities/{opportunity_id}/team/{user_id}
    surrounding.delete_member,  #        DELETE /opportunities/{opportunity_id}/team/{user_id}
    batches.get_batch,  #                GET    /batches/{batch_id}
    batches.get_batch_items,  #          GET    /batches/{batch_id}/items
    batches.put_cancellation,  #         PUT    /batches/{batch_id}/cancellation
    notifications.get_notifications,  #  GET    /notifications
    notifications.put_read,  #           PUT    /notifications/{notification_id}/read
    notifications.put_all_read,  #       PUT    /notifications/read
    notifications.get_preferences,  #    GET    /notifications/preferences
    notifications.put_preferences,  #    PUT    /notifications/preferences
    live.get_live,  #                    GET    /live
    reference.get_reference,  #         GET    /reference
    reference.get_reference_script,  #  GET    /reference.js
)

# Outside /api/v1; nobody has to be signed in.
OUTSIDE: tuple[HTTPRouteHandler, ...] = (
    page.get_file,  # GET  /{path}
)


def api() -> Router:
    for handler in API:
        noun = str(handler.fn.__module__).removeprefix("stageline.http.").partition(".")[0]
        handler.tags = handler.tags or [noun.replace("_", " ").capitalize()]
        handler.summary = handler.summary or handler.handler_name.replace("_", " ").capitalize()
        handler.responses = {**common_problems(handler), **(handler.responses or {})}
    return Router(PREFIX, route_handlers=list(API), before_request=guard)
