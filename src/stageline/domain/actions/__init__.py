"""What a stage asks of the seller on one opportunity, and who is to do it."""
