"""What cannot be read is unknown for the right reason, is never a page, and is tried again only where that may help."""

import json
import socket
from collections.abc import Iterator

import pytest
from loopback import PATIENCE, Folder, LoopbackWeb, feed, page, serve, source, workspace

from mentions.paths import CHECKOUT

pytestmark = pytest.mark.slow

FEED = "http://news.example/feed.xml"
BAD = "http://bad.example"


def build(web: LoopbackWeb) -> dict[str, tuple[str, int | None]]:
    """Pages that cannot be read, all naming the brand: the reason and the status that are to be recorded."""
    named = page("hidden")
    for status in (404, 410, 403, 429, 500, 503, 418):
        web.put(f"{BAD}/{status}", named, status=status)
    web.put(f"{BAD}/slow", named, wait=10)
    web.put(f"{BAD}/large", named + " " * 60_000)
    web.put(f"{BAD}/grows", named + " " * 60_000, Content_Length="")
    web.put(f"{BAD}/picture", b"\x89PNG Acme Optics")
    web.put(f"{BAD}/data", '{"text": "Acme Optics"}', Content_Type="application/json")
    web.put(f"{BAD}/empty", "  \n")
    web.put(f"{BAD}/shell", "<html><body><div id=root>Acme Optics</div><script src=/app.js></script></body></html>")
    web.put(f"{BAD}/loop", status=302, Location="/loop2")
    web.put(f"{BAD}/loop2", status=302, Location="/loop")
    web.put(f"{BAD}/inward", status=302, Location="http://127.0.0.1:1/admin")
    web.put(f"{BAD}/inward-by-name", status=302, Location="http://printer.local/")
    web.put(f"{BAD}/to-404", status=301, Location="/404")
    web.put(f"{BAD}/nowhere", status=302)
    return {
        "404": ("gone", 404),
        "410": ("gone", 410),
        "403": ("blocked", 403),
        "429": ("blocked", 429),
        "500": ("server error", 500),
        "503": ("blocked", 503),
        "418": ("client error", 418),
        "slow": ("timeout", None),
        "large": ("too large", None),
        "grows": ("too large", None),
        "picture": ("not html", 200),
        "data": ("not html", 200),
        "empty": ("empty", 200),
        "shell": ("needs javascript", 200),
        "loop": ("client error", None),
        "inward": ("private address", None),
        "inward-by-name": ("private address", None),
        "to-404": ("gone", 404),
        "nowhere": ("client error", 302),
    }


@pytest.fixture(scope="module")
def crawled(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Folder, LoopbackWeb, dict[str, tuple[str, int | None]]]]:
    with serve() as web:
        folder = workspace(tmp_path_factory.mktemp("failures"), web)
        expected = build(web)
        web.put(f"{BAD}/ok", page("ok"))
        web.put(FEED, feed(*(f"{BAD}/{path}" for path in expected), f"{BAD}/ok"))
        folder.configure(source(FEED))
        folder.crawl("news", DOWNLOAD_TIMEOUT=6, DOWNLOAD_MAXSIZE=50_000, RETRY_TIMES=0, REFUSAL_PAUSE=0.2)
        yield folder, web, expected


def test_each_failure_has_its_reason(
    crawled: tuple[Folder, LoopbackWeb, dict[str, tuple[str, int | None]]],
) -> None:
    folder, _, expected = crawled
    rows = folder.rows("SELECT url, unknown, status FROM visit WHERE unknown IS NOT NULL")
    found = {url.removeprefix(f"{BAD}/"): (unknown, status) for url, unknown, status in rows}
    assert {path: found.get(path) for path in expected} == expected


def test_none_of_them_is_a_page(crawled: tuple[Folder, LoopbackWeb, object]) -> None:
    folder, _, _ = crawled
    assert folder.rows("SELECT url FROM page") == [(f"{BAD}/ok",)]
    assert folder.rows("SELECT count(*) FROM mention") == [(1,)]
    assert folder.rows("SELECT count(*) FROM prospect") == [(1,)]


def test_private_addresses_are_never_asked_for(
    crawled: tuple[Folder, LoopbackWeb, object],
) -> None:
    _, web, _ = crawled
    hosts = ("127.0.0.1", "printer.local")
    assert not [one.url for one in web.asked if any(host in one.url for host in hosts)]


def test_the_record_counts_them(
    crawled: tuple[Folder, LoopbackWeb, dict[str, tuple[str, int | None]]],
) -> None:
    folder, _, expected = crawled
    ((found,),) = folder.rows("SELECT counts FROM crawl_run")
    counts = json.loads(found)
    reasons = [reason for reason, _ in expected.values()]
    assert counts["failed"] == {reason: reasons.count(reason) for reason in set(reasons)}
    assert (counts["offered"], counts["asked"], counts["read"], counts["matched"]) == (20, 20, 1, 1)


@pytest.fixture
def failing(folder: Folder, web: LoopbackWeb) -> Folder:
    """A feed of one good page, one that may be mended and one that is gone for good."""
    web.put("http://news.example/good", page("good"))
    web.put("http://news.example/passing", status=500)
    web.put("http://news.example/lasting", status=410)
    web.put(FEED, feed("/good", "/passing", "/lasting"))
    folder.configure(source(FEED))
    return folder


def test_a_page_that_fails_is_tried_in_three_runs_and_then_left_alone(failing: Folder, web: LoopbackWeb) -> None:
    asked = []
    for _ in range(4):
        before = len(web.asked)
        failing.crawl("news", RETRY_TIMES=0)
        asked.append([url.rsplit("/", 1)[1] for url in sorted(web.pages(since=before)) if url != FEED])
    assert asked == [["good", "lasting", "passing"], ["passing"], ["passing"], []]
    # What the feed offers is settled now, for it holds nothing that is waited for.
    assert failing.rows("SELECT etag IS NOT NULL FROM source_state") == [(1,)]


