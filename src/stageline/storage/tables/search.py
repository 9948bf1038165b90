"""The words that records are found by: each as it is searched for, with the record it stands in."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Key, Word

search_words = Table(
    "search_words",
    metadata,
    Column("kind", Text, nullable=False),
    Column("word", Word, nullable=False),
    Column("record_id", Key, nullable=False),
    PrimaryKeyConstraint("kind", "word", "record_id"),
)
Index("search_words_of_record", search_words.c.kind, search_words.c.record_id, search_words.c.word)
