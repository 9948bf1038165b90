"""The people who work with Stageline, and the sales teams they form."""
