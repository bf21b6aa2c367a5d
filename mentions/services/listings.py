"""Where the reading of a feed or sitemap stands, and the walk over the links of a site that has neither."""

from collections.abc import Mapping
from datetime import datetime

from mentions import __version__, db
from mentions.db import Engine
from mentions.db.store.brand_sets import save_brand_set
from mentions.db.store.rows import ListingRow
from mentions.db.store.sources import listing_failed, listing_state, listings_of, save_listing


def state(engine: Engine, listing: str) -> ListingRow | None:
    """How it was read the last time, None where it never was."""
    with db.reading(engine) as connection:
        return listing_state(connection, listing)


def known(engine: Engine, source_url: str) -> set[str]:
    """The lists of a source (normal form) whose entries were all recorded at some time."""
    with db.reading(engine) as connection:
        return listings_of(connection, source_url)


def walk_begins(engine: Engine, listing: str, *, source_url: str) -> bool:
    """Note that a site's links are followed from here; whether a walk before this one was cut off."""
    before = state(engine, listing)
    failed(engine, listing, source_url=source_url)
    return before is not None and before.failures > 0


def walk_ended(engine: Engine, listing: str, *, source_url: str, looked_for: Mapping[str, str], now: datetime) -> None:
    """Note that every page the links led to is recorded; `looked_for` holds fingerprints of brands by key."""
    with db.transaction(engine) as connection:
        save_listing(
            connection,
            listing,
            source_url=source_url,
            etag=None,
            last_modified=None,
            brands_fingerprint=save_brand_set(connection, looked_for, version=__version__),
            read_at=now,
        )


def failed(engine: Engine, listing: str, *, source_url: str) -> None:
    """Count a reading that failed."""
    with db.transaction(engine) as connection:
        listing_failed(connection, listing, source_url=source_url)
