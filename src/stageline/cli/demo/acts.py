"""What the story of the sample is made of."""

from datetime import datetime
from typing import Any

import msgspec


class Act(msgspec.Struct, kw_only=True):
    """One thing somebody does to a deal; `deal` numbers the deals of the story from 0."""

    at: datetime
    deal: int
    kind: str
    said: dict[str, Any]
