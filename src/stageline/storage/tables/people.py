"""People, their sales teams, and how they sign in."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Json, Key

sales_teams = Table(
    "sales_teams",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False, unique=True),
    Column("manager_id", ForeignKey("users.id", use_alter=True), index=True),
)

users = Table(
    "users",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("email_folded", Text, unique=True),
    Column("state", Text, nullable=False),
    Column("roles", Json, nullable=False),
    Column("can_own", Boolean, nullable=False),
    Column("sales_team_id", ForeignKey("sales_teams.id"), index=True),
    Column("default_process_id", ForeignKey("processes.id", use_alter=True)),
    Column("password_hash", Text),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("preferences", Json, nullable=False, server_default="{}"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("csrf_token", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Key, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

# The address of a person's calendar, of which only the hash is kept.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

# Counted per address and per account, so that neither can be guessed at without end, by however many processes.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
)

setup_tokens = Table(
    "setup_tokens",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("created_at", Instant, nullable=False),
)
Index("users_by_name", users.c.name)
