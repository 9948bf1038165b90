"""What can be said of sales targets."""

from datetime import date
from typing import Annotated

import msgspec

from stageline.commands.targets.changing import Based
from stageline.commands.targets.setting import people_for
from stageline.domain.ids import ProcessId, SalesTeamId, StageId, TargetId, UserId
from stageline.domain.money import MAX_MINOR
from stageline.domain.rights import Actor
from stageline.domain.targets.changing import NewNumber
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric, TargetNumber
from stageline.http.inputs import Id, Version
from stageline.storage.unit_of_work import Work

Number = Annotated[int, msgspec.Meta(ge=1, le=MAX_MINOR, description="Deals, or minor units of the currency.")]
AT_ONCE = 1_000


class WantedIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A value has a currency, a number of deals none. An advance names its stage; a win may name processes.

    With `conversion` a value counts amounts in other currencies too, by the rate of the day of each deal.
    """

    metric: Metric
    number: Number
    period_type: PeriodType = PeriodType.MONTH
    stage_id: Id | None = None
    process_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=AT_ONCE)] = ()
    currency: Annotated[str, msgspec.Meta(max_length=3)] | None = None
    conversion: bool = False
    starts_on: date | None = None

    def wanted(self) -> WantedTarget:
        return WantedTarget(
            metric=self.metric,
            number=self.number,
            period_type=self.period_type,
            stage_id=StageId(self.stage_id) if self.stage_id else None,
            process_ids=tuple(ProcessId(number) for number in self.process_ids),
            currency=self.currency,
            converts=self.conversion,
            starts_on=self.starts_on,
        )


class TargetIn(WantedIn, forbid_unknown_fields=True, kw_only=True):
    """Without a user it is one's own."""

    user_id: Id | None = None


class ForUserIn(msgspec.Struct, forbid_unknown_fields=True):
    user_id: Id
    number: Number | None = None


Users = Annotated[tuple[ForUserIn, ...], msgspec.Meta(max_length=AT_ONCE)]


class PeopleIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """People, each with a number of their own if they have one, and those who are in a sales team at this moment."""

    users: Users = ()
    sales_team_id: Id | None = None


class TargetsIn(WantedIn, forbid_unknown_fields=True, kw_only=True):
    """`number` is for all who have none of their own."""

    users: Users = ()
    sales_team_id: Id | None = None


def people_in(work: Work, said: PeopleIn | TargetsIn, asker: Actor) -> list[ForUser]:
    named = [ForUser(UserId(each.user_id), each.number) for each in said.users]
    team_id = SalesTeamId(said.sales_team_id) if said.sales_team_id else None
    return people_for(work, named, team_id, asker=asker)


class TargetPatch(NewNumber, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What it counts, for whom and by which period stays as it is (SG-52)."""

    number: Number
    version: Version


class NumberIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """From the period that begins on that day, or in that one alone."""

    from_on: date
    number: Number
    is_once: bool = False


class AllNumbersIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """In whatever order."""

    version: Version
    numbers: Annotated[tuple[NumberIn, ...], msgspec.Meta(min_length=1, max_length=AT_ONCE)]

    def all(self) -> list[TargetNumber]:
        said = self.numbers
        return [TargetNumber(from_on=each.from_on, number=each.number, is_once=each.is_once) for each in said]


class BasedIn(msgspec.Struct, forbid_unknown_fields=True):
    id: Id
    version: Version | None = None


class NumbersIn(NewNumber, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same as for one."""

    number: Number
    targets: Annotated[tuple[BasedIn, ...], msgspec.Meta(min_length=1, max_length=AT_ONCE)]

    def which(self) -> list[Based]:
        return [Based(TargetId(each.id), each.version) for each in self.targets]


class EndIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """With the present period, or `at_once`."""

    version: Version | None = None
    at_once: bool = False
