"""`scrapy crawl` as it is typed: what it takes, what it refuses in one line, and the record it leaves."""

import json
from pathlib import Path

import pytest
from loopback import Folder, LoopbackWeb, feed, page, source, workspace

pytestmark = pytest.mark.slow

FEED = "http://news.example/feed.xml"


def offer(web: LoopbackWeb, *names: str) -> None:
    for name in names:
        web.put(f"http://news.example/{name}", page(name))
    web.put(FEED, feed(*(f"/{name}" for name in names)))


def test_a_folder_with_nothing_but_scrapy_cfg_is_enough(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, "a")
    done = folder.crawl(
        "blogs",
        *("-a", f"source={FEED}", "-a", "brand=Acme Optics", "-a", "domain=acme.example,acme.test"),
        DOWNLOAD_DELAY=0,
    )
    assert done.status == 0
    assert folder.visits() == {"http://news.example/a": None}
    assert folder.rows("SELECT kind FROM page") == [("blog",)]
    assert folder.rows("SELECT brand, stage FROM prospect") == [("acme-optics", "qualified")]
    assert sorted(file.name for file in folder.path.iterdir() if not file.name.startswith("mentions.db-")) == [
        "mentions.db",
        "scrapy.cfg",
    ]


def test_one_brand_and_one_source_of_a_configuration(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, "a")
    other = '[[brand]]\nname = "Telescope Club"\ndomains = ["club.example"]\n'
    folder.configure(other, source("http://never.example/feed.xml"))
    assert folder.crawl("news", "-a", f"source={FEED}", "-a", "brand=ACME optics").status == 0
    assert folder.rows("SELECT DISTINCT brand FROM mention") == [("acme-optics",)]
    assert not [url for url in web.pages() if "never" in url]


def test_a_source_is_read_for_its_brands_alone(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, "a")
    web.put("http://blog.example/feed.xml", feed())
    others = '[[brand]]\nname = "Borealis Glass"\ndomains = ["borealis.example"]\n'
    tables = (others, source(FEED) + 'brands = ["Borealis Glass"]\n', source("http://blog.example/feed.xml", "blog"))
    folder.configure(*tables)
    folder.crawl("news", "-a", "brand=acme-optics")
    assert web.pages() == []
    ((counts, state),) = folder.rows("SELECT counts, state FROM crawl_run")
    assert (json.loads(counts), state) == ({}, "finished")


def test_of_a_source_that_is_meant_for_one_brand_no_other_is_recorded(folder: Folder, web: LoopbackWeb) -> None:
    both = "<html><body><article><p>Acme Optics and Borealis Glass share a stand.</p></article></body></html>"
    for name in ("a", "b"):
        web.put(f"http://news.example/{name}", both)
    web.put(FEED, feed("/a", "/b"))
    web.put("http://wire.example/feed.xml", feed("http://news.example/b"))
    others = '[[brand]]\nname = "Borealis Glass"\ndomains = ["borealis.example"]\n'
    folder.configure(others, source(FEED) + 'brands = ["Borealis Glass"]\n', source("http://wire.example/feed.xml"))
    assert folder.crawl("news").status == 0
    found = folder.rows("SELECT page.url, brand FROM mention JOIN page ON page.id = page_id ORDER BY 1, 2")
    assert found == [
        ("http://news.example/a", "borealis-glass"),
        ("http://news.example/b", "acme-optics"),
        ("http://news.example/b", "borealis-glass"),
    ]


REFUSED = [
    pytest.param(["news", "-a", "source=news.example/feed"], "source=news.example/feed is no web address", id="source"),
    pytest.param(["news", "-a", "brand=Nobody"], "domains: is empty", id="brand without a domain"),
    pytest.param(
        ["news", "-a", "brand=Acme", "-a", "domain=https://acme.example/a"], "is a page, not a domain", id="domain"
    ),
    pytest.param(["urls", "-a", "file=none.txt"], "none.txt: No such file", id="missing file"),
    pytest.param(
        ["urls", "-a", "file=scrapy.cfg", "-a", "kind=wiki"], "kind=wiki: write one of news, blog, forum", id="kind"
    ),
    pytest.param(["urls", "-a", "file=scrapy.cfg"], "scrapy.cfg: no web address in it", id="file without addresses"),
]


