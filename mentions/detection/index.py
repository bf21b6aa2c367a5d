"""One automaton over the anchors of every form, and the places in a text that a form really matches."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from mentions import urls
from mentions.detection.advisers import Adviser
from mentions.detection.boundaries import is_behind_clitics, is_handle, is_inflected, joins
from mentions.detection.folding import fold
from mentions.detection.forms import Ambiguity, Form, Hit, forms_of, speaks_of
from mentions.detection.pipelines import Reader
from mentions.detection.sieve import Look, Sieve, automaton
from mentions.detection.spelling import Spelling
from mentions.items import DEFAULT_THRESHOLDS, Brand, Thresholds
from mentions.pages.walking import VisibleText

_TELLING = 5
"""Signs from which on a name is known in spite of a letter more."""


class Index:
    """The forms of all brands, built once before a crawl, who advises, and the confidence from which they count."""

    def __init__(
        self,
        brands: Sequence[Brand],
        thresholds: Thresholds = DEFAULT_THRESHOLDS,
        advisers: Sequence[Adviser] = (),
    ) -> None:
        self.brands, self.thresholds, self.advisers = tuple(brands), thresholds, tuple(advisers)
        forms, by_anchor = list(_forms(self.brands)), dict[str, list[Form]]()
        self.reader = Reader(self.brands)
        for form in forms:
            for anchor in form.anchors:
                by_anchor.setdefault(anchor, []).append(form)
        self._anchored = tuple(map(tuple, by_anchor.values()))
        self._automaton = automaton(by_anchor)
        self._sieve = Sieve(by_anchor, Spelling(forms))

    def look(self, pieces: str) -> Look:
        """What the pieces of a page may name; never nothing where `hits` on the same page finds something."""
        return self._sieve.look(pieces)

    def may_name(self, text: str) -> bool:
        """Whether a text could name a brand, also misspelt."""
        return any(self.look(text))

    def hits(self, visible: VisibleText, misspelt: Iterable[Form] = ()) -> list[Hit]:
        """Every place that names a brand, in order; of forms of one brand that overlap the longest.

        `misspelt` are forms that only this text has.
        """
        folded = fold(visible.text)
        found = (
            Hit(form, *folded.span(*span))
            for form, span in (*self._spans(folded.text), *_spans_of(misspelt, folded.text))
        )
        return _longest({hit for hit in found if _is_bounded(hit, visible)}, visible.text)

    def _spans(self, text: str) -> Iterator[tuple[Form, tuple[int, int]]]:
        if self._automaton is None:
            return
        for anchor, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for form in self._anchored[anchor]:
                for span in _matches(form, text, start, end):
                    yield form, span


def _forms(brands: Sequence[Brand]) -> Iterator[Form]:
    """The forms of all brands; a domain that several share stands for those whose name is in it, if there are any."""
    owners: dict[str, list[Brand]] = {}
    for brand in brands:
        for domain in brand.domains:
            owners.setdefault(domain, []).append(brand)
    for form in (form for brand in brands for form in forms_of(brand)):
        sharing = owners.get(urls.ascii_host(form.name), []) if form.is_domain else []
        if len(sharing) < 2 or speaks_of(form.name, form.brand) or not any(speaks_of(form.name, b) for b in sharing):
            yield form


def _matches(form: Form, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where `form` covers the anchor at `start`."""
    left, right = max(0, start - form.reach), min(len(text), end + form.reach)
    for match in form.pattern.finditer(text, left, right):
        if match.start() <= start and end <= match.end():
            yield match.span()


def _spans_of(forms: Iterable[Form], text: str) -> Iterator[tuple[Form, tuple[int, int]]]:
    for form in forms:
        for match in form.pattern.finditer(text):
            yield form, match.span()


def _is_bounded(hit: Hit, visible: VisibleText) -> bool:
    """Whether a hit stands for itself: as whole words, or as the whole text of an element."""
    form, start, end = hit
    text, seams = visible.text, visible.seams
    if form.is_domain and not _is_whole_domain(hit, text):
        return False
    is_telling = form.ambiguity is Ambiguity.DISTINCT and not form.is_domain and len(form.name) >= _TELLING
    begins = start in seams or not joins(text, start) or (is_telling and is_behind_clitics(text, start))
    ends = end in seams or not joins(text, end)
    # "Microsofts" is the brand in the plural or a genitive; "Targets" is a word.
    return begins and (ends or (is_telling and (is_inflected(text, end) or is_handle(text, start, end))))


def _is_whole_domain(hit: Hit, text: str) -> bool:
    """Whether a domain is not a part of another, or another that only differs in accents."""
    form, start, end = hit
    return (
        text[start - 1 : start] not in ("-", "@")
        and text[end : end + 1] != "-"
        and _letters(text[start:end]) == _letters(form.name)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _longest(hits: Iterable[Hit], text: str) -> list[Hit]:
    def order(hit: Hit) -> tuple[int, int, bool, bool, str]:
        # Where two forms share a place, the one spelled like it: "Whats App" is also found as a variant of WhatsApp.
        form = hit.form
        return hit.start, -hit.end, bool(form.misspelt), text[hit.start : hit.end] != form.name, form.name

    kept: list[Hit] = []
    ends: dict[str, int] = {}
    for hit in sorted(hits, key=order):
        if hit.start >= ends.get(hit.form.whose, 0):
            kept.append(hit)
            ends[hit.form.whose] = hit.end
    return kept
