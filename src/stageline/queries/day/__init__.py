"""What somebody has to do these days, and what of theirs waits for them."""
