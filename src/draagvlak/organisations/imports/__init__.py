"""Tables of people, from a file to the register and back."""
