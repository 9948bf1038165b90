"""Ending an opportunity: what a person must say of it, and what it makes of the record."""

from typing import Any

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.opportunities.gap import Gap
from stageline.domain.opportunities.gates import words_gap
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.organisation import Organisation
from stageline.domain.processes.stage import CLOSED_VALUES, Category, Stage, StageType


class UnknownReason(InvalidInput):
    """That reason is not in the list of this outcome. Choose one of those listed."""

    code = "unknown_reason"


# Closing as won or lost asks for a reason from the organisation's list (PS-168); no setting.
ASKS_FOR_REASON = (StageType.WON, StageType.LOST)


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says when closing: the code of a reason, and what else there is to say."""

    close_reason: str | None = None
    competitor: str | None = None
    close_note: str | None = None

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value is not None}


def closing_words(target: Stage, candidate: Opportunity, organisation: Organisation) -> list[Gap]:
    """The closing details that are missing; a reason must be one of the list of that outcome."""
    code = candidate.close_reason
    if code is None:
        if target.type not in ASKS_FOR_REASON:
            return []
        return [words_gap("close_reason", "close reason", f"Say why it ends in {target.name}.", target)]
    reason = organisation.reasons.find(target.type.value, code)
    if reason is None or not reason.is_active:
        listed = [r.code for r in organisation.reasons.of(target.type.value) if r.is_active]
        raise UnknownReason([Missing(name="close_reason", remedy=f"Choose one of: {', '.join(listed)}.")])
    if reason.needs_competitor and not candidate.competitor:
        return [words_gap("competitor", "competitor", "Name the competitor it went to.", target)]
    return []


def closed(opportunity: Opportunity, target: Stage, moment: Moment) -> Opportunity:
    """Won is 100 %, the rest 0 %; a win expected later closed today, in the organisation's zone (PS-146, PS-151)."""
    probability, category = CLOSED_VALUES[target.type]
    expected = opportunity.expected_close_on
    if target.type is StageType.WON and expected is not None and expected > moment.today:
        expected = moment.today
    return msgspec.structs.replace(
        opportunity,
        stage=target,
        probability=probability,
        is_probability_overridden=False,
        category=Category(category),
        is_category_overridden=False,
        expected_close_on=expected,
        actual_close_on=moment.today,
        visit=opportunity.visit + 1,
        stage_entered_at=moment.at,
        last_meaningful_change_at=moment.at,
        version=opportunity.version + 1,
    )
