"""Rows in and out: the only SQL that writes, and the only commit."""
