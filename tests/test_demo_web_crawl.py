"""The real spiders on the made-up web: what they record, address by address, against the manifest."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mentions import db, demo, urls
from mentions.db.store.contacts import contacts_of_site
from mentions.db.store.mentions import mentions_on
from mentions.db.store.pages import page_at
from mentions.db.store.rows import MentionRow, VisitRow
from mentions.db.store.visits import visits_of
from mentions.demo import ExpectedMention, ExpectedPage
from mentions.items import Unknown, Verdict

pytestmark = pytest.mark.slow

PAGES = demo.expected()
READ = [page for page in PAGES if page.unknown is None and page.case != "an endless redirect"]
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Crawled:
    """The store after the three crawls, and every address that was asked for."""

    url: str
    asked: tuple[str, ...]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "mentions.toml").write_text(demo.CONFIG.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n")
    with demo.serve() as served:
        proxies = {f"{scheme}_proxy": served.proxy_url for scheme in ("http", "https")}
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("MENTIONS_", "SCRAPY_"))}
        environment = {**clean, **proxies, "no_proxy": "", "NO_PROXY": "", "PYTHONPATH": str(ROOT)}
        for spider in ("news", "blogs", "forums"):
            command = [sys.executable, "-m", "scrapy", "crawl", spider]
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert " ERROR: " not in done.stderr, done.stderr
        return Crawled(f"sqlite:///{folder / 'mentions.db'}", tuple(one.url for one in served.requests))


@pytest.fixture
def store(crawled: Crawled) -> Iterator[db.Connection]:
    engine = db.ready(crawled.url)
    with db.reading(engine) as connection:
        yield connection
    engine.dispose()


def by_url(page: ExpectedPage) -> str:
    return page.url.removeprefix("http://")


def visit_of(store: db.Connection, page: ExpectedPage) -> VisitRow:
    address = urls.normalise(page.url)
    found = visits_of(store, [address])
    assert address in found, "never asked for"
    return found[address]


def recorded(store: db.Connection, page: ExpectedPage) -> list[MentionRow]:
    row = page_at(store, urls.normalise(page.page_url))
    return mentions_on(store, [row.id]) if row else []


def surface(text: str) -> str:
    """As the manifest gives it."""
    return text.replace("\N{SOFT HYPHEN}", "")


@pytest.mark.parametrize("page", PAGES, ids=by_url)
def test_each_address_was_visited_and_unknown_is_unknown(store: db.Connection, page: ExpectedPage) -> None:
    visit = visit_of(store, page)
    if page in READ:
        assert (visit.unknown, visit.status) == (None, 200)
        assert visit.page_address == urls.normalise(page.page_url)
    else:
        assert visit.unknown is not None
        assert visit.unknown is page.unknown or page.unknown is None
        assert recorded(store, page) == []


def test_what_robots_txt_forbids_was_not_asked_for(crawled: Crawled) -> None:
    forbidden = {page.url for page in PAGES if page.unknown is Unknown.ROBOTS}
    assert forbidden
    assert not forbidden.intersection(crawled.asked)


def test_no_page_was_asked_for_twice(crawled: Crawled) -> None:
    pages = [url for url in crawled.asked if url in {page.url for page in READ}]
    assert len(pages) == len(set(pages)) == len(READ)


@pytest.mark.parametrize("page", READ, ids=by_url)
def test_mentions_are_those_of_the_manifest(store: db.Connection, page: ExpectedPage) -> None:
    rows = recorded(store, page)
    paired = pairs(page.mentions, rows)
    strange = [row for row in rows if row not in [found for _, found in paired] and row.verdict is Verdict.ACCEPTED]
    assert not strange, f"found besides: {[(row.surface, row.before[-40:]) for row in strange]}"
    for wanted, found in paired:
        differences = list(compared(wanted, found))
        assert not differences, f"{wanted.surface} ({wanted.why}): {differences}"


def pairs(
    wanted: tuple[ExpectedMention, ...], rows: list[MentionRow]
) -> list[tuple[ExpectedMention, MentionRow | None]]:
    """Both in the order of the document; one that need not be found may have no partner."""
    left, paired = list(rows), list[tuple[ExpectedMention, MentionRow | None]]()
    for number, one in enumerate(wanted):
        later = [other for other in wanted[number + 1 :] if (other.brand, other.surface) == (one.brand, one.surface)]
        same = [row for row in left if (row.name, surface(row.surface)) == (one.brand, one.surface)]
        is_missing = one.verdict in (None, Verdict.REJECTED) and len(same) <= len(later)
        found = same[0] if same and not is_missing else None
        if found:
            left.remove(found)
        paired.append((one, found))
    return paired


def compared(wanted: ExpectedMention, found: MentionRow | None) -> Iterator[str]:
    if found is None:
        if wanted.verdict is Verdict.ACCEPTED:
            yield "not found"
        return
    said = {name: getattr(found, name) for name in ("link_state", "href", "section", "verdict", "match")}
    for name, value in said.items():
        sure = getattr(wanted, name)
        if name == "verdict" and sure is Verdict.REJECTED:
            if value is Verdict.ACCEPTED:
                yield "verdict: accepted, which it must not be"
        elif (sure is not None or name == "href") and value != sure:
            yield f"{name}: {value}, not {sure}"


@pytest.mark.parametrize("page", READ, ids=by_url)
def test_contacts_are_those_that_readers_can_see(store: db.Connection, page: ExpectedPage) -> None:
    row = page_at(store, urls.normalise(page.page_url))
    found = contacts_of_site(store, row.site_id) if row else []
    here = {one.email for one in found if row and one.source_url == row.url}
    assert set(page.contacts) <= {one.email for one in found}
    assert here <= set(page.contacts)
    assert not {one.email for one in found}.intersection(page.never_contacts)
