"""Folding of text, so that `Häagen`, `HÄAGEN` and `Haa­gen` read alike, with the way back to the original offsets.

Folding: compatibility forms (full-width letters, ligatures), accents and vowel points dropped, case folded, every
apostrophe `'`, every hyphen `-`, every space ` `, soft hyphens and zero-width signs gone.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# What only means something together: jamo make a syllable, and a kana is voiced by the sign behind it.
_CLUSTER = re.compile(r"[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+|\S[\u3099\u309a\uff9e\uff9f]?|\s")
_APOSTROPHES = frozenset("’‘ʼ＇′´`‛ˈ׳")
_HYPHENS = frozenset("‐‑‒–—−﹣－־")
_LATIN_ACCENTS = (*range(0x300, 0x370), *range(0x1AB0, 0x1B00), *range(0x20D0, 0x2100))
# Vowels and other marks that Hebrew and Arabic mostly leave out, and the stroke that only makes a word longer.
_HEBREW_POINTS = (*range(0x591, 0x5BE), 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7)
_ARABIC_MARKS = (*range(0x610, 0x61B), 0x640, *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD))
_ACCENTS = frozenset(map(chr, (*_LATIN_ACCENTS, *_HEBREW_POINTS, *_ARABIC_MARKS)))


class _Run(NamedTuple):
    """Where a piece of the folded text begins, where it comes from, and how long it was; 0: sign for sign."""

    start: int
    origin: int
    width: int


@dataclass(frozen=True, slots=True)
class Folded:
    """`text`, with the way from its offsets back to those of the original."""

    text: str
    _original: str
    _runs: tuple[_Run, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, not empty, stands in the original; what a sign became is never cut in two."""
        first, last = self._run(start), self._run(end - 1)
        left = first.origin + (0 if first.width else start - first.start)
        right = last.origin + (last.width or end - last.start)
        while right < len(self._original) and self._original[right] in _ACCENTS:
            right += 1
        return left, right

    def _run(self, offset: int) -> _Run:
        return self._runs[bisect_right(self._runs, offset, key=itemgetter(0)) - 1]


def fold(text: str) -> Folded:
    """The folded text with its offset map."""
    parts, runs = list[str](), [_Run(0, 0, 0)]
    length = position = 0
    for match in _NOT_ASCII.finditer(text):
        parts.append(_fold_ascii(text[position : match.start()]))
        length += match.start() - position
        position = match.start()
        for cluster in _CLUSTER.findall(match.group()):
            folded = fold_sign(cluster)
            parts.append(folded)
            runs.append(_Run(length, position, len(cluster)))
            length += len(folded)
            position += len(cluster)
        runs.append(_Run(length, position, 0))
    parts.append(_fold_ascii(text[position:]))
    return Folded("".join(parts), text, tuple(runs))


def fold_text(text: str) -> str:
    """The same without the map, all white space folded as well."""
    if text.isascii():
        return " ".join(_fold_ascii(text).split())
    # Every page goes through here, and nearly all its words are ASCII: to ask each is faster than to look at each sign.
    words = [word if word.isascii() else _fold_word(word) for word in text.split()]
    return _fold_ascii(" ".join(filter(None, words)))


@lru_cache(maxsize=65_536)
def _fold_word(word: str) -> str:
    folded = _NOT_ASCII.sub(lambda run: "".join(map(fold_sign, _CLUSTER.findall(run.group()))), word)
    return " ".join(folded.split())


def _fold_ascii(text: str) -> str:
    return text.lower().replace("`", "'")


@lru_cache(maxsize=65_536)
def fold_sign(sign: str) -> str:
    """What one sign, or one cluster of signs, becomes: nothing, itself, or several signs."""
    if sign in _APOSTROPHES:
        return "'"
    if sign in _HYPHENS:
        return "-"
    category = unicodedata.category(sign[0])
    if category == "Cf" or sign in _ACCENTS:
        return ""
    if category == "Zs":
        return " "
    # Only the scripts of Europe and the Near East lose their marks: elsewhere a combining sign is a letter of its own.
    form: Literal["NFKD", "NFKC"] = "NFKD" if sign < "\u2500" and len(sign) == 1 else "NFKC"
    plain = unicodedata.normalize(form, sign).casefold().lower()  # Cherokee folds its small letters to large ones
    return "".join(c for c in plain if c not in _ACCENTS)
