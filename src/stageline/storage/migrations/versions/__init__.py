"""The revisions, oldest first. Once released, a revision is never changed."""
