"""The sentence round a mention, by spaCy's rules for the language of the page. Only blocks with a mention are read."""

import re
import warnings
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_LONGEST = 1_500
"""Characters of a block that are read; longer blocks are cut round the mention."""
_ENDS = "。！？｡"
_OPENING = re.compile(r"(?<=\s)[“„«‹‘\"'(\[¿¡]+\s*\Z")
_WITHOUT_EXTRAS = frozenset("da de en es fi fr it nb nl pl pt ro sv cs el hr hu lt ru uk tr id".split())


class Sentences:
    """The sentences of one text, each block cut once."""

    def __init__(self, text: str, language: str | None) -> None:
        self._text = text
        self._language = language if language in _WITHOUT_EXTRAS else "en"
        self._spans: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def around(self, start: int, end: int) -> str:
        """The sentence that holds `text[start:end]`, word for word; never across the end of a block."""
        left, right = self._block(start, end)
        if (left, right) not in self._spans:
            self._spans[left, right] = _spans(self._text[left:right], self._language)
        # A name may hold a full stop itself; then its sentence is what looks like two.
        touched = [span for span in self._spans[left, right] if span[0] < end - left and start - left < span[1]]
        if not touched:
            return self._text[left:right].strip()
        return self._text[left + touched[0][0] : left + touched[-1][1]].strip()

    def _block(self, start: int, end: int) -> tuple[int, int]:
        left, right = self._text.rfind("\n", 0, start) + 1, self._text.find("\n", end)
        right = right if right >= 0 else len(self._text)
        if right - left > _LONGEST:
            left, right = max(left, start - _LONGEST // 2), min(right, end + _LONGEST // 2)
        return left, right


def _spans(block: str, language: str) -> list[tuple[int, int]]:
    if any(sign in block for sign in _ENDS):
        return _east_asian(block)
    pipeline = _pipeline(language)
    with pipeline.memory_zone():  # or the words of every page would stay in memory
        ends = [sentence.end_char for sentence in pipeline(block).sents]
    # The quotation mark that opens a sentence belongs to it, and not to the one before.
    ends = [len(_OPENING.sub("", block[:end])) for end in ends]
    return list(pairwise([0, *ends[:-1], len(block)]))


def _east_asian(block: str) -> list[tuple[int, int]]:
    # spaCy's tokenizers for these languages need system libraries; the stops say as much.
    spans, first = [], 0
    for position, sign in enumerate(block, 1):
        if sign in _ENDS:
            spans.append((first, position))
            first = position
    return [*spans, (first, len(block))]


@cache
def _pipeline(language: str) -> "Language":
    with warnings.catch_warnings():
        # Its command line tool warns of its own dependencies while it is imported.
        warnings.simplefilter("ignore", DeprecationWarning)
        import spacy

        pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")
    return pipeline
