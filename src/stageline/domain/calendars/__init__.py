"""What the calendars of other programs are told: the feed of a person, and invitations."""
