"""`scrapy crawl urls` without a file: what was imported is visited, each address once, whatever kills the crawl."""

import signal
import subprocess
import sys
import threading
import time

import pytest
from loopback import Folder, LoopbackWeb, page

from mentions.paths import CHECKOUT

pytestmark = pytest.mark.slow


def bring(folder: Folder, text: str, *arguments: str) -> None:
    (folder.path / "list.csv").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mentions", "import", "mentions", "list.csv", "--yes", *arguments]
    subprocess.run(command, cwd=folder.path, env={"PYTHONPATH": str(CHECKOUT)}, check=True, capture_output=True)


def addresses(web: LoopbackWeb, number: int) -> list[str]:
    found = [f"http://site{one}.example/post" for one in range(number)]
    for one, url in enumerate(found):
        web.put(url, page(one))
    return found


def test_what_was_imported_is_visited_once(folder: Folder, web: LoopbackWeb) -> None:
    folder.configure()
    first, second = addresses(web, 2)
    bring(folder, f"URL,Category\n{first},News\n{second},\nhttp://www.acme.example/,\n")
    assert folder.crawl("urls").status == 0
    assert folder.rows("SELECT url, kind FROM page ORDER BY url") == [(first, "news"), (second, "blog")]
    asked = len(web.pages())
    done = folder.crawl("urls")
    assert (done.status, len(web.pages())) == (0, asked)
    assert "no imported address is left" in done.said
    assert not [url for url in web.pages() if "acme" in url]


def test_a_file_of_addresses_is_read_beside_it(folder: Folder, web: LoopbackWeb) -> None:
    folder.configure()
    first, second = addresses(web, 2)
    bring(folder, f"URL\n{first}\n")
    (folder.path / "by-hand.txt").write_text(f"{second}\n")
    assert folder.crawl("urls", "-a", "file=by-hand.txt").status == 0
    assert list(folder.visits()) == [second]
    assert folder.crawl("urls", "-a", "kind=news").status == 0
    assert set(folder.visits()) == {first, second}


def test_two_at_once_ask_for_no_address_twice(folder: Folder, web: LoopbackWeb) -> None:
    folder.configure()
    every = addresses(web, 60)
    bring(folder, "URL\n" + "\n".join(every))
    by_hand = "http://by-hand.example/"
    web.put(by_hand, page("by hand"))
    (folder.path / "by-hand.txt").write_text(f"{by_hand}\n")
    go_on = threading.Event()
    web.on_request = lambda url: go_on.wait(60) if url in every else None
    with folder.start("urls", LOG_LEVEL="WARNING") as first:
        until = time.monotonic() + 60
        while not web.asked and time.monotonic() < until:
            time.sleep(0.02)
        second = folder.crawl("urls", LOG_LEVEL="WARNING")
        assert second.status == 0
        (line,) = second.said.splitlines()
        assert "another run of urls over imported addresses is at work on this database; this one leaves it" in line
        assert folder.crawl("urls", "-a", "file=by-hand.txt", LOG_LEVEL="WARNING").said == ""
        go_on.set()
        said, _ = first.communicate(timeout=120)
    assert (first.returncode, said) == (0, "")
    assert sorted(web.pages()) == sorted([*every, by_hand])
    assert set(folder.visits()) == {*every, by_hand}
    assert folder.crawl("urls").status == 0


def test_a_killed_crawl_goes_on_where_it_stopped(folder: Folder, web: LoopbackWeb) -> None:
    folder.configure()
    every = addresses(web, 150)
    bring(folder, "URL\n" + "\n".join(every))
    with folder.start("urls") as process:
        until = time.monotonic() + 60
        while not folder.visits() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    before = set(folder.visits())
    assert 0 < len(before) < len(every)
    asked = len(web.pages())
    assert folder.crawl("urls").status == 0
    assert set(folder.visits()) == set(every)
    assert not before & set(web.pages()[asked:])
