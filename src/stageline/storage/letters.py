"""Templates of letters, and messages in the outbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from stageline.domain.ids import ActionId, ActivityId, EventId, MessageId, TemplateId
from stageline.domain.letters.message import NOT_OUT, Message, MessageKind, MessageState
from stageline.domain.letters.template import LetterTemplate, TemplateChanged
from stageline.storage.tables import letter_templates, messages
from stageline.storage.tables.types import AnyRow

ON_THE_WAY = [
    each.value
    for each in (MessageState.QUEUED, MessageState.SENDING, MessageState.FAILED, MessageState.UNCERTAIN)
]  # fmt: skip
_TEMPLATE, _MESSAGE = LetterTemplate.__struct_fields__, Message.__struct_fields__


class Templates:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, id: TemplateId) -> LetterTemplate | None:
        row = self._connection.execute(select(letter_templates).where(letter_templates.c.id == id)).one_or_none()
        return None if row is None else template_in(row)

    def named(self, codes: Collection[str]) -> dict[str, LetterTemplate]:
        if not codes:
            return {}
        rows = self._connection.execute(select(letter_templates).where(letter_templates.c.code.in_(codes)))
        return {row.code: template_in(row) for row in rows}

    def codes(self) -> set[str]:
        return set(self._connection.scalars(select(letter_templates.c.code)))

    def add(self, template: LetterTemplate, at: datetime) -> TemplateId:
        row = {name: getattr(template, name) for name in _TEMPLATE if name != "id"}
        added = insert(letter_templates).values(**row, changed_at=at).returning(letter_templates.c.id)
        return TemplateId(self._connection.execute(added).scalar_one())

    def save(self, template: LetterTemplate, at: datetime) -> None:
        row = {name: getattr(template, name) for name in _TEMPLATE if name not in ("id", "code")}
        this = letter_templates.c.id == template.id, letter_templates.c.version == template.version - 1
        saved = update(letter_templates).where(*this).values(**row, changed_at=at)
        if self._connection.execute(saved).rowcount != 1:
            raise TemplateChanged


class Outbox:
    """Whoever changes a message has locked its opportunity, or takes it here by its state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, id: MessageId) -> Message | None:
        row = self._connection.execute(select(messages).where(messages.c.id == id)).one_or_none()
        return None if row is None else message_in(row)

    def on_the_way(self, ids: Collection[ActionId]) -> set[ActionId]:
        """Of these actions, those with a letter that is neither sent nor dropped."""
        if not ids:
            return set()
        its = messages.c.action_id.in_(ids), messages.c.state.in_(ON_THE_WAY)
        return {ActionId(number) for number in self._connection.scalars(select(messages.c.action_id).where(*its))}

    def of_moves(self, ids: Collection[EventId]) -> Sequence[Message]:
        """What these moves have caused, but for what was dropped."""
        its = messages.c.made_by_event.in_(ids), messages.c.state != MessageState.DROPPED.value
        return [message_in(row) for row in self._connection.execute(select(messages).where(*its))]

    def of_activities(self, ids: Collection[ActivityId]) -> Sequence[Message]:
        """What was written about these, but for what was dropped; nobody else takes any of it until the end."""
        its = messages.c.activity_id.in_(ids), messages.c.state != MessageState.DROPPED.value
        found = select(messages).where(*its, messages.c.kind != MessageKind.REMINDER.value).order_by(messages.c.id)
        return [message_in(row) for row in self._connection.execute(found.with_for_update(key_share=True))]

    def add(self, message: Message) -> MessageId:
        return self.add_all([message])[0]

    def add_all(self, wanted: Sequence[Message]) -> Sequence[MessageId]:
        """Their numbers, in the same order."""
        added = insert(messages).returning(messages.c.id, sort_by_parameter_order=True)
        return [MessageId(number) for number in self._connection.scalars(added, [_row(each) for each in wanted])]

    def drop_all(self, ids: Collection[MessageId], at: datetime) -> None:
        """Those that were not handed over."""
        this = messages.c.id.in_(ids), messages.c.state.in_([each.value for each in NOT_OUT])
        self._connection.execute(update(messages).where(*this).values(state=MessageState.DROPPED.value, ended_at=at))

    def change(self, message: Message, to: MessageState, **said: Any) -> Message | None:
        """With the state it had: of two who want to change it, one does. None for the other."""
        this = messages.c.id == message.id, messages.c.state == message.state.value
        changed = update(messages).where(*this).values(state=to.value, **said)
        if self._connection.execute(changed).rowcount != 1:
            return None
        return msgspec.structs.replace(message, state=to, **said)


def template_in(row: AnyRow) -> LetterTemplate:
    return LetterTemplate(**{name: getattr(row, name) for name in _TEMPLATE})


def message_in(row: AnyRow) -> Message:
    values = {name: getattr(row, name) for name in _MESSAGE}
    return Message(**{**values, "state": MessageState(row.state), "kind": MessageKind(row.kind)})


def _row(message: Message) -> dict[str, Any]:
    row = {name: getattr(message, name) for name in _MESSAGE if name != "id"}
    return {**row, "state": message.state.value, "kind": message.kind.value}
