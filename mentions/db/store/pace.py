"""When each source was looked at, and when it last gave something new."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from mentions.db import models
from mentions.db.store.upserts import chunks, upsert


@dataclass(frozen=True, slots=True)
class PaceRow:
    """A source (address as configured), the start of the last whole run that read it, and of the last with news."""

    source_url: str
    looked_at: datetime
    news_at: datetime


def paces(connection: Connection, sources: Iterable[str]) -> dict[str, PaceRow]:
    """The pace of those of these sources that were read."""
    row = models.SourcePace
    statement = select(row.source_url, row.looked_at, row.news_at)
    return {
        found.source_url: PaceRow(found.source_url, found.looked_at, found.news_at)
        for some in chunks(sources)
        for found in connection.execute(statement.where(row.source_url.in_(some)))
    }


def save_paces(connection: Connection, rows: Sequence[PaceRow], *, with_news: bool = True) -> None:
    """Keep these; without news only when they were looked at, the first look counts as news."""
    changed = ("looked_at", "news_at") if with_news else ("looked_at",)
    upsert(connection, models.SourcePace, map(asdict, rows), key=("source_url",), replace=changed)
