"""What every system must show: all that was planted is found once, nothing unchanged is asked again, changes are seen.

Each story is one site and one workspace; a step begins where the last one ended.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import planted
import processes
import pytest
from forwarding import Forwarded
from loopback import Folder
from planted import Found, Thread
from sites import Site

LATER = "UPDATE visit SET at = datetime(at, '-31 days')"
"""More than `revisit_days`, passed in."""


HEAD = f"{'system':38} planted found  state  author  date  section"
SHOWN: list[str] = []
"""The lines of the systems that were read, for the table at the end."""
_KINDS = {"forums": "forum", "blogs": "blog"}


@dataclass(frozen=True, slots=True)
class Figures:
    """How many mentions were planted and found, how many of these are right in what, and whatever is wrong."""

    planted: int
    found: int
    right: Mapping[str, int]
    faults: tuple[str, ...]

    @property
    def said(self) -> str:
        """The faults, one a line."""
        return "\n".join(self.faults)

    def show(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Print the line of a system, and once more in the table at the end."""
        shares = (f"{self.right[what] / max(self.found, 1):.0%}" for what in ("state", "author", "date", "section"))
        columns = [f"{one:>{width}}" for one, width in zip(shares, (6, 7, 5, 8), strict=True)]
        SHOWN.append(f"{name:38} {self.planted:7} {self.found:5} {' '.join(columns)}")
        with capsys.disabled():
            sys.stdout.write(f"\n{HEAD}\n{SHOWN[-1]}\n")


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that is edited, or deleted; `is_shown` where a list or a feed of the system tells of that."""

    key: str
    is_edit: bool = False
    is_shown: bool = False

    def applied(self, threads: tuple[Thread, ...]) -> tuple[Thread, ...]:
        """The threads after it."""
        return planted.edited(threads, self.key) if self.is_edit else planted.without(threads, self.key)


@dataclass(frozen=True, slots=True)
class Story:
    """A site, and the workspace whose crawls read it through a proxy that counts."""

    site: Site
    folder: Folder
    proxy: Forwarded
    way: str = ""
    arguments: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The system, and how it was read."""
        return f"{self.site.name} {self.way}".rstrip()

    def crawl(self, *arguments: str) -> list[str]:
        """Run a crawl to its end; the topics and posts that it asked for."""
        asked = len(self.proxy.asked)
        self.folder.configure(crawl=f'allow_private = ["127.0.0.1:{self.site.port}"]')
        words = ("-a", f"source={self.site.address}", *self.arguments, *arguments)
        done = self.folder.crawl(self.site.spider, *words, environ=self.proxy.environ)
        assert done.status == 0, done.said
        assert "Traceback" not in done.said, done.said
        return [url for url, _ in self.proxy.asked[asked:] if self.site.is_page(url)]

    def look(self) -> dict[str, Any]:
        """What `mentions sources add` finds at the site; it is added to the workspace."""
        self.folder.configure(crawl=f'allow_private = ["127.0.0.1:{self.site.port}"]')
        words = (sys.executable, "-m", "mentions", "sources", "add", self.site.address, "--yes", "--json")
        said = processes.run(
            *words, cwd=self.folder.path, said=None, PYTHONPATH=processes.CHECKOUT, **self.proxy.environ
        )
        found: dict[str, Any] = json.loads(said)
        return found

    def backfill(self) -> list[str]:
        """Crawl the whole archive."""
        return self.crawl("-a", "backfill=yes")

    def mentions(self, *options: str) -> list[dict[str, Any]]:
        """What `mentions list --mentions` says."""
        words = (sys.executable, "-m", "mentions", "list", "--mentions", "--json", *options)
        said = processes.run(*words, cwd=self.folder.path, PYTHONPATH=processes.CHECKOUT)
        return [json.loads(line) for line in said.splitlines()]

    def compare(self, threads: Iterable[Thread]) -> Figures:
        """Set what stands, and was not rejected (as what is only quoted is), beside what was planted."""
        expected = planted.all_found(threads, self.site.first, self.site.others)
        standing = (one for one in self.mentions("--all") if not one["gone"] and one["verdict"] != "rejected")
        return compare(self.site, expected, list(standing))

    def is_right(self, threads: Iterable[Thread]) -> None:
        """Everything planted is there, and nothing else."""
        figures = self.compare(threads)
        assert not figures.faults, figures.said

    def grow_older(self) -> None:
        """Let `revisit_days` pass."""
        self.folder.change(LATER)


