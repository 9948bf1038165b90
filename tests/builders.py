"""Things to test with. A test says what matters to it; the rest is here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, insert, select

from stageline.domain.conditions import FIELDS, Moment, parse_condition, to_json
from stageline.domain.events import By, Channel
from stageline.domain.ids import CriterionId, EventId, OpportunityId, ProcessId, StageId, UserId
from stageline.domain.opportunities.moving import WantedMove
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.organisation import SHIPPED_REASONS, SHIPPED_SOURCES, Organisation
from stageline.domain.processes.criterion import Criterion, CriterionKind, Place, Related, RequiredFiles
from stageline.domain.processes.process import Options, Process
from stageline.domain.processes.stage import Category, Stage, StageType
from stageline.domain.rights import Actor, Role, rights_of
from stageline.storage.opportunities.placing import rank_on_entry
from stageline.storage.search import Found, add_words
from stageline.storage.tables import (
    accounts,
    criteria,
    events,
    opportunities,
    process_revisions,
    processes,
    stage_history,
    stages,
    users,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LONG_AGO = datetime(2026, 1, 1, 12, tzinfo=UTC)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

ADMIN, MANAGER, REP, OTHER_REP, OPERATIONS, COLLABORATOR, VIEWER = map(UserId, (1, 2, 7, 8, 3, 4, 5))
ACCOUNT = 1

NORTHWIND = Organisation(
    name="Northwind", zone="Europe/Amsterdam", currency="EUR", week_start=1, working_days=(1, 2, 3, 4, 5), holidays=(),
    languages=("en", "de"), reasons=SHIPPED_REASONS, sources=SHIPPED_SOURCES, version=1,
)  # fmt: skip


def a_criterion(name: str, id: int = 0, **said: Any) -> Criterion:
    """Manual unless a condition, related records or an approver say otherwise."""
    usual = {"place": Place.EXIT, "remedy": f"See to it: {name}.", "kind": CriterionKind.MANUAL}
    if "when" in said:
        said |= {"condition": parse_condition(said.pop("when"), FIELDS), "kind": CriterionKind.FIELD}
    if "related" in said:
        said["kind"] = CriterionKind.RELATED
    if "file" in said:
        said["kind"] = CriterionKind.FILE
    return Criterion(**{"id": CriterionId(id), "name": name, **usual, **said})


HAS_AMOUNT = a_criterion("amount", 1, when={"field": "amount_minor", "is": "greater_than", "value": 0})
HAS_CLOSE_DATE = a_criterion("close date", 2, when={"field": "expected_close_on", "is": "is_filled"})
CHAMPION = a_criterion("champion acts for us", 3, is_buyer_verified=True)
HAS_FILE = a_criterion("quote attached", 5, file=RequiredFiles(label="Quote"))
HAS_ROLE = a_criterion("a role is known", 4, related=Related(what="contact_role"))

QUALIFY = Stage(id=StageId(1), name="Qualify", code="qualify", position=1, probability=10, category=Category.PIPELINE)
DEMO = Stage(id=StageId(2), name="Demo", code="demo", position=2, probability=30, category=Category.PIPELINE)
PROPOSE = Stage(id=StageId(3), name="Propose", code="propose", position=3, probability=50, category=Category.BEST_CASE)
WON = Stage(
    id=StageId(4), name="Won", code="won", position=4, type=StageType.WON, probability=100, category=Category.CLOSED,
    is_default_won=True,
)  # fmt: skip
LOST = Stage(
    id=StageId(5), name="Lost", code="lost", position=5, type=StageType.LOST, probability=0, category=Category.OMITTED,
    min_furthest_stage_id=StageId(2),
)  # fmt: skip
DISQUALIFIED = Stage(
    id=StageId(6), name="Disqualified", code="disqualified", position=6, type=StageType.DISQUALIFIED, probability=0,
    category=Category.OMITTED, below_furthest_stage_id=StageId(2),
)  # fmt: skip
STAGES = (QUALIFY, DEMO, PROPOSE, WON, LOST, DISQUALIFIED)


def a_process(*, leaving: Mapping[str, Sequence[Criterion]] | None = None, **said: Any) -> Process:
    """Six stages, as its test wants them.

    `leaving={"Demo": [criterion]}` puts criteria on a stage, `stages={"Demo": {…}}` changes what it is, and
    `options={…}` are the settings.
    """
    changed = said.pop("stages", {})
    its_stages = tuple(
        replace(s, **{"criteria": tuple((leaving or {}).get(s.name, ())), **changed.get(s.name, {})}) for s in STAGES
    )
    options = Options(**said.pop("options", {}))
    usual = {"id": ProcessId(1), "name": "Standard sales", "revision": 1, "is_default": True}
    return Process(**{**usual, "stages": its_stages, "options": options, **said})


def an_opportunity(stage: str = "Qualify", *, process: Process | None = None, **said: Any) -> Opportunity:
    process = process or a_process()
    named = {s.name: s for s in process.stages}
    furthest = said.pop("furthest", stage if not named[stage].is_closed else "Propose")
    usual: Mapping[str, Any] = {
        "id": OpportunityId(1),
        "name": "Solar roof",
        "process": process,
        "stage": named[stage],
        "furthest_stage": named[furthest],
        "owner_id": REP,
        "account_id": ACCOUNT,
        "amount_minor": 90_000,
        "currency": "EUR",
        "probability": named[stage].probability or 0,
        "category": named[stage].category or Category.PIPELINE,
        "expected_close_on": date(2026, 12, 24),
        "stage_entered_at": NOON - DAY,
        "last_meaningful_change_at": NOON - DAY,
        "created_at": NOON - 9 * DAY,
        "version": 1,
    }
    return Opportunity(**{**usual, **said})


def a_move(to: str = "Demo", **said: Any) -> WantedMove:
    stage_id = next(s.id for s in STAGES if s.name == to)
    return WantedMove(**{"opportunity_id": OpportunityId(1), "stage_id": stage_id, **said})


def an_actor(user_id: UserId, *roles: Role, oversees: Sequence[UserId] = ()) -> Actor:
    return Actor(
        user_id=user_id,
        name=NAMES[user_id],
        roles=frozenset(roles),
        rights=rights_of(roles),
        oversees=frozenset({user_id, *oversees}),
    )


NAMES = {
    ADMIN: "Ada Admin",
    MANAGER: "Maja Manager",
    OPERATIONS: "Olaf Operations",
    COLLABORATOR: "Cora Collaborator",
    VIEWER: "Vera Viewer",
    REP: "Rita Rep",
    OTHER_REP: "Rolf Rep",
}


def a_rep(user_id: UserId = REP) -> Actor:
    return an_actor(user_id, Role.REP)


def a_manager() -> Actor:
    return an_actor(MANAGER, Role.MANAGER, oversees=[REP])


def an_operator() -> Actor:
    return an_actor(OPERATIONS, Role.OPERATIONS)


def a_collaborator() -> Actor:
    return an_actor(COLLABORATOR, Role.COLLABORATOR)


def a_viewer() -> Actor:
    return an_actor(VIEWER, Role.VIEWER)


def by(actor: Actor | None = None, channel: Channel = Channel.BOARD) -> By:
    return By(actor or a_rep(), channel)


def a_moment(at: datetime = NOON) -> Moment:
    return Moment(at=at, today=at.astimezone(AMSTERDAM).date(), zone=AMSTERDAM)


def decided(**said: Any) -> dict[str, Any]:
    """What every decision about a move is given besides the record and the wish."""
    usual = {"ids": [EventId(n) for n in range(1, 9)], "by": by(), "moment": a_moment(), "organisation": NORTHWIND}
    return {**usual, **said}


def keep_people(connection: Connection) -> None:
    """One person of each role, and Northwind's first account."""
    roles = {
        ADMIN: "admin", MANAGER: "manager", OPERATIONS: "operations", COLLABORATOR: "collaborator", VIEWER: "viewer",
        REP: "rep", OTHER_REP: "rep",
    }  # fmt: skip
    connection.execute(
        insert(users),
        [
            {
                "id": user_id, "name": NAMES[user_id], "email": f"{role}{user_id}@northwind.example",
                "email_folded": f"{role}{user_id}@northwind.example", "state": "active", "roles": [role],
                "can_own": role in ("rep", "manager", "operations", "admin"), "created_at": LONG_AGO, "version": 1,
            }
            for user_id, role in roles.items()
        ],
    )  # fmt: skip
    name = "Tailwind Logistics"
    account = {"id": ACCOUNT, "name": name, "details": {}, "created_at": LONG_AGO, "version": 1}
    connection.execute(insert(accounts), [account])
    add_words(connection, Found.ACCOUNT, [(ACCOUNT, name)])


