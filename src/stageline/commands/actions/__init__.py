"""What people do with the actions of an opportunity."""
