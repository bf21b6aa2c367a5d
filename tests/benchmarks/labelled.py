"""Labelled places and what the scan makes of them: the pages of a corpus, and excerpts of other pages.

A corpus is a folder with `brands.toml`, `score.py`, `dev/{manifest,labels}.jsonl`, `dev/pages/` and
`excerpts.jsonl.gz`; its README says what they hold. None is part of this project.
"""

import gzip
import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from mentions import pages, urls
from mentions.config import load
from mentions.detection import Index, Knowledge, scan
from mentions.detection.fitting import Row
from mentions.items import Brand, Evidence, Mention

PROFILES = Path(__file__).with_name("excerpt_brands.toml")
EXCERPT = "prior.excerpt"
"""A feature of excerpts alone: the page that they lack says nothing. Its weight takes that up and is not shipped."""
MOST_OF_A_PAGE = 5
"""A page and brand count as so many places at most, here as in the score."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A place with a label: its brand with the kind of its name, its site, what was found, and its row in the fit."""

    brand: str
    kind: str
    site: str
    confidence: float
    row: Row


@dataclass(frozen=True, slots=True)
class Read:
    """A page of the corpus and what the shipped scan finds there."""

    id: str
    url: str
    mentions: tuple[Mention, ...]


def read_pages(corpus: Path) -> list[Read]:
    """Every page of the corpus, scanned."""
    index = Index(brands_of(corpus / "brands.toml"))
    return [_read(corpus, known, index) for known in lines(corpus / "dev" / "manifest.jsonl")]


def brands_of(file: Path) -> tuple[Brand, ...]:
    return load(file).require_brands()


def labelled_pages(corpus: Path, read: Iterable[Read]) -> Iterator[Labelled]:
    """The candidates that a label is about, paired as the score pairs them."""
    score: Any = score_of(corpus)
    labels: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for label in lines(corpus / "dev" / "labels.jsonl"):
        labels[label["page"], label["brand"]].append(label)
    for page in read:
        by_brand: dict[str, list[Mention]] = defaultdict(list)
        for mention in page.mentions:
            by_brand[mention.name].append(mention)
        for brand, mentions in by_brand.items():
            asked = labels[page.id, brand]
            pairs, _, _ = score.pair_up(asked, [place_of(one) for one in mentions])
            counts = min(1.0, MOST_OF_A_PAGE / max(1, len(asked), len(mentions)))
            for label, place in pairs:
                if score.counts(label) and is_open(place["mention"]):
                    yield _labelled(label["class"], page.url, place["mention"], label["is_brand"], counts)


def place_of(mention: Mention) -> Json:
    """A mention as the score reads it."""
    return {"surface": mention.surface, "before": mention.before, "after": mention.after, "mention": mention}


def is_open(mention: Mention) -> bool:
    """Whether neither a rule nor the name alone decides it; misspellings are judged by fixed weights."""
    features = {one.feature for one in mention.evidence}
    return not any(one.startswith(("rule.", "spelling.")) or one == "prior.distinct" for one in features)


def _labelled(kind: str, url: str, mention: Mention, is_brand: bool, counts: float) -> Labelled:
    values: dict[str, float] = defaultdict(float)
    for one in mention.evidence:
        values[one.feature] += one.value
    row = Row(dict(values), is_brand, counts)
    return Labelled(mention.name, kind, urls.site_of(url), mention.confidence, row)


def labelled_excerpts(corpus: Path, file: Path) -> Iterator[Labelled]:
    """The excerpts of a file, each read as a page of its own."""
    known = {name: brand for brand in brands_of(corpus / "brands.toml") for name in (brand.name, *brand.aliases)}
    known |= {brand.name: brand for brand in brands_of(PROFILES)}
    index = Index(tuple(dict.fromkeys(known.values())))
    for excerpt in lines(file):
        mention = _excerpted(excerpt, known[excerpt["brand"]], index) if excerpt["label"] != "?" else None
        if mention and is_open(mention):
            mention = replace(mention, evidence=(*mention.evidence, Evidence("an excerpt", 0.0, EXCERPT, 1.0)))
            yield _labelled("excerpt", excerpt["url"], mention, excerpt["label"] == "1", 1.0)


def _excerpted(excerpt: Json, brand: Brand, index: Index) -> Mention | None:
    """The mention that an excerpt is about: the one behind as many letters as stand before it."""
    text = excerpt["before"] + excerpt["surface"] + excerpt["after"]
    body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    found = scan(pages.read(body.encode(), excerpt["url"]), index, Knowledge())
    at = _letters(excerpt["before"])
    own = [one for one in (found.mentions if found else ()) if one.brand == brand.key]
    return next((one for one in own if found and abs(_letters(found.text[: one.start]) - at) <= 3), None)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _read(corpus: Path, known: Json, index: Index) -> Read:
    body = gzip.decompress((corpus / "dev" / "pages" / f"{known['id']}.html.gz").read_bytes())
    page = scan(pages.read(body, known["url"], "text/html"), index, Knowledge())
    return Read(known["id"], known["url"], page.mentions if page else ())


def score_of(corpus: Path) -> object:
    """The corpus's own script, which pairs places with labels."""
    spec = importlib.util.spec_from_file_location("score", corpus / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score.py in {corpus}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(file: Path) -> Iterator[Json]:
    """The objects of a file of JSON lines."""
    whole = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    yield from (json.loads(line) for line in whole.splitlines() if line.strip())