def keep(connection: Connection, process: Process, *records: Opportunity) -> None:
    """Stores people, a process, and opportunities as they are, each with the row of its creation."""
    if connection.scalar(select(users.c.id).where(users.c.id == REP)) is None:
        keep_people(connection)
    connection.execute(insert(processes), [_process_row(process)])
    connection.execute(insert(stages), [_stage_row(process, stage) for stage in process.stages])
    its_criteria = [_criterion_row(s, c, n) for s in process.stages for n, c in enumerate(s.criteria)]
    if its_criteria:
        connection.execute(insert(criteria), its_criteria)
    connection.execute(
        insert(process_revisions),
        [{"process_id": process.id, "revision": process.revision, "at": LONG_AGO, "author_id": OPERATIONS,
          "definition": {}, "changes": []}],
    )  # fmt: skip
    if records:
        keep_opportunities(connection, *records)


def keep_opportunities(connection: Connection, *records: Opportunity) -> None:
    """Each with a creation row of its present stage, at the version before its present one or the same."""
    connection.execute(insert(opportunities), [_opportunity_row(record) for record in records])
    add_words(connection, Found.NAME, ((record.id, record.name) for record in records))
    last = connection.scalar(select(events.c.id).order_by(events.c.id.desc()).limit(1)) or 0
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT setval('event_ids', {last + len(records)})")
        connection.exec_driver_sql(f"SELECT setval('opportunity_ids', {max(r.id for r in records)})")
    numbered = list(enumerate(records, last + 1))
    connection.execute(
        insert(events),
        [
            {"id": n, "kind": "opportunity.created", "opportunity_id": r.id, "subject_id": r.id, "version": r.version,
             "at": r.stage_entered_at, "channel": "create", "actor_id": r.owner_id}
            for n, r in numbered
        ],
    )  # fmt: skip
    connection.execute(insert(stage_history), [_history_row(n, r) for n, r in numbered])


