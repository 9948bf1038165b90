"""How a database comes from any released schema to the newest: one history for SQLite and PostgreSQL."""
