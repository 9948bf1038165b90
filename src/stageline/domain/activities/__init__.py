"""What stands in calendars, and what came of it."""
