"""Data from elsewhere: what a file says, and what is made of it."""
