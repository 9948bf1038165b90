"""What people keep of a screen of opportunities: its filter, its order, its columns."""
