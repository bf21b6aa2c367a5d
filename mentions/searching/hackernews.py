"""Hacker News: stories and comments, by the search that Algolia runs for it, without a key.

HN Search API v1, https://hn.algolia.com/api. It gives at most 1,000 of them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.searching.engine import Engine, address, at_second, changed, number, objects


@dataclass(frozen=True, slots=True, kw_only=True)
class HackerNews(Engine):
    """The page of a story is what is offered, also for a comment: a later one makes it new."""

    name: ClassVar[str] = "hn"
    kind: ClassVar[Kind] = Kind.FORUM
    api: str = "https://hn.algolia.com/api/v1/search_by_date"
    pages: str = "https://news.ycombinator.com/item"

    def question(self, phrase: str, since: datetime | None) -> str:
        wanted = {"tags": "(story,comment)", "advancedSyntax": "true", "typoTolerance": "false", "hitsPerPage": 100}
        newer = f"created_at_i>{int(since.timestamp())}" if since else None
        return address(self.api, query=f'"{phrase}"', **wanted, numericFilters=newer, page=0)

    def answer(self, body: bytes, url: str) -> Listing | None:
        found = objects(body, "hits")
        if found is None or "hits" not in found[0]:
            return None
        answer, hits = found
        page, last = number(answer.get("page")), number(answer.get("nbPages"))
        more = (changed(url, page=page + 1),) if page is not None and last is not None and page + 1 < last else ()
        return Listing(ListingKind.LIST, tuple(filter(None, map(self._story, hits))), more)

    def _story(self, hit: dict[str, Any]) -> Offered | None:
        story = number(hit.get("story_id") or hit.get("objectID"))
        return Offered(f"{self.pages}?id={story}", at_second(hit.get("created_at_i"))) if story is not None else None
