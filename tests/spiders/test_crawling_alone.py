"""Crawls side by side, and crawls that are ended by signals: what the others, the record and the check say."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from loopback import PATIENCE, Crawled, Folder, LoopbackWeb, feed, page, source

from mentions.paths import CHECKOUT

pytestmark = pytest.mark.slow

FEED = "http://news.example/feed.xml"
PAGES = 60
RUNS = "SELECT spider, state, reason FROM crawl_run ORDER BY id"


@pytest.fixture
def slow(folder: Folder, web: LoopbackWeb) -> Folder:
    """A workspace whose only source keeps a crawl busy for some seconds."""
    for number in range(PAGES):
        web.put(f"http://news.example/{number}", page(number), wait=0.05)
    web.put(FEED, feed(*(f"/{number}" for number in range(PAGES))))
    folder.configure(source(FEED))
    return folder


@contextmanager
def held_up(web: LoopbackWeb) -> Iterator[None]:
    """Keep whoever reads the source waiting for its next page while the block lasts."""
    go_on = threading.Event()
    web.on_request = lambda url: go_on.wait(PATIENCE) if url.startswith("http://news.example/") else None
    try:
        yield
    finally:
        go_on.set()


@contextmanager
def at_work(folder: Folder, web: LoopbackWeb, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """A crawl that has read some pages; it is killed where the block leaves it running."""
    with folder.start("news", *arguments, AUTOTHROTTLE_ENABLED=False, LOG_LEVEL="WARNING") as process:
        end = time.monotonic() + PATIENCE
        while len(web.pages()) < 5 and time.monotonic() < end:
            time.sleep(0.02)
        try:
            yield process
        finally:
            process.kill()


def check(folder: Folder) -> Crawled:
    """`mentions status --check`."""
    done = subprocess.run(
        [sys.executable, "-m", "mentions", "status", "--check"],
        cwd=folder.path,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    return Crawled(done.returncode, done.stdout + done.stderr)


@pytest.mark.parametrize("arguments", [(), ("-a", f"source={FEED}")], ids=["configured", "named"])
def test_a_second_run_says_so_and_leaves_the_work_to_the_first(
    slow: Folder, web: LoopbackWeb, arguments: tuple[str, ...]
) -> None:
    with at_work(slow, web) as first:
        with held_up(web):
            second_run(slow, arguments)
        first.communicate(timeout=PATIENCE)
    assert slow.rows(RUNS) == [("news", "finished", "finished")]
    assert len(slow.visits()) == PAGES
    assert slow.crawl("news").status == 0
    assert slow.rows(RUNS) == [("news", "finished", "finished")] * 2


def second_run(slow: Folder, arguments: tuple[str, ...]) -> None:
    second = slow.crawl("news", *arguments, LOG_LEVEL="WARNING")
    assert second.status == 0
    (line,) = second.said.splitlines()
    assert "[news] WARNING: another run of news is at work on this database since 20" in line
    assert slow.rows(RUNS) == [("news", "running", "")]
    assert check(slow) == Crawled(0, "")


def test_other_spiders_and_a_person_s_look_are_not_kept_away(slow: Folder, web: LoopbackWeb) -> None:
    web.put("http://page.example/", page("looked at"))
    (slow.path / "pages.txt").write_text("http://page.example/\n")
    with at_work(slow, web), held_up(web):
        assert slow.crawl("blogs", LOG_LEVEL="ERROR") == Crawled(0, "")
        assert slow.crawl("urls", "-a", "file=pages.txt", "-a", "again=yes", LOG_LEVEL="WARNING") == Crawled(0, "")
        assert slow.rows(RUNS) == [
            ("news", "running", ""),
            ("blogs", "finished", "finished"),
            ("urls", "finished", "finished"),
        ]
    assert slow.visits()["http://page.example/"] is None


@pytest.mark.parametrize(
    ("signals", "status", "ended"),
    [
        ([signal.SIGKILL], -signal.SIGKILL, "killed"),
        ([signal.SIGHUP], -signal.SIGHUP, "killed"),
        ([signal.SIGINT, signal.SIGINT], 0, "killed"),
        ([signal.SIGINT], 0, "stopped"),
        ([signal.SIGTERM], 0, "stopped"),
    ],
    ids=["kill -9", "hang up", "Ctrl-C twice", "Ctrl-C", "kill"],
)
def test_after_each_signal_the_check_says_what_happened_and_the_next_run_goes_on(
    slow: Folder, web: LoopbackWeb, signals: list[signal.Signals], status: int, ended: str
) -> None:
    with at_work(slow, web) as process:
        for each in signals:
            process.send_signal(each)
            time.sleep(0.05)
        said, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (status, "")
    wrong = check(slow)
    assert wrong.status == 1
    assert wrong.said.startswith("Error: news: the run of 20")
    how = "killed, or could not record its end" if ended == "killed" else "stopped before its end"
    assert f"was {how}; the next run goes on from there" in wrong.said
    assert len(wrong.said.splitlines()) == 1
    before = len(slow.visits())
    assert before < PAGES
    assert slow.crawl("news", AUTOTHROTTLE_ENABLED=False, LOG_LEVEL="WARNING") == Crawled(0, "")
    assert len(slow.visits()) == PAGES
    reason = "killed" if ended == "killed" else "shutdown"
    assert slow.rows(RUNS) == [("news", "failed", reason), ("news", "finished", "finished")]
    assert check(slow) == Crawled(0, "")


def test_a_stopped_run_has_recorded_what_it_read(slow: Folder, web: LoopbackWeb) -> None:
    with at_work(slow, web) as process:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert len(slow.visits()) == len([url for url in web.pages() if url != FEED])


def test_the_check_after_crawls_of_sources_that_die(folder: Folder, web: LoopbackWeb) -> None:
    other = "http://blog.example/feed.xml"
    web.put("http://news.example/a", page("a"))
    web.put(FEED, feed("/a"))
    web.put(other, feed("http://news.example/a"))
    folder.configure(source(FEED), source(other))
    folder.crawl("news")
    folder.crawl("news")  # unchanged by now
    assert check(folder) == Crawled(0, "")
    web.put(FEED, feed())
    web.put(other, status=410)
    said = folder.crawl("news", LOG_LEVEL="WARNING").said
    gone = f"{other} could not be read: gone; correct its address in mentions.toml, or take it out"
    assert said.endswith(f" [news] WARNING: {gone}\n")
    assert len(said.splitlines()) == 1
    assert check(folder) == Crawled(
        1, f"Error: news: {FEED} offered nothing, and used to; look whether it moved\nError: news: {gone}\n"
    )
