"""The mapping of an import: everything that the files do not say, said once and never guessed (Appendix B)."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

import msgspec

from stageline.domain.calendar import zone_named
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.money import minor_digits

Column = Annotated[str, msgspec.Meta(min_length=1, max_length=500, description="The heading of a column.")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
StageType = Literal["open", "won", "lost", "disqualified"]


class InvalidMapping(InvalidInput):
    """The mapping of this import cannot be used as it is; what is listed is wrong or not said."""

    code = "invalid_mapping"


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a person says in a mapping: misspelt names are refused."""


class StageSaid(Said, frozen=True, kw_only=True):
    """One stage, in order: open ones first.

    `value` and `also` are what stands in the files, compared without regard to case and blanks at the ends; `name` is
    what it is called in the process, the value if nothing else is said. `type` is needed when the process is new.
    `entered_at` names a column of the opportunities file with the moment at which this stage was entered; a closed
    stage takes it only where the opportunity stands in it now.
    """

    value: Text
    also: tuple[Text, ...] = ()
    name: Text | None = None
    type: StageType | None = None
    probability: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    entered_at: Column | None = None

    @property
    def called(self) -> str:
        return self.name or self.value


class ProcessSaid(Said, frozen=True, kw_only=True):
    """The process to follow. A new one is made of the stages unless one of that name is there already."""

    name: Text
    is_new: bool = False


class CustomColumn(Said, frozen=True, kw_only=True):
    """A custom field that is filled from a column, and made if there is none of that key. `choices` only for choice."""

    column: Column
    label: Text | None = None
    type: Literal["text", "number", "date", "boolean", "choice"] = "text"
    choices: tuple[Text, ...] = ()


class OpportunityColumns(Said, frozen=True, kw_only=True):
    """`close_on` is the day a closed opportunity closed and the day an open one is expected to."""

    external_id: Column
    name: Column | None = None
    owner: Column | None = None
    account: Column | None = None
    contact: Column | None = None
    stage: Column | None = None
    stage_entered_at: Column | None = None
    created_at: Column | None = None
    close_on: Column | None = None
    expected_close_on: Column | None = None
    amount: Column | None = None
    currency: Column | None = None
    probability: Column | None = None
    close_reason: Column | None = None
    competitor: Column | None = None
    source: Column | None = None
    next_step: Column | None = None
    remarks: Column | None = None


class HistoryColumns(Said, frozen=True, kw_only=True):
    """`stage` is the one entered, `at` when, `owner` and `amount` as of then; `order` decides between equal moments."""

    external_id: Column
    stage: Column
    at: Column
    order: Column | None = None
    owner: Column | None = None
    amount: Column | None = None


class PeopleColumns(Said, frozen=True, kw_only=True):
    """`external_id` is what other files call the person, the name if nothing else is said.

    Without a team of its own, everybody under one manager is one sales team, called after the manager.
    """

    name: Column
    external_id: Column | None = None
    email: Column | None = None
    manager: Column | None = None
    team: Column | None = None


class AccountColumns(Said, frozen=True, kw_only=True):
    """`external_id` is what other files call the account, the name if nothing else is said."""

    name: Column
    external_id: Column | None = None
    website: Column | None = None


class FileSaid(Said, frozen=True, kw_only=True, tag_field="kind"):
    """`where` takes only the rows with one of these values in that column.

    `dates` are the forms in which dates stand: `iso`, or a pattern such as `%d.%m.%Y %H:%M`; the mapping's forms if
    nothing else is said. `encoding` and `delimiter` are found out if nothing else is said.
    """

    where: dict[str, tuple[str, ...]] = {}
    dates: tuple[str, ...] = ()
    encoding: Text | None = None
    delimiter: Annotated[str, msgspec.Meta(min_length=1, max_length=1)] | None = None


class OpportunityFile(FileSaid, frozen=True, kw_only=True, tag="opportunities"):
    columns: OpportunityColumns
    custom: dict[str, CustomColumn] = {}


class HistoryFile(FileSaid, frozen=True, kw_only=True, tag="stage_history"):
    columns: HistoryColumns


class PeopleFile(FileSaid, frozen=True, kw_only=True, tag="people"):
    columns: PeopleColumns


class AccountFile(FileSaid, frozen=True, kw_only=True, tag="accounts"):
    columns: AccountColumns


AnyFile = OpportunityFile | HistoryFile | PeopleFile | AccountFile


