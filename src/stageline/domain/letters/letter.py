"""A letter of an action: what it says, to whom, and what performing it leaves behind (PS-49 to PS-51, PS-57)."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.contacts.contact import Contact
from stageline.domain.errors import Missing, RuleBroken
from stageline.domain.ids import ContactId, FileId
from stageline.domain.letters.template import LetterTemplate
from stageline.domain.processes.action import Delivery

LETTER_LABEL = "Letter"
# Plain enough for every server on the way; what is not written like that is refused by name.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


class AddressMissing(RuleBroken):
    """The contact has no e-mail address that a letter can be sent to. Fill it in, or print the letter."""

    code = "address_missing"


class LetterOnItsWay(RuleBroken):
    """The letter of this action is in the outbox. Send it again or drop it there first."""

    code = "letter_on_its_way"


class TemplateGone(RuleBroken):
    """There is no letter template of this code any more. Choose another one."""

    code = "template_gone"


class NotPrintable(RuleBroken):
    """This letter holds characters that cannot be printed. Take them out, or send it by e-mail."""

    code = "not_printable"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A template filled in: its subject, and its body for reading, for sending and as plain text."""

    subject: str
    html: str
    plain: str
    missing: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


class LetterWritten(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """What it says stands in the files alone; `pdf_id` is the printed one."""

    kind: ClassVar[str] = "letter.written"

    action_id: int
    contact_id: ContactId
    delivery: Delivery
    template: LetterTemplate
    pdf_id: FileId

    @property
    def subject_id(self) -> int:
        return self.action_id

    def facts(self) -> Mapping[str, Any]:
        return {
            "action_id": self.action_id,
            "contact_id": self.contact_id,
            "delivery": self.delivery.value,
            "template": self.template.code,
            "template_name": self.template.name,
            "pdf_id": self.pdf_id,
        }


def is_address(text: str | None) -> bool:
    return text is not None and len(text) <= 254 and _ADDRESS.fullmatch(text) is not None and ".." not in text


def address_of(contact: Contact) -> str:
    """Where mail for the contact goes; what is missing or cannot be one is named (PS-57)."""
    if not is_address(contact.email):
        wrong = Missing(name="contact.email", remedy="Write the e-mail address as name@example.com.", kind="address")
        none = Missing(name="contact.email", remedy="Fill in the e-mail address.", kind="field")
        raise AddressMissing([wrong if contact.email else none])
    assert contact.email is not None  # noqa: S101 - it is an address
    return contact.email
