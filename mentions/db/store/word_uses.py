"""Which sites use the words that are spelled nearly like a brand."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from mentions.db import models
from mentions.db.store.upserts import upsert


def word_uses(connection: Connection) -> list[tuple[str, str]]:
    """All pairs of a word and a site."""
    row = models.WordUse
    return [(word, site) for word, site in connection.execute(select(row.word, row.site).order_by(row.word, row.site))]


def save_word_uses(connection: Connection, uses: Iterable[tuple[str, str]]) -> None:
    """Add pairs of a word and a site; those that are known stay as they are."""
    rows = [{"word": word, "site": site} for word, site in uses]
    upsert(connection, models.WordUse, rows, key=("word", "site"))
