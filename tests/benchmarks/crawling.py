"""`PYTHONPATH=tests python -m benchmarks.crawling`: our crawl beside one whose callback is empty.

Both read the same pages from the same proxy on this machine, in turns, offered by one sitemap: no delay, no
AutoThrottle, the same number of requests at a time, robots.txt obeyed. The floor is `scrapy crawl` of a
`SitemapSpider` with Scrapy's own parts alone, and once more with the one setting by which we spare Scrapy work on each
page; ours is `scrapy crawl news`, with its database. The clock runs from the opening of the spider to the last row
stored, and so leaves out the start of the process.

The pages are made up. With `--shared FOLDER`, archived ones (`corpus/dev`) are crawled: as they were archived, from
hundreds of hosts with https (`replay/replay.py`), and once more gathered on a few hosts over http, where nothing hides
what a page costs. 1 in 20 names one of 100 coined brands. For an archive's own brands (`corpus/brands.toml`), which
stand on most pages, there is a line of its own.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from subprocess import PIPE, STDOUT, run
from tempfile import TemporaryDirectory

from benchmarks.pages import EVERY, coined
from benchmarks.webs import LIST, Web, archived, copies, gathered, made_up, planted, replayed
from mentions import settings
from mentions.items import Brand

BRANDS, ROUNDS, MADE_UP = 100, 5, 600
ALIKE = (
    "AUTOTHROTTLE_ENABLED=False",
    "DOWNLOAD_DELAY=0",
    "DOWNLOAD_VERIFY_CERTIFICATES=True",
    "LOG_LEVEL=WARNING",
)
SCRAPYS_OWN = "CONCURRENT_ITEMS=100"
FLOOR = (
    "SPIDER_MODULES=benchmarks.empty",
    "DOWNLOADER_MIDDLEWARES={}",
    "ITEM_PIPELINES={}",
    'EXTENSIONS={"benchmarks.empty.Clock": 1}',
)
OURS = (f"EXTENSIONS={json.dumps({**settings.EXTENSIONS, 'benchmarks.empty.Clock': 1})}",)
SERVER = ("-m", "benchmarks.serving")
HEAD = f"{'':42}{'pages/s':>8}{'of the floor':>17}{'CPU ms':>9}{'of the floor':>17}{'MB':>6}"
CRAWL = "[crawl]\ndelay_seconds = 0\npage_budget = 1000000\n"


@dataclass(frozen=True, slots=True)
class Crawl:
    """What is measured: its name in the table, the words of its command, and its brands as TOML."""

    name: str
    words: tuple[str, ...]
    brands: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one crawl took."""

    seconds: float
    cpu_seconds: float
    answers: int
    megabytes: float


def main() -> None:
    """Print a table for each web."""
    ask = argparse.ArgumentParser(description="Our crawl beside one whose callback is empty.")
    ask.add_argument("--shared", type=Path, help="a folder with archived pages (corpus) and their server (replay)")
    ask.add_argument("--times", type=int, default=1, help="each page so many times")
    ask.add_argument("--rounds", type=int, default=ROUNDS)
    said = ask.parse_args()
    brands = coined(BRANDS)
    crawls = [
        Crawl("floor: empty callback", ("empty", *_settings((*FLOOR, SCRAPYS_OWN)))),
        Crawl("the same, with our CONCURRENT_ITEMS", ("empty", *_settings(FLOOR))),
        Crawl(f"scrapy crawl news, {BRANDS} coined brands", ("news", *_settings(OURS)), "".join(map(_toml, brands))),
    ]
    if said.shared:
        own = said.shared / "corpus" / "brands.toml"
        crawls.append(Crawl("the same, brands.toml", ("news", *_settings(OURS)), own.read_text(encoding="utf-8")))
    for web in _webs(said.shared, [brand.name for brand in brands], said.times):
        with web as served, TemporaryDirectory() as folder:
            _report(served, _rounds(crawls, served, Path(folder), said.rounds))


def _settings(pairs: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for pair in (*ALIKE, *pairs) for word in ("-s", pair))


def _toml(brand: Brand) -> str:
    return f"[[brand]]\nname = {json.dumps(brand.name)}\ndomains = {json.dumps(brand.domains)}\n"


def _webs(shared: Path | None, names: Sequence[str], times: int) -> Iterator[AbstractContextManager[Web]]:
    """The webs to crawl, each served while its block lasts."""
    if shared is None:
        found = planted(gathered(copies(made_up(MADE_UP), times)), names, every=EVERY)
        yield replayed("made-up pages, gathered", found, SERVER)
        return
    found = planted(copies(archived(shared / "corpus" / "dev"), times), names, every=EVERY)
    yield replayed("archived pages, as they were", found, (str(shared / "replay" / "replay.py"),))
    yield replayed("archived pages, gathered", gathered(found), SERVER)


def _rounds(crawls: Sequence[Crawl], web: Web, folder: Path, rounds: int) -> dict[str, list[Taken]]:
    """What each crawl took, round by round, after one that nobody counts; each round begins with another crawl."""
    taken: dict[str, list[Taken]] = {one.name: [] for one in crawls}
    _crawl(crawls[0], web, folder)
    for number in range(rounds):
        first = number % len(crawls)
        for one in (*crawls[first:], *crawls[:first]):
            taken[one.name].append(_crawl(one, web, folder))
    if len({one.answers for some in taken.values() for one in some}) > 1:
        sys.exit("the crawls did not get the same answers")
    return taken


def _crawl(one: Crawl, web: Web, parent: Path) -> Taken:
    """One crawl in a workspace of its own."""
    with TemporaryDirectory(dir=parent) as folder:
        workspace, clock = Path(folder), Path(folder, "clock.json")
        (workspace / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n")
        (workspace / "mentions.toml").write_text(CRAWL + one.brands)
        known = {"PATH": os.environ["PATH"], "HOME": folder, "PYTHONPATH": os.pathsep.join(sys.path), **web.environment}
        words = [sys.executable, "-m", "scrapy", "crawl", *one.words, "-a", f"source={LIST}"]
        done = run(
            [*words, "-s", f"CLOCK_FILE={clock}"], cwd=folder, env=known, stdout=PIPE, stderr=STDOUT, check=False
        )
        if not clock.is_file():
            sys.exit(done.stdout.decode(errors="replace"))
        return Taken(**json.loads(clock.read_text()))


def _report(web: Web, taken: Mapping[str, Sequence[Taken]]) -> None:
    """The table: medians, and round by round how much slower than the floor."""
    floor = next(iter(taken.values()))
    sys.stdout.write(f"{web.name}: {web.pages} pages, {len(floor)} rounds\n{HEAD}\n")
    for name, some in taken.items():
        seconds, cpu = median(one.seconds for one in some), median(one.cpu_seconds for one in some)
        columns = (
            f"{name:42}{web.pages / seconds:8.0f}{_share(some, floor, 'seconds'):>17}{1000 * cpu / web.pages:9.2f}"
            f"{_share(some, floor, 'cpu_seconds'):>17}{max(one.megabytes for one in some):6.0f}"
        )
        sys.stdout.write(columns + "\n")
    sys.stdout.write("\n")


def _share(some: Sequence[Taken], floor: Sequence[Taken], what: str) -> str:
    """The floor's time in a crawl's own, with the spread over the rounds."""
    shares = [getattr(less, what) / getattr(more, what) for less, more in zip(floor, some, strict=True)]
    return f"{median(shares):.2f} ({min(shares):.2f}-{max(shares):.2f})"


if __name__ == "__main__":
    main()
