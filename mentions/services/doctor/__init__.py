"""What is missing, unsafe or stale, and how to mend it. `examining` gathers the facts, the other modules judge them."""
