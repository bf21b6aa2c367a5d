"""`make learning CORPUS=FOLDER [SPLITS=12]`: what verdicts gain on pages and sites that nobody judged.

Of each brand whose name has other meanings the sites are dealt in two: some places of the larger part, drawn at random,
are the verdicts, and all of the other part is judged. The general weights are fitted without any label of the brand, as
they are for a brand of one's own. FOLDER is a corpus as `labelled` describes it; none is part of this project.
"""

import gzip
import math
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from benchmarks.fitting import fitted
from benchmarks.labelled import Labelled, labelled_excerpts, labelled_pages, lines, place_of, read_pages, score_of
from mentions import items, pages, urls
from mentions.config import load
from mentions.detection import Index, Knowledge, scan
from mentions.detection.evidence import confidence, verdict
from mentions.detection.learning import learn, learnt
from mentions.items import Label, LabelSource, Mention, Verdict

VERDICTS = (0, 1, 2, 5, 10, 20)
SPLITS = 12
FEWEST_SITES = 12
ASKED = 0.7
"""Share of a brand's sites whose places may be asked about: half of them are too few for twenty verdicts."""
LIKELY = 0.5
"""Confidence from which a place is judged the brand."""
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
class Brand:
    """A brand's labelled places, and general weights that saw none of them."""

    places: Sequence[Judged]
    weights: Mapping[str, float]


class Figures(NamedTuple):
    """Of places: the share judged right, mean log loss, the share decided alone, and wrongly so."""

    right: float
    loss: float
    alone: float
    wrong: float


def main(corpus: Path, splits: int) -> None:
    """Print a table for profiles as they are, and one for brands of which only name and domains are known."""
    known = load(corpus / "brands.toml").require_brands()
    rows = [*labelled_pages(corpus, read_pages(corpus)), *labelled_excerpts(corpus, corpus / "excerpts.jsonl.gz")]
    bare = tuple(replace(one, description="", context=(), products=(), people=(), competitors=()) for one in known)
    for title, brands in (("whole profiles", known), ("names, aliases and domains alone", bare)):
        by_name = {name: some for name, some in _by_brand(corpus, brands).items() if _sites(some) >= FEWEST_SITES}
        judged = {name: Brand(some, _weights(name, rows)) for name, some in by_name.items()}
        _print(title, judged, splits)


def _weights(name: str, rows: Iterable[Labelled]) -> Mapping[str, float]:
    return fitted(one.row for one in rows if one.brand != name)


def _print(title: str, brands: Mapping[str, Brand], splits: int) -> None:
    number = sum(len(one.places) for one in brands.values())
    _say(f"\n{title}: {len(brands)} brands, {number} places, mean of {splits} splits")
    _say(f"{'verdicts':>8}{'right':>9}{'spread':>9}{'log loss':>10}{'alone':>8}{'wrong':>8}")
    for verdicts in VERDICTS:
        found = [_split(brands, verdicts, split) for split in range(splits)]
        mean = Figures(*map(statistics.fmean, zip(*found, strict=True)))
        spread = statistics.pstdev(one.right for one in found)
        _say(f"{verdicts:>8}{mean.right:>9.3f}{spread:>9.3f}{mean.loss:>10.3f}{mean.alone:>8.3f}{mean.wrong:>8.3f}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _split(brands: Mapping[str, Brand], verdicts: int, split: int) -> Figures:
    """Each brand counts alike."""
    rounds = [_round(one, verdicts, Random(f"{name} {split}")) for name, one in brands.items()]  # noqa: S311
    return Figures(*map(statistics.fmean, zip(*rounds, strict=True)))


def _round(brand: Brand, verdicts: int, random: Random) -> Figures:
    """How the places of the sites that nobody judged are judged after so many verdicts."""
    sites = sorted({one.site for one in brand.places})
    random.shuffle(sites)
    asked = set(sites[: int(len(sites) * ASKED)])
    drawn = [one.label for one in brand.places if one.site in asked]
    random.shuffle(drawn)
    taught = learn(drawn[:verdicts], brand.weights)
    rest = [one.label for one in brand.places if one.site not in asked]
    return _figures([(confidence(learnt(one.evidence, one, taught, brand.weights)), one.is_brand) for one in rest])


def _figures(said: Sequence[tuple[float, bool]]) -> Figures:
    truth = {Verdict.ACCEPTED: True, Verdict.REJECTED: False}
    alone = [(truth[verdict(sure)], is_brand) for sure, is_brand in said if verdict(sure) in truth]
    return Figures(
        right=sum((sure >= LIKELY) is is_brand for sure, is_brand in said) / len(said),
        loss=sum(-math.log(max(1e-6, sure if is_brand else 1 - sure)) for sure, is_brand in said) / len(said),
        alone=len(alone) / len(said),
        wrong=sum(decided is not is_brand for decided, is_brand in alone) / len(said),
    )


def _sites(places: Sequence[Judged]) -> int:
    return len({one.site for one in places})


def _by_brand(corpus: Path, known: Sequence[items.Brand]) -> dict[str, list[Judged]]:
    score: Any = score_of(corpus)
    labels, brands = defaultdict(list), dict[str, list[Judged]]()
    for label in lines(corpus / "dev" / "labels.jsonl"):
        if label["class"] == "b":
            labels[label["page"], label["brand"]].append(label)
    index = Index(known)
    for page in lines(corpus / "dev" / "manifest.jsonl"):
        body = gzip.decompress((corpus / "dev" / "pages" / f"{page['id']}.html.gz").read_bytes())
        found = scan(pages.read(body, page["url"], "text/html"), index, Knowledge())
        for name in {mention.name for mention in found.mentions} if found else ():
            own = [mention for mention in found.mentions if mention.name == name] if found else []
            pairs, _, _ = score.pair_up(labels[page["id"], name], [place_of(one) for one in own])
            counted = ((label, place["mention"]) for label, place in pairs if score.counts(label))
            judged = [_judged(one, page["url"], is_brand=label["is_brand"]) for label, one in counted]
            brands.setdefault(name, []).extend(judged)
    for name, one in _excerpts(corpus, index):
        brands.setdefault(name, []).append(one)
    return brands


def _excerpts(corpus: Path, index: Index) -> Iterator[tuple[str, Judged]]:
    """Labelled places of other pages, each read as a page of its own."""
    known = {name: brand for brand in index.brands for name in (brand.name, *brand.aliases)}
    for one in lines(corpus / "excerpts.jsonl.gz"):
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else SPLITS)
