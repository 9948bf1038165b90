"""Sales targets: setting and changing them, and keeping up what counts toward them."""
