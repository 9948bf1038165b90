"""What people are told about what others did."""
