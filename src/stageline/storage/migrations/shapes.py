"""What revisions are written with. It is part of each of them: what is released here never changes its meaning."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from stageline.domain.search import words_in

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def create_sequence(name: str) -> None:
    """SQLite has one writer, who knows the next number."""
    if on_postgresql():
        op.execute(f"CREATE SEQUENCE {name}")


def close_circle(table: str, column: str, referred: str) -> None:
    """A foreign key to a table that was made later. SQLite has it from the beginning: it looks only when rows come."""
    if on_postgresql():
        op.create_foreign_key(f"{table}_{column}_fkey", table, referred, [column], ["id"])


def index_on_postgresql(name: str, table: str, columns: list[str]) -> None:
    """For what only many writers at once make necessary."""
    if on_postgresql():
        op.create_index(name, table, columns)


def append_only(table: str, acts: tuple[str, ...]) -> None:
    """The database refuses to do this to what stands in it (PS-179)."""
    if on_postgresql():
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join(acts)} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in acts:
        op.execute(
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def number_transactions(table: str) -> None:
    """Each row of PostgreSQL's journal says which transaction wrote it."""
    if on_postgresql():
        op.execute(f"ALTER TABLE {table} ALTER COLUMN transaction_id SET DEFAULT pg_current_xact_id()::text::bigint")


def rank_by_entry() -> None:
    """Each opportunity where it would stand if the order of cards had been kept from the beginning."""
    entered = "(extract(epoch from stage_entered_at) * 1000000)::bigint" if on_postgresql() else "stage_entered_at"
    op.execute(f"UPDATE opportunities SET rank = -{entered}")  # noqa: S608


def index_words() -> None:
    """Every opportunity, account and contact by the words of its name, and what an import brought by its own id."""
    connection = op.get_bind()
    add = sa.text("INSERT INTO search_words (kind, word, record_id) VALUES (:kind, :word, :id) ON CONFLICT DO NOTHING")
    for kind, texts in (
        ("name", "SELECT id, name FROM opportunities"),
        ("account", "SELECT id, name FROM accounts"),
        ("contact", "SELECT id, name FROM contacts"),
        ("external_id", "SELECT record_id, external_id FROM imported WHERE kind = 'opportunity'"),
    ):
        for some in connection.execute(sa.text(texts)).partitions(10_000):
            rows = [{"kind": kind, "word": word, "id": its} for its, text in some for word in sorted(words_in(text))]
            if rows:
                connection.execute(add, rows)


def have_first_lists() -> None:
    """An organisation that was founded before gets the outcomes and deal roles that a new one begins with.

    They stand here as they were when this was released; what is shipped may become another list.
    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT count(*) FROM organisation")).scalar() == 0:
        return
    outcomes = sa.table("outcomes", *(sa.column(name, JSON if name == "activity_types" else None) for name in (
        "code", "label", "activity_types", "is_contact_made", "effect", "position", "is_active",
    )))  # fmt: skip
    rows = [
        {"code": code, "label": label, "activity_types": types, "is_contact_made": is_contact_made, "effect": effect,
         "position": position, "is_active": True}
        for position, (code, label, types, is_contact_made, effect) in enumerate(FIRST_OUTCOMES, 1)
    ]  # fmt: skip
    op.bulk_insert(outcomes, rows)
    roles = sa.table("deal_roles", sa.column("name_folded"), sa.column("name"), sa.column("is_active", sa.Boolean))
    op.bulk_insert(roles, [{"name_folded": n.lower(), "name": n, "is_active": True} for n in FIRST_DEAL_ROLES])


TALKS = ["meeting", "call"]
FIRST_OUTCOMES = (
    ("talked", "Talked", TALKS, True, "completes"),
    ("qualified", "Talked, worth pursuing", TALKS, True, "completes"),
    ("wants_proposal", "Wants a proposal", TALKS, True, "completes"),
    ("wants_to_go_ahead", "Wants to go ahead", TALKS, True, "completes"),
    ("another_talk", "Another talk is needed", TALKS, True, "follow_up"),
    ("not_interested", "Not interested", TALKS, True, "completes"),
    ("postponed", "Put off by the buyer", TALKS, True, "reschedules"),
    ("no_show", "Nobody came", ["meeting"], False, "reschedules"),
    ("no_answer", "No answer", ["call"], False, "reschedules"),
    ("message_left", "Left a message", ["call"], False, "follow_up"),
    ("done", "Done", ["to_do"], False, "completes"),
    ("not_needed", "No longer needed", ["to_do"], False, "completes"),
)
FIRST_DEAL_ROLES = ("Onboarding", "Finance", "Legal")
