"""What all search engines have in common: a question has an address, and its answer lists pages, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from mentions.items import Kind
from mentions.pages.listings import Listing

OVERLAP = timedelta(days=1)
"""What an engine finds late, because it reads the web late: a question begins so long before the last one ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One search engine. `api` is where it is asked, `key` the user's own, where it wants one."""

    name: ClassVar[str]
    kind: ClassVar[Kind]
    reach: ClassVar[timedelta | None] = None
    api: ClassVar[str]
    key: str = ""

    @property
    def place(self) -> str:
        """Its address in records."""
        return self.api

    @property
    def headers(self) -> Mapping[str, str]:
        """What it wants to be sent."""
        return {"Accept": "application/json"}

    def question(self, phrase: str, since: datetime | None) -> str:
        """The address that answers which pages hold a phrase; all of them, or those that are new since then."""
        raise NotImplementedError

    def answer(self, body: bytes, url: str) -> Listing | None:
        """The pages that it found, None where this is no answer of its; `more` is where it goes on."""
        raise NotImplementedError

    def since(self, last: datetime | None, now: datetime) -> datetime | None:
        """From when on to ask, where it was asked last at `last`; None asks for all that it knows."""
        begin = last - OVERLAP if last else None
        return begin if begin and (self.reach is None or now - begin < self.reach) else None
