"""Pages that are asked for again: servers that are right, that lie and that do not know; and what counts as a look."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from loopback import Folder, LoopbackWeb, feed, page, source

pytestmark = pytest.mark.slow

HOST = "http://news.example"
WEAK, ODD = 'W/"7"', "Caturday, 31 Foo 2026 25:61 \xc3\xa9"
LINKED = page("x").replace("Acme Optics", "<a href=http://acme.example/>Acme Optics</a>")


@pytest.fixture
def folder(folder: Folder) -> Folder:
    folder.configure()
    return folder


def look(folder: Folder, *paths: str, **settings: Any) -> dict[str, object]:  # noqa: ANN401 - of Scrapy
    """Crawl these pages whether they are due or not; the counts of the run."""
    (folder.path / "list.txt").write_text("\n".join(f"{HOST}{path}" for path in paths))
    done = folder.crawl("urls", "-a", "file=list.txt", "-a", "again=yes", "-a", "kind=news", **settings)
    assert done.status == 0
    assert " ERROR: " not in done.said, done.said
    ((found, state),) = folder.rows("SELECT counts, state FROM crawl_run ORDER BY id DESC LIMIT 1")
    assert state == "finished"
    return dict(json.loads(found))


def conditions(web: LoopbackWeb, *, since: int) -> dict[str, tuple[str | None, str | None, int]]:
    """What was asked by path: If-None-Match, If-Modified-Since, and the status of the answer."""
    return {
        one.url.removeprefix(HOST): (one.headers["If-None-Match"], one.headers["If-Modified-Since"], one.status)
        for one in web.asked[since:]
        if not one.url.endswith("/robots.txt")
    }


def looked(folder: Folder) -> Mapping[str, tuple[str, str]]:
    """When each page and its mention were seen last."""
    found = folder.rows(
        "SELECT page.url, page.last_seen, max(mention.last_seen) FROM page JOIN mention ON page.id = page_id"
        " WHERE NOT gone GROUP BY page.id"
    )
    return {url.removeprefix(HOST): (page_seen, mention_seen) for url, page_seen, mention_seen in found}


def rows(folder: Folder) -> dict[str, list[tuple[object, ...]]]:
    """What no look may change where nothing changed."""
    tables = {
        "page_text": "*",
        "prospect": "id, page_id, brand, situation, stage, score, reasons, mention_id, created_at",
        "event": "*",
        "contact": "*",
        "site_link": "*",
        "mention": "id, page_id, start, surface, first_seen, gone, link_state, verdict",
        "page": "id, address, title, content_hash, first_seen",
    }
    return {table: folder.rows(f"SELECT {names} FROM {table} ORDER BY 1") for table, names in tables.items()}  # noqa: S608


def test_an_unchanged_page_costs_no_body_and_counts_as_a_look(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{HOST}/tag", page("tag"), ETag='"1"', Last_Modified="Fri, 20 Nov 2026 12:00:00 GMT")
    web.put(f"{HOST}/weak", page("weak"), ETag=WEAK)
    web.put(f"{HOST}/odd", page("odd"), ETag="", Last_Modified=ODD)
    web.put(f"{HOST}/none", page("none"), ETag="")
    web.put(f"{HOST}/moved", status=301, Location="/end")
    web.put(f"{HOST}/end", page("end"), ETag='"end"')
    paths = ("/tag", "/weak", "/odd", "/none", "/moved")
    assert look(folder, *paths)["read"] == 5
    before, seen, asked = rows(folder), looked(folder), len(web.asked)

    counts = look(folder, *paths)
    assert (counts["asked"], counts["unchanged"], counts["fetched"]) == (5, 5, 1)
    assert "read" not in counts
    assert conditions(web, since=asked) == {
        "/tag": ('"1"', "Fri, 20 Nov 2026 12:00:00 GMT", 304),
        "/weak": (WEAK, None, 304),
        "/odd": (None, ODD, 304),
        "/none": (None, None, 200),
        "/moved": ('"end"', None, 301),
        "/end": ('"end"', None, 304),
    }
    assert rows(folder) == before
    assert looked(folder).keys() == seen.keys() == {"/tag", "/weak", "/odd", "/none", "/end"}
    assert all(looked(folder)[path] > seen[path] and len(set(looked(folder)[path])) == 1 for path in seen)
    assert folder.rows("SELECT DISTINCT unknown, failures FROM visit") == [(None, 0)]


def test_a_tag_that_changes_each_time_still_costs_no_reading(folder: Folder, web: LoopbackWeb) -> None:
    turns = iter(range(100))
    web.on_request = lambda url: web.put(url, page("x"), ETag=f'"{next(turns)}"')
    look(folder, "/x")
    before = rows(folder)
    for _ in range(2):
        counts = look(folder, "/x")
        assert (counts["fetched"], counts["unchanged"]) == (1, 1)
    assert rows(folder) == before
    ((kept,),) = folder.rows("SELECT etag FROM visit")
    assert web.asked[-1].headers["If-None-Match"] < kept


def test_a_link_in_the_same_words_is_a_change(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{HOST}/x", page("x"), ETag="")
    look(folder, "/x")
    web.put(f"{HOST}/x", LINKED, ETag="")
    assert look(folder, "/x")["read"] == 1
    assert folder.rows("SELECT link_state FROM mention") == [("linked",)]
    assert folder.rows("SELECT stage FROM prospect") == [("stale",)]


def test_a_server_that_says_unchanged_without_being_asked_is_not_believed(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{HOST}/x", status=304)
    counts = look(folder, "/x")
    assert counts["failed"] == {"client error": 1}
    assert folder.rows("SELECT count(*) FROM page") == [(0,)]
    web.put(f"{HOST}/x", page("x"))
    look(folder, "/x")
    web.put(f"{HOST}/x", status=503)
    look(folder, "/x", RETRY_TIMES=0)
    asked = len(web.asked)
    web.put(f"{HOST}/x", status=304)
    look(folder, "/x")
    # What failed the last time is asked for whole, and so no 304 says anything of it.
    assert conditions(web, since=asked)["/x"] == (None, None, 304)
    assert folder.visits() == {f"{HOST}/x": "client error"}
    assert folder.rows("SELECT gone FROM mention") == [(0,)]


def test_unchanged_by_the_word_of_another_page_is_asked_for_whole(folder: Folder, web: LoopbackWeb) -> None:
    web.put(f"{HOST}/from", status=302, Location="/first")
    web.put(f"{HOST}/first", page("first"), ETag='"same"')
    look(folder, "/from")
    web.put(f"{HOST}/from", status=302, Location="/second")
    web.put(f"{HOST}/second", LINKED, ETag='"same"')
    asked = len(web.asked)
    counts = look(folder, "/from")
    assert [(one.url.removeprefix(HOST), one.status) for one in web.asked[asked:] if "robots" not in one.url] == [
        ("/from", 302),
        ("/second", 304),
        ("/from", 302),
        ("/second", 200),
    ]
    assert (counts["read"], counts["asked"]) == (1, 1)
    states = folder.rows("SELECT page.url, link_state, gone FROM mention JOIN page ON page.id = page_id ORDER BY 1")
    assert states == [(f"{HOST}/first", "unlinked", 0), (f"{HOST}/second", "linked", 0)]


@pytest.mark.parametrize(
    "changes",
    [
        ["UPDATE brand_set SET fingerprint = 'old', version = '0'", "UPDATE visit SET brands_fingerprint = 'old'"],
        ["UPDATE visit SET brands_fingerprint = 'of other brands'"],
        ["DELETE FROM page_text"],
        ["UPDATE visit SET kind = 'blog'"],
    ],
    ids=["read by an older version", "read for other brands", "text not kept", "another kind of page"],
)
def test_a_page_is_asked_for_whole_where_unchanged_would_not_do(
    folder: Folder, web: LoopbackWeb, changes: list[str]
) -> None:
    web.put(f"{HOST}/x", page("x"))
    look(folder, "/x")
    before = rows(folder)
    for statement in changes:
        folder.change(statement)
    asked = len(web.asked)
    assert look(folder, "/x")["read"] == 1
    assert conditions(web, since=asked)["/x"] == (None, None, 200)
    assert rows(folder) == before
    asked = len(web.asked)
    look(folder, "/x")
    assert conditions(web, since=asked)["/x"][2] == 304


def test_a_new_brand_looks_back_at_what_no_list_offers_any_more(folder: Folder, web: LoopbackWeb) -> None:
    pages = {name: page(name) for name in ("a", "b", "c", "d")}
    pages["b"] = pages["b"].replace("a telescope", "a Borealis Glass mirror and a telescope")
    pages["c"] = pages["c"].replace("Acme Optics", "Borealis Glass")
    pages["d"] = pages["d"].replace("Acme Optics", "nobody")
    for name, text in pages.items():
        web.put(f"{HOST}/{name}", text)
    listing = source(f"{HOST}/feed.xml")
    web.put(f"{HOST}/feed.xml", feed(*(f"{HOST}/{name}" for name in pages)))
    folder.configure(listing)
    folder.crawl("news")
    web.put(f"{HOST}/feed.xml", feed(f"{HOST}/a"))
    new = '[[brand]]\nname = "Borealis Glass"\ndomains = ["borealis.example"]\n'
    folder.configure(new, listing, crawl="page_budget = 2")
    asked = []
    for _ in range(3):
        before = len(web.asked)
        folder.crawl("news")
        asked.append([one.url.removeprefix(HOST) for one in web.asked[before:] if one.url[-4:] not in (".txt", ".xml")])
    first, second, third = asked
    assert ("/b" in first, len(first), sorted(first + second), third) == (True, 2, ["/b", "/c", "/d"], [])
    found = folder.rows("SELECT url, brand FROM mention JOIN page ON page.id = page_id WHERE NOT gone")
    assert {(url.removeprefix(HOST), brand) for url, brand in found} == {
        ("/a", "acme-optics"),
        ("/b", "acme-optics"),
        ("/b", "borealis-glass"),
        ("/c", "borealis-glass"),
    }
