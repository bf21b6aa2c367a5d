"""The look that nearly every page is left with: may any of its words name a brand, written right or misspelt?

Pages repeat each other's words, so the answer for a word is given once: of a page only the words that no page had
before cost more than a set difference, whatever the number of names.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from mentions.detection.folding import fold_text
from mentions.detection.forms import Form
from mentions.detection.spelling import Spelling
from mentions.pages import SEAM

_REMEMBERED = 500_000
"""Words whose answer is kept, some 50 MB; when there are more, the sieve begins anew."""
_LONGEST = 40
"""Signs of the longest word that is worth remembering: longer ones are addresses."""


class Look(NamedTuple):
    """Whether a page may hold a name as it is written, and its words, folded, that look like a misspelt one."""

    may_hold: bool
    slips: Mapping[str, tuple[Form, ...]]


class Sieve:
    """Looks at pages for the anchors and the slips of all brands; what it remembers depends on nothing but the word."""

    def __init__(self, anchors: Collection[str], spelling: Spelling) -> None:
        self._spelling = spelling
        self._within_words = automaton(anchor for anchor in anchors if " " not in anchor)
        self._across_words = automaton(anchor for anchor in anchors if " " in anchor)
        self._plain, self._telling = set[str](), set[str]()

    def look(self, pieces: str) -> Look:
        """What a text may name in which `SEAM` stands wherever a tag stood; names are sought across the seams, too.

        Never nothing where the page, walked, holds a name.
        """
        words = set(pieces.split()) - self._plain
        across_seams = [word for word in words if SEAM in word]
        glued = " ".join(across_seams)
        if glued:
            words.difference_update(across_seams)
            words.update(_parted(glued).split())
            words -= self._plain
        telling = words & self._telling
        telling |= self._sift(words - telling)
        text = " ".join(telling)
        may_hold = _holds(self._within_words, f"{text} {glued}") or _holds(self._across_words, pieces)
        return Look(may_hold, self._spelling.slips(_parted(pieces), text) if text else {})

    def _sift(self, new: set[str]) -> set[str]:
        """Those of some words that tell something; the others are dropped wherever they are met again."""
        telling = {word for word in new if self._tells(word)} if self._tells(" ".join(new)) else set[str]()
        if len(self._plain) + len(self._telling) > _REMEMBERED:
            self._plain.clear()
            self._telling.clear()
        self._plain.update(word for word in new - telling if len(word) <= _LONGEST)
        self._telling.update(word for word in telling if len(word) <= _LONGEST)
        return telling

    def _tells(self, text: str) -> bool:
        return _holds(self._within_words, text) or self._spelling.tells(text)


def automaton(patterns: Iterable[str]) -> AhoCorasick | None:
    """What finds all of some patterns at once, None where there is nothing to find."""
    known = list(patterns)
    return AhoCorasick(known, matchkind=MatchKind.Standard) if known else None


def _holds(anchors: AhoCorasick | None, pieces: str) -> bool:
    return anchors is not None and bool(anchors.find_matches_as_indexes(fold_text(pieces.replace(SEAM, ""))))


def _parted(pieces: str) -> str:
    return pieces.replace(SEAM, " ")
