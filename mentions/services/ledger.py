"""Which listings are still owed a page: a feed or sitemap counts as read only when its last page is recorded.

Otherwise a killed run would leave its validators behind, the next one would be told 304, and the pages in between be
lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of a feed or sitemap: what its server said, to be remembered when all is recorded."""

    listing: str
    source_url: str
    at: datetime
    etag: str | None = None
    last_modified: str | None = None


class Ledger:
    """The open readings of one run, by the addresses (normal form) that each still waits for."""

    def __init__(self) -> None:
        self._owed: dict[Reading, set[str]] = {}
        self._recorded: set[str] = set()
        self._lost: set[str] = set()

    def open(self, reading: Reading, addresses: Iterable[str]) -> None:
        """Expect these addresses; a reading that nothing is owed to is settled at the next look."""
        expected = set(addresses)
        if not expected & self._lost:
            self._owed[reading] = expected - self._recorded

    def spoil(self, addresses: Iterable[str]) -> None:
        """What failed must be offered again: the readings that wait for it are never settled in this run."""
        self._lost.update(addresses)
        self._owed = {reading: owed for reading, owed in self._owed.items() if not owed & self._lost}

    def settle(self, addresses: Iterable[str]) -> list[Reading]:
        """Tick off what is recorded, and give back the readings that nothing is owed to any more."""
        self._recorded.update(addresses)
        settled = [reading for reading, owed in self._owed.items() if owed <= self._recorded]
        for reading in settled:
            del self._owed[reading]
        return settled
