"""Letters: their templates, what is merged into them, and the messages that carry them."""
