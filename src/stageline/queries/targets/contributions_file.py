"""What made up the figure of one target in one period, and what almost did, as a file for spreadsheets."""

from datetime import date, datetime
from typing import Any

import msgspec

from stageline.domain.ids import TargetId
from stageline.domain.money import to_decimal_string
from stageline.domain.rights import Actor
from stageline.domain.targets.target import SalesTarget, visible
from stageline.queries.exporting import MARK, Lists, as_csv
from stageline.queries.targets.contributions import AlmostCounted, Contribution, read_contributions
from stageline.storage.unit_of_work import Work

HEAD = ("When", "Opportunity", "Account", "From stage", "Amount", "Currency", "Counted", "Remark")


class ContributionsFile(msgspec.Struct, frozen=True):
    """`starts_on` is the first day of its period."""

    starts_on: date
    text: str


def read_contributions_file(
    work: Work, id: TargetId, *, asker: Actor, at: datetime, on: date | None = None
) -> ContributionsFile:
    """The same as is shown, amounts in the unit of their currency; what counts adds up to what was reached."""
    target = visible(work.targets.read([id]).get(id), asker)
    read = read_contributions(work, id, asker=asker, at=at, on=on)
    lists = Lists.of(work.organisation)
    counted = [_row(each, _worth(each.counted, target), _remark(each), lists) for each in read.contributions]
    missed = [_row(each, _worth(0, target), _plain(each.reason.value), lists) for each in read.near_misses]
    return ContributionsFile(read.period.starts_on, MARK + as_csv([HEAD, *counted, *missed]))


def _row(each: Contribution | AlmostCounted, counted: int | str, remark: str, lists: Lists) -> list[Any]:
    """Without a name where the asker may not see the opportunity."""
    deal, minor = each.opportunity, each.amount_minor
    amount = "" if minor is None else to_decimal_string(minor, each.currency)
    named = [deal.name, deal.account] if deal is not None else ["", ""]
    return [lists.at(each.at), *named, each.from_stage, amount, each.currency, counted, remark]


def _worth(counted: int, target: SalesTarget) -> int | str:
    return counted if target.currency is None else to_decimal_string(counted, target.currency)


def _remark(each: Contribution) -> str:
    if each.withdrawn is not None:
        return _plain(each.withdrawn.value)
    return "since moved back" if each.has_moved_back else ""


def _plain(code: str) -> str:
    return code.replace("_", " ")
