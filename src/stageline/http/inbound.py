"""What other systems tell us, each call signed as Standard Webhooks say: nobody has to be signed in."""

import binascii
import re
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.concurrency import sync_to_thread
from litestar.params import JSONBody
from msgspec import Meta

from stageline.commands.messages.handing_over import message_bounced
from stageline.domain.errors import NotPermitted
from stageline.domain.ids import MessageId
from stageline.http.access import OPEN, SECRET, AnyRequest, Store
from stageline.http.errors import problems

TOLERANCE = timedelta(minutes=5)
"""A call that was recorded and is sent again later is refused."""
NAMED = re.compile(r"<?stageline\.(\d{1,18})\.(\d{1,12})@[^\s<>]+>?")


class BadSignature(NotPermitted):
    """This call is not signed as it must be. Sign id, timestamp and body with the secret that the settings name."""

    code = "bad_signature"


class Bounce(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`message_id` is the Message-ID of the mail that came back; one that is not ours is passed over."""

    message_id: Annotated[str, Meta(max_length=998, examples=["<stageline.7.1795287617@northwind.example>"])]
    reason: Annotated[str, Meta(max_length=2_000, examples=["550 5.1.1 There is no such mailbox"])] = ""


@post(
    "/inbound/bounces",
    status_code=204,
    opt={**OPEN, **SECRET},
    security=[{}],
    responses=problems(BadSignature),
)
async def post_bounce(data: JSONBody[Bounce], request: AnyRequest, storage: Store) -> Response[None]:
    """A mail came back. Its sender and whoever is responsible are told, once, and its action shows it (PS-50)."""
    at: datetime = request.scope["at"]  # type: ignore[typeddict-item]
    require_signed(request.app.state.inbound_secret, request, await request.body(), at)
    named = NAMED.fullmatch(data.message_id.strip())
    if named is not None:
        number, made_at = map(int, named.groups())
        await sync_to_thread(message_bounced, storage, MessageId(number), made_at, data.reason, at)
    return Response(None, status_code=204)


def require_signed(secret: str, request: AnyRequest, body: bytes, at: datetime) -> None:
    """By any of the signatures that the call bears, not long ago."""
    call, stamp = (request.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp"))
    said = request.headers.get("webhook-signature", "").split()
    if not secret or not call or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise BadSignature
    if abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise BadSignature
    wanted = b"v1," + b64encode(digest(key_of(secret), f"{call}.{stamp}.".encode() + body, sha256))
    if not any(compare_digest(each.encode(), wanted) for each in said):
        raise BadSignature


def key_of(secret: str) -> bytes:
    """Whatever is not base64 after all signs nothing."""
    try:
        return b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise BadSignature from None
