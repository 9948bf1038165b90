"""What can be merged into a letter: the fields by name, and what they say of one opportunity."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from stageline.domain.contacts.contact import Account, Contact
from stageline.domain.errors import Missing, RuleBroken
from stageline.domain.money import minor_digits
from stageline.domain.opportunities.opportunity import Opportunity

FIELDS: Mapping[str, str] = {
    "contact.name": "the name of the contact",
    "contact.email": "the e-mail address of the contact",
    "contact.phone": "the telephone number of the contact",
    "contact.job_title": "the job title of the contact",
    "account.name": "the name of the account",
    "account.website": "the website of the account",
    "opportunity.name": "the name of the opportunity",
    "opportunity.amount": "the amount of the opportunity",
    "opportunity.expected_close_on": "the expected close date",
    "opportunity.next_step": "the next step",
    "owner.name": "the name of the owner",
    "owner.email": "the e-mail address of the owner",
    "sender.name": "your name",
    "sender.email": "your e-mail address",
    "organisation.name": "the name of the organisation",
    "today": "today's date",
}
"""Nothing else can be named in a template; each with what a person calls it."""

SAMPLES: tuple[Mapping[str, str], ...] = (
    {
        "contact.name": "Ann Lee", "contact.email": "ann@tailwind.example", "contact.phone": "+31 20 555 0100",
        "contact.job_title": "Head of Logistics", "account.name": "Tailwind Logistics",
        "account.website": "tailwind.example", "opportunity.name": "Solar roof", "opportunity.amount": "EUR 12,500.00",
        "opportunity.expected_close_on": "24 December 2026", "opportunity.next_step": "Visit the warehouse",
        "owner.name": "Rita Rep", "owner.email": "rita@northwind.example", "sender.name": "Rita Rep",
        "sender.email": "rita@northwind.example", "organisation.name": "Northwind", "today": "2 November 2026",
    },
    {
        "contact.name": "O'Neill & Søn <b>[x](y)</b>", "opportunity.name": "**Bold** #1", "owner.name": "Łukasz Żak",
        "sender.name": "Łukasz Żak", "sender.email": "lukasz@northwind.example", "organisation.name": "A_B*C",
        "today": "2 November 2026",
    },
)  # fmt: skip
"""One that says everything, and one that says little and that in an awkward way: a template is tried on both."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class FieldsMissing(RuleBroken):
    """This letter says something that is not known yet. Fill it in first."""

    code = "fields_missing"


class Somebody(msgspec.Struct, frozen=True):
    name: str
    email: str | None


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a letter can speak of."""

    opportunity: Opportunity
    contact: Contact
    account: Account | None
    owner: Somebody
    sender: Somebody
    organisation_name: str
    today: date


def values_of(around: Around) -> dict[str, str]:
    """The fields that have something to say; those that have not are left out."""
    deal, contact, account = around.opportunity, around.contact, around.account
    values = {
        "contact.name": contact.name,
        "contact.email": contact.email,
        "contact.phone": contact.phone,
        "contact.job_title": contact.job_title,
        "account.name": account.name if account else None,
        "account.website": account.website if account else None,
        "opportunity.name": deal.name,
        "opportunity.amount": _amount(deal.amount_minor, deal.currency),
        "opportunity.expected_close_on": _day(deal.expected_close_on),
        "opportunity.next_step": deal.next_step,
        "owner.name": around.owner.name,
        "owner.email": around.owner.email,
        "sender.name": around.sender.name,
        "sender.email": around.sender.email,
        "organisation.name": around.organisation_name,
        "today": _day(around.today),
    }
    return {name: value for name, value in values.items() if value is not None and value.strip()}


def named_missing(names: Iterable[str]) -> list[Missing]:
    """Each once, as a person calls it (PS-57)."""
    return [Missing(name=name, remedy=f"Fill in {FIELDS[name]}.", kind="field") for name in dict.fromkeys(names)]


def unfit(values: Mapping[str, str], used: Iterable[str]) -> Iterator[Missing]:
    """A value with line breaks or control characters could say more than its place allows; no letter carries it."""
    for name in dict.fromkeys(used):
        if any(ord(c) < ord(" ") or c in "\x7f\x85\u2028\u2029" for c in values.get(name, "")):
            yield Missing(name=name, remedy=f"Take the line breaks out of {FIELDS[name]}.", kind="line_breaks")


def _amount(minor: int | None, currency: str) -> str | None:
    """With all decimals that the currency has, as it stands in a contract."""
    if minor is None:
        return None
    digits = minor_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    decimals = f".{rest:0{digits}}" if digits else ""
    return f"{currency} {'-' if minor < 0 else ''}{whole:,}{decimals}"


def _day(day: date | None) -> str | None:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else None
