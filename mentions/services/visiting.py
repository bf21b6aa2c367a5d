"""Which of the offered addresses to ask for now: what is known and unchanged is left alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mentions import db, urls
from mentions.db import Engine
from mentions.db.store.rows import VisitRow
from mentions.db.store.visits import visits_of
from mentions.items import Kind, Unknown
from mentions.pages.listings import Offered

PASSING = frozenset(
    (Unknown.SERVER, Unknown.TIMEOUT, Unknown.CONNECTION, Unknown.DNS, Unknown.BLOCKED, Unknown.CERTIFICATE)
)
"""What may be mended by the next run."""
TRIES = 3
"""Runs in a row that ask for an address that fails, before it is left alone for `revisit_days`."""


class Skip(StrEnum):
    """Why an offered address is not asked for."""

    VISITED = "visited"
    FAILING = "failing"
    TWICE = "offered twice"
    NO_ADDRESS = "no web address"
    BUDGET = "over budget"


@dataclass(frozen=True, slots=True)
class Revisits:
    """The rule of one run: `now`, after how long a page is asked again, and the brand set that is looked for."""

    now: datetime
    after: timedelta
    brands_fingerprint: str

    def skip(self, offered: Offered, visit: VisitRow | None) -> Skip | None:
        """Why an address is left alone, None where it is due."""
        if visit is None or self.now - visit.at >= self.after:
            return None
        if visit.unknown is not None:
            return Skip.FAILING if visit.unknown not in PASSING or visit.failures >= TRIES else None
        if visit.brands_fingerprint != self.brands_fingerprint:
            return None
        return None if _is_newer(offered.lastmod, visit) else Skip.VISITED


def _is_newer(lastmod: datetime | None, visit: VisitRow) -> bool:
    # A claim is measured against the last claim: some lists name a day only, and clocks differ.
    return lastmod is not None and lastmod > (visit.lastmod or visit.at)


def sort_out(
    engine: Engine, offered: Iterable[Offered], rule: Revisits
) -> tuple[list[Offered], list[tuple[Offered, Skip]]]:
    """The addresses that are due, newest claim first, and the others with the reason."""
    known, skipped = dict[str, Offered](), list[tuple[Offered, Skip]]()
    for one in offered:
        address = address_of(one.url)
        if address is None or address in known:
            skipped.append((one, Skip.NO_ADDRESS if address is None else Skip.TWICE))
        else:
            known[address] = one
    with db.reading(engine) as connection:
        visits = visits_of(connection, known)
    return _judge(known, visits, rule, skipped)


def _judge(
    known: Mapping[str, Offered],
    visits: Mapping[str, VisitRow],
    rule: Revisits,
    skipped: Sequence[tuple[Offered, Skip]],
) -> tuple[list[Offered], list[tuple[Offered, Skip]]]:
    due, left = list[Offered](), list(skipped)
    for address, one in known.items():
        reason = rule.skip(one, visits.get(address))
        if reason is None:
            due.append(one)
        else:
            left.append((one, reason))
    dated = [one for one in due if one.lastmod]
    return sorted(dated, key=lambda one: one.lastmod or rule.now, reverse=True) + [
        one for one in due if not one.lastmod
    ], left


def kinds_of(engine: Engine, addresses: Iterable[str]) -> dict[str, Kind]:
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
