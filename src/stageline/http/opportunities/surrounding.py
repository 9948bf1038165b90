"""What stands beside an opportunity: confirmed criteria, linked contacts, the deal team."""

from litestar import Response, delete, put
from litestar.params import JSONBody

from stageline.commands.opportunities.surrounding import (
    add_to_team,
    confirm_criterion,
    link_contact,
    remove_from_team,
    unlink_contact,
    withdraw_confirmation,
)
from stageline.domain.events import Channel
from stageline.domain.ids import ContactId, CriterionId, OpportunityId, UserId
from stageline.domain.opportunities.confirming import Confirmation, LinkedContact
from stageline.domain.opportunities.team import WantedMember
from stageline.domain.rights import Access
from stageline.http.access import Acting
from stageline.http.inputs import PathId, Preview
from stageline.http.opportunities import refusals
from stageline.http.opportunities.answers import Told, told
from stageline.http.opportunities.inputs import EvidenceIn, MemberIn, RoleIn, stage_ids
from stageline.storage.unit_of_work import Work

Happened = list[Told]


@put(
    "/opportunities/{opportunity_id:int}/criteria/{criterion_id:int}/confirmation",
    sync_to_thread=True,
    responses=refusals.PROVING,
)
def put_confirmation(
    opportunity_id: PathId, criterion_id: PathId, data: JSONBody[EvidenceIn], acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Says that a criterion is met, with what shows it."""
    wanted = Confirmation(
        criterion_id=CriterionId(criterion_id), note=data.note or None, evidence=data.evidence or None
    )
    with acting.writing(preview=preview) as work:
        confirm_criterion(work, OpportunityId(opportunity_id), wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(_happened(work))


@delete(
    "/opportunities/{opportunity_id:int}/criteria/{criterion_id:int}/confirmation",
    sync_to_thread=True,
    status_code=200,
    responses=refusals.PROVING,
)
def delete_confirmation(
    opportunity_id: PathId, criterion_id: PathId, acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Takes a confirmation back."""
    with acting.writing(preview=preview) as work:
        number, criterion = OpportunityId(opportunity_id), CriterionId(criterion_id)
        withdraw_confirmation(work, number, criterion, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(_happened(work))


@put("/opportunities/{opportunity_id:int}/contacts/{contact_id:int}", sync_to_thread=True, responses=refusals.LINKING)
def put_contact(
    opportunity_id: PathId, contact_id: PathId, data: JSONBody[RoleIn], acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Links a contact with the role it plays, or changes the role."""
    wanted = LinkedContact(contact_id=ContactId(contact_id), contact_role=data.contact_role)
    with acting.writing(preview=preview) as work:
        link_contact(work, OpportunityId(opportunity_id), wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(_happened(work))


@delete(
    "/opportunities/{opportunity_id:int}/contacts/{contact_id:int}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals.LINKING,
)
def delete_contact(
    opportunity_id: PathId, contact_id: PathId, acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Takes a contact off the opportunity; the contact itself stays."""
    with acting.writing(preview=preview) as work:
        number, contact = OpportunityId(opportunity_id), ContactId(contact_id)
        unlink_contact(work, number, contact, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(_happened(work))


@put("/opportunities/{opportunity_id:int}/team/{user_id:int}", sync_to_thread=True, responses=refusals.TEAMING)
def put_member(
    opportunity_id: PathId, user_id: PathId, data: JSONBody[MemberIn], acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Puts a person on the deal team, or changes their place on it."""
    wanted = WantedMember(
        user_id=UserId(user_id),
        team_role=data.team_role,
        access=Access(data.access),
        stage_ids=stage_ids(data.stage_ids),
    )
    with acting.writing(preview=preview) as work:
        add_to_team(work, OpportunityId(opportunity_id), wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(_happened(work))


@delete(
    "/opportunities/{opportunity_id:int}/team/{user_id:int}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals.TEAMING,
)
def delete_member(
    opportunity_id: PathId, user_id: PathId, acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Takes a person off the deal team."""
    with acting.writing(preview=preview) as work:
        number, person = OpportunityId(opportunity_id), UserId(user_id)
        remove_from_team(work, number, person, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(_happened(work))


def _happened(work: Work) -> Happened:
    return [told(event, is_real=not work.is_rehearsal) for event in work.happened]
