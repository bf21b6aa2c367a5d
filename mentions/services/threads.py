"""Threads and posts of several pages: which of their pages were never come to."""

from mentions import db
from mentions.db import Engine
from mentions.db.store import visits
from mentions.pages.listings import Offered


def unfinished(engine: Engine, source_url: str) -> list[Offered]:
    """The pages that continue what was read of a source, and that no run has asked for yet."""
    with db.reading(engine) as connection:
        left = visits.unfinished(connection, source_url)
    return [Offered(part, thread=thread) for part, thread in left]
