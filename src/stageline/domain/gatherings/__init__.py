"""Gatherings: seminars, demo days, whatever contacts are invited to together."""
