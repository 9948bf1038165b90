"""Sales targets: numbers to reach in a period, and what counts toward them."""
