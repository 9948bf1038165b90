"""Gatherings and the lists of those invited."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, case, func, insert, select, update

from stageline.domain.gatherings.changes import ContactInvited
from stageline.domain.gatherings.gathering import Gathering, GatheringChanged
from stageline.domain.gatherings.inviting import GuestList, InviteeState
from stageline.domain.ids import ContactId, GatheringId
from stageline.storage.tables import gatherings, invitees
from stageline.storage.tables.types import AnyRow

_FIELDS = Gathering.__struct_fields__


class Gatherings:
    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection = connection
        self._locks = locks

    def find(self, id: GatheringId) -> Gathering | None:
        row = self._connection.execute(self._locked(select(gatherings).where(gatherings.c.id == id))).one_or_none()
        return gathering_in(row) if row is not None else None

    def has_code(self, code: str) -> bool:
        return self._connection.scalar(select(gatherings.c.id).where(gatherings.c.code == code)) is not None

    def codes(self) -> set[str]:
        return set(self._connection.scalars(select(gatherings.c.code)))

    def held(self, codes: Collection[str]) -> frozenset[str]:
        """Those of these that were not called off; one that is over may be needed no more, but it took place."""
        if not codes:
            return frozenset()
        this = gatherings.c.code.in_(codes), gatherings.c.is_cancelled.is_(False)
        return frozenset(self._connection.scalars(select(gatherings.c.code).where(*this)))

    def lists_for(
        self, codes: Collection[str], ids: Collection[GatheringId], contact_id: ContactId | None
    ) -> Sequence[GuestList]:
        """Of the gatherings with these codes or ids, and whether the contact is on them.

        They are locked, in the order of their ids, so that of two who want the last place one gets it (PS-54).
        """
        if not codes and not ids:
            return ()
        named = gatherings.c.code.in_(codes) | gatherings.c.id.in_(ids)
        found = [
            gathering_in(row)
            for row in self._connection.execute(
                self._locked(select(gatherings).where(named).order_by(gatherings.c.id))
            )
        ]  # fmt: skip
        taken, on_it = self._guests([each.id for each in found], contact_id)
        return [
            GuestList(gathering=each, taken=taken.get(each.id, 0), is_on_it=each.id in on_it) for each in found
        ]  # fmt: skip

    def _guests(
        self, ids: Sequence[GatheringId], contact_id: ContactId | None
    ) -> tuple[Mapping[int, int], Collection[int]]:
        is_this = case((invitees.c.contact_id == contact_id, 1), else_=0)
        takes_place = case((invitees.c.state == InviteeState.DECLINED.value, 0), else_=1)
        counted = (
            select(invitees.c.gathering_id, func.sum(takes_place).label("taken"), func.max(is_this).label("is_on_it"))
            .where(invitees.c.gathering_id.in_(ids))
            .group_by(invitees.c.gathering_id)
        )
        rows = self._connection.execute(counted).all()
        return {row.gathering_id: row.taken for row in rows}, {row.gathering_id for row in rows if row.is_on_it}

    def state_of(self, id: GatheringId, contact_id: ContactId) -> InviteeState | None:
        this = select(invitees.c.state).where(invitees.c.gathering_id == id, invitees.c.contact_id == contact_id)
        found = self._connection.scalar(this)
        return None if found is None else InviteeState(found)

    def add(self, gathering: Gathering, at: datetime) -> GatheringId:
        row = {name: getattr(gathering, name) for name in _FIELDS if name != "id"}
        added = insert(gatherings).values(**row, created_at=at).returning(gatherings.c.id)
        return GatheringId(self._connection.execute(added).scalar_one())

    def save(self, gathering: Gathering) -> None:
        row = {name: getattr(gathering, name) for name in _FIELDS if name not in ("id", "code")}
        this = gatherings.c.id == gathering.id, gatherings.c.version == gathering.version - 1
        if self._connection.execute(update(gatherings).where(*this).values(row)).rowcount != 1:
            raise GatheringChanged

    def invite(self, invited: Iterable[ContactInvited]) -> None:
        rows = [
            {
                "gathering_id": each.gathering.id,
                "contact_id": each.contact_id,
                "opportunity_id": each.opportunity_id,
                "state": InviteeState.INVITED.value,
                "invited_by": each.by.actor.user_id,
                "invited_at": each.at,
            }
            for each in invited
        ]
        if rows:
            self._connection.execute(insert(invitees), rows)

    def answer(self, id: GatheringId, contact_id: ContactId, state: InviteeState) -> None:
        this = invitees.c.gathering_id == id, invitees.c.contact_id == contact_id
        self._connection.execute(update(invitees).where(*this).values(state=state.value))

    def _locked(self, query: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
        return query.with_for_update(key_share=True) if self._locks else query


def gathering_in(row: AnyRow) -> Gathering:
    return Gathering(**{name: getattr(row, name) for name in _FIELDS})
