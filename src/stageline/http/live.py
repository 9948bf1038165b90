"""The live stream: what others change arrives as Server-Sent Events, and nothing is lost between two streams."""

from asyncio import wait_for
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from time import monotonic
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream

from stageline.domain.errors import Refusal
from stageline.http.access import Acting, AnyRequest, authenticate
from stageline.http.errors import is_operational
from stageline.http.tail import Tail
from stageline.http.watching import NAMES, Told, Watcher

HELLO = b"retry: 2000\n: Stageline tells you what changes\n\n"

LastEventId = Annotated[str | None, HeaderParameter(name="Last-Event-ID", max_length=100)]
After = Annotated[str | None, QueryParameter(max_length=100)]


@get("/live", media_type="text/event-stream")
async def get_live(
    request: AnyRequest, acting: Acting, last_event_id: LastEventId = None, after: After = None
) -> Stream:
    """Events `changed`, `many`, `targets` and `notified`, as long as the session lasts.

    `Last-Event-ID` resumes without loss; a first stream begins `after` the `live_position` of the session.
    """
    tail: Tail = request.app.state.tail
    watcher = tail.join(acting.asker, acting.token, last_event_id or after)
    headers = {"X-Accel-Buffering": "no"}  # or a proxy would keep the news until there are many
    return Stream(news(request, tail, watcher), media_type="text/event-stream", headers=headers)


async def news(request: AnyRequest, tail: Tail, watcher: Watcher) -> AsyncIterator[bytes]:
    """Until the session or the server ends, or the reader goes away."""
    try:
        yield HELLO
        checked_at = monotonic()
        while True:
            try:
                told = await wait_for(watcher.mailbox.get(), tail.heartbeat_seconds)
            except TimeoutError:
                yield heartbeat(watcher)
            else:
                if told is None:
                    return
                watcher.position = told.position
                yield written(told)
            if monotonic() - checked_at >= tail.check_seconds:
                checked_at = monotonic()
                if not await is_still_signed_in(request):
                    return
    finally:
        tail.leave(watcher)


async def is_still_signed_in(request: AnyRequest) -> bool:
    try:
        await authenticate(request, datetime.now(UTC))
    except Refusal:
        return False
    except Exception as error:
        if is_operational(error):
            return True  # asked again in a while; what may be seen is not read either while the database is away
        raise
    return True


def written(told: Told) -> bytes:
    """Only the last piece of a tick carries its position: whoever is cut off before hears the whole tick again."""
    pieces = [b"event: %b\ndata: %b\n" % (NAMES[type(each)].encode(), msgspec.json.encode(each)) for each in told.news]
    return b"\n".join(pieces) + b"id: %b\n\n" % str(told.position).encode()


def heartbeat(watcher: Watcher) -> bytes:
    """Keeps the connection open, and moves on the place to resume from although there was nothing to tell."""
    return b": still here\nid: %b\n\n" % str(watcher.position).encode()
