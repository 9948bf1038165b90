"""Each figure side by side with the floor that it is held against, measured in the same run."""
