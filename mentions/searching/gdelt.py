"""GDELT: news of the last three months, in many languages, without a key.

DOC 2.0 API, https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/. It finds whole words, wants five seconds between
two questions, gives 250 articles at a time, and says in plain text what it does not like.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from mentions import urls
from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.metadata import moment
from mentions.searching.engine import Engine, address, asked, changed, objects

_MOST = 250
_TIME = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gdelt(Engine):
    """Articles by the time they were seen."""

    name: ClassVar[str] = "gdelt"
    kind: ClassVar[Kind] = Kind.NEWS
    reach: ClassVar[timedelta | None] = timedelta(days=85)
    api: str = "https://api.gdeltproject.org/api/v2/doc/doc"

    def question(self, phrase: str, since: datetime | None) -> str:
        start = since.strftime(_TIME) if since else None
        wanted = {"mode": "artlist", "format": "json", "sort": "datedesc", "maxrecords": _MOST}
        return address(self.api, query=f'"{phrase}"', **wanted, startdatetime=start)

    def answer(self, body: bytes, url: str) -> Listing | None:
        if (found := objects(body, "articles")) is None:
            return None
        _, articles = found
        offered = tuple(filter(None, map(_article, articles)))
        return Listing(ListingKind.LIST, offered, _before(offered, url) if len(articles) >= _MOST else ())


def _article(said: dict[str, Any]) -> Offered | None:
    url = str(said.get("url", "")).strip()
    return Offered(url, moment(str(said.get("seendate", "")))) if urls.is_web(url) else None


def _before(offered: tuple[Offered, ...], url: str) -> tuple[str, ...]:
    """It has no pages of answers: what is older is asked for by its time."""
    oldest = min((one.lastmod for one in offered if one.lastmod), default=None)
    end = oldest.strftime(_TIME) if oldest else None
    return (changed(url, enddatetime=end),) if end and end != asked(url).get("enddatetime") else ()
