"""One short function a verb: the only joint between the pure parts and the store."""
