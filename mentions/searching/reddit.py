"""Reddit: threads, with the keys of the user; what is said in comments its API does not find."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from mentions.items import Kind
from mentions.pages.listings import Listing
from mentions.platforms import Front, reddit
from mentions.searching.engine import Engine

_SITE = reddit.Reddit()
EVERYWHERE = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reddit(Engine):
    """The newest threads come first; it cannot be asked for those since a time. The keys are known to the crawl."""

    name: ClassVar[str] = "reddit"
    kind: ClassVar[Kind] = _SITE.kind
    api: ClassVar[str] = f"https://{reddit.HOST}"
    subreddit: str = EVERYWHERE

    @property
    def place(self) -> str:
        where = "" if self.subreddit == EVERYWHERE else f"/r/{self.subreddit}"
        return f"{self.api}{where}/search"

    def question(self, phrase: str, since: datetime | None) -> str:
        del since
        return _SITE.search(Front(url=self.place), phrase)

    def answer(self, body: bytes, url: str) -> Listing | None:
        return _SITE.listing(body, url)
