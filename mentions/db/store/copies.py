"""Pages with the same text: what they are found by, and which page each is a copy of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from mentions.db import models
from mentions.db.store.rows import CopyRow
from mentions.db.store.selecting import fetch, select_rows
from mentions.db.store.upserts import chunks, table_of, upsert


def copy_rows(connection: Connection, page_ids: Iterable[int]) -> list[CopyRow]:
    """These pages."""
    statement = select_rows(CopyRow, models.Page, site=models.Site.domain).join(models.Site)
    return [
        row
        for some in chunks(page_ids)
        for row in fetch(connection, CopyRow, statement.where(models.Page.id.in_(some)))
    ]


def save_marks(connection: Connection, found: Mapping[int, tuple[bytes | None, Collection[str]]]) -> None:
    """Keep, for each page (id), its signature and what it may share with copies of it."""
    page, mark = table_of(models.Page), table_of(models.PageMark)
    for some in chunks(found):
        connection.execute(delete(mark).where(mark.c.page_id.in_(some)))
    if signed := [{"of_page": page_id, "signed": signature} for page_id, (signature, _) in found.items()]:
        statement = update(page).where(page.c.id == bindparam("of_page")).values(signature=bindparam("signed"))
        connection.execute(statement, signed)
    rows = [{"page_id": page_id, "mark": one} for page_id, (_, marks) in found.items() for one in marks]
    upsert(connection, models.PageMark, rows, key=("page_id", "mark"))


def sharing(connection: Connection, page_ids: Iterable[int]) -> set[int]:
    """The ids of all pages that share a mark with one of these, themselves among them."""
    mark = models.PageMark
    shared = {
        one for some in chunks(page_ids) for one in connection.scalars(select(mark.mark).where(mark.page_id.in_(some)))
    }
    return {
        page_id
        for some in chunks(sorted(shared))
        for page_id in connection.scalars(select(mark.page_id).distinct().where(mark.mark.in_(some)))
    }


def companions(connection: Connection, page_ids: Iterable[int]) -> set[int]:
    """The ids of the pages that were found to be of one text with one of these."""
    page, found = models.Page, set[int]()
    for some in chunks(page_ids):
        told = connection.execute(select(page.address, page.original).where(page.id.in_(some)))
        texts = {original or address for address, original in told}
        for addresses in chunks(sorted(texts)):
            of_one = or_(page.original.in_(addresses), page.address.in_(addresses))
            found |= set(connection.scalars(select(page.id).where(of_one)))
    return found


def copied_on(connection: Connection, sites: Iterable[str]) -> set[int]:
    """The ids of the pages of these sites (registered domains) that are copies, or have some."""
    page, site = models.Page, models.Site
    originals = select(page.original).where(page.original.is_not(None))
    is_copied = or_(page.original.is_not(None), page.address.in_(originals))
    return {
        page_id
        for some in chunks(sites)
        for page_id in connection.scalars(select(page.id).join(site).where(site.domain.in_(some), is_copied))
    }


def save_originals(connection: Connection, originals: Mapping[int, str | None]) -> None:
    """Keep what these pages (ids) are copies of."""
    page = table_of(models.Page)
    if rows := [{"of_page": page_id, "copied": original} for page_id, original in originals.items()]:
        statement = update(page).where(page.c.id == bindparam("of_page")).values(original=bindparam("copied"))
        connection.execute(statement, rows)


def copies_of(connection: Connection, addresses: Iterable[str]) -> dict[str, list[str]]:
    """The copies of the pages at these addresses (normal form): where they stand, in alphabetical order."""
    page, found = models.Page, defaultdict[str, list[str]](list)
    for some in chunks(addresses):
        statement = select(page.original, page.url).where(page.original.in_(some)).order_by(page.address)
        for original, url in connection.execute(statement):
            found[str(original)].append(url)
    return dict(found)
