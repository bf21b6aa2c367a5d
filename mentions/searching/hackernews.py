"""Hacker News: stories and comments, by the search that Algolia runs for it, without a key. It gives at most 1,000."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from mentions.items import Kind
from mentions.pages.listings import Listing
from mentions.platforms import Front, hackernews
from mentions.platforms.answers import asking
from mentions.searching.engine import Engine

_SITE = hackernews.HackerNews()


@dataclass(frozen=True, slots=True, kw_only=True)
class HackerNews(Engine):
    """The page of a story is what is offered, also for a comment: a later one makes it new."""

    name: ClassVar[str] = "hn"
    kind: ClassVar[Kind] = _SITE.kind
    api: ClassVar[str] = f"https://{hackernews.API}/search_by_date"

    def question(self, phrase: str, since: datetime | None) -> str:
        newer = f"created_at_i>{int(since.timestamp())}" if since else None
        return asking(_SITE.search(Front(url=self.api), phrase), numericFilters=newer)

    def answer(self, body: bytes, url: str) -> Listing | None:
        return _SITE.listing(body, url)
