"""What one is told of the acts of others."""

from litestar import Response, get, put
from litestar.params import JSONBody

from stageline.commands.notifications import mute_notifications, read_all_notifications, read_notification
from stageline.domain.ids import NotificationId
from stageline.domain.notifications.notice import CannotBeMuted, Kind
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Limit, PathId
from stageline.queries.notifications import NotificationPage, read_notifications, read_preferences

Preferences = dict[Kind, bool]
"""By kind, whether it is told."""


@get("/notifications", sync_to_thread=True)
def get_notifications(acting: Acting, cursor: Cursor = None, limit: Limit = 30) -> NotificationPage:
    """One's own, newest first."""
    with acting.reading() as connection:
        return read_notifications(connection, asker=acting.asker, cursor=cursor, limit=limit)


@put("/notifications/{notification_id:int}/read", sync_to_thread=True, status_code=204)
def put_read(notification_id: PathId, acting: Acting) -> Response[None]:
    """Marks one as read."""
    with acting.writing() as work:
        read_notification(work, NotificationId(notification_id), asker=acting.asker, at=acting.at)
        return acting.answer(None, status=204)


@put("/notifications/read", sync_to_thread=True, status_code=204)
def put_all_read(acting: Acting) -> Response[None]:
    """Marks all as read."""
    with acting.writing() as work:
        read_all_notifications(work, asker=acting.asker, at=acting.at)
        return acting.answer(None, status=204)


@get("/notifications/preferences", sync_to_thread=True)
def get_preferences(acting: Acting) -> Preferences:
    """Which kinds one is told; failures always are."""
    with acting.reading() as connection:
        return {Kind(kind): is_told for kind, is_told in read_preferences(connection, acting.asker).items()}


@put("/notifications/preferences", sync_to_thread=True, status_code=200, responses=problems(CannotBeMuted))
def put_preferences(data: JSONBody[Preferences], acting: Acting) -> Response[Preferences]:
    """Turns kinds on and off; those not named stay as they are."""
    with acting.writing() as work:
        mute_notifications(work, {kind: not is_told for kind, is_told in data.items()}, asker=acting.asker)
        told = read_preferences(work.connection, acting.asker)
        return acting.answer({Kind(kind): is_told for kind, is_told in told.items()})
