"""A sales process as operations define it: stages in order, what they mean, and what must hold to leave or enter."""
