"""What detection has learnt: from the pages of crawls, which words that look like a misspelt name are words of their
own; from people's verdicts, what speaks for and against each brand.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from mentions.detection.learning import Taught

ENOUGH = 2
"""Sites, besides the page's own, that use a word before it counts as one of its own; one may just repeat a slip."""
_KEPT = 8
"""Sites remembered of one word: more say nothing new."""


class Use(NamedTuple):
    """That a site uses a word; the word is folded, the site a registered domain."""

    word: str
    site: str


_NOTHING: Mapping[str, Taught] = MappingProxyType({})


class Knowledge:
    """Which sites use which of the words that are spelled nearly like a brand; the caller keeps it between crawls.

    `taught` is what verdicts taught, by the key of the brand.
    """

    def __init__(self, uses: Iterable[Use] = (), taught: Mapping[str, Taught] = _NOTHING) -> None:
        self.taught = taught
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
