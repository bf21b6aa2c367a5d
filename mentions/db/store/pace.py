"""When each source was looked at, when it last gave something new, and what it runs."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from mentions.db import models
from mentions.db.store.upserts import chunks, upsert

_OF_A_LOOK = ("software", "is_told")


@dataclass(frozen=True, slots=True)
class PaceRow:
    """A source (address as configured), the start of the last whole run that read it, and of the last with news.

    `software` is what it runs, "" where none was recognised; it `is_told` where it is read by what that tells programs.
    Both are None where nobody looked.
    """

    source_url: str
    looked_at: datetime
    news_at: datetime
    software: str | None = None
    is_told: bool | None = None


def paces(connection: Connection, sources: Iterable[str]) -> dict[str, PaceRow]:
    """The pace of those of these sources that were read."""
    row = models.SourcePace
    statement = select(row.source_url, row.looked_at, row.news_at, row.software, row.is_told)
    return {
        found.source_url: PaceRow(*found)
        for some in chunks(sources)
        for found in connection.execute(statement.where(row.source_url.in_(some)))
    }


def save_paces(connection: Connection, rows: Sequence[PaceRow], *, with_news: bool = True) -> None:
    """Keep these; without news only when they were looked at, the first look counts as news."""
    changed = ("looked_at", "news_at") if with_news else ("looked_at",)
    upsert(
        connection,
        models.SourcePace,
        map(asdict, rows),
        key=("source_url",),
        replace=changed,
        merge=lambda old, new: {name: func.coalesce(new[name], old[name]) for name in _OF_A_LOOK},
    )
