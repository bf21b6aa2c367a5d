"""What is kept of a page may show that it does not name a brand that is new or changed: it need not be read again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from mentions import db
from mentions.config import finds_the_same
from mentions.db import Connection, Engine
from mentions.db.store.brand_sets import save_brand_set
from mentions.db.store.outdated import Offering, outdated, settle
from mentions.db.store.pages import page_ids_at, texts
from mentions.db.store.rows import VisitRow
from mentions.detection import Index
from mentions.items import Brand, Source
from mentions.services.outdated import offering

_AT_ONCE = 200
_IndexOf = Callable[[frozenset[str]], Index]


def settle_what_is_kept(engine: Engine, sources: Iterable[Source], brands: Sequence[Brand]) -> int:
    """Count pages of these sources as read for all brands where what is kept says enough; gives back how many."""

    @cache
    def index_of(keys: frozenset[str]) -> Index:
        return Index([brand for brand in brands if brand.key in keys])

    return sum(_settle(engine, offering(source, brands), index_of) for source in sources)


def _settle(engine: Engine, offered: Offering, index_of: _IndexOf) -> int:
    number, after = 0, ""
    while True:
        with db.transaction(engine) as connection:
            some = outdated(connection, offered, after=after, limit=_AT_ONCE)
            settled = _settled(connection, some, offered.looked_for, index_of)
            settle(connection, {visit.address: _with(connection, visit, offered.looked_for) for visit in settled})
        if not some:
            return number
        number, after = number + len(settled), some[-1].address


def _settled(
    connection: Connection, visits: Sequence[VisitRow], looked_for: Mapping[str, str], index_of: _IndexOf
) -> list[VisitRow]:
    """Those of these addresses that name none of the brands they were not read for."""
    ids = page_ids_at(connection, {visit.page_address for visit in visits})
    kept = texts(connection, ids.values())

    def is_settled(visit: VisitRow) -> bool:
        missing, page_id = _missing(visit, looked_for), ids.get(visit.page_address)
        if page_id is None:  # nothing was found there: enough, if the same places are looked at now
            return _is_found_as_before(visit, missing)
        return page_id in kept and not index_of(frozenset(missing)).may_name(kept[page_id])

    return [visit for visit in visits if is_settled(visit)]


def _missing(visit: VisitRow, looked_for: Mapping[str, str]) -> dict[str, str]:
    known = visit.looked_for or {}
    return {key: said for key, said in looked_for.items() if known.get(key) != said}


def _is_found_as_before(visit: VisitRow, missing: Mapping[str, str]) -> bool:
    known = visit.looked_for or {}
    return all(key in known and finds_the_same(known[key], said) for key, said in missing.items())


def _with(connection: Connection, visit: VisitRow, looked_for: Mapping[str, str]) -> str:
    return save_brand_set(connection, {**(visit.looked_for or {}), **looked_for}, version=visit.version or "")
