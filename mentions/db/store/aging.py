"""Pages that name a brand and were not looked at for long: no list offers them any more, and they may have changed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, exists, or_, select

from mentions.db import models
from mentions.db.store.rows import VisitRow
from mentions.db.store.visits import select_visits
from mentions.items import Unknown

_AT_ONCE = 500


def not_seen_since(connection: Connection, source_url: str, since: datetime, *, tries: int) -> Iterator[VisitRow]:
    """The visits to pages of a source that hold a mention, the longest ago first.

    One that was not there is among them until that was so `tries` times in a row.
    """
    row, page, mention = models.Visit, models.Page, models.Mention
    names_a_brand = exists(
        select(page.id)
        .join(mention, mention.page_id == page.id)
        .where(page.address == row.page_address, mention.gone.is_(False))
    )
    may_be_back = or_(row.unknown.is_(None), row.unknown != Unknown.GONE, row.failures < tries)
    due = (row.source_url == source_url, row.at <= since, may_be_back, names_a_brand)
    statement = select_visits().where(*due).order_by(row.at, row.address)
    for found in connection.execute(statement, execution_options={"yield_per": _AT_ONCE}).mappings():
        yield VisitRow(**found)
