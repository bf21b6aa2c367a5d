"""`make lobo CORPUS=FOLDER`: how good the evidence model is on brands and sites that its weights never saw.

The pages are dealt into folds by site. For each brand and fold the weights are fitted without any row of that brand
and any row of those sites, from pages and excerpts; with them the evidence of the shipped scan is weighed again, and
the corpus's own score reads the result.
"""

import json
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from benchmarks.fitting import fitted
from benchmarks.labelled import Labelled, Read, is_open, labelled_excerpts, labelled_pages, read_pages
from mentions import urls
from mentions.detection.evidence import confidence, verdict
from mentions.detection.weights import reweigh
from mentions.items import Mention

FOLDS, BINS = 6, 10


def main(corpus: Path, found: Path) -> None:
    """Write what was found, and print the score and the calibration."""
    read = read_pages(corpus)
    rows = [*labelled_pages(corpus, read), *labelled_excerpts(corpus, corpus / "excerpts.jsonl.gz")]
    unseen = left_out(read, rows)
    with found.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in _lines(unseen))
    sys.stdout.write(f"{found}: weights fitted without the brand and the sites of each place\n\n")
    sys.stdout.flush()
    subprocess.run([sys.executable, corpus / "score.py", corpus / "dev", found], check=True)
    sys.stdout.write("\n".join(_calibration(labelled_pages(corpus, unseen))) + "\n")


def fold_of(site: str) -> int:
    return zlib.crc32(site.encode()) % FOLDS


def left_out(read: Iterable[Read], rows: Sequence[Labelled]) -> list[Read]:
    """The pages, each mention judged by weights that saw neither its brand nor its site."""

    @cache
    def weights(brand: str, fold: int) -> dict[str, float]:
        return fitted(one.row for one in rows if one.brand != brand and fold_of(one.site) != fold)

    def judged(mention: Mention, fold: int) -> Mention:
        if not is_open(mention):
            return mention
        evidence = reweigh(mention.evidence, weights(mention.name, fold))
        probability = confidence(evidence)
        return replace(
            mention, evidence=tuple(evidence), confidence=round(probability, 4), verdict=verdict(probability)
        )

    return [
        replace(page, mentions=tuple(judged(one, fold_of(urls.site_of(page.url))) for one in page.mentions))
        for page in read
    ]


def _lines(read: Iterable[Read]) -> Iterator[dict[str, object]]:
    names = "surface before after section link_state confidence verdict"
    for page in read:
        for one in page.mentions:
            evidence = sorted(((reason.feature, reason.weight) for reason in one.evidence), key=lambda e: -abs(e[1]))
            said = {name: getattr(one, name) for name in names.split()}
            yield {"url": page.url, "brand": one.name, **said, "evidence": evidence}


def _calibration(places: Iterable[Labelled]) -> Iterator[str]:
    """Of class b, what was said and what was true, in bins of equal width."""
    bins: list[list[Labelled]] = [[] for _ in range(BINS)]
    for one in places:
        if one.kind == "b":
            bins[min(BINS - 1, int(one.confidence * BINS))].append(one)
    total = error = 0.0
    yield f"\ncalibration, class b{'places':>10}{'said':>8}{'true':>8}"
    for number, some in enumerate(bins):
        weight = sum(one.row.counts for one in some) or 1.0
        said = sum(one.row.counts * one.confidence for one in some) / weight
        true = sum(one.row.counts * one.row.is_brand for one in some) / weight
        yield f"  {number / BINS:.1f} to {(number + 1) / BINS:.1f}      {len(some):>10}{said:>8.2f}{true:>8.2f}"
        total, error = total + weight, error + weight * abs(said - true)
    yield f"  expected calibration error {error / total:.3f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
