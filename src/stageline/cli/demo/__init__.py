"""A sample organisation with months of history, made by the product's own commands under another clock."""
