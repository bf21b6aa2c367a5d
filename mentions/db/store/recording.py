"""What a crawl brought home goes into the tables.

    visits ─ every address asked for ───────► visit
           ├ read, with mentions ───────────► site, page, page_text, mention, site_link, contact
           ├ read, with none ───────────────► mentions that stood there are gone; site_link, contact
           └ unknown or unchanged ──────────► what is known of the page stays

What is written depends on the visits, not on how they are split into batches, and the same one may come again:
after a kill the next run ends where an undisturbed one would have.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, or_, select, tuple_, update

from mentions import items, urls
from mentions.db import models
from mentions.db.base import storable
from mentions.db.store.pages import page_ids_at
from mentions.db.store.places import place_of
from mentions.db.store.rows import Touched
from mentions.db.store.upserts import Columns, chunks, table_of, upsert
from mentions.db.store.visits import end_of, save_visits, was_read

BY_HAND = "manual"
_MENTION = tuple(field.name for field in fields(items.Mention))
_PAGE = ("url", "title", "author", "published", "language", "site_name", "canonical")
_CONTACT = ("name", "role", "kind", "sign", "source_url", "snippet")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A document that was read, by which visit; its address in normal form, and its site."""

    visit: items.Visit
    page: items.Page
    address: str
    site: str


def record(
    connection: Connection,
    visits: Iterable[items.Visit],
    *,
    brands: Collection[str],
    brands_fingerprint: str,
    run_id: int | None = None,
) -> tuple[Touched, ...]:
    """Write visits and all that was found; gives back the pages to qualify.

    `brands` are the keys that were looked for: of others nothing is said, so their mentions stay as they are.
    """
    touched: dict[int, Touched] = {}
    for batch in _each_address_once(visits):
        save_visits(connection, batch, brands_fingerprint=brands_fingerprint, run_id=run_id)
        page_ids = _record_pages(connection, [visit for visit in batch if was_read(visit)], brands)
        _confirm(connection, [visit for visit in batch if visit.unchanged])
        touched |= {page.page_id: page for page in _touched(connection, page_ids)}
    return tuple(touched.values())


def _each_address_once(visits: Iterable[items.Visit]) -> Iterator[list[items.Visit]]:
    """Batches in which no address is asked for twice: what came first must not overwrite what came later."""
    batch: dict[str, items.Visit] = {}
    for visit in visits:
        address = urls.normalise(visit.url)
        if address in batch:
            yield list(batch.values())
            batch = {}
        batch[address] = visit
    yield list(batch.values())


def _record_pages(connection: Connection, read: Sequence[items.Visit], brands: Collection[str]) -> list[int]:
    """Write what these visits brought; the ids of all pages they tell something of."""
    seen = [
        _Seen(visit, visit.page, urls.normalise(end_of(visit)), urls.site_of(visit.page.url))
        for visit in read
        if visit.page
    ]
    naming = {one.address: one for one in seen if one.page.mentions}
    # What leads elsewhere by now, or names no brand any more, may have been a page.
    others = {urls.normalise(url) for visit in read for url in (visit.url, end_of(visit))} - naming.keys()
    site_ids = _save_sites(connection, seen)
    _save_pages(connection, naming.values(), site_ids)
    page_ids = page_ids_at(connection, naming.keys() | others)
    _mark_gone(connection, page_ids.values(), brands)
    _save_texts(connection, naming.values(), page_ids)
    _save_mentions(connection, naming.values(), page_ids)
    _save_site_links(connection, seen, site_ids)
    _save_contacts(connection, seen, site_ids)
    return list(page_ids.values())


def _save_sites(connection: Connection, seen: Iterable[_Seen]) -> dict[str, int]:
    first_seen = {one.site: one.visit.at for one in seen}
    rows = [{"domain": domain, "first_seen": at} for domain, at in first_seen.items()]
    upsert(connection, models.Site, rows, key=("domain",))
    site = models.Site
    return {
        domain: site_id
        for some in chunks(first_seen)
        for domain, site_id in connection.execute(select(site.domain, site.id).where(site.domain.in_(some)))
    }


def _save_pages(connection: Connection, naming: Iterable[_Seen], site_ids: Mapping[str, int]) -> None:
    rows = [
        {
            **{name: getattr(one.page, name) for name in _PAGE},
            "address": one.address,
            "site_id": site_ids[one.site],
            "kind": one.visit.kind,
            "content_hash": one.visit.content_hash,
            "first_seen": one.visit.at,
            "last_seen": one.visit.at,
        }
        for one in naming
    ]
    replace = (*_PAGE, "site_id", "kind", "content_hash", "last_seen")
    upsert(connection, models.Page, rows, key=("address",), replace=replace, merge=_dated)


def _dated(old: Columns, new: Columns) -> Mapping[str, ColumnElement[Any]]:
    """The day a page was published, which its feed may have told once."""
    return {"published": func.coalesce(new["published"], old["published"])}


