"""Which of the offered addresses to ask for now: what is known and unchanged is left alone.

Of what is asked for again the server may say that it is unchanged, where the last reading found all that is wanted now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mentions import __version__, db, urls
from mentions.db import Connection, Engine
from mentions.db.store.pages import addresses_without_text
from mentions.db.store.rows import VisitRow
from mentions.db.store.visits import last_parts, save_claims, save_dates, visits_of
from mentions.items import Kind, Unknown
from mentions.pages.listings import Offered

PASSING = frozenset(
    (
        *(Unknown.SERVER, Unknown.TIMEOUT, Unknown.CONNECTION, Unknown.DNS, Unknown.BLOCKED, Unknown.CERTIFICATE),
        Unknown.NEEDS_KEYS,
    )
)
"""What may be mended by the next run."""
TRIES = 3
"""Runs in a row that ask for an address that fails, before it is left alone for `revisit_days`."""


FEW_PARTS = 5
"""A thread of so many pages beyond its first is read on from the last one known, a shorter one from its beginning."""


class Skip(StrEnum):
    """Why an offered address is not asked for."""

    VISITED = "visited"
    FAILING = "failing"
    TWICE = "offered twice"
    NO_ADDRESS = "no web address"
    BUDGET = "over budget"
    TRAP = "trap"
    HAD_ENOUGH = "host had enough"


@dataclass(frozen=True, slots=True)
class Due:
    """An address to ask for now: how it went the last time, the keys of the brands to look for there (empty: all).

    `standing` is the last reading of the page it led to, where it is enough to hear that nothing changed since.
    `onward`: what continues the page is asked for too, known or not, since a listing says that something changed.
    """

    offered: Offered
    visit: VisitRow | None = None
    brands: frozenset[str] = frozenset()
    standing: VisitRow | None = None
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Revisits:
    """The rule of one run: `now`, after how long a page is asked again, the brands looked for with their fingerprints.

    `wanted` are the keys of those that a source is meant for; empty means all.
    """

    now: datetime
    after: timedelta
    brands: Mapping[str, str]
    wanted: frozenset[str] = frozenset()

    @property
    def fingerprints(self) -> dict[str, str]:
        """Those of the brands that a source is meant for."""
        return {key: said for key, said in self.brands.items() if not self.wanted or key in self.wanted}

    def skip(self, offered: Offered, visit: VisitRow | None) -> Skip | None:
        """Why an address is left alone, None where it is due."""
        if visit is None or self.now - visit.at >= self.after:
            return None
        if visit.unknown is not None:
            return Skip.FAILING if visit.unknown not in PASSING or visit.failures >= TRIES else None
        if not _holds(visit, self.fingerprints):
            return None
        return None if _is_newer(offered, visit) else Skip.VISITED

    def due(self, offered: Offered, visit: VisitRow | None, end: VisitRow | None) -> Due:
        """An address to ask for, by its last visit and that of the address where it ended then."""
        # What was looked for there before stays so: two sources, each with its brands, may offer the same page.
        before = visit.looked_for or {} if visit else {}
        wanted = {key: said for key, said in self.brands.items() if key in self.fingerprints or key in before}
        is_enough = end is not None and end.unknown is None and end.version == __version__ and _holds(end, wanted)
        brands = frozenset(wanted) if wanted.keys() < self.brands.keys() else frozenset()
        return Due(offered, visit, brands, end if is_enough else None)


def _holds(visit: VisitRow, wanted: Mapping[str, str]) -> bool:
    """Whether all these brands, as they are now, were looked for."""
    return visit.looked_for is not None and wanted.items() <= visit.looked_for.items()


def _is_newer(offered: Offered, visit: VisitRow) -> bool:
    # A claim is measured against the last claim: some lists name a day only, and clocks differ.
    lastmod, before = offered.lastmod, visit.claim or {}
    if lastmod is not None and lastmod > (visit.lastmod or visit.at):
        return True
    return any(said != before.get(what) for what, said in offered.claim.items())


def is_news(due: Due) -> bool:
    """Whether an address is asked for since it is new, changed by what a list says, or could not be read yet."""
    return due.visit is None or due.visit.unknown is not None or _is_newer(due.offered, due.visit)


def sort_out(
    engine: Engine, offered: Iterable[Offered], rule: Revisits
) -> tuple[list[Due], list[tuple[Offered, Skip]]]:
    """The addresses that are due, newest claim first, and the others with the reason."""
    known, skipped = dict[str, Offered](), list[tuple[Offered, Skip]]()
    for one in offered:
        address = address_of(one.url)
        if address is None or address in known:
            skipped.append((one, Skip.NO_ADDRESS if address is None else Skip.TWICE))
            if address:
                known[address] = replace(known[address], claim={**one.claim, **known[address].claim})
        else:
            known[address] = one
    with db.reading(engine) as connection:
        visits = visits_of(connection, known)
        reasons = {address: rule.skip(one, visits.get(address)) for address, one in known.items()}
        skipped += [(known[address], reason) for address, reason in reasons.items() if reason]
        left = {address: one for address, one in known.items() if not reasons[address]}
        due = asked_for(connection, _newest_first(left), visits, rule)
        return _at_their_ends(connection, due), skipped


def _at_their_ends(connection: Connection, due: Sequence[Due]) -> list[Due]:
    """Threads that went on are read from where the last reading stopped; short ones whole, for edits and deletions."""
    changed = {one.offered.url: one.visit.address for one in due if one.visit and _is_newer(one.offered, one.visit)}
    parts = last_parts(connection, changed.values())
    return [_at_its_end(one, parts.get(changed.get(one.offered.url, ""), ())) for one in due]


def _at_its_end(due: Due, parts: Sequence[str]) -> Due:
    if not parts or due.offered.thread:
        return due
    if len(parts) < FEW_PARTS:
        return replace(due, onward=True)
    thread = replace(due.offered, url=parts[-1], thread=due.offered.url)
    return replace(due, offered=thread, standing=None, onward=True)


def asked_for(
    connection: Connection, offered: Mapping[str, Offered], visits: Mapping[str, VisitRow], rule: Revisits
) -> list[Due]:
    """What to ask for at these addresses (normal form), whose visits are given, in their order."""
    led_to = [visit.page_address for address, visit in visits.items() if address in offered]
    ends = {**visits, **visits_of(connection, (address for address in led_to if address not in visits))}
    # Without its text a page says too little for a letter: it is read anew.
    for address in addresses_without_text(connection, led_to):
        ends.pop(address, None)
    found = ((one, visits.get(address)) for address, one in offered.items())
    return [rule.due(one, visit, ends.get(visit.page_address) if visit else None) for one, visit in found]


def _newest_first(offered: Mapping[str, Offered]) -> dict[str, Offered]:
    dated = [(one.lastmod, address) for address, one in offered.items() if one.lastmod]
    ordered = [address for _, address in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    return {address: offered[address] for address in (*ordered, *offered)}


def note_claims(engine: Engine, claims: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what lists claim of addresses (normal form) that were read before the lists were."""
    with db.transaction(engine) as connection:
        save_claims(connection, claims)


def note_dates(engine: Engine, dates: Mapping[str, datetime]) -> None:
    """Keep what further lists said of when addresses (normal form) changed: each list has a date of its own."""
    with db.transaction(engine) as connection:
        save_dates(connection, dates)


def validators(etag: str | None, last_modified: str | None) -> dict[str, bytes]:
    """The headers that ask for an answer only if it changed, word for word as the server said it."""
    said = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value.encode("latin-1", "replace") for name, value in said.items() if value}


def kinds_of(engine: Engine, addresses: Sequence[str]) -> dict[str, Kind]:
    """The kinds of those of these addresses that were visited before."""
    normal = {url: address_of(url) for url in addresses}
    with db.reading(engine) as connection:
        visits = visits_of(connection, filter(None, normal.values()))
    return {url: visits[address].kind for url, address in normal.items() if address in visits}


def address_of(url: str) -> str | None:
    """The normal form of an address, None where it is none."""
    try:
        return urls.normalise(url)
    except ValueError:
        return None
