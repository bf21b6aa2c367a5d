"""What came of each source, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from mentions.db import models
from mentions.db.store.upserts import chunks


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """Addresses that a source offered and that were visited, how many of them could be read, how many name a brand."""

    visited: int = 0
    read: int = 0
    naming: int = 0


def source_figures(connection: Connection, sources: Iterable[str]) -> dict[str, SourceFigures]:
    """The figures of those of these sources (addresses as configured) that were crawled."""
    visit, page, mention = models.Visit, models.Page, models.Mention
    is_named = select(mention.id).where(mention.page_id == page.id, ~mention.gone).exists()
    read = func.sum(case((visit.unknown.is_(None), 1), else_=0))
    naming = func.count(func.distinct(case((is_named, page.id))))
    statement = (
        select(visit.source_url, func.count(), read, naming)
        .outerjoin(page, page.address == visit.page_address)
        .group_by(visit.source_url)
    )
    return {
        str(source): SourceFigures(visited, seen, named)
        for some in chunks(sources)
        for source, visited, seen, named in connection.execute(statement.where(visit.source_url.in_(some)))
    }
