"""Bringing data in from files: opening them, and taking their rows over slice by slice."""
