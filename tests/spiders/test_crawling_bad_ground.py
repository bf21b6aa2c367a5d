"""A crawl whose database gives out says so in one line and stops; what it had not written, the next run reads again."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dumps import Row, differences, dump
from ground import Filler, Lock, small_disk
from loopback import Folder, LoopbackWeb, feed, page, serve, source, workspace

from mentions.paths import CHECKOUT

pytestmark = pytest.mark.slow

FEED = "http://feed.example/feed.xml"
WALK = "http://walk.example/"
PAGES = 220
"""More than a batch of the pipeline."""
STEPS = 20
SHORT = {"MENTIONS_DATABASE_URL": "sqlite:///mentions.db?timeout=0.2"}
FAST: dict[str, Any] = {"AUTOTHROTTLE_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DEPTH_LIMIT": 0}
LOCKED = "another program is writing to it; try again when that is done"
FULL = "the disk is full; make room and try again"
NO_ROOM_TO_OPEN = "the disk could not be read or written; it may be full"


@pytest.fixture(scope="module")
def site() -> Iterator[LoopbackWeb]:
    """A feed of some pages, and a site without a list whose pages lead from one to the next."""
    with serve() as web:
        listed = [f"http://feed.example/{number}" for number in range(PAGES)]
        linked = [WALK, *(f"http://walk.example/{number}" for number in range(STEPS))]
        web.put(FEED, feed(*listed))
        for url in listed:
            web.put(url, page(url), wait=0.05)
        for url, following in zip(linked, [*linked[1:], WALK], strict=True):
            web.put(url, page(url, body=f"<a href={following}>more</a>"))
        yield web


@pytest.fixture
def folder(tmp_path: Path, site: LoopbackWeb) -> Iterator[Folder]:
    """A workspace on a small disk, whose database waits for nobody."""
    with small_disk(tmp_path / "disk", "4m") as disk:
        yield prepared(disk, site, FEED)
    site.on_request = lambda _url: None


def prepared(path: Path, web: LoopbackWeb, url: str) -> Folder:
    folder = workspace(path, web)
    folder.configure(source(url))
    return folder


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, site: LoopbackWeb) -> dict[str, list[Row]]:
    folder = prepared(tmp_path_factory.mktemp("undisturbed"), site, FEED)
    folder.crawl("news", **FAST)
    tables = dump(folder.path / "mentions.db")
    assert len(tables["page"]) == PAGES
    return tables


def crawl(folder: Folder, trouble: Lock | Filler | None = None) -> str:
    """The log of a crawl; `trouble` is over as soon as the log tells of it."""
    said = ""
    with folder.start("news", environ=SHORT, **FAST) as process:
        assert process.stdout
        for line in process.stdout:
            said += line
            if trouble and " ERROR: " in line:
                trouble.end()
    return said


def errors_in(log: str) -> list[str]:
    """What the errors in a log say; there is no traceback."""
    assert "Traceback" not in log
    return [line.partition(" ERROR: ")[2] for line in log.splitlines() if " ERROR: " in line]


def check(folder: Folder) -> str:
    """What `mentions status --check` says, which ends with 1."""
    command = [sys.executable, "-m", "mentions", "status", "--check"]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(command, cwd=folder.path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr


def at(web: LoopbackWeb, nth: int, act: Callable[[], object]) -> None:
    """Do something when a crawl asks for its nth address."""
    asked = 0

    def count(_url: str) -> None:
        nonlocal asked
        asked += 1
        if asked == nth:
            act()

    web.on_request = count


def validators(folder: Folder) -> int:
    ((number,),) = folder.rows("SELECT count(*) FROM source_state WHERE etag IS NOT NULL")
    return int(number)


IDS = ["locked", "full disk"]


def trouble_in(folder: Folder, kind: type[Lock] | type[Filler]) -> Lock | Filler:
    return Lock(folder.path / "mentions.db") if kind is Lock else Filler(folder.path)


@pytest.mark.parametrize(("kind", "said"), [(Lock, LOCKED), (Filler, NO_ROOM_TO_OPEN)], ids=IDS)
def test_a_crawl_that_cannot_begin_its_record_asks_for_nothing(
    folder: Folder, site: LoopbackWeb, kind: type[Lock] | type[Filler], said: str
) -> None:
    folder.crawl("news", "-a", "source=http://none.example/")
    asked, trouble = len(site.asked), trouble_in(folder, kind)
    trouble.begin()
    done = folder.crawl("news", environ=SHORT)
    trouble.end()
    assert (done.status, len(site.asked)) == (1, asked)
    assert done.said.splitlines()[-1] == f"Error: {folder.path}/mentions.db: {said}"
    assert "Traceback" not in done.said


@pytest.mark.parametrize(("kind", "said"), [(Lock, LOCKED), (Filler, FULL)], ids=IDS)
@pytest.mark.parametrize("lasts", [False, True], ids=["for a moment", "for good"])
def test_a_database_that_gives_out_ends_the_crawl_and_nothing_is_lost(
    folder: Folder,
    site: LoopbackWeb,
    undisturbed: dict[str, list[Row]],
    kind: type[Lock] | type[Filler],
    said: str,
    lasts: bool,
) -> None:
    trouble, asked = trouble_in(folder, kind), len(site.asked)
    at(site, 90, trouble.begin)
    log = crawl(folder, None if lasts else trouble)
    trouble.end()
    complaint = f"{folder.path}/mentions.db: {said}"
    assert errors_in(log) == [complaint]
    assert len(site.asked) - asked < PAGES
    assert validators(folder) == 0
    ((state, reason),) = folder.rows("SELECT state, reason FROM crawl_run")
    if lasts:
        assert state == "running"
        assert "could not record its end" in check(folder)
    else:
        assert (state, reason) == ("failed", f"{complaint}, 1 errors in the log")
        assert f" failed: {complaint}" in check(folder)
    site.on_request = lambda _url: None
    assert errors_in(crawl(folder)) == []
    assert differences(dump(folder.path / "mentions.db"), undisturbed) == []


def test_a_walk_whose_last_pages_were_not_written_is_done_over(tmp_path: Path, site: LoopbackWeb) -> None:
    folder = prepared(tmp_path, site, WALK)
    lock, linked = Lock(tmp_path / "mentions.db"), [f"{WALK}{number}" for number in range(STEPS)]
    site.on_request = lambda url: lock.begin() if url == linked[-1] else None
    assert len(errors_in(crawl(folder, lock))) == 1
    assert set(folder.visits()) < set(linked)
    site.on_request = lambda _url: None
    assert errors_in(crawl(folder)) == []
    assert set(folder.visits()) == set(linked)
