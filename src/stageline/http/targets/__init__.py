"""Sales targets over HTTP: "sales goals" on the page."""
