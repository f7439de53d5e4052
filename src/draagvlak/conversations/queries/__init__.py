"""What is read about conversations: their plan, the notes, the quotes, and what was released."""
