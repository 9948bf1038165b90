"""One's own profile over HTTP."""

import msgspec
from litestar import Response, get, patch
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from stageline.commands.people.profile import change_profile
from stageline.domain.people.preferences import Density, InvalidProfile, Language, Theme
from stageline.domain.people.user import InvalidPerson, UserChangedMeanwhile
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Name, said_in
from stageline.queries.people import Me, read_me
from stageline.storage.people.authentication import read_actor


class PreferencesPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays as it is."""

    theme: Theme | UnsetType = UNSET
    density: Density | UnsetType = UNSET
    has_shortcuts: bool | UnsetType = UNSET
    folds_navigation: bool | UnsetType = UNSET
    reduces_motion: bool | UnsetType = UNSET
    reminders_by_mail: bool | UnsetType = UNSET


class MePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Without a language the browser's is spoken, and without a zone the organisation's counts."""

    name: Name | UnsetType = UNSET
    language: Language | UnsetType | None = UNSET
    zone: str | UnsetType | None = UNSET
    preferences: PreferencesPatch | UnsetType = UNSET


@get("/me", sync_to_thread=True)
def get_me(acting: Acting) -> Me:
    """Whoever asks: what they may do, and how they like Stageline to look and to speak."""
    with acting.reading() as connection:
        return read_me(connection, acting.asker)


@patch("/me", sync_to_thread=True, responses=problems(InvalidProfile, InvalidPerson, UserChangedMeanwhile))
def patch_me(data: JSONBody[MePatch], acting: Acting) -> Response[Me]:
    """Change one's own profile; what is left out stays as it is."""
    said = said_in(data)
    name, preferences = said.pop("name", None), said.pop("preferences", None)
    chosen = said | (said_in(preferences) if preferences else {})
    with acting.writing() as work:
        change_profile(work, chosen, name=name, by=acting.by(), at=acting.at)
        # The name may be new; the rights stay those of this request, which a token may narrow.
        asker = msgspec.structs.replace(acting.asker, name=read_actor(work.connection, acting.asker.user_id).name)
        return acting.answer(read_me(work.connection, asker))
