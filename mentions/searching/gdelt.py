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
from mentions.platforms.answers import asked, asking, json_of, objects_in, text
from mentions.searching.engine import Engine

_MOST = 250
_TIME = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gdelt(Engine):
    """Articles by the time they were seen."""

    name: ClassVar[str] = "gdelt"
    kind: ClassVar[Kind] = Kind.NEWS
    reach: ClassVar[timedelta | None] = timedelta(days=85)
    api: ClassVar[str] = "https://api.gdeltproject.org/api/v2/doc/doc"

    def question(self, phrase: str, since: datetime | None) -> str:
        start = since.strftime(_TIME) if since else None
        wanted = {"mode": "artlist", "format": "json", "sort": "datedesc", "maxrecords": _MOST}
        return asking(self.api, query=f'"{phrase}"', **wanted, startdatetime=start)

    def answer(self, body: bytes, url: str) -> Listing | None:
        found = json_of(body)
        if not isinstance(found, dict):
            return None
        articles = objects_in(found.get("articles"))
        offered = tuple(filter(None, map(_article, articles)))
        return Listing(ListingKind.LIST, offered, _before(offered, url) if len(articles) >= _MOST else ())


def _article(said: dict[str, Any]) -> Offered | None:
    url = text(said.get("url")).strip()
    return Offered(url, moment(text(said.get("seendate")))) if urls.is_web(url) else None


def _before(offered: tuple[Offered, ...], url: str) -> tuple[str, ...]:
    """It has no pages of answers: what is older is asked for by its time."""
    oldest = min((one.lastmod for one in offered if one.lastmod), default=None)
    end = oldest.strftime(_TIME) if oldest else None
    return (asking(url, enddatetime=end),) if end and end != asked(url).get("enddatetime") else ()
