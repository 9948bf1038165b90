"""What happens to each deal of the sample, and when: drawn from a seed, so every demo tells the same story."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from stageline.cli.demo import names
from stageline.cli.demo.acts import Act
from stageline.cli.demo.cast import lives
from stageline.cli.demo.working_hours import between, day_of, not_after, not_before, working_day, working_days_on
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import Stage, StageType

DEALS = 320
MONTHS = timedelta(days=270)
# When the organisation is founded, before the first deal.
BEFORE = timedelta(days=10)
# Of a hundred that stand in an open stage, so many go on each turn; the rest stay, go back, or end.
FORWARD, BACK = 83, 88
# So many of the next steps are talks that have their time already.
TALKS = 0.2


def story(process: Process, *, owners: int, businesses: int, now: datetime, seed: int) -> list[Act]:
    """All acts in the order of their time. Whoever is still open at the end is what the board shows."""
    random = Random(seed)  # noqa: S311 - a story, not a secret
    acts = [act for deal in range(DEALS) for act in _life(process, deal, owners, businesses, now=now, random=random)]
    return sorted([*acts, *lives(process, DEALS, now)], key=lambda act: act.at)


def _life(process: Process, deal: int, owners: int, businesses: int, *, now: datetime, random: Random) -> Iterator[Act]:
    born = not_after(min(now - MONTHS * (random.random() ** 1.35), now - timedelta(hours=2)), random)
    yield Act(at=born, deal=deal, kind="open", said=_opening(deal, owners, businesses, day_of(born), random))
    stage, furthest, at = process.open_stages[0], process.open_stages[0], born
    while True:
        entered = at
        at = not_before(entered + timedelta(days=_stay(stage, random)), random)
        if at >= now - timedelta(hours=1):
            yield from _last_touch(deal, stage, entered, now, random)
            return
        yield from _work_done(deal, stage, entered, at, random)
        drawn = random.randrange(100)
        following = process.next_open(stage)
        if drawn < FORWARD and following is not None:
            stage = following
            furthest = max(furthest, stage, key=lambda s: s.position)
            yield Act(at=at, deal=deal, kind="move", said={"stage": stage})
        elif drawn < FORWARD:
            yield Act(at=at, deal=deal, kind="close", said=_closing(process, StageType.WON, random))
            return
        elif drawn < BACK and stage.position > 1:
            stage = process.open_stages[stage.position - 2]
            yield Act(at=at, deal=deal, kind="move", said={"stage": stage, "reason": random.choice(names.BACK_REASONS)})
        else:
            ending = StageType.LOST if furthest.position > 1 else StageType.DISQUALIFIED
            yield Act(at=at, deal=deal, kind="close", said=_closing(process, ending, random))
            return


def _opening(deal: int, owners: int, businesses: int, day: date, random: Random) -> dict[str, Any]:
    title = names.DEALS[deal % len(names.DEALS)] + random.choice(names.EXTRAS)
    amount = round(random.lognormvariate(10.4, 0.8) / 100) * 100 * 100
    return {
        "owner": random.randrange(owners),
        "business": random.randrange(businesses),
        "fields": {
            "name": title,
            "amount_minor": amount if random.random() > 0.06 else None,
            "currency": "USD" if random.random() < 0.08 else "EUR",
            "expected_close_on": day + timedelta(days=random.randint(45, 150)),
            "source": random.choice(("inbound", "outbound", "referral", "partner", "event", "existing_customer")),
            "next_step": random.choice(names.NEXT_STEPS),
        },
    }


def _stay(stage: Stage, random: Random) -> float:
    """Days; most leave within the stage's limit, some do not."""
    return min(120, random.lognormvariate(0, 0.75) * (stage.stuck_days or 20) * 0.75 + 0.3)


def _work_done(deal: int, stage: Stage, entered: datetime, at: datetime, random: Random) -> Iterator[Act]:
    """Most criteria are confirmed before the stage is left, some are not: those become gaps on record."""
    for criterion in stage.criteria:
        if random.random() < 0.72:
            said = {"criterion": criterion, "note": random.choice(names.NOTES)}
            yield Act(at=between(entered, at, random, part=(0.3, 0.98)), deal=deal, kind="meet", said=said)


def _last_touch(deal: int, stage: Stage, entered: datetime, now: datetime, random: Random) -> Iterator[Act]:
    """What is open today has some criteria met, something planned, and a next step around these days.

    A few are neglected.
    """
    for criterion in stage.criteria:
        if random.random() < 0.42:
            said = {"criterion": criterion, "note": random.choice(names.NOTES)}
            yield Act(at=between(entered, now, random, part=(0.3, 0.98)), deal=deal, kind="meet", said=said)
    today = day_of(now)
    step, on = random.choice(names.NEXT_STEPS), today + timedelta(days=random.randint(-4, 14))
    if random.random() < 0.8:
        fields = {
            "next_step": step,
            "next_step_on": on,
            "expected_close_on": today + timedelta(days=random.randint(5, 90)),
        }
        at = between(entered, now, random, part=(0.5, 0.98))
        yield Act(at=at, deal=deal, kind="edit", said={"fields": fields})
    if on <= today:
        on = working_days_on(today, random.randint(5, 25))
    is_talk = random.random() < TALKS and step not in names.PAPERWORK
    planned = {"name": step, "on": working_day(on, 1), "is_talk": is_talk}
    yield Act(at=between(entered, now, random, part=(0.6, 0.98)), deal=deal, kind="plan", said=planned)


def _closing(process: Process, ending: StageType, random: Random) -> dict[str, Any]:
    target = next(s for s in process.stages if s.type is ending and s.is_active)
    reasons = {
        StageType.WON: ("fit", "price", "relationship", "references"),
        StageType.LOST: ("no_decision", "price", "competitor", "missing_feature", "timing"),
        StageType.DISQUALIFIED: ("no_need", "no_budget", "wrong_contact"),
    }
    reason = random.choice(reasons[ending])
    rival = random.choice(names.COMPETITORS) if reason == "competitor" else None
    return {"stage": target, "close_reason": reason, "competitor": rival}
