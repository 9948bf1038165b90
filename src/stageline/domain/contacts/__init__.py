"""The people and businesses that opportunities are for."""
