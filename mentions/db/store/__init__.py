"""Every question to the database and every change of it, by noun; each takes a connection and commits nothing."""
