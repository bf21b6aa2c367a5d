"""`PYTHONPATH=tests python -m benchmarks.scanning`: a scan of a web archive beside reading and parsing it alone.

The floor reads the same WARC file with the same reader, parses each page with lexbor and takes its text. 1 page in 20
names one of 100 coined brands. Every page is another one, and each contender sees it once a round; CPU time counts, not
what other programs take. With `cold` no page was read before, and no word is known; else the same pages were read once.

`--shared FOLDER` takes archived pages (`corpus/dev`) and `corpus/brands.toml`, whose brands stand on most of them.
`--memory` scans the pages ten times, then a hundred times over, in processes of their own, and takes minutes.
"""

import argparse
import gzip
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from selectolax.lexbor import LexborHTMLParser

from benchmarks import naive
from benchmarks.measuring import Contender, Timed, medians, report
from benchmarks.pages import EVERY, Sample, coined
from benchmarks.webs import archived, copies, made_up, planted
from mentions.config import load
from mentions.detection import Index
from mentions.detection.sieve import Sieve
from mentions.detection.spelling import Spelling
from mentions.items import Brand
from mentions.pages.charset import as_utf8
from mentions.pages.walking import INVISIBLE
from mentions.services.archives import read_archive
from mentions.services.saved import Saved
from mentions.services.scanning import _outcome, scan_saved

NAMES, ROUNDS, MADE_UP, FEW = (1, 100, 10_000), 3, 600, 10
"""The slow ones see one page in FEW."""


def main() -> None:
    """Print the tables."""
    ask = argparse.ArgumentParser(description="A scan of a web archive beside reading and parsing it alone.")
    ask.add_argument("--shared", type=Path, help="a folder with archived pages (corpus)")
    ask.add_argument("--rounds", type=int, default=ROUNDS)
    ask.add_argument("--memory", action="store_true", help="peak memory after many pages, too")
    ask.add_argument("--peak", type=Path, metavar="FILE", help="scan one file and print the peak memory in MB")
    said = ask.parse_args()
    brands = coined(max(NAMES))
    if said.peak:
        sys.stdout.write(f"{_peak(said.peak, brands[: NAMES[1]]):.0f}\n")
        return
    found = archived(said.shared / "corpus" / "dev") if said.shared else made_up(MADE_UP)
    own = load(said.shared / "corpus" / "brands.toml").brands if said.shared else ()
    with TemporaryDirectory() as folder:
        pages = planted(found, [brand.name for brand in brands[: NAMES[1]]], every=EVERY)
        archive = _archive(Path(folder, "pages.warc.gz"), pages)
        _speed(archive, pages, brands, own, said.rounds)
        _processes(archive, len(pages), brands[: NAMES[1]])
        if said.memory:
            _memory(Path(folder), pages)


def _speed(archive: Path, pages: Sequence[Sample], brands: Sequence[Brand], own: Sequence[Brand], rounds: int) -> None:
    contenders = [Contender("floor: read, parse, text", _timed(lambda: map(_floor, _pages(archive))))]
    for count in NAMES:
        contenders.append(_cold(f"scan, {count:,} names, cold", archive, brands[:count]))
        contenders.append(_warm(f"scan, {count:,} names", archive, Index(brands[:count])))
    exact = _without_slips(Index(brands[: NAMES[1]]))
    contenders.append(_warm(f"scan, {NAMES[1]} names, none misspelt", archive, exact))
    if own:
        contenders.append(_warm(f"scan, the {len(own)} brands of brands.toml", archive, Index(own)))
    contenders += _naive(archive, [brand.name for brand in brands[: NAMES[1]]])
    size = sum(len(one.body) for one in pages) / len(pages) / 1000
    title = f"{len(pages)} pages of {size:.0f} kB, 1 in {EVERY} with a mention; medians of {rounds} rounds, CPU time"
    report(title, medians(contenders, rounds), of=len(pages), unit="page")


def _pages(archive: Path) -> Iterator[Saved]:
    return (one for one in read_archive(archive, archive.name) if isinstance(one, Saved))


def _timed(work: Callable[[], Iterator[object]]) -> Timed:
    """A round of work that is done one by one, in seconds of CPU time."""

    def measure() -> float:
        began = process_time()
        for _ in work():
            pass
        return process_time() - began

    return measure


def _floor(page: Saved) -> str:
    tree = LexborHTMLParser(as_utf8(page.body, page.content_type))
    tree.strip_tags(INVISIBLE)
    return tree.body.text(separator="") if tree.body else ""


def _scan(archive: Path, index: Index) -> Iterator[object]:
    return (_outcome(page, index, {}) for page in _pages(archive))


def _warm(name: str, archive: Path, index: Index) -> Contender:
    for _ in _scan(archive, index):
        pass
    return Contender(name, _timed(lambda: _scan(archive, index)))


def _cold(name: str, archive: Path, brands: Sequence[Brand]) -> Contender:
    """Each round with an index that has read nothing; to build it does not count."""

    def measure() -> float:
        index = Index(brands)
        return _timed(lambda: _scan(archive, index))()

    return Contender(name, measure)


def _without_slips(index: Index) -> Index:
    anchors = {anchor for forms in index._anchored for form in forms for anchor in form.anchors}
    index._sieve = Sieve(anchors, Spelling(()))
    return index


def _naive(archive: Path, names: Sequence[str]) -> Iterator[Contender]:
    for title, stack in (
        ("BeautifulSoup + in", naive.beautiful_soup),
        ("trafilatura + PhraseMatcher", naive.trafilatura_and_spacy),
    ):
        try:
            yield Contender(f"{title}, {len(names)} names", _of_few(archive, stack(names)))
        except ImportError as error:
            sys.stdout.write(f"{title}: left out, {error} (dependency group bench)\n")


def _of_few(archive: Path, look: naive.Look) -> Timed:
    """What all pages would take, by some of them."""
    measure = _timed(lambda: map(look, islice(_pages(archive), 0, None, FEW)))
    return lambda: FEW * measure()


def _processes(archive: Path, count: int, brands: Sequence[Brand]) -> None:
    """Seconds by the clock, with the start of the workers."""
    seconds = {}
    for jobs in (1, 2):
        began = perf_counter()
        for _ in scan_saved(_pages(archive), brands, jobs=jobs):
            pass
        seconds[f"--jobs {jobs}"] = perf_counter() - began
    report(f"{count} pages by the clock, workers started", seconds, of=count, unit="page")


def _memory(folder: Path, pages: Sequence[Sample]) -> None:
    for times in (1, 10, 100):
        archive = _archive(folder / f"{times}.warc.gz", copies(pages, times))
        words = [sys.executable, "-m", "benchmarks.scanning", "--peak", str(archive)]
        peak = subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
        sys.stdout.write(f"{times * len(pages):9,} pages: at most {peak} MB\n")


def _peak(archive: Path, brands: Sequence[Brand]) -> float:
    for _ in scan_saved(_pages(archive), brands):
        pass
    return getrusage(RUSAGE_SELF).ru_maxrss / 1000


def _archive(path: Path, pages: Sequence[Sample]) -> Path:
    """The pages as answers in a WARC file, each compressed by itself."""
    with path.open("wb") as out:
        for page in pages:
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page.body)
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-11-01T00:00:00Z\r\n"
                f"WARC-Target-URI: {page.url}\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http) + len(page.body)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + http + page.body + b"\r\n\r\n", 6, mtime=0))
    return path


if __name__ == "__main__":
    main()
