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
from mentions.searching.engine import Engine, address, asked, changed, number, objects

_LAST_PAGE = 9
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brave(Engine):
    """Pages by how well they fit; what is new is asked for by the day."""

    name: ClassVar[str] = "brave"
    kind: ClassVar[Kind] = Kind.BLOG
    reach: ClassVar[timedelta | None] = _A_YEAR
    api: str = "https://api.search.brave.com/res/v1/web/search"

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Accept": "application/json", "X-Subscription-Token": self.key}

    def question(self, phrase: str, since: datetime | None) -> str:
        wanted = {"count": 20, "result_filter": "web", "spellcheck": "false", "text_decorations": "false"}
        fresh = f"{since:%Y-%m-%d}to{since + _A_YEAR:%Y-%m-%d}" if since else None
        return address(self.api, q=f'"{phrase}"', **wanted, freshness=fresh, offset=0)

    def answer(self, body: bytes, url: str) -> Listing | None:
        found = objects(body, "web", "results")
        if found is None or not {"web", "query"} & found[0].keys():
            return None
        answer, results = found
        page, query = number(asked(url).get("offset")), answer.get("query")
        goes_on = isinstance(query, dict) and query.get("more_results_available") is True
        more = (changed(url, offset=page + 1),) if goes_on and page is not None and page < _LAST_PAGE else ()
        return Listing(ListingKind.LIST, tuple(filter(None, map(_result, results))), more)


def _result(said: dict[str, Any]) -> Offered | None:
    url = str(said.get("url", ""))
    return Offered(url, moment(str(said.get("page_age", "")))) if urls.is_web(url) else None
