"""Writing letters and seeing them out of the house."""
