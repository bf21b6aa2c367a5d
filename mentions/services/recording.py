"""What a crawl brought home goes into the store, and the pages it touches are qualified."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from mentions import __version__, db, urls
from mentions.config import fingerprints
from mentions.db import Connection, Engine
from mentions.db.store.brand_sets import save_brand_set
from mentions.db.store.mentions import review_by_labels
from mentions.db.store.pages import page_ids_at
from mentions.db.store.recording import record as record_visits
from mentions.db.store.site_links import links_from, pages_of_sites
from mentions.db.store.sources import save_listing
from mentions.db.store.visits import end_of
from mentions.items import Brand, Unknown, Visit
from mentions.services import copying
from mentions.services.ledger import Reading
from mentions.services.qualifying import own_sites, qualify_pages
from mentions.services.withdrawing import withdraw


def record(
    engine: Engine,
    visits: Sequence[Visit],
    *,
    brands: Sequence[Brand],
    run_id: int | None,
    settled: Sequence[Reading] = (),
    now: datetime,
) -> int:
    """Write visits and what they found, qualify the pages, and last remember the listings that are settled.

    All in one transaction. Gives back how many pages hold, or held, a mention.
    """
    with db.transaction(engine) as connection:
        before = _links(connection, visits, brands)
        touched = [
            page
            for keys, some in _by_brands(visits, brands)
            for page in record_visits(
                connection, some, brands=keys, brands_fingerprint=_kept(connection, brands, keys), run_id=run_id
            )
        ]
        review_by_labels(connection, {page.page_id for page in touched})
        # A site that now links to a brand has all its pages judged anew: which page came first must not matter.
        warmed = {site for site, _ in _links(connection, visits, brands) - before}
        page_ids = {page.page_id for page in touched} | _lost(connection, visits)
        page_ids |= copying.settle(
            connection, page_ids, {urls.site_of(visit.page.url) for visit in visits if visit.page}
        )
        page_ids |= pages_of_sites(connection, warmed)
        qualify_pages(connection, page_ids, brands, now=now)
        withdraw(connection, page_ids, brands, now=now)
        for reading in settled:
            _remember(connection, reading, _kept(connection, brands, reading.looked_for))
    return len(touched)


def _by_brands(visits: Sequence[Visit], brands: Sequence[Brand]) -> Iterator[tuple[frozenset[str], list[Visit]]]:
    """The visits by the brands that were looked for: of others they say nothing."""
    every = frozenset(brand.key for brand in brands)
    groups: dict[frozenset[str], list[Visit]] = {}
    for visit in visits:
        groups.setdefault(visit.looked_for or every, []).append(visit)
    yield from groups.items()


def _kept(connection: Connection, brands: Sequence[Brand], keys: Collection[str]) -> str:
    """The fingerprint of the brands with these keys, without keys of all, kept so that it can be looked up."""
    looked_for = {key: said for key, said in fingerprints(brands).items() if not keys or key in keys}
    return save_brand_set(connection, looked_for, version=__version__)


def _links(connection: Connection, visits: Sequence[Visit], brands: Sequence[Brand]) -> set[tuple[str, str]]:
    sites = {urls.site_of(visit.page.url) for visit in visits if visit.page}
    return links_from(connection, sites, {site for brand in brands for site in own_sites(brand)})


def _lost(connection: Connection, visits: Sequence[Visit]) -> set[int]:
    """The pages that were not found where they had been."""
    ends = (urls.normalise(end_of(visit)) for visit in visits if visit.unknown is Unknown.GONE)
    return set(page_ids_at(connection, ends).values())


def _remember(connection: Connection, reading: Reading, brands_fingerprint: str) -> None:
    save_listing(
        connection,
        reading.listing,
        source_url=reading.source_url,
        etag=reading.etag,
        last_modified=reading.last_modified,
        brands_fingerprint=brands_fingerprint,
        read_at=reading.at,
    )
