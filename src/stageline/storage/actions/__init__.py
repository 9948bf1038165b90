"""Actions, deal roles and role maps in and out of the database."""
