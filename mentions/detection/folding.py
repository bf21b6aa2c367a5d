"""Folding of text, so that `Häagen`, `HÄAGEN` and `Haa­gen` read alike, with the way back to the original offsets.

Folding: compatibility forms (full-width letters, ligatures), accents dropped, case folded, every apostrophe `'`, every
hyphen `-`, every space ` `, soft hyphens and zero-width signs gone.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_APOSTROPHES = frozenset("’‘ʼ＇′´`‛ˈ")
_HYPHENS = frozenset("‐‑‒–—−﹣－")
_ACCENTS = frozenset(map(chr, (*range(0x300, 0x370), *range(0x1AB0, 0x1B00), *range(0x20D0, 0x2100))))


@dataclass(frozen=True, slots=True)
class Folded:
    """`text`, and for each run of it how far its offsets have slipped against the original."""

    text: str
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]

    def origin(self, offset: int) -> int:
        """The offset in the original text of the sign at `offset`."""
        run = bisect_right(self._starts, offset) - 1
        return self._origins[run] + offset - self._starts[run]


def fold(text: str) -> Folded:
    """The folded text with its offset map."""
    if text.isascii():
        return Folded(text.lower(), (0,), (0,))
    parts, starts, origins = list[str](), [0], [0]
    length = position = 0
    for match in _NOT_ASCII.finditer(text):
        parts.append(text[position : match.start()].lower())
        length += match.start() - position
        for offset, sign in enumerate(match.group(), match.start()):
            folded = fold_sign(sign)
            parts.append(folded)
            # One entry a sign: what a sign becomes points back to that sign alone.
            starts.append(length)
            origins.append(offset)
            length += len(folded)
        position = match.end()
        starts.append(length)
        origins.append(position)
    parts.append(text[position:].lower())
    return Folded("".join(parts), tuple(starts), tuple(origins))


def fold_name(text: str) -> str:
    """A short text folded, without the map."""
    return " ".join("".join(fold_sign(sign) for sign in text).split())


@lru_cache(maxsize=65_536)
def fold_sign(sign: str) -> str:
    """What one sign becomes: nothing, itself, or several signs."""
    if sign in _APOSTROPHES:
        return "'"
    if sign in _HYPHENS:
        return "-"
    category = unicodedata.category(sign)
    if category == "Cf" or sign in _ACCENTS:
        return ""
    if category == "Zs":
        return " "
    # Only the scripts of Europe lose their accents: elsewhere a combining sign is a letter of its own.
    form: Literal["NFKD", "NFKC"] = "NFKD" if sign < "\u2500" else "NFKC"
    plain = unicodedata.normalize(form, sign).casefold()
    return "".join(c for c in plain if c not in _ACCENTS)
