"""Letters over HTTP: their templates, how the letter of an action would read, and the outbox."""

from typing import Annotated

import msgspec
from litestar import Response, get, patch, post
from litestar.params import JSONBody, QueryParameter

from stageline.commands.letters.previewing import LetterPreview, NotALetter, preview_letter
from stageline.commands.letters.templates import add_template, change_template, try_template
from stageline.commands.messages.deciding import drop_message, send_again
from stageline.domain.actions.performing import NeedsInput
from stageline.domain.gatherings.gathering import CodeTaken
from stageline.domain.gatherings.inviting import ContactMissing
from stageline.domain.ids import ActionId, MessageId, OpportunityId, TemplateId
from stageline.domain.letters.letter import TemplateGone
from stageline.domain.letters.message import MessageIsOut, MessageState, MessageUnderWay
from stageline.domain.letters.template import InvalidTemplate, TemplateChanged, TemplateSaid
from stageline.domain.processes.action import Code
from stageline.http.access import Acting, AnyRequest
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Limit, PathId, QueryId, Version
from stageline.queries.deal_letters import LetterPage, read_letters
from stageline.queries.letters import (
    MessagePage,
    MessageShown,
    TemplateShown,
    TemplatesListed,
    read_message,
    read_messages,
    read_template,
    read_templates,
)

OfTemplate = Annotated[str | None, QueryParameter(max_length=40)]
OfStates = Annotated[list[MessageState] | None, QueryParameter(name="state", max_items=len(MessageState))]


class TemplateIn(TemplateSaid, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """With a name, a subject and a body. Its code is made from the name when none is given."""

    code: Code = ""


class TemplatePatch(TemplateSaid, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is not said stays."""

    version: Version


class TemplateTried(msgspec.Struct, frozen=True, kw_only=True):
    """On a record that was made up."""

    subject: str
    html: str
    plain: str


@get("/letter-templates", sync_to_thread=True)
def get_letter_templates(acting: Acting) -> TemplatesListed:
    """The templates of letters, and the fields that they can name."""
    with acting.reading() as connection:
        return read_templates(connection)


@get("/letter-templates/{template_id:int}", sync_to_thread=True)
def get_letter_template(template_id: PathId, acting: Acting) -> TemplateShown:
    """A template with its text."""
    with acting.reading() as connection:
        return read_template(connection, TemplateId(template_id))


@post(
    "/letter-templates",
    sync_to_thread=True,
    status_code=201,
    responses=problems(InvalidTemplate, CodeTaken),
)
def post_letter_template(data: JSONBody[TemplateIn], acting: Acting) -> Response[TemplateShown]:
    """Add a template: Markdown with merge fields such as {{ contact.name }}, tried before it is kept."""
    with acting.writing() as work:
        added = add_template(work, data, code=data.code, by=acting.by(), at=acting.at)
        return acting.answer(read_template(work.connection, added.id), status=201)


@patch(
    "/letter-templates/{template_id:int}",
    sync_to_thread=True,
    responses=problems(InvalidTemplate, TemplateChanged),
)
def patch_letter_template(
    template_id: PathId, data: JSONBody[TemplatePatch], acting: Acting
) -> Response[TemplateShown]:
    """Change a template; letters that were written stay as they are."""
    number = TemplateId(template_id)
    with acting.writing() as work:
        change_template(work, number, data, version=data.version, by=acting.by(), at=acting.at)
        return acting.answer(read_template(work.connection, number))


@post(
    "/letter-templates/trials",
    sync_to_thread=True,
    status_code=200,
    responses=problems(InvalidTemplate),
)
def post_letter_template_trial(data: JSONBody[TemplateIn], acting: Acting) -> TemplateTried:
    """How a template would read; nothing is kept."""
    written = try_template(data, by=acting.by())
    return TemplateTried(subject=written.subject, html=written.html, plain=written.plain)


@get(
    "/actions/{action_id:int}/letter",
    sync_to_thread=True,
    responses=problems(NotALetter, NeedsInput, TemplateGone, ContactMissing),
)
def get_letter(action_id: PathId, acting: Acting, template: OfTemplate = None) -> LetterPreview:
    """The letter of an action as it would go out, with everything that is missing for it."""
    with acting.writing(preview=True) as work:
        return preview_letter(work, ActionId(action_id), template or None, by=acting.by(), at=acting.at)


@get("/opportunities/{opportunity_id:int}/letters", sync_to_thread=True)
def get_letters(opportunity_id: PathId, acting: Acting, cursor: Cursor = None, limit: Limit = 50) -> LetterPage:
    """The letters that were written about it, newest first, with what became of each."""
    with acting.writing(preview=True) as work:
        return read_letters(work, OpportunityId(opportunity_id), cursor=cursor, limit=limit, by=acting.by())


@get("/messages", sync_to_thread=True)
def get_messages(
    acting: Acting,
    request: AnyRequest,
    states: OfStates = None,
    opportunity_id: QueryId = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> MessagePage:
    """The outbox, newest first: what you send, and for operations what all send."""
    deal = OpportunityId(opportunity_id) if opportunity_id else None
    with acting.reading() as connection:
        return read_messages(
            connection,
            states=states or (),
            opportunity_id=deal,
            cursor=cursor,
            limit=limit,
            asker=acting.asker,
            is_sending=request.app.state.is_sending,
        )


@get("/messages/{message_id:int}", sync_to_thread=True)
def get_message(message_id: PathId, acting: Acting) -> MessageShown:
    """A message as it goes out."""
    with acting.reading() as connection:
        return read_message(connection, MessageId(message_id), asker=acting.asker)


@post(
    "/messages/{message_id:int}/retry",
    sync_to_thread=True,
    status_code=200,
    responses=problems(MessageUnderWay, MessageIsOut),
)
def post_message_retry(message_id: PathId, acting: Acting) -> Response[MessageShown]:
    """Send it again. Of one that is uncertain you take on that it may arrive twice."""
    number = MessageId(message_id)
    with acting.writing() as work:
        send_again(work, number, by=acting.by(), at=acting.at)
        return acting.answer(read_message(work.connection, number, asker=acting.asker))


@post(
    "/messages/{message_id:int}/drop",
    sync_to_thread=True,
    status_code=200,
    responses=problems(MessageUnderWay, MessageIsOut),
)
def post_message_drop(message_id: PathId, acting: Acting) -> Response[MessageShown]:
    """Do not send it. Its action is open again, unless it may have arrived."""
    number = MessageId(message_id)
    with acting.writing() as work:
        drop_message(work, number, by=acting.by(), at=acting.at)
        return acting.answer(read_message(work.connection, number, asker=acting.asker))
