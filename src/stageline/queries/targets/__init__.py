"""Sales targets as screens show them: how far they are, and what made up a figure."""
