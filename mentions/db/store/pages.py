"""Pages with their texts, and back from rows to the page that was read."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import fields

from sqlalchemy import Connection, select

from mentions import items
from mentions.db import models
from mentions.db.store.rows import MentionRow, PageRow
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import chunks

_OF_PAGE = ("url", "title", "author", "published", "language", "site_name", "canonical")
_OF_MENTION = tuple(field.name for field in fields(items.Mention))


def pages(connection: Connection, page_ids: Iterable[int]) -> list[PageRow]:
    """These pages."""
    statement = select_rows(PageRow, models.Page, site=models.Site.domain).join(models.Site)
    return [
        row
        for some in chunks(page_ids)
        for row in fetch(connection, PageRow, statement.where(models.Page.id.in_(some)).order_by(models.Page.id))
    ]


def page_at(connection: Connection, address: str) -> PageRow | None:
    """The page with this address (normal form)."""
    page_id = connection.scalar(select(models.Page.id).where(models.Page.address == address))
    return None if page_id is None else pages(connection, [page_id])[0]


def page_ids_at(connection: Connection, addresses: Iterable[str]) -> dict[str, int]:
    """The ids of the pages at those of these addresses (normal form) where there is one."""
    page = models.Page
    return {
        address: page_id
        for some in chunks(addresses)
        for address, page_id in connection.execute(select(page.address, page.id).where(page.address.in_(some)))
    }


def texts(connection: Connection, page_ids: Iterable[int]) -> dict[int, str]:
    """The visible texts of these pages; without those whose text is no longer kept."""
    row = models.PageText
    return {
        page_id: zlib.decompress(text).decode()
        for some in chunks(page_ids)
        for page_id, text in connection.execute(select(row.page_id, row.text).where(row.page_id.in_(some)))
    }


def addresses_without_text(connection: Connection, addresses: Iterable[str]) -> set[str]:
    """Those of these addresses (normal form) at which there is a page whose text is no longer kept."""
    page, text = models.Page, models.PageText
    statement = select(page.address).outerjoin(text, text.page_id == page.id).where(text.page_id.is_(None))
    return {
        address for some in chunks(addresses) for address in connection.scalars(statement.where(page.address.in_(some)))
    }


def restored(page: PageRow, mentions: Sequence[MentionRow], text: str) -> items.Page:
    """The page as it was read, with the mentions given; where a person judged one, that verdict stands."""
    return items.Page(
        **{name: getattr(page, name) for name in _OF_PAGE},
        text=text,
        mentions=tuple(_restored_mention(mention) for mention in mentions),
    )


def _restored_mention(row: MentionRow) -> items.Mention:
    values = {name: getattr(row, name) for name in _OF_MENTION}
    evidence = tuple(items.Evidence(*each) for each in row.evidence)
    return items.Mention(**{**values, "rel": tuple(row.rel), "evidence": evidence, "verdict": row.standing})
