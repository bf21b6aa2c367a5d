"""Stack Exchange: questions and answers of one of its sites, without a key: 300 questions a day from one address."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from mentions.items import Kind
from mentions.pages.listings import Listing
from mentions.platforms import Front, stackexchange
from mentions.platforms.answers import asking
from mentions.searching.engine import Engine

_SITES = stackexchange.StackExchange()


@dataclass(frozen=True, slots=True, kw_only=True)
class StackExchange(Engine):
    """The page of a question is what is offered, also for an answer; `site` is its domain."""

    name: ClassVar[str] = "stackexchange"
    kind: ClassVar[Kind] = _SITES.kind
    api: ClassVar[str] = f"https://{stackexchange.API}/search/excerpts"
    site: str

    @property
    def place(self) -> str:
        return f"{self.api}?site={self.site}"

    def question(self, phrase: str, since: datetime | None) -> str:
        newer = int(since.timestamp()) if since else None
        return asking(_SITES.search(Front(url=f"https://{self.site}/"), phrase), min=newer)

    def answer(self, body: bytes, url: str) -> Listing | None:
        return _SITES.listing(body, url)
