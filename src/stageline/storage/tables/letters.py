"""Templates of letters, and the outbox: what is to be sent, was sent, or could not be."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Key

letter_templates = Table(
    "letter_templates",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)

# What is sent is what stands here; the template and the contact may be others by then. `made_by_event` is the move that
# caused it: undoing that move takes the message back (PS-101).
messages = Table(
    "messages",
    metadata,
    Column("id", Key, primary_key=True),
    Column("opportunity_id", ForeignKey("opportunities.id")),
    Column("action_id", ForeignKey("actions.id")),
    Column("contact_id", ForeignKey("contacts.id")),
    Column("sender_id", ForeignKey("users.id"), nullable=False),
    Column("to_name", Text, nullable=False),
    Column("to_address", Text, nullable=False),
    Column("sender_name", Text, nullable=False),
    Column("sender_address", Text),
    Column("subject", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("plain", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("held_until", Instant, nullable=False),
    Column("made_by_event", Key),
    Column("tries", Integer, nullable=False),
    Column("trouble", Text),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    # Of an invitation there are its activity, and the part that calendars read.
    Column("kind", Text, nullable=False, server_default="letter"),
    Column("activity_id", Key),
    Column("calendar", Text),
)
Index("messages_of_activity", messages.c.activity_id, messages.c.id, sqlite_where=text("activity_id IS NOT NULL"),
      postgresql_where=text("activity_id IS NOT NULL"))  # fmt: skip
# One letter of an action on its way at a time (PS-51).
Index("messages_one_for_action", messages.c.action_id, unique=True,
      sqlite_where=text("state IN ('queued', 'sending', 'failed', 'uncertain')"),
      postgresql_where=text("state IN ('queued', 'sending', 'failed', 'uncertain')"))  # fmt: skip
Index("messages_of_sender", messages.c.sender_id, messages.c.id)
Index("messages_of_opportunity", messages.c.opportunity_id, messages.c.id)
Index("messages_by_state", messages.c.state, messages.c.id)
Index("messages_of_move", messages.c.made_by_event, sqlite_where=text("made_by_event IS NOT NULL"),
      postgresql_where=text("made_by_event IS NOT NULL"))  # fmt: skip
