"""Where the reading of feeds and sitemaps stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from mentions import urls
from mentions.db import models
from mentions.db.store.rows import ListingRow
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import upsert

_KEY = ("listing",)


def listing_state(connection: Connection, listing: str) -> ListingRow | None:
    """Where a feed or sitemap stands, None where it was never read."""
    found = fetch(connection, ListingRow, _select().where(models.SourceState.listing == urls.normalise(listing)))
    return found[0] if found else None


def listings_of(connection: Connection, source_url: str) -> set[str]:
    """The addresses (normal form) of the listings of a source that were ever read whole."""
    row = models.SourceState
    found = select(row.listing).where(row.source_url == source_url, row.read_at.is_not(None))
    return set(connection.scalars(found))


def failing(connection: Connection, *, times: int) -> list[ListingRow]:
    """Feeds and sitemaps that could not be read so often or more since the last whole reading."""
    row = models.SourceState
    return fetch(connection, ListingRow, _select().where(row.failures >= times).order_by(row.listing))


def _select() -> Select[Any]:
    row, looked_for = models.SourceState, models.BrandSet
    statement = select_rows(ListingRow, row, looked_for=looked_for.brands)
    return statement.outerjoin(looked_for, looked_for.fingerprint == row.brands_fingerprint)


def save_listing(
    connection: Connection,
    listing: str,
    *,
    source_url: str,
    etag: str | None,
    last_modified: str | None,
    brands_fingerprint: str,
    read_at: datetime,
) -> None:
    """Remember that every page of a listing is recorded; only in a transaction that follows its last page."""
    row = {
        "listing": urls.normalise(listing),
        "source_url": source_url,
        "etag": etag,
        "last_modified": last_modified,
        "brands_fingerprint": brands_fingerprint,
        "read_at": read_at,
        "failures": 0,
    }
    upsert(connection, models.SourceState, [row], key=_KEY, replace=[name for name in row if name != "listing"])


def listing_failed(connection: Connection, listing: str, *, source_url: str) -> None:
    """Count one more failure; what is known of the last whole reading stays."""
    row = {"listing": urls.normalise(listing), "source_url": source_url, "failures": 1}
    upsert(connection, models.SourceState, [row], key=_KEY, merge=lambda old, _new: {"failures": old.failures + 1})
