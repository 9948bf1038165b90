"""Opportunities in and out of the database."""

from stageline.storage.opportunities.repository import LostUpdate, Opportunities

__all__ = ["LostUpdate", "Opportunities"]
