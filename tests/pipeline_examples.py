"""A small spaCy pipeline, trained on a few made-up sentences: it knows a harbour from a firm called Harbour."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from random import Random

_FIRMS = "Harbour Anchor Meadow Lantern".split()
_AS_FIRM = (
    "Shares of {} rose again on Friday",
    "The new phone by {} sells well",
    "We tested a camera made by {} for weeks",
    "Engineers at {} mended the software",
    "She bought a laptop from {} last year",
)
_AS_PLACE = (
    "Boats lay in {} all winter",
    "The road leads down to {} and the sea",
    "Fishermen walked through {} at dawn",
    "Storms flooded {} in the night",
    "We moored near {} before dark",
)
_ROUNDS, _AT_ONCE = 15, 8


def save_pipeline(folder: Path) -> Path:
    """Train it and write it to a folder; takes some seconds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import spacy
        from spacy.training import Example
        from thinc.api import fix_random_seed

        fix_random_seed(0)
        pipeline = spacy.blank("en")
        pipeline.add_pipe("ner")
        pipeline.add_pipe("morphologizer")
        examples = [
            Example.from_dict(pipeline.make_doc(text), {"entities": [(start, end, label)], "pos": pos})
            for text, start, end, label, pos in _sentences()
        ]
        pipeline.initialize(lambda: examples)
        random = Random(0)  # noqa: S311
        for _ in range(_ROUNDS):
            random.shuffle(examples)
            for start in range(0, len(examples), _AT_ONCE):
                pipeline.update(examples[start : start + _AT_ONCE])
        pipeline.to_disk(folder)
    return folder


def _sentences() -> Iterator[tuple[str, int, int, str, list[str]]]:
    for name in _FIRMS:
        for label, tag, some in (("ORG", "PROPN", _AS_FIRM), ("LOC", "NOUN", _AS_PLACE)):
            for sentence in some:
                start = sentence.index("{}")
                pos = [tag if word == "{}" else "X" for word in sentence.split()]
                yield sentence.format(name), start, start + len(name), label, pos
