"""Notes: what people write down about an opportunity."""
