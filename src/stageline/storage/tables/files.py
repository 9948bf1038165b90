"""Files and notes on opportunities. A file lies in pieces, so that no statement carries more than one of them."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Key

notes = Table(
    "notes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False),
    Column("author_id", ForeignKey("users.id"), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant),
    Column("deleted_at", Instant),
    Column("version", Integer, nullable=False),
)
Index("notes_of_opportunity", notes.c.opportunity_id, notes.c.id)

files = Table(
    "files",
    metadata,
    Column("id", Key, primary_key=True),
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False),
    Column("uploaded_by", ForeignKey("users.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("label", Text),
    Column("label_folded", Text),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("deleted_by", ForeignKey("users.id")),
)
Index("files_of_opportunity", files.c.opportunity_id, files.c.id)

file_pieces = Table(
    "file_pieces",
    metadata,
    Column("file_id", ForeignKey("files.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("file_id", "position"),
)
