"""One automaton over the anchors of every form, and the places in a text that a form really matches."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from mentions.detection.folding import fold
from mentions.detection.forms import Ambiguity, Form, forms_of, speaks_of
from mentions.items import Brand
from mentions.pages.walking import VisibleText


class Hit(NamedTuple):
    """A form found in a text; `start` and `end` are offsets into that text, the possessive left out."""

    form: Form
    start: int
    end: int


class Index:
    """The forms of all brands, built once before a crawl."""

    def __init__(self, brands: Sequence[Brand]) -> None:
        self.brands = tuple(brands)
        by_anchor: dict[str, list[Form]] = {}
        for form in _forms(self.brands):
            for anchor in form.anchors:
                by_anchor.setdefault(anchor, []).append(form)
        self._anchored = tuple(map(tuple, by_anchor.values()))
        self._automaton = _automaton(by_anchor)
        self._loose_ascii = _automaton(anchor for anchor in by_anchor if anchor.isascii())
        self._loose_other = _automaton(anchor for anchor in by_anchor if not anchor.isascii())

    def may_hold(self, loose_text: str) -> bool:
        """Whether a text could name a brand; never False where `hits` on the same page finds one."""
        ascii_only = loose_text.lower()
        if not loose_text.isascii():
            if self._loose_other and self._loose_other.find_matches_as_indexes(fold(loose_text).text):
                return True
            ascii_only = unicodedata.normalize("NFKD", ascii_only).encode("ascii", "ignore").decode()
        return bool(self._loose_ascii and self._loose_ascii.find_matches_as_indexes(ascii_only))

    def hits(self, visible: VisibleText) -> list[Hit]:
        """Every place that names a brand, in order; of forms of one brand that overlap the longest."""
        if self._automaton is None:
            return []
        folded = fold(visible.text)
        found: set[Hit] = set()
        for anchor, start, end in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            for form in self._anchored[anchor]:
                for first, last in _matches(form, folded.text, start, end):
                    hit = Hit(form, folded.origin(first), folded.origin(last - 1) + 1)
                    if _is_bounded(hit, visible):
                        found.add(hit)
        return _longest(found, visible.text)


def _forms(brands: Sequence[Brand]) -> Iterator[Form]:
    """The forms of all brands; a domain that several share stands for those whose name is in it, if there are any."""
    owners: dict[str, list[Brand]] = {}
    for brand in brands:
        for domain in brand.domains:
            owners.setdefault(domain, []).append(brand)
    for form in (form for brand in brands for form in forms_of(brand)):
        sharing = owners.get(form.name, []) if form.is_domain else []
        if len(sharing) < 2 or speaks_of(form.name, form.brand) or not any(speaks_of(form.name, b) for b in sharing):
            yield form


def _automaton(anchors: Iterable[str]) -> AhoCorasick | None:
    patterns = list(anchors)
    return AhoCorasick(patterns, matchkind=MatchKind.Standard) if patterns else None


def _matches(form: Form, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where `form` covers the anchor at `start`."""
    left, right = max(0, start - form.reach), min(len(text), end + form.reach)
    for match in form.pattern.finditer(text, left, right):
        if match.start() <= start and end <= match.end():
            yield match.span()


def _is_bounded(hit: Hit, visible: VisibleText) -> bool:
    """Whether a hit stands for itself: as whole words, or as the whole text of an element."""
    form, start, end = hit
    before, after = visible.text[max(0, start - 1) : start], visible.text[end : end + 2]
    if form.is_domain and (before in ("-", "@") or after[:1] == "-"):
        return False
    if start not in visible.seams and _joins(before, visible.text[start]):
        return False
    if end in visible.seams or not _joins(visible.text[end - 1], after[:1]):
        return True
    # "Microsofts" is the brand in the plural or a genitive; "Targets" is a word.
    is_inflected = after[:1] == "s" and not after[1:].isalnum()
    return is_inflected and form.ambiguity is Ambiguity.DISTINCT and len(form.name) >= 5


def _joins(one: str, other: str) -> bool:
    """Whether two signs side by side belong to one word; scripts without spaces have no words to belong to."""
    return one.isalnum() and other.isalnum() and not (_is_spaceless(one) or _is_spaceless(other))


def _is_spaceless(sign: str) -> bool:
    """Han, kana, Hangul with its particles, Thai, Lao, Khmer, Burmese."""
    return (
        "\u0e00" <= sign <= "\u0eff"
        or "\u1000" <= sign <= "\u109f"
        or "\u1780" <= sign <= "\u17ff"
        or (
            "\u2e80" <= sign <= "\u9fff"
            or "\uac00" <= sign <= "\ud7af"
            or "\uf900" <= sign <= "\ufaff"
            or sign >= "\U00020000"
        )
    )


def _longest(hits: Iterable[Hit], text: str) -> list[Hit]:
    kept: list[Hit] = []
    ends: dict[str, int] = {}
    # Where two forms share a place, the one that is spelled like it: "Whats App" is also found as a variant of WhatsApp.
    for hit in sorted(
        hits, key=lambda hit: (hit.start, -hit.end, text[hit.start : hit.end] != hit.form.name, hit.form.name)
    ):
        if hit.start >= ends.get(hit.form.brand.key, 0):
            kept.append(hit)
            ends[hit.form.brand.key] = hit.end
    return kept
