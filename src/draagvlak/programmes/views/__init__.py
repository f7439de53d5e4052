"""The pages of a programme."""
