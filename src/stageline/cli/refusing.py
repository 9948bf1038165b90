"""What a command says when it is refused."""

import sys

import msgspec

from stageline.domain.errors import Refusal

REFUSED, DONE_WITH_REJECTS = 1, 3


def exit_code_for(refusal: Refusal, *, as_json: bool) -> int:
    """Writes the reason to stderr: for people, or the object that the API would answer with."""
    if as_json:
        said = {"code": refusal.code, "detail": str(refusal), "missing": refusal.missing, "params": dict(refusal.facts)}
        print(msgspec.json.encode(said, enc_hook=str).decode(), file=sys.stderr)
    else:
        print(f"{refusal}", *(f"  {m.name}: {m.remedy}" for m in refusal.missing), sep="\n", file=sys.stderr)
    return REFUSED
