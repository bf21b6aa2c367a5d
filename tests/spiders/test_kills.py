"""A crawl that is killed leaves nothing behind that the next run does not mend."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dumps import Row, differences, dump
from loopback import Folder, LoopbackWeb, feed, index, page, serve, sitemap, source, workspace

pytestmark = pytest.mark.slow

LINK = '<a href="http://acme.example/">'
HOSTS = ("feed", "map", "parts", "plain")
PAGES = 60
"""Pages a host; more than a batch of the pipeline in all."""
FAST: dict[str, Any] = {"AUTOTHROTTLE_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
SOURCES = (
    "http://feed.example/feed.xml",
    "http://map.example/sitemap.xml",
    "http://parts.example/index.xml",
    "http://plain.example/",
)


def put_page(web: LoopbackWeb, host: str, number: int) -> None:
    """Of each sort some: linked, linked at the foot, not named, gone, moved, with an address to write to."""
    url, text = f"http://{host}.example/{number}", page(f"{host} {number}")
    by_kind = {
        1: text.replace("Acme Optics", f"{LINK}Acme Optics</a>"),
        2: page(f"{host} {number}", body=f"<p>See {LINK}their site</a>.</p>"),
        3: text.replace("Acme Optics", "someone else"),
        4: page(f"{host} {number}", body=f'<p>Write to <a href="mailto:desk@{host}.example">the desk</a>.</p>'),
    }
    if number % 10 == 5:
        web.put(url, "gone", status=410)
    elif number % 10 == 6:
        web.put(url, status=301, Location=f"/moved/{number}")
        web.put(f"http://{host}.example/moved/{number}", text)
    else:
        web.put(url, by_kind.get(number % 10, text))


@pytest.fixture(scope="module")
def large() -> Iterator[LoopbackWeb]:
    with serve() as web:
        urls = {host: [f"http://{host}.example/{number}" for number in range(PAGES)] for host in HOSTS}
        for host in HOSTS:
            for number in range(PAGES):
                put_page(web, host, number)
        web.put(SOURCES[0], feed(*urls["feed"]))
        web.put(SOURCES[1], sitemap(*urls["map"], **{"7": "2026-01-02"}))
        parts = [f"http://parts.example/{number}.xml" for number in range(3)]
        web.put(SOURCES[2], index(*parts))
        for number, part in enumerate(parts):
            web.put(part, sitemap(*urls["parts"][number * 20 : number * 20 + 20]))
        web.put(SOURCES[3], "".join(f"<p><a href={url}>{url}</a></p>" for url in urls["plain"]))
        yield web


def prepared(path: Path, web: LoopbackWeb) -> Folder:
    folder = workspace(path, web)
    folder.configure(*map(source, SOURCES))
    return folder


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, large: LoopbackWeb) -> dict[str, list[Row]]:
    folder = prepared(tmp_path_factory.mktemp("undisturbed"), large)
    folder.crawl("news", **FAST)
    tables = dump(folder.path / "mentions.db")
    assert len(tables["visit"]) == len(HOSTS) * (PAGES + PAGES // 10)
    assert len(tables["page"]) == len(HOSTS) * PAGES * 8 // 10
    assert all(tables[name] for name in ("mention", "prospect", "contact", "event", "site_link", "source_state"))
    return tables


def crawl_and_kill(folder: Folder, web: LoopbackWeb, after: int, **settings: Any) -> None:  # noqa: ANN401 - of Scrapy
    """Let a crawl ask for so many addresses, then kill it as `kill -9` does."""
    asked = 0
    with folder.start("news", **FAST, **settings) as process:

        def count(_url: str) -> None:
            nonlocal asked
            asked += 1
            if asked == after:
                process.kill()

        web.on_request = count
        process.communicate(timeout=60)
        web.on_request = lambda _url: None
    assert process.returncode == -9


@pytest.mark.parametrize("kills", [(20,), (115,), (240,), (120, 120)], ids=str)
def test_after_a_kill_the_next_run_ends_where_an_undisturbed_one_does(
    tmp_path: Path, large: LoopbackWeb, undisturbed: dict[str, list[Row]], kills: tuple[int, ...]
) -> None:
    folder = prepared(tmp_path, large)
    for after in kills:
        crawl_and_kill(folder, large, after)
    assert differences(dump(folder.path / "mentions.db"), undisturbed) != []
    assert folder.crawl("news", **FAST).status == 0
    assert differences(dump(folder.path / "mentions.db"), undisturbed) == []
    ended = folder.rows("SELECT state, reason FROM crawl_run ORDER BY id")
    assert ended == [("failed", "killed")] * len(kills) + [("finished", "finished")]


def test_a_site_without_a_list_is_read_on_after_a_kill(tmp_path: Path, web: LoopbackWeb) -> None:
    urls = ["http://chain.example/", *(f"http://chain.example/{number}" for number in range(260))]
    for url, following in zip(urls, [*urls[1:], urls[0]], strict=True):
        web.put(url, page(url, body=f"<a href={following}>more</a>"))
    folder = workspace(tmp_path, web)
    folder.configure(source(urls[0]))
    crawl_and_kill(folder, web, 195, DEPTH_LIMIT=0)
    assert len(folder.visits()) >= 90  # of those asked for fewer than a batch wait to be written
    folder.crawl("news", **FAST, DEPTH_LIMIT=0)
    assert set(folder.visits()) == set(urls[1:])