class ImportMapping(Said, frozen=True, kw_only=True):
    """`system` names where the files come from: together with an external id it tells what was imported before.

    `zone` is that of dates and times which name none; `currency` that of amounts which name none; `starts_in` is the
    stage in which an opportunity stood from its creation until the first stage that the files know of; `empty` lists
    what stands for nothing. Opportunities that name no owner get `default_owner`.
    """

    system: Text
    zone: Text | None = None
    currency: Text | None = None
    process: ProcessSaid | None = None
    stages: tuple[StageSaid, ...] = ()
    starts_in: Text | None = None
    default_owner: Text | None = None
    dates: tuple[str, ...] = ("iso",)
    decimal_mark: Literal[".", ","] = "."
    empty: tuple[str, ...] = ()
    files: tuple[AnyFile, ...] = ()

    @property
    def opportunity_file(self) -> OpportunityFile:
        return next(file for file in self.files if isinstance(file, OpportunityFile))

    def dates_of(self, file: FileSaid) -> tuple[str, ...]:
        return file.dates or self.dates


def folded(heading: str) -> str:
    """Headings and stages are compared without regard to case and blanks at the ends, headings also within."""
    return heading.strip().casefold()


def heading_key(heading: str) -> str:
    return "".join(letter for letter in folded(heading) if not letter.isspace() and letter != "_")


def parse_mapping(document: Any) -> ImportMapping:
    """The mapping that a JSON document holds; what is wrong with it is named by its path."""
    try:
        return msgspec.convert(document, ImportMapping)
    except msgspec.ValidationError as error:
        said, _, path = str(error).partition(" - at ")
        raise InvalidMapping([Missing(name=path.strip("`$.") or "mapping", remedy=f"{said}.")]) from None


def complete(
    mapping: ImportMapping, *, zone: str | None = None, currency: str | None = None, new_process: str | None = None
) -> ImportMapping:
    """The mapping in effect, after what the command line says; refuses one that leaves something unsaid."""
    said: dict[str, Any] = {"zone": zone or mapping.zone, "currency": currency or mapping.currency}
    if new_process is not None:
        said["process"] = ProcessSaid(name=new_process, is_new=True)
    whole = msgspec.structs.replace(mapping, **said)
    lacks = list(_lacks(whole))
    if lacks:
        raise InvalidMapping(lacks)
    zone_named(whole.zone or "")
    if whole.currency is not None:
        minor_digits(whole.currency)
    return whole


def _lacks(mapping: ImportMapping) -> Iterable[Missing]:
    if mapping.zone is None:
        yield Missing(name="zone", remedy="Say the time zone of the dates, such as Europe/Amsterdam.")
    kinds = [type(file) for file in mapping.files]
    if kinds.count(OpportunityFile) != 1:
        yield Missing(name="files", remedy="Describe exactly one file of the kind opportunities.")
        return
    if kinds.count(HistoryFile) > 1:
        yield Missing(name="files", remedy="Describe at most one file of the kind stage_history.")
    columns = mapping.opportunity_file.columns
    if mapping.currency is None and columns.currency is None:
        yield Missing(name="currency", remedy="Say the currency of the amounts, or which column holds it.")
    if columns.stage is None and HistoryFile not in kinds:
        yield Missing(name="columns.stage", remedy="Say which column holds the stage, or describe a stage history.")
    yield from _stage_lacks(mapping)


def _stage_lacks(mapping: ImportMapping) -> Iterable[Missing]:
    is_new = mapping.process is not None and mapping.process.is_new
    if is_new and not mapping.stages:
        yield Missing(name="stages", remedy="List the stages of the new process, each with its type.")
    seen: set[str] = set()
    for stage in mapping.stages:
        if is_new and stage.type is None:
            yield Missing(name=f"stages.{stage.value}", remedy="Say its type: open, won, lost or disqualified.")
        for value in map(folded, (stage.value, *stage.also)):
            if value in seen:
                yield Missing(name=f"stages.{stage.value}", remedy="Say each value once; this one stands twice.")
            seen.add(value)
    if mapping.starts_in is not None and mapping.stages and folded(mapping.starts_in) not in seen:
        yield Missing(name="starts_in", remedy="Name one of the stages.")


def schema() -> dict[str, Any]:
    """What a mapping may say, as JSON Schema."""
    written: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(ImportMapping)))
    for definition in written["$defs"].values():
        definition["description"] = " ".join(definition.get("description", "").split())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **written}


def plain_mapping(headings: Iterable[str]) -> ImportMapping:
    """For a file whose columns are called like our fields, into the default process; custom ones are `custom.<key>`."""
    by_key: Mapping[str, str] = {heading_key(heading): heading for heading in headings}
    names = OpportunityColumns.__struct_fields__
    found = {name: by_key[heading_key(name)] for name in names if heading_key(name) in by_key}
    if "external_id" not in found:
        remedy = "Give a mapping, or call the columns like our fields: external_id, name, stage and so on."
        raise InvalidMapping([Missing(name="mapping", remedy=remedy)])
    custom = {
        heading.strip()[len("custom.") :]: CustomColumn(column=heading)
        for heading in by_key.values()
        if folded(heading).startswith("custom.")
    }
    file = OpportunityFile(columns=OpportunityColumns(**found), custom=custom)
    return ImportMapping(system="file", files=(file,))
