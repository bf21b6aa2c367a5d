"""`mentions sources` as it is typed: the list, what changes it, and the files."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prospect_examples import BRAND, NOW, SOURCES, crawl, hours, make_workspace, visit

from mentions.cli import main
from mentions.db import Engine
from mentions.items import Kind, Unknown, Visit
from mentions.services import runs, workspaces
from mentions.services.pacing import note

FEED = "https://news.example/feed.xml"
MUTE = '[[source]]\nkind = "blog"\nurl = "https://quiet.example/a/very/long/address/of/a/feed/that/no/terminal/holds.xml"\n'


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.chdir(tmp_path)
    engine = make_workspace(tmp_path, f"# mine\n{BRAND}{SOURCES}{MUTE}").store()
    yield engine
    engine.dispose()


@pytest.fixture
def mentions_toml(tmp_path: Path) -> Path:
    return tmp_path / "mentions.toml"


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["sources", *arguments], input=stdin)


def ran(engine: Engine, spider: str, source: str, at: float, **counts: object) -> None:
    number = runs.start(engine, spider, [source], now=hours(at))
    runs.finish(engine, number, reason="finished", errors=0, counts=counts, now=hours(at) + timedelta(minutes=1))


def of_feed(url: str) -> Visit:
    return replace(visit(url, kind=Kind.NEWS), source_url=FEED)


def test_each_source_with_what_it_gave(engine: Engine, tmp_path: Path) -> None:
    quiet = workspaces.find(tmp_path, {}).config.sources[1].url
    ran(engine, "news", FEED, -48, heard={FEED: 12})
    ran(engine, "blogs", quiet, -3, silent={quiet: "timeout"})
    workspace = workspaces.find(tmp_path, {})
    silent = replace(of_feed("https://news.example/b"), page=None)
    lost = replace(of_feed("https://news.example/c"), page=None, unknown=Unknown.GONE, status=404)
    crawl(workspace, engine, of_feed("https://news.example/a"), silent, lost)
    result = run("list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["source", "kind", "last", "worked", "offered", "read", "naming", "next", "look"]
    assert lines[2].split() == [
        "news.example/feed.xml",
        "news",
        f"{hours(-48):%Y-%m-%d}",
        "12",
        "2",
        "1",
        "next",
        "run",
    ]
    assert lines[3].split()[1:] == ["blog", "never", "0", "0", "0", "next", "run"]
    assert "timeout; the next run tries it again" in lines[-1]
    assert all(len(line) <= 80 for line in lines)
    first, second = map(json.loads, run("list", "--json").stdout.splitlines())
    assert (first["url"], first["offered"], first["visited"], first["naming"], first["failing"]) == (
        FEED,
        12,
        3,
        1,
        None,
    )
    assert (second["worked_at"], second["failing"]) == (None, "timeout")
    assert len(run("list", "--kind", "news", "--json").stdout.splitlines()) == 1


def test_a_source_that_rests_says_how_long_and_has_not_failed(engine: Engine, tmp_path: Path) -> None:
    blog, now = workspaces.find(tmp_path, {}).config.sources[1].url, datetime.now(UTC)
    ran(engine, "news", FEED, -3, heard={FEED: 12})
    ran(engine, "news", FEED, -1, resting={FEED: 1})
    ran(engine, "blogs", blog, -3, silent={blog: "timeout"})
    ran(engine, "blogs", blog, -1, resting={blog: 1})
    for url, quiet in ((FEED, 5), (blog, 70)):
        note(engine, [url], with_news=[url], at=now - timedelta(days=quiet))
        note(engine, [url], with_news=(), at=now)
    lines = run("list").stdout.splitlines()
    assert lines[2].split()[-2:] == ["11", "h"]  # nine tenths of half a day
    assert lines[3].split()[-2:] == ["6", "d"]
    assert all(len(line) <= 80 for line in lines)
    assert lines[-1].endswith("timeout; the next run tries it again")  # of the last run that asked it
    first, second = map(json.loads, run("list", "--json").stdout.splitlines())
    assert (first["offered"], first["failing"], first["tried_at"]) == (12, None, hours(-3).isoformat())
    assert first["next_look"] < second["next_look"]


def test_what_a_source_runs_and_its_own_budget(mentions_toml: Path, engine: Engine) -> None:
    mentions_toml.write_text(mentions_toml.read_text() + "budget = 20\n")
    forum = workspaces.find(mentions_toml.parent, {}).config.sources[1].url
    note(engine, [FEED, forum], with_news=(), at=NOW, software={FEED: "", forum: "Discourse"})
    lines = run("list").stdout.splitlines()
    assert lines[-2:] == ["Discourse:", f"  {forum.removeprefix('https://')}"]
    first, second = map(json.loads, run("list", "--json").stdout.splitlines())
    assert (first["software"], first["budget"], second["software"], second["budget"]) == (None, 500, "Discourse", 20)


def test_a_source_that_worked_before_and_fails_now(engine: Engine) -> None:
    ran(engine, "news", FEED, -48, heard={FEED: 12})
    ran(engine, "news", FEED, -1, heard={FEED: 0})
    (found,) = map(json.loads, run("list", "--kind", "news", "--json").stdout.splitlines())
    assert found["worked_at"] == hours(-48).isoformat()
    assert (found["offered"], found["failing"]) == (12, "it offered nothing")
    assert NOW.isoformat() > found["tried_at"] > found["worked_at"]


@pytest.mark.usefixtures("engine")
def test_removing_asks_and_keeps_the_rest(mentions_toml: Path) -> None:
    before = mentions_toml.read_text()
    refused = run("remove", FEED)
    assert (refused.exit_code, mentions_toml.read_text()) == (2, before)
    removed = run("remove", "HTTPS://News.example:443/feed.xml?utm_source=x", "--yes")
    assert removed.exit_code == 0, removed.output
    assert FEED not in mentions_toml.read_text()
    assert mentions_toml.read_text().startswith("# mine")
    gone = run("remove", FEED, "--yes")
    assert (gone.exit_code, "is no source" in gone.stderr) == (1, True)


@pytest.mark.usefixtures("engine")
def test_a_list_brings_what_is_new(mentions_toml: Path, tmp_path: Path) -> None:
    known = mentions_toml.read_text()
    listed = (
        f"kind,url,brands\nnews,{FEED}?utm_source=x,\n,https://a.example/feed,Acme Optics\nforum,https://b.example/,\n"
    )
    result = run("import", "-", stdin=listed)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Added 2 sources to ")
    assert mentions_toml.read_text().startswith(known)
    found = [(one.kind, one.url, one.brands) for one in workspaces.find(tmp_path, {}).config.sources[2:]]
    assert found == [("blog", "https://a.example/feed", ("acme-optics",)), ("forum", "https://b.example/", ())]
    again = json.loads(run("import", "-", "--json", stdin=listed).stdout)
    assert again == {"new": [], "known": 3, "wrong": 0}


@pytest.mark.usefixtures("engine")
def test_what_is_wrong_is_told_and_the_rest_is_added(mentions_toml: Path) -> None:
    result = run("import", "-", stdin="url,brands\nsomewhere,\nhttps://a.example/,Nobody\nhttps://b.example/,\n")
    assert result.exit_code == 1
    assert "-, line 2: “somewhere” is no web address" in result.stderr
    assert "-, line 3: no [[brand]] is called “Nobody”" in result.stderr
    assert "https://b.example/" in mentions_toml.read_text()


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("name", ["feeds.opml", "feeds.csv"])
def test_a_file_leads_to_another_workspace_and_back(name: str, tmp_path: Path) -> None:
    assert run("export", name).stdout == f"Wrote 2 sources to {name}.\n"
    assert run("export", name).exit_code == 1
    before = workspaces.find(tmp_path, {}).config.sources
    make_workspace(tmp_path, BRAND)
    assert run("import", name).exit_code == 0
    assert workspaces.find(tmp_path, {}).config.sources == before
    assert json.loads(run("export", name, "--yes", "--json").stdout) == {"path": name, "sources": 2}


@pytest.mark.usefixtures("engine")
def test_files_that_are_no_list(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss/>")
    result = run("import", "feed.xml")
    assert (result.exit_code, "no OPML" in result.stderr) == (1, True)
    assert run("import", "nowhere.opml").stderr == "Error: nowhere.opml: no such file\n"
