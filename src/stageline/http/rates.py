"""Exchange rates over HTTP: loaded by operations, read by everybody."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody, QueryParameter

from stageline.commands.targets.rates import LoadedRates, load_rates
from stageline.domain.targets.rates import InvalidRates, RateDiffers
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Preview
from stageline.storage.targets.rates import last_rates

LARGEST_FILE = 5_000_000
OnDay = Annotated[date | None, QueryParameter(name="on", description="Left out, today.")]


class RatesIn(msgspec.Struct, forbid_unknown_fields=True):
    """A file in the layout of the European Central Bank: `date,USD,GBP` and a line for each day."""

    csv: Annotated[str, msgspec.Meta(max_length=LARGEST_FILE)]


class ShownRate(msgspec.Struct, frozen=True):
    """What one euro was worth, as a decimal."""

    currency: str
    per_euro: str
    published_on: date


class RateList(msgspec.Struct, frozen=True):
    items: list[ShownRate]


@get("/rates", sync_to_thread=True)
def get_rates(acting: Acting, on: OnDay = None) -> RateList:
    """The exchange rates published last until a day. Goals that convert go by those of the day of each deal."""
    with acting.writing(preview=True) as work:
        found = last_rates(work.connection, on or work.moment(acting.at).today)
    return RateList([ShownRate(each.currency, f"{each.per_euro:f}", each.day) for each in found])


@post("/rates", sync_to_thread=True, status_code=200, responses=problems(InvalidRates, RateDiffers))
def post_rates(data: JSONBody[RatesIn], acting: Acting, preview: Preview = False) -> Response[LoadedRates]:
    """Load exchange rates. What is known already stays as it is; all of the file is taken, or nothing."""
    with acting.writing(preview=preview) as work:
        return acting.answer(load_rates(work, data.csv, by=acting.by(), at=acting.at))
