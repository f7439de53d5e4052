"""The pages of concerns, causes and voices."""
