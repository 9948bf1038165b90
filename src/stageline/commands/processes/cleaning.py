"""Takes everything active out of guidance before it is kept (PS-18)."""

import re
from html import unescape

import msgspec
import nh3

from stageline.domain.processes.action import ActionDefinition
from stageline.domain.processes.definition import Definition, WrittenCriterion, WrittenOptions, WrittenStage

DEEPEST = 8
ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
# <https://example.org> is Markdown for a link, but to HTML a tag.
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]*)>", re.IGNORECASE)
# Where Markdown has an address: [words](address) and [name]: address.
ADDRESS = re.compile(r"(\]\(\s*|^\s{0,3}\[[^\]]*\]:\s*)((?:\([^\s()]*\)|[^\s)])+)", re.MULTILINE)
SCHEME = re.compile(r"([^/?#]*?):")
NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def cleaned(definition: Definition) -> Definition:
    return msgspec.structs.replace(
        definition,
        name=one_line(definition.name),
        description=formatted(definition.description),
        options=_options(definition.options),
        stages=tuple(_stage(stage) for stage in definition.stages),
    )


def formatted(text: str) -> str:
    """Markdown without HTML: scripts go with what is in them, other tags leave their words behind."""
    text = NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    return ADDRESS.sub(_harmless, _without_html(text)).strip()


def _without_html(text: str) -> str:
    """Once more until nothing changes, or what was written as &lt;script&gt; would come out as a script.

    What is still wrapped up after a few rounds was wrapped to get through, or to keep the server busy.
    """
    for _ in range(DEEPEST):
        plain = NOT_TEXT.sub("", unescape(nh3.clean(AUTOLINK.sub(r"\1", text), tags=set())))
        if plain == text:
            return text
        text = plain
    return text.translate({ord("<"): None, ord("&"): None})


def one_line(text: str) -> str:
    return " ".join(NOT_TEXT.sub(" ", text).split())


def _harmless(match: re.Match[str]) -> str:
    """Markdown reads an address with its backslashes taken out, and browsers take blanks out of what remains."""
    before, address = match.groups()
    scheme = SCHEME.match(re.sub(r"[\\\s]", "", address))
    return match.group() if scheme is None or scheme.group(1).casefold() in ALLOWED_SCHEMES else f"{before}#"


def _options(options: WrittenOptions) -> WrittenOptions:
    return msgspec.structs.replace(options, owner_role=one_line(options.owner_role or "") or None)


def _stage(stage: WrittenStage) -> WrittenStage:
    return msgspec.structs.replace(
        stage,
        name=one_line(stage.name),
        definition=formatted(stage.definition),
        objectives=tuple(said for objective in stage.objectives if (said := formatted(objective))),
        links=tuple(msgspec.structs.replace(link, label=one_line(link.label)) for link in stage.links),
        criteria=tuple(_criterion(criterion) for criterion in stage.criteria),
        actions=tuple(_action(action) for action in stage.actions),
    )


def _criterion(criterion: WrittenCriterion) -> WrittenCriterion:
    file = criterion.file
    if file is not None and file.label is not None:
        file = msgspec.structs.replace(file, label=one_line(file.label) or None)
    return msgspec.structs.replace(
        criterion, name=one_line(criterion.name), remedy=formatted(criterion.remedy), file=file
    )


def _action(action: ActionDefinition) -> ActionDefinition:
    plan = action.activity
    if plan is not None:
        roles = tuple(dict.fromkeys(said for role in plan.deal_roles if (said := one_line(role))))
        subject, location = one_line(plan.subject), one_line(plan.location)
        plan = msgspec.structs.replace(plan, subject=subject, location=location, deal_roles=roles)
    role = one_line(action.deal_role) or None if action.deal_role is not None else None
    name, instructions = one_line(action.name), formatted(action.instructions)
    return msgspec.structs.replace(action, name=name, instructions=instructions, deal_role=role, activity=plan)
