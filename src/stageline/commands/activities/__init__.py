"""What people do with activities."""
