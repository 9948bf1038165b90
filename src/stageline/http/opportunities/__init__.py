"""Opportunities over HTTP: the record, its moves, what stands beside it, and changes to many at once."""
