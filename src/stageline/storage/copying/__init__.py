"""Backups: one file that either database can be restored from, and that is a SQLite database of Stageline's itself."""
