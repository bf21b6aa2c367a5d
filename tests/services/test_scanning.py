"""From saved pages to mentions: whose address counts, what is unknown, and that processes change nothing."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentions import demo, pages
from mentions.config import brand_from_flags, load
from mentions.detection import Index, Knowledge, scan
from mentions.exceptions import MentionsError
from mentions.items import LinkState, Mention, Unknown
from mentions.services import scanning
from mentions.services.saved import Fault, Found, Saved, Unread
from mentions.services.scanning import Outcome, Scanned, scan_saved

BRANDS = (brand_from_flags("Acme Optics", ["acme.example"]),)
TEXT = "<p>Lenses by Acme Optics are <a href='/'>sold</a> in the old town.</p>"


def saved(body: str, *, url: str | None = None, place: str = "a.html") -> Saved:
    return Saved(place, url, body.encode())


def only(found: Saved) -> tuple[str, Mention]:
    outcome = next(scan_saved([found], BRANDS))
    assert isinstance(outcome, Scanned)
    (mention,) = outcome.mentions
    return outcome.url, mention


@pytest.mark.parametrize(
    ("head", "url", "address", "state"),
    [
        ("", None, Path("a.html").absolute().as_uri(), LinkState.UNLINKED),
        ("<link rel=canonical href=http://news.example/1>", None, "http://news.example/1", LinkState.UNLINKED),
        ("<meta property=og:url content=http://acme.example/>", None, "http://acme.example/", LinkState.OWN_SITE),
        # A path alone leads nowhere from a file.
        ("<link rel=canonical href=/1>", None, Path("a.html").absolute().as_uri(), LinkState.UNLINKED),
        # What is known goes before what is claimed.
        (
            "<link rel=canonical href=http://acme.example/>",
            "http://b.example/",
            "http://b.example/",
            LinkState.UNLINKED,
        ),
        ("", "http://shop.acme.example/x", "http://shop.acme.example/x", LinkState.OWN_SITE),
    ],
)
def test_whose_address_counts(head: str, url: str | None, address: str, state: LinkState) -> None:
    found, mention = only(saved(f"<html><head>{head}</head><body>{TEXT}", url=url))
    assert (found, mention.link_state) == (address, state)


def test_relative_links_lead_from_the_address_that_counts() -> None:
    body = (
        "<link rel=canonical href=http://www.acme-news.example/1><p><a href=/tag/acme>Acme Optics</a> sells lenses.</p>"
    )
    _, mention = only(saved(body))
    assert (mention.link_state, mention.href) == (LinkState.LINKED_ELSEWHERE, "http://www.acme-news.example/tag/acme")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", Unknown.EMPTY),
        ("%PDF-1.7 Acme Optics", Unknown.NOT_HTML),
        ("<script src=app.js></script><p>Acme Optics</p>", Unknown.NEEDS_JAVASCRIPT),
        ("x" * (pages.MAX_BYTES + 1), Unknown.TOO_LARGE),
    ],
)
def test_what_could_not_be_read_is_no_page_without_mentions(body: str, reason: Unknown) -> None:
    assert list(scan_saved([saved(body)], BRANDS)) == [Unread("a.html", reason)]


def made_up_web() -> list[Found]:
    """Every page of the made-up web thrice over, with something unreadable in between."""
    found: list[Found] = []
    for number, (url, answer) in enumerate(sorted(demo.load().answers.items()) * 3):
        found.append(Saved(url, url, answer.body, dict(answer.headers)["Content-Type"]))
        if number % 7 == 0:
            found.append(Fault(f"{number}"))
    return found


def places(outcomes: Iterator[Outcome]) -> list[object]:
    """What must not depend on how the work is shared out."""
    return [
        (one.url, [(mention.start, mention.surface, mention.link_state) for mention in one.mentions])
        if isinstance(one, Scanned)
        else one
        for one in outcomes
    ]


def test_it_gives_what_read_and_scan_give() -> None:
    brands, found = load(demo.CONFIG).brands, made_up_web()
    index = Index(brands)
    for one, outcome in zip(found, scan_saved(found, brands), strict=True):
        if isinstance(one, Saved) and isinstance(outcome, Scanned):
            assert one.url
            page = scan(pages.read(one.body, one.url, one.content_type), index, Knowledge())
            assert outcome == Scanned(one.url, page.mentions if page else ())


@pytest.mark.slow
def test_processes_change_neither_what_is_found_nor_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "CHUNK_PAGES", 5)
    brands, found = load(demo.CONFIG).brands, made_up_web()
    assert places(scan_saved(found, brands, jobs=2)) == places(scan_saved(found, brands))


@pytest.mark.slow
def test_only_a_few_pages_are_held_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "CHUNK_PAGES", 2)
    taken = 0

    def endless() -> Iterator[Found]:
        nonlocal taken
        while True:
            taken += 1
            yield saved(TEXT)

    outcomes = scan_saved(endless(), BRANDS, jobs=2)
    for _ in range(10):
        assert isinstance(next(outcomes), Scanned)
    assert taken <= 10 + 2 * 2 * 2 + 2
    assert isinstance(outcomes, Iterator)
    del outcomes  # closes the pool


@pytest.mark.slow
def test_a_killed_worker_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "CHUNK_PAGES", 1)

    def killing() -> Iterator[Found]:
        for number in range(50):
            if number == 20:
                for worker in multiprocessing.active_children():
                    worker.kill()
                    worker.join()
            yield saved(TEXT)

    with pytest.raises(MentionsError, match="a worker process was killed"):
        list(scan_saved(killing(), BRANDS, jobs=2))


ENDLESS = """
import itertools, multiprocessing, signal
from mentions.config import brand_from_flags
from mentions.services.saved import Saved
from mentions.services.scanning import scan_saved
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background may ignore it
    pages = itertools.repeat(Saved("a.html", None, b"<p>Lenses by Acme Optics"))
    brands = [brand_from_flags("Acme Optics", ["acme.example"])]
    for number, _ in enumerate(scan_saved(pages, brands, jobs=2)):
        if number == 100:
            print(*(worker.pid for worker in multiprocessing.active_children()), flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_parent(tmp_path: Path, ending: signal.Signals) -> None:
    (tmp_path / "endless.py").write_text(ENDLESS)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(tmp_path / "endless.py")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(workers) == 2
        for one in [parent.pid, *workers] if ending is signal.SIGINT else [parent.pid]:
            os.kill(one, ending)  # Ctrl-C reaches the whole group
        try:
            _, said = parent.communicate(timeout=20)
        finally:
            parent.kill()
    assert said.count("Traceback") <= 1  # the parent's own
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline, "a worker is still there"
        time.sleep(0.05)