def compare(site: Site, expected: list[Found], mentions: list[dict[str, Any]]) -> Figures:
    """Each planted mention with one that was found at its permalink, in the order of the entry."""
    left = list(mentions)
    pairs = list[tuple[Found, dict[str, Any]]]()
    missing = list[Found]()
    for one in expected:
        at = next((each for each in left if site.is_at(each["permalink"] or each["url"], one.key)), None)
        if at is None:
            missing.append(one)
        else:
            left.remove(at)
            pairs.append((one, at))
    marks = [(one, said, _marks(one, said)) for one, said in pairs]
    faults = (
        *(f"missing: {one.key}" for one in missing),
        *(f"not planted: {_said(one)}" for one in left),
        *(f"{one.key}: {mark} {_said(said)}" for one, said, mark in marks if not all(mark.values())),
    )
    right = Counter(name for _, _, mark in marks for name, is_right in mark.items() if is_right)
    return Figures(len(expected), len(pairs), right, faults)


def _marks(one: Found, said: dict[str, Any]) -> dict[str, bool]:
    return {
        "state": said["link_state"] == one.state,
        "author": said["author"] == one.author,
        "date": (said["published"] or "")[:10] == one.day,
        "section": said["section"] == one.section,
    }


def _said(mention: dict[str, Any]) -> str:
    names = ("url", "permalink", "surface", "link_state", "section", "author", "published", "verdict")
    return str({name: mention[name] for name in names})


def first_crawl(story: Story, threads: tuple[Thread, ...]) -> Figures:
    """Publish, see what `sources add` finds, read the archive, and compare; no address may be asked twice."""
    site = story.site
    site.publish(*threads)
    looked = story.look()
    assert (looked["kind"], looked["software"], looked["added"]) == (_KINDS[site.spider], site.software, True)
    asked = story.backfill()
    twice = [url for url, times in Counter(asked).items() if times > 1]
    assert not twice, twice
    return story.compare(threads)


def asks_nothing_again(story: Story) -> None:
    """Two more runs ask for no topic or post, and change no row."""
    before = story.mentions("--all")
    assert story.backfill() == []
    assert story.crawl() == []
    assert story.mentions("--all") == before


def news_is_seen_at_once(story: Story, threads: tuple[Thread, ...], to: str = "") -> tuple[Thread, ...]:
    """A new topic, and a reply to the entry `to`, are found by the next run, which asks for nothing else.

    Gives back what is published then.
    """
    story.site.publish(planted.NEW)
    if to:
        story.site.reply(to, planted.REPLY)
    asked = story.crawl()
    now = (*planted.with_reply(threads, to), planted.NEW)
    story.is_right(now)
    assert len(asked) <= story.site.MOST_FOR_NEWS, asked
    return now


def changes_are_seen(story: Story, threads: tuple[Thread, ...], changes: Sequence[Change]) -> None:
    """What was edited or deleted is seen at once where a list shows it, else after `revisit_days`."""
    now = seen = threads
    for change in changes:
        carry = story.site.edit if change.is_edit else story.site.delete
        carry(change.key)
        now = change.applied(now)
        seen = change.applied(seen) if change.is_shown else seen
    story.crawl()
    story.is_right(seen)
    story.grow_older()
    story.backfill()
    story.is_right(now)