def test_a_feed_is_read_again_until_its_page_is_mended(failing: Folder, web: LoopbackWeb) -> None:
    failing.crawl("news", RETRY_TIMES=0)
    assert failing.rows("SELECT count(*) FROM source_state WHERE etag IS NOT NULL") == [(0,)]
    web.put("http://news.example/passing", page("mended"))
    failing.crawl("news", RETRY_TIMES=0)
    assert failing.visits()["http://news.example/passing"] is None
    assert failing.rows("SELECT count(*) FROM page") == [(2,)]
    before = len(web.asked)
    failing.crawl("news")
    assert [(one.url, one.status) for one in web.asked[before:] if one.url == FEED] == [(FEED, 304)]


def test_a_source_that_fails_is_counted(folder: Folder, web: LoopbackWeb) -> None:
    web.put(FEED, status=404)
    folder.configure(source(FEED), source("http://10.0.0.1/feed.xml"))
    for failures in (1, 2):
        folder.crawl("news")
        assert folder.rows("SELECT listing, failures, etag FROM source_state ORDER BY listing") == [
            ("http://10.0.0.1/feed.xml", failures, None),
            (FEED, failures, None),
        ]
    assert not any("10.0.0.1" in one.url for one in web.asked)


def test_without_a_proxy_a_redirect_may_not_lead_to_another_port_of_this_machine(
    folder: Folder, web: LoopbackWeb
) -> None:
    with serve() as inner, socket.create_server(("127.0.0.1", 0)) as closed:
        inner.put(f"http://127.0.0.1:{inner.port}/secret", page("secret"))
        closed_port = closed.getsockname()[1]
        closed.close()
        outside = f"http://127.0.0.1:{web.port}"
        for path, target in (
            ("a", f"127.0.0.1:{inner.port}"),
            ("b", f"localhost:{web.port}"),
            ("c", f"2130706433:{inner.port}"),
        ):
            web.put(f"{outside}/{path}", status=302, Location=f"http://{target}/secret")
        web.put(f"{outside}/feed.xml", feed("/a", "/b", "/c", f"http://127.0.0.1:{closed_port}/refused"))
        allowed = f'allow_private = ["127.0.0.1:{web.port}", "127.0.0.1:{closed_port}"]'
        direct = Folder(folder.path)
        direct.configure(source(f"{outside}/feed.xml"), crawl=allowed)
        direct.crawl("news", RETRY_TIMES=0)
        assert inner.asked == []
    assert direct.visits() == {
        f"{outside}/a": "private address",
        f"{outside}/b": "private address",
        f"{outside}/c": "private address",
        f"http://127.0.0.1:{closed_port}/refused": "connection failed",
    }


def test_a_page_that_reloads_itself_is_read(folder: Folder, web: LoopbackWeb) -> None:
    web.put("http://news.example/ticker", page("ticker", head='<meta http-equiv="refresh" content="60">'))
    web.put("http://news.example/named", page("named", head='<meta http-equiv="refresh" content="60; url=/named">'))
    web.put(FEED, feed("/ticker", "/named"))
    folder.configure(source(FEED))
    folder.crawl("news")
    assert folder.visits() == {"http://news.example/ticker": None, "http://news.example/named": None}


REBINDING = """
import socket
ask = socket.getaddrinfo
answers = {
    "rebound.example": ["93.184.215.14", "127.0.0.1"],
    "inner.example": ["127.0.0.1"],
    "open.example": ["127.0.0.1"],
}

def getaddrinfo(host, port, *rest, **named):
    known = answers.get(host)
    if known is None:
        return ask(host, port, *rest, **named)
    # The first time the name is public, from then on it is this machine.
    address = known.pop(0) if len(known) > 1 else known[0]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

socket.getaddrinfo = getaddrinfo
"""


def test_without_a_proxy_a_name_is_judged_by_the_address_that_is_connected_to(folder: Folder, web: LoopbackWeb) -> None:
    (folder.path / "sitecustomize.py").write_text(REBINDING)
    outside = f"http://open.example:{web.port}"
    inner = (f"http://rebound.example:{web.port}/secret", f"http://inner.example:{web.port}/secret")
    for url in inner:
        web.put(url, page("secret"))
    web.put(f"{outside}/moved", status=302, Location=inner[1])
    web.put(f"{outside}/page", page("page"))
    web.put(f"{outside}/feed.xml", feed(*inner, f"{outside}/moved", f"{outside}/page"))
    direct = Folder(folder.path)
    direct.configure(source(f"{outside}/feed.xml"), crawl=f'allow_private = ["open.example:{web.port}"]')
    names = {"PYTHONPATH": f"{folder.path}:{CHECKOUT}"}
    with direct.start("news", environ=names, DOWNLOAD_TIMEOUT=5, RETRY_TIMES=0) as process:
        process.communicate(timeout=PATIENCE)
    found = direct.visits()
    assert found.pop(inner[0]) in ("private address", "timeout", "connection failed")
    assert found == {inner[1]: "private address", f"{outside}/moved": "private address", f"{outside}/page": None}
    assert {one.url.partition("/")[2] for one in web.asked if "open.example" not in one.headers["Host"]} == set()


def test_a_source_behind_a_question_for_consent_is_told_of(folder: Folder, web: LoopbackWeb) -> None:
    web.put("http://walled.example/", "<title>Before you continue</title><a href=/terms>Acme Optics and partners</a>")
    folder.configure(source("http://walled.example/"))
    said = folder.crawl("news").said
    assert "http://walled.example/ could not be read: blocked" in said
    assert web.pages() == ["http://walled.example/"]
