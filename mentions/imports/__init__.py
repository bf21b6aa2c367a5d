"""Files that other tools wrote, and lists of sources: what they hold, whatever their form. Pure."""