def _history_row(number: int, r: Opportunity) -> dict[str, object]:
    return {
        "event_id": number, "opportunity_id": r.id, "version": r.version, "to_stage_id": r.stage.id,
        "to_stage_name": r.stage.name, "move_kind": "create", "channel": "create", "actor_id": r.owner_id,
        "at": r.stage_entered_at, "is_overridden": False, "is_estimated": False, "counts_for_targets": True,
        "starts_campaigns": False, "revision": 1, "visit": r.visit, "owner_id": r.owner_id,
        "amount_minor": r.amount_minor, "currency": r.currency, "probability": r.probability, "category": r.category,
    }  # fmt: skip


def _process_row(process: Process) -> dict[str, object]:
    names = ("id", "name", "description", "state", "is_default", "revision", "version")
    options = {name: getattr(process.options, name) for name in Options.__slots__}
    return {**_named(process, names), **options, "name_folded": process.name.casefold(), "created_at": LONG_AGO}


def _stage_row(process: Process, stage: Stage) -> dict[str, object]:
    names = (
        "id", "name", "code", "position", "type", "probability", "category", "definition", "stuck_days", "usual_role",
        "min_furthest_stage_id", "below_furthest_stage_id", "is_default_won", "is_skippable", "is_active",
    )  # fmt: skip
    lists = {"objectives": list(stage.objectives), "links": [], "key_fields": list(stage.key_fields)}
    agenda = {name: msgspec.to_builtins(getattr(stage, name)) for name in ("actions", "outcomes")}
    return {**_named(stage, names), **lists, **agenda, "process_id": process.id}


def _criterion_row(stage: Stage, criterion: Criterion, position: int) -> dict[str, object]:
    names = (
        "id", "place", "name", "remedy", "kind", "approver", "strength", "is_overridable", "is_buyer_verified",
        "is_evidence_required", "in_force_from", "in_force_to",
    )  # fmt: skip
    related = criterion.related
    return {
        **_named(criterion, names),
        "condition": to_json(criterion.condition) if criterion.condition else None,
        "file": {"label": criterion.file.label, "at_least": criterion.file.at_least} if criterion.file else None,
        "related": {"what": related.what, "contact_role": related.contact_role, "at_least": related.at_least}
        if related
        else None,
        "stage_id": stage.id,
        "position": position,
    }


def _opportunity_row(record: Opportunity) -> dict[str, object]:
    beside = ("process", "stage", "furthest_stage", "membership", "confirmed", "contact_roles", "files")
    return {
        **{name: getattr(record, name) for name in record.__struct_fields__ if name not in beside},
        "process_id": record.process.id,
        "stage_id": record.stage.id,
        "furthest_stage_id": record.furthest_stage.id,
        "rank": rank_on_entry(record.stage_entered_at),
    }


def _named(thing: object, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(thing, name) for name in names}
