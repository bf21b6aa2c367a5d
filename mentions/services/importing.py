"""Lists of other tools into the store: who mentions a brand, for the spider `urls`, and who links to one already.

rows ─ judged one by one ─┬ right ─► batches, each one transaction
                          ├ left out: counted with its reason
                          └ wrong: into the file of rejects, with its line
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from mentions import db
from mentions.db import Engine
from mentions.db.store.claims import count_claims, save_claims
from mentions.db.store.imported import AddressRow, NewAddress, add_addresses, count_unvisited, unvisited
from mentions.db.store.site_links import pages_of_sites
from mentions.imports.columns import Columns
from mentions.imports.linking import Reading, claim_of
from mentions.imports.naming import Offer, RejectedError, offer_of
from mentions.imports.rows import Row
from mentions.items import Brand, Kind
from mentions.services.qualifying import qualify_pages
from mentions.services.rejects import Rejects
from mentions.services.visiting import PASSING, TRIES
from mentions.services.withdrawing import withdraw

T = TypeVar("T")
_BATCH = 2000


@dataclass(slots=True)
class Taken:
    """What came of the rows of a file: `new` addresses or claims, those `known` before, left out by reason, rejected.

    `waiting` addresses are to be visited; `judged` pages were judged anew.
    """

    rows: int = 0
    new: int = 0
    known: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    waiting: int | None = None
    judged: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that is read: its rows, which of its columns are for what, what it is called, where rejects go."""

    rows: Iterable[Row]
    columns: Columns
    source: str
    rejects: Rejects


def take_mentions(engine: Engine, file: File, brands: Sequence[Brand], *, kind: Kind | None, now: datetime) -> Taken:
    """Keep the addresses that a list of mentions names, to be visited by the spider `urls`."""
    taken, own = Taken(), {domain for brand in brands for domain in brand.domains}
    for some in _batches(_judged(file, taken, lambda row: offer_of(row, file.columns, own))):
        with db.transaction(engine) as connection:
            new = add_addresses(connection, (_address(one, kind, file.source, now) for one in some))
        taken.new += new
        taken.known += len(some) - new
    taken.waiting = still_to_visit(engine)
    return taken


def still_to_visit(engine: Engine) -> int:
    """How many imported addresses wait for their visit."""
    with db.reading(engine) as connection:
        return count_unvisited(connection, passing=PASSING, tries=TRIES)


def next_addresses(engine: Engine, *, after: int = 0, limit: int = 1000) -> list[AddressRow]:
    """Some of the addresses that are to be visited, from behind the id `after`; none when all were named."""
    with db.reading(engine) as connection:
        return unvisited(connection, after=after, passing=PASSING, tries=TRIES, limit=limit)


def take_backlinks(engine: Engine, file: File, reading: Reading) -> Taken:
    """Keep who is said to link already, and judge the pages of these sites anew."""
    taken, sites, before = Taken(), set[str](), _number_of_claims(engine)
    for some in _batches(_judged(file, taken, lambda row: claim_of(row, file.columns, reading))):
        with db.transaction(engine) as connection:
            save_claims(connection, some)
        taken.known += len(some)
        sites |= {one.site for one in some}
    taken.new = _number_of_claims(engine) - before
    taken.known -= taken.new
    taken.judged = _judge(engine, sites, reading)
    return taken


def _number_of_claims(engine: Engine) -> int:
    with db.reading(engine) as connection:
        return count_claims(connection)


def _judge(engine: Engine, sites: Iterable[str], reading: Reading) -> int:
    """Judge the pages of these sites by what is claimed now; how many there are."""
    with db.transaction(engine) as connection:
        page_ids = pages_of_sites(connection, sites)
        qualify_pages(connection, page_ids, reading.brands, now=reading.now)
        withdraw(connection, page_ids, reading.brands, now=reading.now)
    return len(page_ids)


def _judged(file: File, taken: Taken, judge: Callable[[Row], T | StrEnum]) -> Iterator[T]:
    """What the rows hold that are right; the others are counted, and told where they are wrong."""
    for row in file.rows:
        taken.rows += 1
        try:
            found = judge(row)
        except RejectedError as error:
            taken.rejected += 1
            file.rejects.add(row, str(error))
            continue
        if isinstance(found, StrEnum):
            taken.left_out[found] = taken.left_out.get(found, 0) + 1
        else:
            yield found


def _batches(found: Iterable[T]) -> Iterator[list[T]]:
    every = iter(found)
    while some := list(islice(every, _BATCH)):
        yield some


def _address(offer: Offer, kind: Kind | None, source: str, now: datetime) -> NewAddress:
    return NewAddress(url=offer.url, kind=offer.kind or kind, source=source, imported_at=now)
