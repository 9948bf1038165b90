"""Whose an opportunity is that names no owner."""

from collections.abc import Iterator

from stageline.domain.ids import UserId
from stageline.domain.processes.process import Process
from stageline.storage.actions.roles import read_role_maps
from stageline.storage.people.owners import read_owners
from stageline.storage.unit_of_work import Work


def owner_by_process(work: Work, process: Process | None) -> UserId | None:
    """The default owner, else whoever fills the owner role; who cannot own any more is passed over (PS-211)."""
    if process is None:
        return None
    named = dict.fromkeys(_named_by(work, process))
    owners = read_owners(work.connection, named) if named else {}
    return next((u for u in named if u in owners and owners[u].can_own and owners[u].is_active), None)


def _named_by(work: Work, process: Process) -> Iterator[UserId]:
    options = process.options
    if options.default_owner_id is not None:
        yield options.default_owner_id
    if options.owner_role is not None:
        maps = read_role_maps(work.connection, [options.owner_role], [])
        filling = maps.for_nobodys(options.owner_role, process.id)
        if filling is not None:
            yield filling
