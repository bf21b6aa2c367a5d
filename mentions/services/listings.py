"""Where the reading of a feed or sitemap stands."""

from mentions import db
from mentions.db import Engine
from mentions.db.store.rows import ListingRow
from mentions.db.store.sources import listing_failed, listing_state


def state(engine: Engine, listing: str) -> ListingRow | None:
    """How it was read the last time, None where it never was."""
    with db.reading(engine) as connection:
        return listing_state(connection, listing)


def failed(engine: Engine, listing: str, *, source_url: str) -> None:
    """Count a reading that failed."""
    with db.transaction(engine) as connection:
        listing_failed(connection, listing, source_url=source_url)
