"""A generated month of one investment firm: who is recorded, what is said, and what goes wrong."""
