"""`mentions review` at a terminal: the screen, what a card looks like on it, and what each key does."""
