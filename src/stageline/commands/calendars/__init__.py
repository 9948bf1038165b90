"""Feeds for other calendars, invitations by mail, and reminders."""
