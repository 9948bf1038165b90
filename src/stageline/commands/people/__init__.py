"""What can be done about people: added, changed, put into teams, let in and kept out."""
