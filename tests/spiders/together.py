"""Two people who review and crawls that go on meanwhile, all on one SQLite file, and what is wrong afterwards."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import reviewer
from loopback import PATIENCE, Crawled, Folder, LoopbackWeb, page, serve, workspace
from prospect_examples import BRAND, SENDER

from mentions.paths import CHECKOUT

PEOPLE = ("Ann", "Ben")
NEW = 60
"""Sites that each crawl finds, besides as many that it read before."""
FAST: dict[str, Any] = {"AUTOTHROTTLE_ENABLED": False, "CONCURRENT_REQUESTS": 16}
_EVENTS = "SELECT prospect_id, actor, coalesce(to_stage, action), from_stage, to_stage FROM event ORDER BY id"


@dataclass
class Together:
    """What was done by whom, and what the store holds of it."""

    seconds: float
    done: "Counter[tuple[str, int, str]]" = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    crawls: list[Crawled] = field(default_factory=list)
    drafted: int = 0
    urls: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    events: list[tuple[int, str, str, str | None, str | None]] = field(default_factory=list)
    stages: dict[int, str] = field(default_factory=dict)

    @property
    def kept(self) -> "Counter[tuple[str, int, str]]":
        """The rows of the event table that are these people's."""
        return Counter((actor, one, what) for one, actor, what, _, _ in self.events if actor in PEOPLE)

    def faults(self) -> Iterator[str]:
        """What went wrong, each in a line."""
        yield from (f"lost: {one}" for one in (self.done - self.kept).elements())
        yield from (f"doubled: {one}" for one in (self.kept - self.done).elements())
        yield from (f"not recorded: {url}" for url in sorted(self.urls - self.visited))
        for crawl in self.crawls:
            yield from (line for line in crawl.said.splitlines() if "ERROR" in line or "locked" in line)
        stage_of: dict[int, str | None] = {}
        for one, _, _, before, after in self.events:
            if after:
                if stage_of.get(one, "found") != before:
                    yield f"prospect {one} was {stage_of.get(one)}, and left {before}"
                stage_of[one] = after
        yield from (f"prospect {one} is {now}" for one, now in self.stages.items() if stage_of.get(one) != now)


def together(path: Path, seconds: float) -> Together:
    """Let two people review for so long, while crawls find new pages, and others changed, and drafts are written."""
    seen = Together(seconds)
    with serve() as web, ExitStack() as people:
        folder = workspace(path, web)
        (path / "mentions.toml").write_text(f"[crawl]\ndelay_seconds = 0\n{BRAND}{SENDER}")
        _crawl_and_draft(folder, web, seen)
        review = "import reviewer, sys; reviewer.main(sys.argv[1], float(sys.argv[2]))"
        hands = [people.enter_context(_python(folder, "-c", review, name, str(seconds))) for name in PEOPLE]
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            _crawl_and_draft(folder, web, seen)
        for name, hand in zip(PEOPLE, hands, strict=True):
            _hear(name, hand, seen)
    seen.events = folder.rows(_EVENTS)
    seen.stages = dict(folder.rows("SELECT id, stage FROM prospect"))
    seen.visited = set(folder.visits())
    return seen


def _crawl_and_draft(folder: Folder, web: LoopbackWeb, seen: Together) -> None:
    """As cron does, one after the other."""
    night = len(seen.crawls)
    urls = [f"http://site{number}.example/acme" for number in range(night * NEW, (night + 1) * NEW)]
    again = sorted(seen.urls)[-NEW:]
    for number, url in enumerate((*urls, *again)):
        host = url.split("/")[2]
        body = f'<p>It is night {night}. Write to <a href="mailto:jane@{host}">Jane</a>.</p>'
        # Of some the sentence changes that drafts quote: the crawl then takes approvals back.
        web.put(url, page(host, body=body).replace("all night", f"all of night {night}" if number % 3 else "all night"))
    (folder.path / "addresses.txt").write_text("\n".join((*urls, *again)))
    seen.crawls.append(folder.crawl("urls", "-a", "file=addresses.txt", "-a", "again=yes", **FAST))
    seen.urls.update(urls)
    with _python(folder, "-m", "mentions", "draft", "--json") as drafting:
        said = _ended(drafting)
    seen.drafted += sum(json.loads(line)["skipped"] is None for line in said.splitlines())


def _hear(name: str, hand: "subprocess.Popen[str]", seen: Together) -> None:
    said = json.loads(_ended(hand))
    seen.done.update((name, one, what) for one, what in said["done"])
    seen.refused += said["refused"]
    seen.waits += said["seconds"]


def _python(folder: Folder, *words: str) -> "subprocess.Popen[str]":
    environ = os.environ | {"PYTHONPATH": f"{CHECKOUT}{os.pathsep}{Path(reviewer.__file__).parent}"}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, *words], cwd=folder.path, env=environ, stdout=pipe, stderr=pipe, text=True)


def _ended(process: "subprocess.Popen[str]") -> str:
    """What it said. Raises AssertionError where it failed."""
    said, complained = process.communicate(timeout=PATIENCE)
    if process.returncode or complained:
        raise AssertionError(f"{process.args!r} ended with {process.returncode}: {complained}")
    return said
