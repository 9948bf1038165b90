"""Sales targets, what counted toward them, and the histories from which that is derived."""
