"""What all software for blogs and forums has in common: the signs of it, its lists, and what its API tells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mentions.items import Kind
from mentions.pages.listings import Listing

_GENERATOR = re.compile(
    rb"<meta\b(?=[^>]*\bname\s*=\s*[\"']?generator\b)[^>]*\bcontent\s*=\s*[\"']?([^\"'>]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What one look at a site shows: where it ended, the bytes that came, and the headers, names in lower case."""

    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def generator(self) -> str:
        """The software that the page names as its maker, "" where it names none."""
        found = _GENERATOR.search(self.body)
        return found[1].decode("utf-8", "replace").strip() if found else ""


class Platform:
    """One kind of software. Whoever knows it under another address says so by `is_at`; the rest has defaults."""

    name: str
    kind: Kind = Kind.FORUM
    is_open: bool = True
    """Whether its pages may be asked for themselves, where its API does not tell them."""

    def is_at(self, front: Front) -> bool:
        """Whether this is what the site runs. Where its address alone says so, its API is asked, and no page of it."""
        raise NotImplementedError

    def lists(self, front: Front) -> tuple[str, ...]:
        """The addresses at which its own lists begin, each newest first; all of them are read."""
        del front
        return ()

    def listing(self, body: bytes, url: str) -> Listing | None:
        """What one of its lists offers, None where the answer is none of them."""
        del body, url
        return None

    def total(self, answer: Front) -> int | None:
        """How many entries one of its lists has over all its pages, None where its answer does not say."""
        del answer
        return None

    def told_at(self, page: str) -> tuple[str, ...]:
        """The addresses at which its API tells a page that would say less, () where the page is read as it is."""
        del page
        return ()

    def left_to_ask(self, answers: Sequence[bytes], page: str) -> str | None:
        """The address that tells more of a page behind these answers, None where they tell all of it."""
        addresses = self.told_at(page)
        return addresses[len(answers)] if len(answers) < len(addresses) else None

    def told(self, answers: Sequence[bytes], page: str) -> bytes | None:
        """The page at this address as HTML, out of what its API answers at `told_at`; None where that is no page."""
        del answers, page
        return None

    def hides(self, page: str, answered: str) -> bool:
        """Whether the way from a page to where its answer came from is that of guests to what is kept from them."""
        del page, answered
        return False

    def search(self, front: Front, phrase: str) -> str | None:
        """The address of the list of what it finds for a phrase, None where it has no search of its own."""
        del front, phrase
        return None
