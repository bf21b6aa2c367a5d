"""Passages read by spaCy: sentences by the rules of their language, and the names of the profiles in `Doc.ents`.

Blank pipelines need no trained model: a tokenizer, an entity ruler with the patterns of all profiles, a sentencizer.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from mentions.detection.boundaries import joins
from mentions.detection.entities import Entity, Label, Names
from mentions.detection.passages import Reading, Span
from mentions.items import Brand

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRuler
    from spacy.tokens import Doc

_WITHOUT_EXTRAS = frozenset("da de en es fi fr it nb nl pl pt ro sv cs el hr hu lt ru uk tr id".split())
_SIGN_BY_SIGN = "zh"
"""For scripts without spaces: spaCy's tokenizers for Japanese, Korean and Thai need libraries of the system."""
_STOPS = ["。", "！", "？", "｡"]
_STOP = re.compile(f"[{''.join(_STOPS)}]")
_OPENING = re.compile(r"(?<=\s)[“„«‹‘\"'(\[¿¡]+\s*\Z")


class Reader:
    """Reads passages; keeps one pipeline a language, each built when the first page needs it."""

    def __init__(self, brands: Sequence[Brand]) -> None:
        self.names = Names(brands)
        self._pipelines: dict[str, Language] = {}

    def read(self, text: str, spans: Iterable[Span], language: str | None) -> Reading:
        """The sentences and entities of some passages of a text in a language (ISO 639-1; None: not known)."""
        sentences, entities = list[Span](), list[Entity]()
        by_pipeline: dict[Language, list[Span]] = defaultdict(list)
        for span in spans:
            is_spaceless = _STOP.search(text, *span)
            by_pipeline[self._pipeline(_SIGN_BY_SIGN if is_spaceless else language)].append(span)
        for pipeline, some in by_pipeline.items():
            with pipeline.memory_zone():  # or the words of every page would stay in memory
                for start, end in some:
                    passage = text[start:end]
                    doc = pipeline(passage)
                    sentences += _sentences(doc, passage, start)
                    entities += self._entities(doc, passage, start)
        return Reading(tuple(sorted(sentences)), tuple(sorted(entities)))

    def _pipeline(self, language: str | None) -> "Language":
        known = language if language in _WITHOUT_EXTRAS or language == _SIGN_BY_SIGN else "en"
        if known not in self._pipelines:
            self._pipelines[known] = _pipeline(known, self.names)
        return self._pipelines[known]

    def _entities(self, doc: "Doc", passage: str, offset: int) -> Iterator[Entity]:
        for found in doc.ents:
            start, end = found.start_char, found.end_char
            if self.names.stands_for_one(found.text) and not (joins(passage, start) or joins(passage, end)):
                yield Entity(start + offset, end + offset, Label(found.label_), found.text)


def _sentences(doc: "Doc", passage: str, offset: int) -> Iterator[Span]:
    start = 0
    for sentence in doc.sents:
        # The quotation mark that opens a sentence belongs to it, and not to the one before.
        is_last = sentence.end_char == len(passage)
        end = len(passage) if is_last else len(_OPENING.sub("", passage[: sentence.end_char]))
        yield Span(start + offset, end + offset)
        start = end


def _pipeline(language: str, names: Names) -> "Language":
    bare = _bare(language)
    pipeline = type(bare)(bare.vocab, create_tokenizer=lambda _: bare.tokenizer)
    # Cut sign by sign, "3.5" would hold a stop.
    pipeline.add_pipe("sentencizer", config={"punct_chars": _STOPS if language == _SIGN_BY_SIGN else None})
    ruler = cast("EntityRuler", pipeline.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"}))
    ruler.add_patterns(names.patterns())
    return pipeline


@cache
def _bare(language: str) -> "Language":
    """The words of a language and its tokenizer, which take twenty times as long to make as all that is added."""
    with warnings.catch_warnings():
        # Its command line tool warns of its own dependencies while it is imported.
        warnings.simplefilter("ignore", DeprecationWarning)
        import spacy
        from spacy import attrs

        bare = spacy.blank(language)
        asked = (attrs.LOWER, attrs.NORM, attrs.IS_PUNCT, attrs.IS_SPACE, attrs.LANG)
    # What nothing here asks of a word would be worked out for each word of each page.
    vocab: Any = bare.vocab  # its stub leaves the getters out
    getters = vocab.lex_attr_getters
    vocab.lex_attr_getters = {attribute: getters[attribute] for attribute in asked}
    return bare
