"""Everything that happened to an opportunity, in one list, and the chain of causes behind each piece of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import BindParameter, bindparam, func, select

from stageline.domain.actions.changes import (
    ActionAdded,
    ActionCompleted,
    ActionDeleted,
    ActionEdited,
    ActionReopened,
    ActionsBegun,
    ActionsWithdrawn,
    AdvanceHeld,
    AdvanceSuggested,
)
from stageline.domain.actions.mapping_roles import DealRoleGiven, DealRoleTakenBack
from stageline.domain.actions.reassigning import ActionsReassigned
from stageline.domain.activities.changes import (
    ActivityBooked,
    ActivityCancelled,
    ActivityDeleted,
    ActivityDone,
    ActivityEdited,
    ActivityReactivated,
    OutcomeRecorded,
)
from stageline.domain.errors import NotFound
from stageline.domain.events import By
from stageline.domain.files.file import FileAdded, FileRemoved, FileRestored
from stageline.domain.gatherings.changes import ContactInvited
from stageline.domain.ids import BatchId, EventId, OpportunityId, ProcessId, UserId
from stageline.domain.letters.letter import LetterWritten
from stageline.domain.letters.message import (
    MessageBounced,
    MessageDropped,
    MessageFailed,
    MessageQueued,
    MessageSent,
    MessageUncertain,
)
from stageline.domain.notes.note import NoteAdded, NoteEdited, NoteRemoved, NoteRestored
from stageline.domain.opportunities.changes import (
    ConfirmationWithdrawn,
    ContactLinked,
    ContactUnlinked,
    CriterionConfirmed,
    MoveUndone,
    OpportunityAssigned,
    OpportunityCreated,
    OpportunityDeleted,
    OpportunityEdited,
    OpportunityMoved,
    OpportunityReopened,
    OpportunityRestored,
    OutcomeCorrected,
    TeamMemberAdded,
    TeamMemberRemoved,
)
from stageline.domain.opportunities.opportunity import Opportunity, is_visible, visible
from stageline.domain.processes.changes import CategoryFollowed, ProcessChanged
from stageline.queries.history import Named
from stageline.queries.paging import cursor_of, position_in
from stageline.storage.tables import (
    accounts,
    batches,
    contacts,
    events,
    field_history,
    files,
    notes,
    stage_history,
    users,
)
from stageline.storage.unit_of_work import Work

LONGEST_CHAIN = 50


class EventNotFound(NotFound):
    """There is no such event, or what it happened to is not shared with you."""

    code = "not_found"


class Group(StrEnum):
    """What a reader of the timeline can ask for by itself."""

    MOVES = "moves"
    FIELDS = "fields"
    NOTES = "notes"
    FILES = "files"
    CRITERIA = "criteria"
    ACTIONS = "actions"
    PEOPLE = "people"
    RECORD = "record"


# What is not named here, such as where its card stands on the board, is no part of the timeline.
KINDS: Mapping[Group, tuple[str, ...]] = {
    Group.MOVES: tuple(
        kind.kind for kind in (OpportunityCreated, OpportunityMoved, OpportunityReopened, OutcomeCorrected, MoveUndone)
    ),
    Group.FIELDS: (OpportunityEdited.kind, CategoryFollowed.kind),
    Group.NOTES: tuple(kind.kind for kind in (NoteAdded, NoteEdited, NoteRemoved, NoteRestored)),
    Group.FILES: tuple(kind.kind for kind in (FileAdded, FileRemoved, FileRestored)),
    Group.CRITERIA: (CriterionConfirmed.kind, ConfirmationWithdrawn.kind),
    Group.ACTIONS: tuple(
        kind.kind
        for kind in (
            ActionsBegun,
            ActionsWithdrawn,
            ActionsReassigned,
            ActionAdded,
            ActionEdited,
            ActionDeleted,
            ActionCompleted,
            ActionReopened,
            AdvanceHeld,
            AdvanceSuggested,
            ActivityBooked,
            ActivityEdited,
            ActivityDone,
            OutcomeRecorded,
            ActivityCancelled,
            ActivityReactivated,
            ActivityDeleted,
            LetterWritten,
            MessageQueued,
            MessageSent,
            MessageFailed,
            MessageUncertain,
            MessageBounced,
            MessageDropped,
            ContactInvited,
        )
    ),
    Group.PEOPLE: tuple(
        kind.kind
        for kind in (
            OpportunityAssigned,
            ContactLinked,
            ContactUnlinked,
            TeamMemberAdded,
            TeamMemberRemoved,
            DealRoleGiven,
            DealRoleTakenBack,
        )
    ),
    Group.RECORD: (OpportunityDeleted.kind, OpportunityRestored.kind),
}
_ABOUT_PEOPLE = (*KINDS[Group.PEOPLE], LetterWritten.kind, ContactInvited.kind)
_GROUP_OF = {kind: group for group, kinds in KINDS.items() for kind in kinds}


class MoveTold(msgspec.Struct, frozen=True, kw_only=True):
    """The row of the stage history; `gaps` counts what was missing and accepted or overridden."""

    move_kind: str
    from_stage_name: str | None
    to_stage_name: str
    seconds_in_stage: int | None
    reason: str | None
    note: str | None
    gaps: int
    is_overridden: bool
    is_estimated: bool


class FieldTold(msgspec.Struct, frozen=True, kw_only=True):
    """A field before and after; where it holds a person, an account or a contact, that one's name."""

    field: str
    before: Any
    after: Any


