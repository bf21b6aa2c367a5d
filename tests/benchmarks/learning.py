"""`make learning CORPUS=FOLDER [SPLITS=12]`: what verdicts gain on pages and sites that nobody judged.

Of each brand whose name has other meanings the sites are dealt into two halves; some places of one half, drawn at
random, are the verdicts, and all of the other half is judged. FOLDER is a corpus with `brands.toml`, `score.py` and
`dev/{manifest,labels}.jsonl`, `dev/pages/` and `excerpts.jsonl.gz`; none is part of this project.
"""

import gzip
import importlib.util
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from mentions import pages, urls
from mentions.config import load
from mentions.detection import Index, Knowledge, scan
from mentions.detection.evidence import confidence
from mentions.detection.learning import learn, learnt
from mentions.detection.weights import shipped
from mentions.items import Label, LabelSource, Mention

VERDICTS = (0, 1, 2, 5, 10, 20)
SPLITS = 12
FEWEST_SITES = 12
LIKELY = 0.5
"""Confidence from which a place is judged the brand: verdicts are drawn once of all places, once of those."""
NEARLY = 3
"""Letters by which the place of an excerpt may be off."""
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled place with what the scan makes of it by itself."""

    label: Label
    site: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of places judged right, mean log loss, and how many brands are judged better or worse than before."""

    right: float
    loss: float
    by_brand: dict[str, float]


def main(corpus: Path, splits: int) -> None:
    """Print a table of each way to draw the verdicts."""
    brands = {name: places for name, places in _by_brand(corpus).items() if _sites(places) >= FEWEST_SITES}
    number = sum(map(len, brands.values()))
    _say(f"{len(brands)} brands, {number} places, mean of {splits} splits, pages and sites never judged")
    for title, least in (("of all places", 0.0), (f"of places from {LIKELY} on", LIKELY)):
        _say(f"\nverdicts drawn {title}\n{'verdicts':>10}{'right':>9}{'log loss':>10}{'better':>8}{'worse':>7}  brands")
        before: Figures | None = None
        for verdicts in VERDICTS:
            found = _figures(brands, verdicts, splits, least=least)
            before = before or found
            gains = [found.by_brand[name] - before.by_brand[name] for name in brands]
            better, worse = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
            _say(f"{verdicts:>10}{found.right:>9.3f}{found.loss:>10.3f}{better:>8}{worse:>7}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _figures(brands: dict[str, list[Judged]], verdicts: int, splits: int, *, least: float) -> Figures:
    right, loss = dict[str, float](), dict[str, float]()
    for name, places in brands.items():
        rounds = [_round(places, verdicts, Random(f"{name} {split}"), least=least) for split in range(splits)]  # noqa: S311
        right[name] = sum(each[0] for each in rounds) / splits
        loss[name] = sum(each[1] for each in rounds) / splits
    return Figures(sum(right.values()) / len(right), sum(loss.values()) / len(loss), right)


def _round(places: Sequence[Judged], verdicts: int, random: Random, *, least: float) -> tuple[float, float]:
    """Share judged right, and mean log loss, of the sites that nobody judged."""
    sites = sorted({one.site for one in places})
    random.shuffle(sites)
    asked = set(sites[: len(sites) // 2])
    drawn = [one.label for one in places if one.site in asked and one.confidence >= least]
    random.shuffle(drawn)
    taught = learn(drawn[:verdicts], shipped())
    rest = [one.label for one in places if one.site not in asked]
    said = [(confidence(learnt(one.evidence, one, taught, shipped())), one.is_brand) for one in rest]
    right = sum((probability >= LIKELY) is is_brand for probability, is_brand in said)
    loss = sum(-math.log(max(1e-6, probability if is_brand else 1 - probability)) for probability, is_brand in said)
    return right / len(said), loss / len(said)


def _sites(places: Sequence[Judged]) -> int:
    return len({one.site for one in places})


def _by_brand(corpus: Path) -> dict[str, list[Judged]]:
    score, labels, brands = _score(corpus), defaultdict(list), dict[str, list[Judged]]()
    for label in _lines(corpus / "dev" / "labels.jsonl"):
        if label["class"] == "b":
            labels[label["page"], label["brand"]].append(label)
    index = Index(load(corpus / "brands.toml").require_brands())
    for page in _lines(corpus / "dev" / "manifest.jsonl"):
        body = gzip.decompress((corpus / "dev" / "pages" / f"{page['id']}.html.gz").read_bytes())
        found = scan(pages.read(body, page["url"], "text/html"), index, Knowledge())
        for name in {mention.name for mention in found.mentions} if found else ():
            own = [mention for mention in found.mentions if mention.name == name] if found else []
            pairs, _, _ = score.pair_up(labels[page["id"], name], [_place(one) for one in own])
            counted = ((label, place["mention"]) for label, place in pairs if score.counts(label))
            judged = [_judged(one, page["url"], is_brand=label["is_brand"]) for label, one in counted]
            brands.setdefault(name, []).extend(judged)
    for name, one in _excerpts(corpus, index):
        brands.setdefault(name, []).append(one)
    return brands


def _excerpts(corpus: Path, index: Index) -> Iterator[tuple[str, Judged]]:
    """Labelled places of other pages, each read as a page of its own."""
    known = {name: brand for brand in index.brands for name in (brand.name, *brand.aliases)}
    for one in _lines(corpus / "excerpts.jsonl.gz"):
        brand = known.get(one["brand"])
        if brand and one["label"] in "01":
            text = escape(one["before"] + one["surface"] + one["after"]).replace("\n", "<br>")
            found = scan(pages.read(f"<p>{text}</p>".encode(), one["url"]), index, Knowledge())
            at = _letters(one["before"])
            for mention in found.mentions if found else ():
                if found and mention.brand == brand.key and abs(_letters(found.text[: mention.start]) - at) <= NEARLY:
                    yield brand.name, _judged(mention, one["url"], is_brand=one["label"] == "1")


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _place(mention: Mention) -> dict[str, Any]:
    return {"surface": mention.surface, "before": mention.before, "after": mention.after, "mention": mention}


def _judged(mention: Mention, url: str, *, is_brand: bool) -> Judged:
    said = Label(
        brand=mention.brand,
        url=url,
        surface=mention.surface,
        before=mention.before,
        after=mention.after,
        is_brand=is_brand,
        actor="corpus",
        at=SOME_DAY,
        source=LabelSource.IMPORT,
        evidence=mention.evidence,
    )
    return Judged(said, urls.site_of(url), mention.confidence)


def _score(corpus: Path) -> Any:  # noqa: ANN401 - a script of the corpus
    spec = importlib.util.spec_from_file_location("score", corpus / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score.py in {corpus}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    whole = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    yield from (json.loads(line) for line in whole.splitlines() if line.strip())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else SPLITS)
