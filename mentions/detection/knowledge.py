"""What detection learns from the pages of a crawl: words that look like a misspelt name and are words of their own."""

from collections.abc import Iterable
from typing import NamedTuple

ENOUGH = 2
"""Sites, besides the page's own, that use a word before it counts as one of its own; one may just repeat a slip."""
_KEPT = 8
"""Sites remembered of one word: more say nothing new."""


class Use(NamedTuple):
    """That a site uses a word; the word is folded, the site a registered domain."""

    word: str
    site: str


class Knowledge:
    """Which sites use which of the words that are spelled nearly like a brand; the caller keeps it between crawls."""

    def __init__(self, uses: Iterable[Use] = ()) -> None:
        self._sites: dict[str, set[str]] = {}
        self._news: list[Use] = []
        for word, site in uses:
            self._sites.setdefault(word, set()).add(site)

    def learn(self, words: Iterable[str], site: str) -> None:
        """Remember that a site uses these words."""
        for word in words:
            sites = self._sites.setdefault(word, set())
            if site not in sites and len(sites) < _KEPT:
                sites.add(site)
                self._news.append(Use(word, site))

    def is_word(self, word: str, site: str) -> bool:
        """Whether enough other sites use a folded word for it to be no slip."""
        return len(self._sites.get(word, set()) - {site}) >= ENOUGH

    def news(self) -> list[Use]:
        """What was learnt since the last call."""
        learnt, self._news = self._news, []
        return learnt
