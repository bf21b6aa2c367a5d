"""One automaton over the anchors of every form, and the places in a text that a form really matches."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from mentions.detection.folding import fold, fold_text
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

    def may_hold(self, loose_text: str) -> bool:
        """Whether a text could name a brand; never False where `hits` on the same page finds one."""
        return self._automaton is not None and bool(self._automaton.find_matches_as_indexes(fold_text(loose_text)))

    def hits(self, visible: VisibleText) -> list[Hit]:
        """Every place that names a brand, in order; of forms of one brand that overlap the longest."""
        if self._automaton is None:
            return []
        folded = fold(visible.text)
        found: set[Hit] = set()
        for anchor, start, end in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            for form in self._anchored[anchor]:
                for span in _matches(form, folded.text, start, end):
                    hit = Hit(form, *folded.span(*span))
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
    can_be = form.ambiguity is Ambiguity.DISTINCT and len(form.name) >= 5 and not form.is_domain
    return is_inflected and can_be


def _joins(one: str, other: str) -> bool:
    """Whether two signs side by side belong to one word; scripts without spaces have no words to belong to."""
    return _is_letter(one) and _is_letter(other) and not (_SPACELESS.match(one) or _SPACELESS.match(other))


def _is_letter(sign: str) -> bool:
    # A modifier letter may be an apostrophe, and "²" is a footnote.
    return sign.isalnum() and unicodedata.category(sign) not in ("Lm", "No")


# Thai and Lao, Burmese, Khmer, Han and kana, Hangul with its particles.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _longest(hits: Iterable[Hit], text: str) -> list[Hit]:
    def order(hit: Hit) -> tuple[int, int, bool, str]:
        # Where two forms share a place, the one spelled like it: "Whats App" is also found as a variant of WhatsApp.
        return hit.start, -hit.end, text[hit.start : hit.end] != hit.form.name, hit.form.name

    kept: list[Hit] = []
    ends: dict[str, int] = {}
    for hit in sorted(hits, key=order):
        if hit.start >= ends.get(hit.form.whose, 0):
            kept.append(hit)
            ends[hit.form.whose] = hit.end
    return kept
