"""What invitations and reminders say to people; calendars have a part of their own."""

from html import escape

import msgspec

from stageline.domain.calendars.entry import Entry, line
from stageline.domain.calendars.words import Words, span_in

PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title>{title}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
<p>{opening}</p>
<table>{rows}</table>
</body></html>
"""
ROW = '<tr><th scope="row" style="text-align: left; padding-right: 1em">{name}</th><td>{value}</td></tr>'


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    subject: str
    plain: str
    html: str


def mail_of(entry: Entry, words: Words, *, head: str, opening: str) -> Mail:
    """`head` has a place for the subject. Nothing said by people is read as anything but text."""
    when = span_in(words, entry.starts, entry.ends, entry.zone)
    told = {words.what: entry.summary, words.when: when, words.where: entry.location or ""}
    rows = [(name, value) for name, value in told.items() if value]
    subject = line(head.format(subject=entry.summary))
    return Mail(
        subject=subject,
        plain="\n".join([opening, "", *(f"{name}: {value}" for name, value in rows), ""]),
        html=PAGE.format(
            title=escape(subject),
            opening=escape(opening),
            rows="".join(ROW.format(name=escape(name), value=escape(value)) for name, value in rows),
        ),
    )
