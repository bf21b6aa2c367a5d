"""A crawl through all that a server may do wrong: good pages are recorded, the others named, memory is bounded."""

import json
import re
import threading
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import hostile
import pytest
from loopback import PATIENCE, Folder, feed, page, source, workspace

FEED = "http://good.example/feed.xml"
GOOD = [f"http://good{number}.example/page" for number in range(10)]
MOST_MEMORY = 600_000_000
"""Bytes; a crawl that reads one page takes 200 MB, most of it for libraries."""
SLOW = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a crawl recorded, what it said, and how much memory it took at most, in bytes."""

    visits: dict[str, str | None]
    counts: dict[str, dict[str, int]]
    state: str
    reason: str
    said: str
    memory: int


def crawl(
    path: Path, behaviours: Iterable[hostile.Behaviour], sites: Iterable[str] = (), **settings: object
) -> Outcome:
    """Crawl one feed of all these pages among good ones, and these sites."""
    pages = [*GOOD, *(one.url for one in behaviours)]
    good = {url: page(url).encode() for url in GOOD} | {FEED: feed(*pages).encode()}
    folder = workspace(path)
    folder.configure(source(FEED), *(source(hostile.source_of(name)) for name in sites), crawl="page_budget = 200")
    with hostile.serve_hostile(good) as port:
        environ = {"http_proxy": f"http://127.0.0.1:{port}"}
        said, memory = run(folder, environ, settings)
    ((counts, state, reason),) = folder.rows("SELECT counts, state, reason FROM crawl_run")
    return Outcome(folder.visits(), json.loads(counts), state, reason, said, memory)


def run(folder: Folder, environ: dict[str, str], settings: dict[str, object]) -> tuple[str, int]:
    """Run the crawl to its end, and watch what it takes."""
    # Not by wait4: what this process took when it started the other one would count, too.
    peak, over = [0], threading.Event()
    with folder.start("news", environ=environ, **settings) as process:
        killing = threading.Timer(2 * PATIENCE, process.kill)
        watching = threading.Thread(target=watch, args=(process.pid, peak, over))
        killing.start()
        watching.start()
        said, _ = process.communicate()
    over.set()
    killing.cancel()
    watching.join()
    assert process.returncode == 0, said
    return said, peak[0]


def watch(pid: int, peak: list[int], over: threading.Event) -> None:
    """Keep the most memory that a process took so far, in bytes, in `peak`."""
    while not over.wait(0.05):
        with suppress(OSError):
            said = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
            peak[0] = int(said[1]) * 1024 if said else peak[0]


def reasons(outcome: Outcome) -> dict[str, str | None]:
    """By behaviour: why its page could not be read."""
    found = {(urlsplit(url).hostname or "").removesuffix(".example"): why for url, why in outcome.visits.items()}
    return {name: why for name, why in found.items() if name in hostile.ALL}


def check(outcome: Outcome, behaviours: list[hostile.Behaviour]) -> None:
    assert reasons(outcome) == {one.name: one.expected for one in behaviours}
    assert [url for url in GOOD if outcome.visits.get(url, "never asked") is not None] == []
    assert (outcome.state, outcome.reason) == ("finished", "finished")
    assert "Traceback" not in outcome.said
    failed = Counter(one.expected for one in behaviours if one.expected)
    assert {reason: outcome.counts["failed"].get(reason) for reason in failed} == dict(failed)
    assert 0 < outcome.memory < MOST_MEMORY


def test_there_are_many_behaviours() -> None:
    assert len(hostile.ALL) + len(hostile.SITES) >= 50


def test_what_ends_at_once_is_named_and_takes_no_good_page_along(tmp_path: Path) -> None:
    some = (
        "half-a-body",
        "truncated-gzip",
        "gzip-bomb",
        "endless-headers",
        "redirect-to-metadata",
        "nested",
        "consent",
    )
    behaviours = [hostile.ALL[name] for name in some]
    check(crawl(tmp_path, behaviours, DOWNLOAD_TIMEOUT=20, RETRY_TIMES=0), behaviours)


@SLOW
def test_every_behaviour_is_named_and_takes_no_good_page_along(tmp_path: Path) -> None:
    behaviours = list(hostile.ALL.values())
    outcome = crawl(tmp_path, behaviours, DOWNLOAD_TIMEOUT=20, RETRY_TIMES=0)
    check(outcome, behaviours)


@SLOW
def test_sources_without_an_end_come_to_theirs(tmp_path: Path) -> None:
    outcome = crawl(tmp_path, (), hostile.SITES, DOWNLOAD_TIMEOUT=20, RETRY_TIMES=0)
    read = {name for name in hostile.SITES if outcome.visits.get(f"{hostile.source_of(name)}good", "no") is None}
    assert read == hostile.SITES.keys()
    assert (outcome.state, outcome.reason) == ("finished", "finished")
    assert 0 < outcome.memory < MOST_MEMORY
    assert set(outcome.counts["traps"]) & {"http://calendar.example/calendar/#", "http://calendar.example/calendar/#/#"}
    visited = Counter(urlsplit(url).hostname for url in outcome.visits)
    assert visited["sessions.example"] <= 4
    assert visited["growing-paths.example"] <= 5
    assert visited["calendar.example"] < 100
    assert not any("passwd" in url or "root:" in url or "lol" in url for url in outcome.visits)
