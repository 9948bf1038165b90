"""What can be done with processes, one file for each act."""
