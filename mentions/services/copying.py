"""Which of the recorded pages hold the same text, and which of them is the original; whatever came first.

pages ─ signature, marks ─► pages that share a mark ─ alike? ─► groups ─► the original of each
"""

from collections.abc import Collection, Iterable, Mapping

from mentions.db import Connection
from mentions.db.store.copies import companions, copied_on, copy_rows, save_marks, save_originals, sharing
from mentions.db.store.mentions import mentions_on
from mentions.db.store.pages import pages, texts
from mentions.db.store.rows import CopyRow
from mentions.db.store.site_links import links_from
from mentions.db.store.visits import visits_of
from mentions.prospects.copies import Copied, groups, marks, original, original_named, signature
from mentions.services.looks import deleted


def settle(connection: Connection, page_ids: Collection[int], sites: Iterable[str]) -> set[int]:
    """Find the copies of these pages, and say anew what is the original; the ids of the pages for which that changed.

    `sites` are those whose links to others may be new: which site credits which one has a say.
    """
    seeds = set(page_ids) | copied_on(connection, sites)
    seeds |= companions(connection, seeds)
    _mark(connection, page_ids)
    known = _around(connection, seeds)
    before = {row.id: row.original for row in (*known.values(), *copy_rows(connection, seeds - known.keys()))}
    now = dict.fromkeys(before.keys() & seeds) | _originals(connection, known)
    changed = {page_id: to for page_id, to in now.items() if to != before[page_id]}
    save_originals(connection, changed)
    return changed.keys() | set()


def _mark(connection: Connection, page_ids: Collection[int]) -> None:
    """Note by what these pages are found. One that was deleted, or names no brand any more, is no one's original."""
    standing = {mention.page_id for mention in mentions_on(connection, page_ids)}
    found, kept = pages(connection, page_ids), texts(connection, page_ids)
    visits = visits_of(connection, (page.address for page in found))
    there = {page.id for page in found if page.id in standing and not deleted(visits.get(page.address))}
    signatures = {page.id: signature(kept.get(page.id, "")) if page.id in there else None for page in found}
    rows = copy_rows(connection, there)
    marked = {row.id: marks(_copied(row, signatures[row.id])) for row in rows}
    save_marks(connection, {page_id: (signed, marked.get(page_id, ())) for page_id, signed in signatures.items()})


def _around(connection: Connection, seeds: Collection[int]) -> dict[int, CopyRow]:
    """The pages, by id, of all groups that hold one of these."""
    known, asked, asking = dict[int, CopyRow](), set[int](), set(seeds)
    while asking:
        near = sharing(connection, asking) - known.keys()
        known |= {row.id: row for row in copy_rows(connection, near) if row.signature is not None}
        asked |= asking
        asking = {page_id for group in _groups(known) if seeds & group.keys() for page_id in group} - asked
    return {page_id: row for group in _groups(known) if seeds & group.keys() for page_id, row in group.items()}


def _groups(known: Mapping[int, CopyRow]) -> list[dict[int, CopyRow]]:
    by_address = {row.address: row for row in known.values()}
    found = groups(_copied(row, row.signature) for row in known.values())
    return [{by_address[page.address].id: by_address[page.address] for page in group} for group in found]


def _originals(connection: Connection, known: Mapping[int, CopyRow]) -> dict[int, str | None]:
    sites = {row.site for row in known.values()}
    linked = links_from(connection, sites, sites)
    found: dict[int, str | None] = {}
    for group in _groups(known):
        first = original([_copied(row, row.signature) for row in group.values()], linked)
        found |= {page_id: None if row.address == first else first for page_id, row in group.items()}
    return found


def _copied(row: CopyRow, signed: bytes | None) -> Copied:
    named = original_named(row.url, row.canonical)
    return Copied(address=row.address, site=row.site, signature=signed or b"", named=named, published=row.published)