class NoteTold(msgspec.Struct, frozen=True, kw_only=True):
    """As it is now: without words once it was removed."""

    id: int
    body: str | None


class FileTold(msgspec.Struct, frozen=True, kw_only=True):
    """As it is now: without a name once it was removed."""

    id: int
    name: str | None
    label: str | None
    size: int | None


class BatchTold(msgspec.Struct, frozen=True, kw_only=True):
    """The one wish for many that this was part of."""

    id: BatchId
    kind: str
    total: int


class TimelineEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Of `move`, `fields`, `note`, `file` and `person` there is what belongs to its kind."""

    id: EventId
    kind: str
    group: Group | None
    at: datetime
    actor: Named
    channel: str
    opportunity: Named | None
    version: int | None
    cause_id: EventId | None
    batch: BatchTold | None
    move: MoveTold | None
    fields: list[FieldTold]
    note: NoteTold | None
    file: FileTold | None
    person: Named | None
    facts: dict[str, Any]


class TimelinePage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[TimelineEvent]
    next_cursor: str | None


class GapTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a move was asked for and went without."""

    name: str
    kind: str
    strength: str
    stage_name: str


class Causes(msgspec.Struct, frozen=True):
    """The oldest first; the last is the event that was asked about. What the asker may not see is left out.

    Of a move there is also what `came_along`, the oldest first: what was confirmed, linked and attached since the move
    before it and in the same save. `gaps` is what it went without.
    """

    items: list[TimelineEvent]
    came_along: list[TimelineEvent]
    gaps: list[GapTold]


