"""The whole API on one screen."""

from typing import Self

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from stageline.http import (
    actions,
    activities,
    batches,
    board,
    calendar_feed,
    contacts,
    day,
    deal_roles,
    files,
    gatherings,
    health,
    inbound,
    letters,
    live,
    notes,
    notifications,
    organisation,
    page,
    processes,
    pushing,
    rates,
    reference,
    reports,
    search,
    sessions,
    views,
)
from stageline.http.access import guard
from stageline.http.errors import all_problems, common_problems
from stageline.http.examples import Described
from stageline.http.opportunities import listing, mass, moves, record, surrounding, timeline
from stageline.http.people import me, teams, tokens, users
from stageline.http.targets import ahead, changing, grid, reading, setting

PREFIX = "/api/v1"

# Each line: what it is called, and in the comment how it is asked for below /api/v1.
API: tuple[HTTPRouteHandler, ...] = (
    sessions.post_session,  #            POST   /session
    sessions.get_session,  #             GET    /session
    sessions.delete_session,  #          DELETE /session
    sessions.post_setup,  #              POST   /setup
    me.get_me,  #                        GET    /me
    me.patch_me,  #                      PATCH  /me
    calendar_feed.get_calendar_feed,  #     GET    /me/calendar-feed
    calendar_feed.post_calendar_feed,  #    POST   /me/calendar-feed
    calendar_feed.delete_calendar_feed,  #  DELETE /me/calendar-feed
    users.get_users,  #                  GET    /users
    users.post_user,  #                  POST   /users
    users.get_user,  #                   GET    /users/{user_id}
    users.patch_user,  #                 PATCH  /users/{user_id}
    users.put_claim,  #                  PUT    /users/{user_id}/claim
    users.put_password,  #               PUT    /users/{user_id}/password
    users.put_deactivation,  #           PUT    /users/{user_id}/deactivation
    users.delete_deactivation,  #        DELETE /users/{user_id}/deactivation
    teams.get_sales_teams,  #            GET    /sales-teams
    teams.post_sales_team,  #            POST   /sales-teams
    teams.get_sales_team,  #             GET    /sales-teams/{team_id}
    teams.patch_sales_team,  #           PATCH  /sales-teams/{team_id}
    teams.delete_sales_team,  #          DELETE /sales-teams/{team_id}
    tokens.get_tokens,  #                GET    /tokens
    tokens.post_token,  #                POST   /tokens
    tokens.delete_token,  #              DELETE /tokens/{token_id}
    contacts.get_accounts,  #            GET    /accounts
    contacts.post_account,  #            POST   /accounts
    contacts.get_account,  #             GET    /accounts/{account_id}
    contacts.patch_account,  #           PATCH  /accounts/{account_id}
    contacts.get_contacts,  #            GET    /contacts
    contacts.post_contact,  #            POST   /contacts
    contacts.get_contact,  #             GET    /contacts/{contact_id}
    contacts.patch_contact,  #           PATCH  /contacts/{contact_id}
    organisation.get_organisation,  #    GET    /organisation
    organisation.patch_organisation,  #  PATCH  /organisation
    organisation.get_outcomes,  #        GET    /outcomes
    organisation.put_outcomes,  #        PUT    /outcomes
    organisation.get_custom_fields,  #   GET    /custom-fields
    organisation.post_custom_field,  #   POST   /custom-fields
    organisation.patch_custom_field,  #  PATCH  /custom-fields/{field_id}
    deal_roles.get_deal_roles,  #        GET    /deal-roles
    deal_roles.put_deal_roles,  #        PUT    /deal-roles
    deal_roles.get_role_maps,  #         GET    /role-maps
    deal_roles.put_role_map,  #          PUT    /role-maps
    processes.get_processes,  #          GET    /processes
    processes.post_process,  #           POST   /processes
    processes.get_process,  #            GET    /processes/{process_id}
    processes.delete_process,  #         DELETE /processes/{process_id}
    processes.get_usual_days,  #         GET    /processes/{process_id}/usual-days
    processes.put_definition,  #         PUT    /processes/{process_id}/definition
    processes.post_publication,  #       POST   /processes/{process_id}/publications
    processes.put_default,  #            PUT    /processes/{process_id}/default
    processes.put_archive,  #            PUT    /processes/{process_id}/archive
    processes.delete_archive,  #         DELETE /processes/{process_id}/archive
    pushing.post_push,  #                POST   /processes/{process_id}/actions/push
    processes.get_revisions,  #          GET    /processes/{process_id}/revisions
    processes.get_revision,  #           GET    /processes/{process_id}/revisions/{revision}
    board.get_board,  #                  GET    /processes/{process_id}/board
    board.get_cards,  #                  GET    /processes/{process_id}/board/{stage_id}/cards
    listing.get_opportunities,  #        GET    /opportunities
    listing.get_totals,  #               GET    /opportunities/totals
    listing.get_selection,  #            GET    /opportunities/selection
    listing.get_export,  #               GET    /opportunities/export
    record.post_opportunity,  #          POST   /opportunities
    record.get_opportunity,  #           GET    /opportunities/{opportunity_id}
    record.patch_opportunity,  #         PATCH  /opportunities/{opportunity_id}
    record.delete_one,  #                DELETE /opportunities/{opportunity_id}
    record.post_restoration,  #          POST   /opportunities/{opportunity_id}/restorations
    record.post_duplicate,  #            POST   /opportunities/{opportunity_id}/duplicates
    record.post_assignment,  #           POST   /opportunities/{opportunity_id}/assignments
    record.get_guidance,  #              GET    /opportunities/{opportunity_id}/guidance
    record.get_field_history,  #         GET    /opportunities/{opportunity_id}/field-history
    timeline.get_timeline,  #            GET    /opportunities/{opportunity_id}/timeline
    timeline.get_causes,  #              GET    /events/{event_id}/causes
    record.get_stays,  #                 GET    /opportunities/{opportunity_id}/time-in-stage
    moves.post_move,  #                  POST   /opportunities/{opportunity_id}/moves
    moves.post_placement,  #             POST   /opportunities/{opportunity_id}/placements
    moves.get_moves,  #                  GET    /opportunities/{opportunity_id}/moves
    moves.get_options,  #                GET    /opportunities/{opportunity_id}/moves/options
    ahead.get_targets_ahead,  #          GET    /opportunities/{opportunity_id}/stages/{stage_id}/targets
    moves.post_reversal,  #              POST   /opportunities/{opportunity_id}/moves/{move_id}/reversal
    moves.post_reopening,  #             POST   /opportunities/{opportunity_id}/reopenings
    moves.post_correction,  #            POST   /opportunities/{opportunity_id}/corrections
    mass.post_moves,  #                  POST   /moves
    mass.post_closings,  #               POST   /closings
    mass.post_assignments,  #            POST   /assignments
    mass.post_edits,  #                  POST   /edits
    mass.post_batch_reversal,  #         POST   /batches/{batch_id}/reversal
    surrounding.put_confirmation,  #     PUT    /opportunities/{opportunity_id}/criteria/{criterion_id}/confirmation
    surrounding.delete_confirmation,  #  DELETE /opportunities/{opportunity_id}/criteria/{criterion_id}/confirmation
    surrounding.put_contact,  #          PUT    /opportunities/{opportunity_id}/contacts/{contact_id}
    surrounding.delete_contact,  #       DELETE /opportunities/{opportunity_id}/contacts/{contact_id}
    surrounding.put_member,  #           PUT    /opportunities/{opportunity_id}/team/{user_id}
    surrounding.delete_member,  #        DELETE /opportunities/{opportunity_id}/team/{user_id}
    deal_roles.get_fillers,  #           GET    /opportunities/{opportunity_id}/deal-roles
    deal_roles.put_filler,  #            PUT    /opportunities/{opportunity_id}/deal-roles
    actions.get_actions,  #              GET    /opportunities/{opportunity_id}/actions
    actions.post_action,  #              POST   /opportunities/{opportunity_id}/actions
    actions.post_performances,  #        POST   /opportunities/{opportunity_id}/actions/performances
    actions.post_completions,  #         POST   /opportunities/{opportunity_id}/actions/completions
    actions.patch_action,  #             PATCH  /actions/{action_id}
    actions.delete_one_action,  #        DELETE /actions/{action_id}
    actions.post_action_reopening,  #    POST   /actions/{action_id}/reopening
    activities.get_activities,  #        GET    /activities
    activities.post_activity,  #         POST   /activities
    activities.get_activity,  #          GET    /activities/{activity_id}
    activities.patch_activity,  #        PATCH  /activities/{activity_id}
    activities.delete_one_activity,  #   DELETE /activities/{activity_id}
    activities.post_activity_completion,  #    POST  /activities/{activity_id}/completion
    activities.post_activity_cancellation,  #  POST  /activities/{activity_id}/cancellation
    activities.post_activity_reactivation,  #  POST  /activities/{activity_id}/reactivation
    day.get_day,  #                      GET    /day
    day.get_day_count,  #                GET    /day/count
    day.post_day_completions,  #         POST   /day/completions
    gatherings.get_gatherings,  #        GET    /gatherings
    gatherings.post_gathering,  #        POST   /gatherings
    gatherings.get_gathering,  #         GET    /gatherings/{gathering_id}
    gatherings.patch_gathering,  #       PATCH  /gatherings/{gathering_id}
    gatherings.get_invitees,  #          GET    /gatherings/{gathering_id}/invitees
    gatherings.put_invitee,  #           PUT    /gatherings/{gathering_id}/invitees/{contact_id}
    letters.get_letter_templates,  #     GET    /letter-templates
    letters.post_letter_template,  #     POST   /letter-templates
    letters.post_letter_template_trial,  #  POST  /letter-templates/trials
    letters.get_letter_template,  #      GET    /letter-templates/{template_id}
    letters.patch_letter_template,  #    PATCH  /letter-templates/{template_id}
    letters.get_letter,  #               GET    /actions/{action_id}/letter
    letters.get_letters,  #              GET    /opportunities/{opportunity_id}/letters
    letters.get_messages,  #             GET    /messages
    letters.get_message,  #              GET    /messages/{message_id}
    letters.post_message_retry,  #       POST   /messages/{message_id}/retry
    letters.post_message_drop,  #        POST   /messages/{message_id}/drop
    inbound.post_bounce,  #              POST   /inbound/bounces
    notes.get_notes,  #                  GET    /opportunities/{opportunity_id}/notes
    notes.post_note,  #                  POST   /opportunities/{opportunity_id}/notes
    notes.patch_note,  #                 PATCH  /notes/{note_id}
    notes.delete_note,  #                DELETE /notes/{note_id}
    notes.post_note_restoration,  #      POST   /notes/{note_id}/restorations
    files.get_files,  #                  GET    /opportunities/{opportunity_id}/files
    files.post_file,  #                  POST   /opportunities/{opportunity_id}/files
    files.get_content,  #                GET    /files/{file_id}/content
    files.delete_file,  #                DELETE /files/{file_id}
    files.post_file_restoration,  #      POST   /files/{file_id}/restorations
    search.get_search,  #                GET    /search
    views.get_views,  #                  GET    /views
    views.post_view,  #                  POST   /views
    views.patch_view,  #                 PATCH  /views/{view_id}
    views.delete_view,  #                DELETE /views/{view_id}
    batches.get_batches,  #              GET    /batches
    batches.get_batch,  #                GET    /batches/{batch_id}
    batches.get_batch_items,  #          GET    /batches/{batch_id}/items
    batches.get_batch_items_export,  #   GET    /batches/{batch_id}/items/export
    batches.put_cancellation,  #         PUT    /batches/{batch_id}/cancellation
    notifications.get_notifications,  #  GET    /notifications
    notifications.put_read,  #           PUT    /notifications/{notification_id}/read
    notifications.put_all_read,  #       PUT    /notifications/read
    notifications.get_preferences,  #    GET    /notifications/preferences
    notifications.put_preferences,  #    PUT    /notifications/preferences
    live.get_live,  #                    GET    /live
    reports.get_won,  #                  GET    /reports/won
    reports.get_pipeline,  #             GET    /reports/pipeline
    reports.get_time_in_stage,  #        GET    /reports/time-in-stage
    reading.get_targets,  #              GET    /targets
    setting.post_target,  #              POST   /targets
    setting.post_targets,  #             POST   /targets/batches
    changing.post_target_numbers,  #     POST   /targets/numbers
    grid.get_target_grid,  #             GET    /targets/grid.csv
    grid.post_target_grid,  #            POST   /targets/grid
    rates.get_rates,  #                  GET    /rates
    rates.post_rates,  #                 POST   /rates
    reading.get_target,  #               GET    /targets/{target_id}
    changing.patch_target,  #            PATCH  /targets/{target_id}
    changing.put_target_numbers,  #      PUT    /targets/{target_id}/numbers
    changing.delete_one_target,  #       DELETE /targets/{target_id}
    setting.post_target_copies,  #       POST   /targets/{target_id}/copies
    changing.put_target_pause,  #        PUT    /targets/{target_id}/pause
    changing.delete_target_pause,  #     DELETE /targets/{target_id}/pause
    changing.put_target_end,  #          PUT    /targets/{target_id}/end
    reading.get_target_periods,  #       GET    /targets/{target_id}/periods
    reading.get_contributions,  #        GET    /targets/{target_id}/contributions
    reading.get_contributions_file,  #   GET    /targets/{target_id}/contributions.csv
    reading.get_target_course,  #        GET    /targets/{target_id}/course
    reading.get_target_forecast,  #      GET    /targets/{target_id}/forecast
    reference.get_reference,  #         GET    /reference
    reference.get_reference_script,  #  GET    /reference.js
)

# Outside /api/v1; nobody has to be signed in.
OUTSIDE: tuple[HTTPRouteHandler, ...] = (
    health.get_healthz,  # GET  /healthz
    health.get_readyz,  #  GET  /readyz
    health.get_metrics,  # GET  /metrics
    calendar_feed.get_feed,  #  GET  /feeds/{name}
    page.get_file,  #      GET  /{path}
)


class Api(Router):
    """Made for one application and put into it once: a copy of all it holds would take a tenth of the start."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


def api() -> Router:
    for handler in API:
        noun = str(handler.fn.__module__).removeprefix("stageline.http.").partition(".")[0]
        handler.tags = handler.tags or [noun.replace("_", " ").capitalize()]
        handler.summary = handler.summary or handler.handler_name.replace("_", " ").capitalize()
        handler.operation_class = Described
        handler.responses = all_problems(common_problems(handler), handler.responses or {})
    return Api(PREFIX, route_handlers=list(API), before_request=guard)