def last_line(said: str) -> str:
    """What the command says of itself; logging lines begin with a date."""
    lines = [line for line in said.splitlines() if line and not line.startswith(("2", "{", " "))]
    assert "Traceback" not in said
    assert len(lines) == 1, said
    return lines[0]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_wrong_arguments_end_with_one_line(folder: Folder, arguments: list[str], message: str) -> None:
    folder.configure()
    done = folder.crawl(*arguments)
    assert done.status == 1
    assert last_line(done.said).startswith("Error: ")
    assert message in last_line(done.said)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("[crawl]\ndelay = 2\n", "mentions.toml, line 2: "),
        (
            "[store]\nurl = \"sqlite:////nowhere/at/all.db\"\n[[brand]]\nname = 'A'\ndomains = ['a.example']\n",
            "/nowhere/at/all.db",
        ),
        ("", "no brand; write one: [[brand]]"),
        (
            "[detection]\npipeline = 'no_such'\n[[brand]]\nname = 'A'\ndomains = ['a.example']\n",
            "mentions.toml: detection.pipeline: no_such is neither a folder in ",
        ),
    ],
    ids=["unknown key", "no such folder", "no brand", "no such pipeline"],
)
def test_a_wrong_configuration_ends_with_one_line(folder: Folder, config: str, message: str) -> None:
    (folder.path / "mentions.toml").write_text(config)
    done = folder.crawl("news")
    assert done.status == 1
    assert last_line(done.said).startswith("Error: ")
    assert message in last_line(done.said)


def test_addresses_from_a_file(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, "a", "b")
    folder.configure()
    (folder.path / "mine.txt").write_text("http://news.example/a\nhttp://news.example/b\nhttp://news.example/a#twice\n")
    read = ("urls", "-a", "file=mine.txt", "-a", "kind=forum")
    assert folder.crawl(*read).status == 0
    assert sorted(web.pages()) == ["http://news.example/a", "http://news.example/b"]
    assert folder.rows("SELECT kind, stage FROM prospect JOIN page ON page.id = page_id") == [("forum", "manual")] * 2
    folder.crawl("urls", "-a", "file=mine.txt")
    assert len(web.pages()) == 2
    web.put("http://news.example/a", page("a").replace("Acme Optics", "nobody"))
    folder.crawl("urls", "-a", "file=mine.txt", "-a", "again=yes")
    assert len(web.pages()) == 4
    assert folder.rows("SELECT url, kind, gone FROM page JOIN mention ON page.id = page_id ORDER BY url") == [
        ("http://news.example/a", "forum", 1),
        ("http://news.example/b", "forum", 0),
    ]


def test_a_run_that_could_not_record_has_failed(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, "a")
    folder.configure(source(FEED))
    folder.crawl("news", "-a", "source=http://none.example/")
    folder.change("DROP TABLE event")
    assert folder.crawl("news").status == 0
    ((state, reason),) = folder.rows("SELECT state, reason FROM crawl_run WHERE id = 2")
    assert state == "failed"
    assert "error" in reason
    assert folder.rows("SELECT count(*) FROM visit") == [(0,)]
    assert folder.rows("SELECT count(*) FROM source_state WHERE etag IS NOT NULL") == [(0,)]


def test_a_run_with_a_limit_ends_well_and_the_next_one_goes_on(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, *map(str, range(30)))
    folder.configure(source(FEED))
    folder.crawl("news", CLOSESPIDER_PAGECOUNT=7)  # the feed and robots.txt count, too
    assert folder.rows("SELECT state, reason FROM crawl_run") == [("finished", "closespider_pagecount")]
    assert folder.rows("SELECT count(*) FROM source_state WHERE etag IS NOT NULL") == [(0,)]
    first = len(folder.visits())
    assert 5 <= first < 30
    asked = len(web.asked)
    folder.crawl("news")
    assert len(folder.visits()) == 30
    assert len([url for url in web.pages(since=asked) if url != FEED]) == 30 - first


def test_a_page_that_fails_does_not_make_the_run_fail(folder: Folder, web: LoopbackWeb) -> None:
    offer(web, "a", "b")
    web.put("http://news.example/b", status=500)
    folder.configure(source(FEED))
    folder.crawl("news")
    assert folder.rows("SELECT state, reason FROM crawl_run") == [("finished", "finished")]


def test_a_host_that_is_down_does_not_make_the_run_fail(tmp_path: Path, web: LoopbackWeb) -> None:
    direct = workspace(tmp_path / "direct")
    here = f"127.0.0.1:{web.port}"
    web.put(f"http://{here}/feed.xml", feed("http://127.0.0.1:9/a"))
    direct.configure(source(f"http://{here}/feed.xml"), crawl=f'allow_private = ["{here}", "127.0.0.1:9"]')
    direct.crawl("news")
    assert direct.visits() == {"http://127.0.0.1:9/a": "connection failed"}
    assert direct.rows("SELECT state, reason FROM crawl_run") == [("finished", "finished")]


def test_a_browser_that_is_not_there(folder: Folder) -> None:
    drawn = source("http://app.example/feed.xml", "blog") + "browser = true\n"
    folder.configure(drawn, crawl='browser = "/no/such"')
    done = folder.crawl("blogs")
    assert done.status == 1
    (line,) = done.said.strip().splitlines()[-1:]
    assert line.startswith("Error: ")
    assert "mentions.toml: crawl.browser: /no/such is no program" in line
    assert folder.crawl("news").status == 0  # which has no such source
