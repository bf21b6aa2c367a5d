"""Stack Exchange: questions and answers of one of its sites, without a key.

API 2.3, https://api.stackexchange.com/docs/excerpt-search: 300 questions a day from one address of the internet.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.searching.engine import Engine, address, asked, at_second, changed, number, objects


@dataclass(frozen=True, slots=True, kw_only=True)
class StackExchange(Engine):
    """The page of a question is what is offered, also for an answer; `site` is its domain."""

    name: ClassVar[str] = "stackexchange"
    kind: ClassVar[Kind] = Kind.FORUM
    api: str = "https://api.stackexchange.com/2.3/search/excerpts"
    site: str
    pages: str = "https://{site}/questions/{id}"

    @property
    def place(self) -> str:
        return f"{self.api}?site={self.site}"

    def question(self, phrase: str, since: datetime | None) -> str:
        wanted = {"site": self.site, "order": "desc", "sort": "activity", "pagesize": 100, "page": 1}
        return address(self.api, q=f'"{phrase}"', **wanted, min=int(since.timestamp()) if since else None)

    def answer(self, body: bytes, url: str) -> Listing | None:
        found = objects(body, "items")
        if found is None or "items" not in found[0]:
            return None
        answer, items = found
        page = number(asked(url).get("page"))
        # Who is asked to wait does not ask on: the rest comes with the next run.
        goes_on = answer.get("has_more") is True and not answer.get("backoff") and page is not None
        more = (changed(url, page=page + 1),) if goes_on and page is not None else ()
        left_out = int(answer.get("has_more") is True and not more)
        return Listing(ListingKind.LIST, tuple(filter(None, map(self._question, items))), more, left_out)

    def _question(self, item: dict[str, Any]) -> Offered | None:
        asked_as = number(item.get("question_id"))
        if asked_as is None:
            return None
        return Offered(self.pages.format(site=self.site, id=asked_as), at_second(item.get("last_activity_date")))
