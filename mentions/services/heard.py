"""What the lists of one run claim of pages, whichever comes first: the lists, or the pages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mentions.pages.listings import Offered
from mentions.services.visiting import address_of


class Heard:
    """The claims of one run, by the address (normal form) of the page, of a thread its first.

    `dates` are what further lists say of when a page changed: each has a date of its own, and the latest counts.
    """

    def __init__(self) -> None:
        self._said: dict[str, dict[str, str]] = {}
        self._kept: dict[str, Mapping[str, str]] = {}
        self.dates: dict[str, datetime] = {}

    def hear(self, offered: Offered) -> Offered:
        """An offer with all that was claimed of its page: each list may say something else, the newest word first."""
        if not offered.claim:
            return offered
        said = self._said.setdefault(address_of(offered.thread or offered.url) or "", {})
        for what, how in offered.claim.items():
            said.setdefault(what, how)
        return replace(offered, claim=dict(said))

    def date(self, offered: Offered) -> None:
        """Note when a page changed, as a further list says of one that was asked for already."""
        if offered.lastmod and (address := address_of(offered.url)):
            self.dates[address] = max(offered.lastmod, self.dates.get(address, offered.lastmod))

    def keep(self, address: str, before: Mapping[str, str]) -> dict[str, str]:
        """What is kept with a visit: all that was claimed `before` this run, and over it what was claimed so far."""
        claim = {**before, **self._said.get(address, {})}
        self._kept[address] = claim
        return claim

    def late(self) -> dict[str, dict[str, str]]:
        """The claims that more was said for after they were kept."""
        kept = ((address, claim, self._said.get(address, {})) for address, claim in self._kept.items())
        return {address: {**claim, **said} for address, claim, said in kept if not said.items() <= claim.items()}
