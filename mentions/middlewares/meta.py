"""What our middlewares understand in the meta of requests."""

DRAWN = "drawn"
"""Whether the page is to be drawn by a browser before it is read."""
PARTS = "parts of pages"
"""The slot of what a page needs to draw itself, whatever its host: it is asked for together with the page."""
