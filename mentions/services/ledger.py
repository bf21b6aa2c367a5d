"""Which listings are still owed a page: a feed or sitemap counts as read only when its last page is recorded.

Otherwise a killed run would leave its validators behind, the next one would be told 304, and the pages in between be
lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of a feed or sitemap: what its server said, to be remembered when all is recorded.

    `looked_for` holds the keys of the brands that its source is meant for; empty means all.
    """

    listing: str
    source_url: str
    at: datetime
    etag: str | None = None
    last_modified: str | None = None
    looked_for: frozenset[str] = frozenset()


class Ledger:
    """The open readings of one run, by the addresses (normal form) that each still waits for.

    `is_whole` until something that was read could not be recorded.
    """

    def __init__(self) -> None:
        self._owed: dict[Reading, set[str]] = {}
        self._recorded: set[str] = set()
        self._pending: set[str] = set()
        self._lost: set[str] = set()
        self.is_whole = True

    def open(self, reading: Reading, addresses: Iterable[str]) -> None:
        """Expect these addresses; a reading that nothing is owed to is settled at the next look."""
        expected = set(addresses)
        if not expected & self._lost:
            self._owed[reading] = expected - self._recorded

    def spoil(self, addresses: Iterable[str]) -> None:
        """What failed must be offered again: the readings that wait for it are never settled in this run."""
        self._lost.update(addresses)
        self._owed = {reading: owed for reading, owed in self._owed.items() if not owed & self._lost}

    def passed_over(self, address: str) -> None:
        """What this address leads to is no page: nothing is to be recorded of it."""
        self._recorded.add(address)

    def recording(self, addresses: Iterable[str]) -> list[Reading]:
        """Begin to record these addresses: the readings that nothing is owed to any more when that is done."""
        self._pending = set(addresses)
        recorded = self._recorded | self._pending
        return [reading for reading, owed in self._owed.items() if owed <= recorded]

    def recorded(self, settled: Iterable[Reading]) -> None:
        """Tick off what was begun, and the readings that were remembered with it."""
        self._recorded |= self._pending
        self._pending.clear()
        for reading in settled:
            self._owed.pop(reading, None)

    def dropped(self) -> None:
        """What was begun could not be recorded: it stays owed, so that the next run is offered it again."""
        self._pending.clear()
        self.is_whole = False
