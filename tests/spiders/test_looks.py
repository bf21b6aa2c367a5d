"""`mentions sources add` and `check`, on a web of sites of every sort."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from loopback import Folder, LoopbackWeb, feed, index, page, serve, sitemap, source, workspace

from mentions.cli import main
from mentions.config import load
from mentions.paths import CHECKOUT

pytestmark = pytest.mark.slow

API = "http://blog.example/wp-json"
ALTERNATE = '<link rel=alternate type="application/rss+xml" href="/feed/">'
RSS = (
    '<rss version="2.0"><channel><title>x</title><item><link>http://feed.example/1</link>'
    "<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item><item><link>/2</link></item></channel></rss>"
)


def build(web: LoopbackWeb) -> None:
    """A site a host."""
    web.put("http://blog.example/", page("front", head=ALTERNATE), Link=f'<{API}/>; rel="https://api.w.org/"')
    for route, total in (("posts", "1234"), ("pages", "7"), ("comments", "")):
        fields = "link%2Cid%2Cdate_gmt" if route == "comments" else "link%2Cmodified_gmt%2Ccomment_status"
        order = "" if route == "comments" else "&orderby=modified"
        said = json.dumps([{"link": "http://blog.example/1/", "id": 1, "modified_gmt": "2026-11-01T10:00:00"}])
        for address in (f"per_page=100{order}&_fields={one}" for one in (fields, fields.replace("%2C", ","))):
            web.put(f"{API}/wp/v2/{route}?{address}", said, Content_Type="application/json", X_WP_Total=total)
    web.put("http://blog.example/feed/", feed("/1/", "/2/"))
    web.put("http://feed.example/feed.xml", RSS)
    parts = [f"http://map.example/{part}.xml" for part in "abcd"]
    web.put(
        "http://map.example/",
        page("front", body='<script type="application/ld+json">{"@type":"NewsMediaOrganization"}</script>'),
    )
    web.put("http://map.example/robots.txt", "Sitemap: http://map.example/all.xml\n")
    web.put("http://map.example/all.xml", index(*parts))
    for part in parts:
        web.put(part, sitemap(f"{part}/1", f"{part}/2"))
    rows = "".join(f"<li><a href=/topic/{n}-of-lenses>Of lenses {n}</a> 3 replies</li>" for n in range(6))
    web.put("http://forum.example/", f"<html><title>Forum</title><body><h1>Optics</h1><ul>{rows}</ul></body></html>")
    web.put("http://shell.example/", "<html><body><div id=app></div><script src=/app.js></script></body></html>")
    web.put("http://closed.example/robots.txt", "User-agent: *\nDisallow: /\n")
    web.put("http://denied.example/", "no", status=403)
    web.put(
        "http://hostile.example/",
        page("\x1b[31mred", head="<meta name=generator content='\x1b]0;x\x07Evil'>", body="<a href=/1>a</a>"),
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    with serve() as web:
        build(web)
        made = workspace(tmp_path, web)
        made.configure()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{web.port}")
        yield made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["sources", *arguments])


def test_what_stands_there_is_found_and_added(folder: Folder) -> None:
    hosts = ("blog.example/", "feed.example/feed.xml", "map.example/", "forum.example/")
    result = run("add", *(f"http://{one}" for one in hosts), "--json")
    assert result.exit_code == 0, result.output
    blog, single, news, forum = map(json.loads, result.stdout.splitlines())
    assert (blog["kind"], blog["software"], blog["way"]) == ("blog", "WordPress", "lists")
    assert [one["entries"] for one in blog["reads"]] == [1234, 7, 1]
    assert [one["url"] for one in blog["beside"]] == ["http://blog.example/feed/"]
    assert (single["entries"], single["newest"][:10], single["is_part"]) == (2, "2026-11-02", False)
    assert (news["kind"], news["is_sure"], news["entries"], news["is_part"]) == ("news", True, 6, True)
    assert (forum["kind"], forum["way"], forum["is_part"]) == ("forum", "links", True)
    sources = load(folder.path / "mentions.toml").sources
    assert [(one.kind.value, one.url) for one in sources] == [
        ("blog", "http://blog.example/"),
        ("blog", "http://feed.example/feed.xml"),
        ("news", "http://map.example/"),
        ("forum", "http://forum.example/"),
    ]


def test_the_table_says_what_a_crawl_reads(folder: Folder) -> None:
    result = run(
        "add", "http://map.example/", "http://blog.example/", "--yes", "--kind", "news", "--brand", "acme optics"
    )
    assert result.exit_code == 0, result.output
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if not line.startswith("Added"))
    assert "at least 6" in result.stdout
    assert "1,234" in result.stdout
    assert "scrapy crawl news" in result.stdout
    assert [one.brands for one in load(folder.path / "mentions.toml").sources] == [("acme-optics",)] * 2


@pytest.mark.parametrize(
    ("host", "why", "todo"),
    [
        ("shell.example", "needs javascript", "name the feed or sitemap"),
        ("closed.example", "robots.txt", "ask it for leave"),
        ("denied.example", "blocked", "ask it for leave"),
        ("gone.example", "gone", "correct its address"),
    ],
)
def test_what_cannot_be_read_is_said_and_not_added(folder: Folder, host: str, why: str, todo: str) -> None:
    before = (folder.path / "mentions.toml").read_text()
    result = run("add", f"http://{host}/", "--yes")
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert f"it cannot be read: {why}" in said
    assert todo in said
    assert "Nothing was added" in result.stdout
    assert (folder.path / "mentions.toml").read_text() == before


def test_one_that_is_there_already_is_not_asked_again(folder: Folder) -> None:
    folder.configure(source("http://feed.example/feed.xml"))
    result = run("add", "http://feed.example/feed.xml#new", "--yes")
    assert "is a source already" in result.stderr
    assert result.exit_code == 0
    assert folder.proxy is not None
    assert folder.proxy.asked == []


@pytest.mark.usefixtures("folder")
def test_nothing_of_a_page_reaches_the_terminal_as_it_is() -> None:
    result = run("add", "http://hostile.example/", "--yes")
    assert "Evil" in result.stdout
    assert not set(result.stdout) & {"\x1b", "\x07"}


def test_a_look_keeps_the_manners_and_writes_no_record(folder: Folder) -> None:
    folder.configure(source("http://blog.example/", "blog"), delay=0.3, crawl='contact = "https://acme.example/bot"')
    assert run("check").exit_code == 0
    assert folder.proxy is not None
    times = [one.at for one in folder.proxy.asked]
    assert min(later - one for one, later in pairwise(times[1:])) > 0.25  # the first is the robots.txt
    assert {one.headers["User-Agent"].endswith("(+https://acme.example/bot)") for one in folder.proxy.asked} == {True}
    assert folder.rows("SELECT count(*) FROM visit") == folder.rows("SELECT count(*) FROM crawl_run") == [(0,)]


def test_check_says_of_each_source_what_it_gives_and_why_it_fails(folder: Folder) -> None:
    folder.configure(source("http://feed.example/feed.xml"), source("http://denied.example/", "forum"))
    folder.crawl("news")
    result = run("check")
    assert result.exit_code == 1
    works, fails = result.stdout.splitlines()[2:4]
    assert works.split()[:4] == ["feed.example/feed.xml", "news", "works", "2"]
    assert fails.split() == ["denied.example/", "forum", "fails", "never"]
    assert "now: blocked (status 403); the site turns crawlers away" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    (one,) = map(json.loads, run("check", "http://feed.example/feed.xml", "--json").stdout.splitlines())
    assert (one["offered"], one["unknown"], one["failed_then"]) == (2, None, None)
    assert run("check", "http://nowhere.example/").exit_code == 1


def test_check_says_what_a_source_runs_and_its_own_budget(folder: Folder) -> None:
    folder.configure(source("http://feed.example/feed.xml") + "budget = 7\n", source("http://blog.example/", "blog"))
    said = run("check").stdout
    assert "http://feed.example/feed.xml\n  a run reads 7 pages of it at most" in said
    assert said.count("pages of it at most") == 1
    assert "\nWordPress: blog.example/\n" in said
    one, other = map(json.loads, run("check", "--json").stdout.splitlines())
    assert (one["budget"], one["software"]) == (7, "")
    assert (other["budget"], other["software"]) == (500, "WordPress")


def test_what_a_look_says_a_crawl_reads_it_reads(folder: Folder) -> None:
    hosts = ("blog.example/", "feed.example/feed.xml", "map.example/")
    looks = [json.loads(line) for line in run("add", *(f"http://{one}" for one in hosts), "--json").stdout.splitlines()]
    assert folder.proxy is not None
    before = len(folder.proxy.asked)
    folder.crawl("blogs")
    folder.crawl("news")
    asked = {unquote(url) for url in folder.proxy.pages(since=before)}
    assert {one["url"] for look in looks for one in look["reads"]} <= asked
    assert not {one["url"] for look in looks for one in look["beside"]} & asked


def test_on_a_terminal_the_person_says_what_it_is_and_whether_to_add_it(folder: Folder) -> None:
    forum, feed_of_news = "http://forum.example/", "http://feed.example/feed.xml"
    said = typed(folder, ["add", forum, feed_of_news, "http://denied.example/"], ["blog", "n", "news", "y", ""])
    assert said.count("a crawl follows its links") == 2  # it was looked at again, as a blog
    assert "Added 1 source" in said
    assert [(one.kind.value, one.url) for one in load(folder.path / "mentions.toml").sources] == [
        ("news", feed_of_news)
    ]


def typed(folder: Folder, arguments: list[str], answers: list[str]) -> str:
    """What a command prints, started on a terminal where somebody types the answers."""
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    command = [sys.executable, "-m", "mentions", "sources", *arguments]
    done = subprocess.run(
        command, cwd=folder.path, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    os.close(theirs)
    os.close(ours)
    return done.stdout


def test_who_has_no_keys_for_reddit_is_told_how_to_get_them(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDDIT_CLIENT_ID", raising=False)
    result = run("add", "https://www.reddit.com/r/telescopes/", "--yes")
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert "forum: it runs Reddit it cannot be read: needs keys" in said
    assert "https://www.reddit.com/prefs/apps, and put its id and secret into the environment variables" in said
    assert load(folder.path / "mentions.toml").sources == ()
    forbidden = run("add", "https://www.reddit.com/user/ann/", "--yes", "--json")
    assert json.loads(forbidden.stdout)["unknown"] == "robots.txt"
