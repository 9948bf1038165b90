"""Processes in and out of the database."""

from stageline.storage.processes.repository import NameTaken, Processes

__all__ = ["NameTaken", "Processes"]
