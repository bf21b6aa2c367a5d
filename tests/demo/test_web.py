import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.demo import CONFIG, Web, later, load, sources
from mentions.items import Kind

WEB = load()
# These name a vocabulary; nothing is ever fetched from them.
VOCABULARIES = {"schema.org", "www.w3.org", "www.sitemaps.org"}
FILES = [file for file in sorted(CONFIG.parent.rglob("*")) if file.is_file() and file.suffix not in {".py", ".pyc"}]


def headers(web: Web, url: str) -> dict[str, str]:
    return dict(web.answer(url).headers)


def test_there_are_enough_sites_and_pages() -> None:
    articles = [url for url in WEB.answers if headers(WEB, url)["Content-Type"].startswith("text/html")]
    assert len(WEB.hosts) >= 6
    assert len(articles) >= 24


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CONFIG.parent).as_posix())
def test_no_file_names_a_host_outside_example(file: Path) -> None:
    text = file.read_text("utf-8")
    hosts = set(re.findall(r"(?<=[:\"'\s(=])//([\w.-]+)", text)) | set(re.findall(r"[\w.+-]+@([\w-]+\.[\w.-]+)", text))
    assert {host for host in hosts - VOCABULARIES if not host.rstrip(".").endswith(".example")} == set()


@pytest.mark.parametrize(
    ("url", "charset", "content_type"),
    [
        (
            "http://techblatt.example/artikel/glas-statt-spiegel.html",
            "iso-8859-15",
            "text/html; charset=iso-8859-15",
        ),
        ("http://plainpages.example/eyepieces.htm", "windows-1252", "text/html"),
        ("http://plainpages.example/hoshizora.htm", "shift_jis", "text/html; charset=shift_jis"),
    ],
)
def test_legacy_pages_are_sent_in_their_charset(url: str, charset: str, content_type: str) -> None:
    body = WEB.answer(url).body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "Acme Optics" in body.decode(charset)
    assert charset in body.decode(charset).lower()
    assert headers(WEB, url)["Content-Type"] == content_type


def test_the_page_with_a_byte_order_mark_begins_with_it() -> None:
    assert WEB.answer("http://techblatt.example/artikel/lesekreis.html").body.startswith(b"\xef\xbb\xbf<!doctype")


@pytest.mark.parametrize(
    ("url", "content_type"),
    [
        ("http://daily-lantern.example/feed.rss", "application/rss+xml"),
        ("http://techblatt.example/news.atom", "application/atom+xml"),
        ("http://wire.example/sitemap_index.xml", "application/xml"),
        ("http://wire.example/robots.txt", "text/plain; charset=utf-8"),
        ("http://daily-lantern.example/downloads/observatory-plan", "application/pdf"),
        ("http://openpedia.example/wiki/Acme_Optics", "text/html; charset=utf-8"),
    ],
)
def test_content_types(url: str, content_type: str) -> None:
    assert headers(WEB, url)["Content-Type"] == content_type


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://wire.example/", 200),
        ("http://WIRE.example:80#top", 200),
        ("http://wire.example/nothing", 404),
        ("http://elsewhere.example/", 502),
        ("https://wire.example/", 404),
        ("/", 502),
        ("http://[/", 400),
    ],
)
def test_what_an_address_answers(url: str, status: int) -> None:
    assert WEB.answer(url).status == status


@given(st.text())
def test_any_address_has_an_answer(url: str) -> None:
    assert WEB.answer(url).status in {200, 301, 302, 400, 404, 410, 502}


def test_a_change_makes_a_new_web_and_leaves_the_old() -> None:
    url = "http://wire.example/about.html"
    once, twice = WEB.with_page(url, "one"), WEB.with_page(url, "one").with_page(url, "two")
    assert [web.answer(url).body for web in (once, twice)] == [b"one", b"two"]
    assert b"Four editors" in WEB.answer(url).body
    assert len({headers(web, url)["Last-Modified"] for web in (WEB, once, twice)}) == 3
    assert len({headers(web, url)["ETag"] for web in (WEB, once, twice)}) == 3
    assert once.without(url).answer(url).status == 404
    with pytest.raises(KeyError):
        once.without(url).without(url)


def test_a_new_page_may_open_a_new_site() -> None:
    web = WEB.with_page("http://new.example/feed.rss", "<rss/>", status=503)
    answer = web.answer("http://new.example/feed.rss")
    assert (answer.status, dict(answer.headers)["Content-Type"]) == (503, "application/rss+xml")
    assert web.answer("http://new.example/").status == 404


def test_later_the_link_has_come() -> None:
    for url, text in later().items():
        now = WEB.answer(url).body.decode()
        assert "acme.example" not in now
        assert re.sub(r"<a href=\"http://acme\.example/\">(.*?)</a>", r"\1", text) == now
    assert len(later()) >= 1


def test_sources_are_those_of_the_configuration() -> None:
    configured = tomllib.loads(CONFIG.read_text("utf-8"))
    assert [url for _, url in sources()] == [source["url"] for source in configured["source"]]
    assert {kind for kind, _ in sources()} == set(Kind)
    assert all(WEB.answer(url).status == 200 for _, url in sources())


def test_the_demo_needs_neither_scrapy_nor_click() -> None:
    code = "import sys, mentions.demo; print(sorted({'scrapy', 'click', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
