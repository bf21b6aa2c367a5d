from db_examples import NOW, failed, hours, keep, mention, visit
from sqlalchemy import Connection

from mentions.db.models import RunState
from mentions.db.store.figures import Totals, stage_counts, totals, unknown_counts
from mentions.db.store.runs import finish_run, runs, start_run
from mentions.db.store.sources import listing_failed, listing_state, save_listing
from mentions.items import Unknown

FEED = "https://news.example/feed.xml"


def save_feed(connection: Connection, etag: str, hour: float = 0) -> None:
    save_listing(
        connection,
        f"{FEED}?utm_source=x#top",
        source_url="https://news.example/",
        etag=etag,
        last_modified=None,
        brands_fingerprint="f1",
        read_at=hours(hour),
    )


def test_a_listing_is_known_by_its_normal_form(connection: Connection) -> None:
    assert listing_state(connection, FEED) is None
    save_feed(connection, "1")
    save_feed(connection, "2", hour=1)
    state = listing_state(connection, FEED)
    assert state is not None
    assert (state.listing, state.etag, state.read_at, state.failures) == (FEED, "2", hours(1), 0)


def test_a_listing_that_fails_keeps_what_was_known(connection: Connection) -> None:
    save_feed(connection, "1")
    listing_failed(connection, FEED, source_url="https://news.example/")
    listing_failed(connection, FEED, source_url="https://news.example/")
    state = listing_state(connection, FEED)
    assert state is not None
    assert (state.etag, state.read_at, state.brands_fingerprint, state.failures) == ("1", NOW, "f1", 2)
    save_feed(connection, "2")
    state = listing_state(connection, FEED)
    assert state is not None
    assert state.failures == 0


def test_a_listing_that_never_worked_has_no_validators(connection: Connection) -> None:
    listing_failed(connection, FEED, source_url=FEED)
    state = listing_state(connection, FEED)
    assert state is not None
    assert (state.etag, state.read_at, state.brands_fingerprint, state.failures) == (None, None, None, 1)


def test_a_run_that_does_not_end_stays_running(connection: Connection) -> None:
    first = start_run(connection, spider="news", sources=[{"url": FEED}], at=NOW)
    start_run(connection, spider="blogs", sources=[], at=hours(1))
    finish_run(connection, first, state=RunState.FINISHED, reason="finished", counts={"fetched": 3}, at=hours(2))
    blogs, news = runs(connection)
    assert (blogs.spider, blogs.state, blogs.finished_at) == ("blogs", RunState.RUNNING, None)
    assert (news.id, news.state, news.counts, news.sources) == (
        first,
        RunState.FINISHED,
        {"fetched": 3},
        [{"url": FEED}],
    )
    assert runs(connection, spider="news") == [news]
    assert runs(connection, limit=1) == [blogs]


def test_totals_count_what_still_stands(connection: Connection) -> None:
    keep(connection, visit(mention(), mention(surface="Acme")), visit(mention(), url="https://a.example/"))
    keep(connection, visit(url="https://a.example/", at=hours(1)), failed("https://b.example/"))
    assert totals(connection) == Totals(visits=3, pages=1, mentions=2, contacts=0, suppressions=0)
    assert unknown_counts(connection) == {Unknown.TIMEOUT: 1}
    assert stage_counts(connection) == {}
