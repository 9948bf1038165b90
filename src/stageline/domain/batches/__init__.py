"""Batches: one wish for many opportunities."""