_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_EVENTS = select(events, users.c.name.label("actor_name")).join(users, users.c.id == events.c.actor_id)
TIMELINE = (
    _EVENTS.where(
        events.c.opportunity_id == bindparam("opportunity_id"),
        events.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(events.c.id.desc())
    .limit(bindparam("most"))
)
_PROOF = (CriterionConfirmed.kind, ConfirmationWithdrawn.kind, ContactLinked.kind, FileAdded.kind)
LAST_MOVE_BEFORE = select(func.coalesce(func.max(stage_history.c.event_id), 0)).where(
    stage_history.c.opportunity_id == bindparam("opportunity_id"), stage_history.c.event_id < bindparam("event_id")
)
CAME_ALONG = (
    _EVENTS.where(
        events.c.opportunity_id == bindparam("opportunity_id"),
        events.c.kind.in_(_PROOF),
        events.c.id > LAST_MOVE_BEFORE.scalar_subquery(),
        events.c.id < bindparam("event_id"),
    )
    .order_by(events.c.id.desc())
    .limit(LONGEST_CHAIN)
)
GAPS = select(stage_history.c.gaps).where(stage_history.c.event_id == bindparam("event_id"))
EVENT = _EVENTS.where(events.c.id == bindparam("event_id"))
MOVES = select(stage_history).where(stage_history.c.event_id.in_(_IDS))
FIELDS = select(field_history).where(field_history.c.event_id.in_(_IDS)).order_by(field_history.c.field)
NOTES = select(notes).where(notes.c.id.in_(_IDS))
FILES = select(files).where(files.c.id.in_(_IDS))
BATCHES = select(batches).where(batches.c.id.in_(_IDS))
_NAMES = {
    table.name: select(table.c.id, table.c.name).where(table.c.id.in_(_IDS)) for table in (users, contacts, accounts)
}
_NAMED_IN = {"owner_id": "users", "contact_id": "contacts", "account_id": "accounts"}


def read_timeline(
    work: Work,
    opportunity_id: OpportunityId,
    *,
    groups: Sequence[Group],
    cursor: str | None,
    limit: int,
    by: By,
) -> TimelinePage:
    """Newest first; of all kinds unless some are asked for. The same number of statements for any page."""
    opportunity = visible(_found(work, [opportunity_id], by).get(opportunity_id), by.actor)
    statement = TIMELINE if cursor is None else TIMELINE.where(events.c.id < position_in(cursor)[1])
    kinds = [kind for group in groups or Group for kind in KINDS[group]]
    asked = {"opportunity_id": opportunity_id, "kinds": kinds, "most": limit + 1}
    rows = work.connection.execute(statement, asked).all()
    page = rows[:limit]
    return TimelinePage(
        items=_told(work, page, {opportunity_id: opportunity}),
        next_cursor=cursor_of(page[-1].at, page[-1].id) if len(rows) > limit else None,
    )


def read_causes(work: Work, event_id: EventId, *, by: By) -> Causes:
    """Why it happened: what caused it, what caused that, and so on."""
    chain = _chain(work, event_id)
    found = _found(work, sorted({row.opportunity_id for row in chain if row.opportunity_id is not None}), by)
    seen = {number: each for number, each in found.items() if is_visible(each, by.actor)}
    if not chain or chain[0].opportunity_id not in seen:
        raise EventNotFound
    processes = {ProcessId(each.process.id) for each in seen.values()}
    shown = [row for row in reversed(chain) if row.opportunity_id in seen or _is_of_process(row, processes)]
    along, gaps = _brought(work, chain[0])
    told = _told(work, [*shown, *along], seen)
    return Causes(told[: len(shown)], told[len(shown) :], gaps)


def _brought(work: Work, asked: Any) -> tuple[list[Any], list[GapTold]]:
    """What a move had with it, and what it went without; nothing of anything else."""
    if asked.kind not in KINDS[Group.MOVES]:
        return [], []
    named = {"opportunity_id": asked.opportunity_id, "event_id": asked.id}
    gaps = work.connection.execute(GAPS, {"event_id": asked.id}).scalar_one_or_none() or ()
    told = [GapTold(**{name: gap[name] for name in GapTold.__struct_fields__}) for gap in gaps]
    return list(reversed(work.connection.execute(CAME_ALONG, named).all())), told


def _chain(work: Work, event_id: EventId) -> list[Any]:
    """The event and what led to it, step by step backwards."""
    chain: list[Any] = []
    asked: int | None = event_id
    while asked is not None and len(chain) < LONGEST_CHAIN:
        row = work.connection.execute(EVENT, {"event_id": asked}).one_or_none()
        if row is None:
            break
        chain.append(row)
        asked = row.cause_id
    return chain


def _is_of_process(row: Any, processes: Iterable[ProcessId]) -> bool:
    return row.opportunity_id is None and row.kind == ProcessChanged.kind and row.subject_id in processes


def _found(work: Work, ids: Sequence[OpportunityId], by: By) -> dict[OpportunityId, Opportunity]:
    return work.opportunities.read(ids, by.actor.user_id) if ids else {}


def _told(work: Work, rows: Sequence[Any], seen: Mapping[OpportunityId, Opportunity]) -> list[TimelineEvent]:
    beside = _Beside(work, rows)
    return [
        TimelineEvent(
            id=row.id,
            kind=row.kind,
            group=_GROUP_OF.get(row.kind),
            at=row.at,
            actor=Named(row.actor_id, row.actor_name),
            channel=row.channel,
            opportunity=Named(row.opportunity_id, seen[row.opportunity_id].name) if row.opportunity_id else None,
            version=row.version,
            cause_id=row.cause_id,
            batch=beside.batches.get(row.batch_id),
            move=beside.moves.get(row.id),
            fields=beside.fields.get(row.id, []),
            note=beside.notes.get(row.subject_id) if row.kind in KINDS[Group.NOTES] else None,
            file=beside.files.get(row.subject_id) if row.kind in KINDS[Group.FILES] else None,
            person=beside.person(row),
            facts=row.facts or {},
        )
        for row in rows
    ]


class _Beside:
    """What other tables hold of these events, one statement for each; what no event speaks of is not read."""

    def __init__(self, work: Work, rows: Sequence[Any]) -> None:
        self._work = work
        changed = self._ids(rows, lambda row: row.id, KINDS[Group.MOVES] + KINDS[Group.FIELDS] + KINDS[Group.PEOPLE])
        self.moves = {row.event_id: _move(row) for row in self._read(MOVES, changed)}
        fields = self._read(FIELDS, changed)
        self._names = self._read_names(rows, fields)
        self.fields = self._told_fields(fields)
        self.notes = {row.id: _note(row) for row in self._read(NOTES, self._subjects(rows, Group.NOTES))}
        self.files = {row.id: _file(row) for row in self._read(FILES, self._subjects(rows, Group.FILES))}
        self.batches = {
            row.id: BatchTold(id=row.id, kind=row.kind, total=row.total)
            for row in self._read(BATCHES, {row.batch_id for row in rows if row.batch_id is not None})
        }

    def person(self, row: Any) -> Named | None:
        """The member of the deal team, or the contact, that the event is about or the letter is for."""
        facts = row.facts or {}
        for field, table in (("user_id", "users"), ("contact_id", "contacts")):
            if row.kind in _ABOUT_PEOPLE and field in facts:
                return Named(facts[field], self._names[table].get(facts[field], ""))
        return None

    def _subjects(self, rows: Sequence[Any], group: Group) -> set[int]:
        return self._ids(rows, lambda row: row.subject_id, KINDS[group])

    def _ids(self, rows: Sequence[Any], number: Callable[[Any], int], kinds: Sequence[str]) -> set[int]:
        return {number(row) for row in rows if row.kind in kinds}

    def _read(self, statement: Any, ids: set[int]) -> Sequence[Any]:
        return self._work.connection.execute(statement, {"ids": sorted(ids)}).all() if ids else ()

    def _read_names(self, rows: Sequence[Any], fields: Sequence[Any]) -> dict[str, dict[int, str]]:
        wanted: dict[str, set[int]] = defaultdict(set)
        for row in fields:
            table = _NAMED_IN.get(row.field)
            if table is not None:
                wanted[table] |= {number for number in (row.before, row.after) if isinstance(number, int)}
        for row in rows:
            facts = row.facts or {}
            if row.kind in _ABOUT_PEOPLE:
                wanted["users"] |= {UserId(facts["user_id"])} if "user_id" in facts else set()
                wanted["contacts"] |= {facts["contact_id"]} if "contact_id" in facts else set()
        return {
            table: {row.id: row.name for row in self._read(statement, wanted[table])}
            for table, statement in _NAMES.items()
        }

    def _told_fields(self, rows: Sequence[Any]) -> dict[EventId, list[FieldTold]]:
        told: dict[EventId, list[FieldTold]] = defaultdict(list)
        for row in rows:
            table = _NAMED_IN.get(row.field)
            names = self._names[table] if table else {}
            before, after = (names.get(value) if table else value for value in (row.before, row.after))
            told[row.event_id].append(FieldTold(field=row.field, before=before, after=after))
        return told


def _move(row: Any) -> MoveTold:
    same = [name for name in MoveTold.__struct_fields__ if name != "gaps"]
    return MoveTold(**{name: getattr(row, name) for name in same}, gaps=len(row.gaps or ()))


def _note(row: Any) -> NoteTold:
    return NoteTold(id=row.id, body=row.body if row.deleted_at is None else None)


def _file(row: Any) -> FileTold:
    if row.deleted_at is not None:
        return FileTold(id=row.id, name=None, label=None, size=None)
    return FileTold(id=row.id, name=row.name, label=row.label, size=row.size)
