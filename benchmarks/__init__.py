"""What the product is measured by, side by side with the floor that it is held against."""
