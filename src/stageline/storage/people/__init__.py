"""Users, sales teams, sessions and tokens: rows in and out."""
