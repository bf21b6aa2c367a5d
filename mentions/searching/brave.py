"""Brave Search: the whole web, with a key of the user's own, who pays for each question.

Web Search API v1, https://api-dashboard.search.brave.com/app/documentation/web-search: 20 results a page, ten pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from mentions import urls
from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.platforms.answers import asked_for, asking, object_of, objects_in, part, text
from mentions.searching.engine import Engine

_LAST_PAGE = 9
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brave(Engine):
    """Pages by how well they fit; what is new is asked for by the day."""

    name: ClassVar[str] = "brave"
    kind: ClassVar[Kind] = Kind.BLOG
    reach: ClassVar[timedelta | None] = _A_YEAR
    api: ClassVar[str] = "https://api.search.brave.com/res/v1/web/search"

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Accept": "application/json", "X-Subscription-Token": self.key}

    def question(self, phrase: str, since: datetime | None) -> str:
        wanted = {"count": 20, "result_filter": "web", "spellcheck": "false", "text_decorations": "false"}
        fresh = f"{since:%Y-%m-%d}to{since + _A_YEAR:%Y-%m-%d}" if since else None
        return asking(self.api, q=f'"{phrase}"', **wanted, freshness=fresh, offset=0)

    def answer(self, body: bytes, url: str) -> Listing | None:
        found = object_of(body)
        if not {"web", "query"} & found.keys():
            return None
        results = objects_in(part(found, "web", "results"))
        page = asked_for(url, "offset", 0)
        goes_on = part(found, "query", "more_results_available") is True and page < _LAST_PAGE
        more = (asking(url, offset=page + 1),) if goes_on else ()
        return Listing(ListingKind.LIST, tuple(filter(None, map(_result, results))), more)


def _result(said: dict[str, Any]) -> Offered | None:
    url = text(said.get("url"))
    return Offered(url, moment(text(said.get("page_age")))) if urls.is_web(url) else None
