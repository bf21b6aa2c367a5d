"""spaCy pipelines that a user has trained or installed: which entities and parts of speech they see at a place."""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mentions.detection.advisers import Advice
from mentions.detection.passages import Span, passages
from mentions.detection.reasons.values import Reason
from mentions.exceptions import UnreadableError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from mentions.detection.forms import Hit

# What nothing here asks for; without a parser, reading takes half the time.
_LEFT_OUT = ("parser", "senter", "lemmatizer", "trainable_lemmatizer", "entity_linker", "textcat", "textcat_multilabel")
_TELLING = frozenset({"doc.ents", "token.pos"})
_ANY_LANGUAGE = "xx"

# The label sets of spaCy's own pipelines, in capitals; what a label in neither means is not known.
_ORGANISATIONS = frozenset("ORG ORGANIZATION ORGNAME OG COMPANY BRAND PRODUCT PROD".split())
_OTHERS = frozenset(
    (
        "PERSON PER PRS PERSNAME PS GPE LOC LC GPE_LOC GPE_ORG PLACENAME GEOGNAME FAC FACILITY NORP NAT_REL_POL "
        "DATE DATETIME DT TIME TI CARDINAL ORDINAL NUMBER QUANTITY MONEY PERCENT"
    ).split()
)
_NO_WORDS = frozenset(("", "X", "PUNCT", "SYM", "NUM", "SPACE"))
_AROUND = re.compile(r"(?i)\A(?:(?:the|der|die|das|le|la|les|el|los|las)\s+)?(?P<name>.+?)(?:['’]s?)?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Trained:
    """Pipelines, each for pages in its own language; the first also for pages that do not say theirs."""

    pipelines: "tuple[Language, ...]"

    def advise(self, hits: "Sequence[Hit]", text: str, language: str | None) -> list[Advice]:
        pipeline = self._of(language)
        if pipeline is None:
            return []
        with pipeline.memory_zone():  # or the words of every page would stay in memory
            return [
                (hit, reason)
                for start, end in passages(text, [Span(hit.start, hit.end) for hit in hits], ())
                for doc in (pipeline(text[start:end]),)
                for hit in hits
                if start <= hit.start and hit.end <= end
                for reason in _reasons(doc, Span(hit.start - start, hit.end - start))
            ]

    def _of(self, language: str | None) -> "Language | None":
        if language is None:
            return self.pipelines[0] if self.pipelines else None
        return next((one for one in self.pipelines if one.lang in (language, _ANY_LANGUAGE)), None)


def load(name: str, folder: Path) -> "Language":
    """The pipeline that lies in `folder`, else the installed package of that name.

    Raises UnreadableError where there is none, where it cannot be loaded, and where it says nothing of names.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # spaCy's own
        import spacy
        from spacy.about import __version__
        from spacy.util import is_package

        place = folder / name
        if not place.is_dir() and not is_package(name):
            what = f"{name} is neither a folder in {folder} nor an installed package"
            raise UnreadableError(f"{what}; install it, spaCy's own by: python -m spacy download {name}")
        try:
            pipeline = spacy.load(place if place.is_dir() else name, exclude=_LEFT_OUT)
        except (OSError, ImportError, AttributeError, LookupError, TypeError, ValueError) as error:
            why = " ".join(str(error).split())[:200]
            raise UnreadableError(f"{name} cannot be loaded as a pipeline of spaCy {__version__}: {why}") from error
    if not _says_something(pipeline):
        raise UnreadableError(f"{name} finds neither entities nor parts of speech; it needs a ner or morphologizer")
    return pipeline


def _says_something(pipeline: "Language") -> bool:
    """Whether one of its components sets what is asked for; an attribute ruler does not declare it."""
    names = pipeline.pipe_names
    return "attribute_ruler" in names or any(_TELLING.intersection(pipeline.get_pipe_meta(n).assigns) for n in names)


def title(pipeline: "Language") -> str:
    """What people call a pipeline: its language and name."""
    return f"{pipeline.lang}_{pipeline.meta['name']}"


def _reasons(doc: "Doc", place: Span) -> Iterator[Reason]:
    yield from _entity(doc, place)
    yield from _part_of_speech(doc, place)


def _entity(doc: "Doc", place: Span) -> Iterator[Reason]:
    """Of an organisation the place must be the whole name: “Shell” is no part of the “Shell Foundation”."""
    for found in doc.ents:
        if found.start_char >= place.end or found.end_char <= place.start:
            continue
        label, words = found.label_, found.text
        if label.upper() in _OTHERS:
            yield Reason("tagged.other", f"your pipeline sees “{words}” as {label}, no organisation or product")
        elif label.upper() in _ORGANISATIONS and (bare := _AROUND.match(words)):
            start, end = (found.start_char + offset for offset in bare.span("name"))
            if place.start <= start and end <= place.end:
                yield Reason("tagged.organisation", f"your pipeline sees an organisation or product, {label}")
        return


def _part_of_speech(doc: "Doc", place: Span) -> Iterator[Reason]:
    tags = [word.pos_ for word in doc if word.idx < place.end and word.idx + len(word) > place.start]
    telling = [tag for tag in tags if tag not in _NO_WORDS]
    if "PROPN" in telling:
        yield Reason("tagged.proper", "your pipeline reads a proper noun")
    elif telling:
        yield Reason("tagged.common", f"your pipeline reads no proper noun: {telling[-1]}")