def _save_texts(connection: Connection, naming: Iterable[_Seen], page_ids: Mapping[str, int]) -> None:
    rows = [
        {"page_id": page_ids[one.address], "text": zlib.compress(storable(one.page.text).encode())} for one in naming
    ]
    upsert(connection, models.PageText, rows, key=("page_id",), replace=("text",))


def _mark_gone(connection: Connection, page_ids: Iterable[int], brands: Collection[str]) -> None:
    """Those that stand there still are brought back when they are written, a moment later."""
    mention = models.Mention
    for some in chunks(page_ids):
        here = mention.page_id.in_(some) & mention.brand.in_(brands) & ~mention.gone
        connection.execute(update(table_of(mention)).where(here).values(gone=True))


def _save_mentions(connection: Connection, naming: Iterable[_Seen], page_ids: Mapping[str, int]) -> None:
    rows = [row for one in naming for row in _mention_rows(one, page_ids[one.address])]
    replace = (*(name for name in _MENTION if name != "brand"), "ordinal", "last_seen", "gone")
    upsert(connection, models.Mention, rows, key=("page_id", "brand", "anchor"), replace=replace)


def _mention_rows(one: _Seen, page_id: int) -> Iterator[dict[str, Any]]:
    known = {"page_id": page_id, "first_seen": one.visit.at, "last_seen": one.visit.at, "gone": False}
    alike: Counter[str] = Counter()
    for ordinal, mention in enumerate(one.page.mentions):
        likeness = place_of(mention)
        yield {
            **{name: getattr(mention, name) for name in _MENTION},
            **known,
            "evidence": list(map(astuple, mention.evidence)),
            "ordinal": ordinal,
            "anchor": f"{likeness}-{alike[likeness]}",
        }
        alike[likeness] += 1


def _save_site_links(connection: Connection, seen: Iterable[_Seen], site_ids: Mapping[str, int]) -> None:
    rows = [
        {
            "site_id": site_ids[one.site],
            "to_site": outlink.site,
            "followed": outlink.followed,
            "first_seen": one.visit.at,
            "last_seen": one.visit.at,
        }
        for one in seen
        for outlink in one.page.outlinks
    ]
    upsert(connection, models.SiteLink, rows, key=("site_id", "to_site"), merge=_wider)


def _wider(old: Columns, new: Columns) -> dict[str, ColumnElement[Any]]:
    return {
        "followed": or_(old.followed, new.followed),
        "first_seen": case((new.first_seen < old.first_seen, new.first_seen), else_=old.first_seen),
        "last_seen": case((new.last_seen > old.last_seen, new.last_seen), else_=old.last_seen),
    }


def _save_contacts(connection: Connection, seen: Iterable[_Seen], site_ids: Mapping[str, int]) -> None:
    rows = [
        {
            **{name: getattr(contact, name) for name in _CONTACT},
            "site_id": site_ids[one.site],
            "email": contact.email.lower(),
            "found_at": one.visit.at,
        }
        for one in seen
        for contact in reversed(one.page.contacts)  # the first of two that are the same is written last
    ]
    key = ("site_id", "email")
    upsert(connection, models.Contact, rows, key=key, replace=(*_CONTACT, "found_at"), only_if=_says_more)


def _says_more(old: Columns, new: Columns) -> ColumnElement[bool]:
    """The page with a name wins, then the first by address, not the first that was read; entries by hand stay."""
    better = tuple_(new.name == "", new.source_url) < tuple_(old.name == "", old.source_url)
    return and_(old.sign != BY_HAND, or_(better, new.source_url == old.source_url))


def _confirm(connection: Connection, unchanged: Sequence[items.Visit]) -> None:
    """A page that holds what it held was there, and so were its mentions."""
    page, mention = table_of(models.Page), table_of(models.Mention)
    rows = [{"at_address": urls.normalise(end_of(visit)), "seen": visit.at} for visit in unchanged]
    if rows:
        here = page.c.address == bindparam("at_address")
        standing = mention.c.page_id == select(page.c.id).where(here).scalar_subquery(), ~mention.c.gone
        connection.execute(update(page).where(here).values(last_seen=bindparam("seen")), rows)
        connection.execute(update(mention).where(*standing).values(last_seen=bindparam("seen")), rows)


def _touched(connection: Connection, page_ids: Iterable[int]) -> Iterator[Touched]:
    page, mention = models.Page, models.Mention
    for some in chunks(page_ids):
        brands = defaultdict(set)
        for page_id, brand in connection.execute(
            select(mention.page_id, mention.brand).distinct().where(mention.page_id.in_(some))
        ):
            brands[page_id].add(brand)
        for page_id, address in connection.execute(
            select(page.id, page.address).where(page.id.in_(some)).order_by(page.id)
        ):
            yield Touched(page_id=page_id, address=address, brands=frozenset(brands[page_id]))
