"""`stageline` with a clock that stands: what the server says of days is the same on every day.

python -m tests.e2e.standing_clock INSTANT COMMAND…
"""

import sys
from datetime import datetime, tzinfo

from stageline.__main__ import main
from stageline.http import access, live
from stageline.worker import loop


def stand_at(instant: datetime) -> None:
    """A server reads its clock in these modules and nowhere else."""

    class Standing(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return instant.astimezone(tz)

    access.datetime = Standing  # type: ignore[attr-defined]
    live.datetime = Standing  # type: ignore[attr-defined]
    loop.datetime = Standing  # type: ignore[attr-defined]


if __name__ == "__main__":
    stand_at(datetime.fromisoformat(sys.argv.pop(1)))
    main()
