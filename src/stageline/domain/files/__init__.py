"""Files: what people keep with an opportunity."""
