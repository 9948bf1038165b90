"""What can be done with opportunities, one file for each act."""
