"""Which offered addresses are asked for now, as a table, and over a real store."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from mentions import __version__
from mentions.db import transaction
from mentions.db.store.brand_sets import save_brand_set
from mentions.db.store.recording import record
from mentions.db.store.rows import VisitRow
from mentions.items import Kind, Unknown, Visit
from mentions.pages.listings import Offered
from mentions.services.visiting import PASSING, TRIES, Revisits, Skip, address_of, kinds_of, sort_out

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
URL = "https://news.example/lenses"
F1 = {"acme-optics": "f1"}
RULE = Revisits(NOW, timedelta(days=30), F1)
LASTING = frozenset(Unknown) - PASSING


def days(number: float) -> datetime:
    return NOW + timedelta(days=number)


YESTERDAY = days(-1)


def visited(
    at: datetime = YESTERDAY,
    *,
    unknown: Unknown | None = None,
    failures: int = 0,
    lastmod: datetime | None = None,
    claim: dict[str, str] | None = None,
    looked_for: dict[str, str] | None = F1,
) -> VisitRow:
    return VisitRow(
        address=URL,
        url=URL,
        page_address=URL,
        kind=Kind.NEWS,
        at=at,
        status=200,
        unknown=unknown,
        detail="",
        failures=failures,
        etag=None,
        last_modified=None,
        content_hash=None,
        lastmod=lastmod,
        claim=claim,
        thread=None,
        next_part=None,
        brands_fingerprint="whole",
        looked_for=looked_for,
        version=__version__,
        run_id=None,
        source_url=None,
    )


@pytest.mark.parametrize(
    ("claim", "visit", "reason"),
    [
        pytest.param(None, None, None, id="never asked for"),
        pytest.param(days(-400), None, None, id="never asked for, and old"),
        pytest.param(None, visited(), Skip.VISITED, id="read yesterday"),
        pytest.param(None, visited(days(-30)), None, id="read as long ago as a page may be left alone"),
        pytest.param(None, visited(days(-29.99)), Skip.VISITED, id="a little less long ago"),
        pytest.param(days(-0.5), visited(days(-1)), None, id="claims to be newer than the visit"),
        pytest.param(days(-1), visited(days(-1)), Skip.VISITED, id="claims to be as old as the visit"),
        pytest.param(days(-2), visited(days(-1)), Skip.VISITED, id="claims to be older than the visit"),
        pytest.param(days(-2), visited(lastmod=days(-3)), None, id="a newer claim, though older than the visit"),
        pytest.param(days(-3), visited(lastmod=days(-3)), Skip.VISITED, id="the same claim"),
        pytest.param(days(5), visited(lastmod=days(5)), Skip.VISITED, id="the same claim, of a clock that is ahead"),
        pytest.param(days(-4), visited(lastmod=days(-3)), Skip.VISITED, id="an older claim"),
        pytest.param(None, visited(lastmod=days(-3)), Skip.VISITED, id="no claim any more"),
        pytest.param(None, visited(looked_for={"acme-optics": "f0"}), None, id="the brand was described otherwise"),
        pytest.param(None, visited(looked_for=None), None, id="told that nothing changed, never read"),
        pytest.param(None, visited(days(-31), unknown=Unknown.GONE, failures=9), None, id="failed long ago"),
        pytest.param(
            days(-0.5),
            visited(unknown=Unknown.GONE, failures=1, lastmod=days(-3)),
            Skip.FAILING,
            id="gone, newer claim",
        ),
        pytest.param(
            None, visited(unknown=Unknown.TIMEOUT, failures=1, looked_for=None), None, id="failed, never read"
        ),
        pytest.param(None, visited(unknown=Unknown.ROBOTS, failures=1, looked_for=None), Skip.FAILING, id="forbidden"),
    ],
)
def test_what_is_left_alone(claim: datetime | None, visit: VisitRow | None, reason: Skip | None) -> None:
    assert RULE.skip(Offered(URL, claim), visit) is reason


@pytest.mark.parametrize("unknown", sorted(PASSING))
@pytest.mark.parametrize("failures", range(1, TRIES + 2))
def test_what_may_be_mended_is_tried_in_three_runs(unknown: Unknown, failures: int) -> None:
    visit = visited(unknown=unknown, failures=failures)
    assert RULE.skip(Offered(URL), visit) is (Skip.FAILING if failures >= TRIES else None)


@pytest.mark.parametrize("unknown", sorted(LASTING))
def test_what_lasts_is_left_alone_at_once(unknown: Unknown) -> None:
    assert RULE.skip(Offered(URL), visited(unknown=unknown, failures=1)) is Skip.FAILING


def test_without_days_between_visits_everything_is_due() -> None:
    always = Revisits(NOW, timedelta(0), F1)
    assert always.skip(Offered(URL), visited(NOW)) is None
    assert always.skip(Offered(URL), visited(NOW, unknown=Unknown.GONE, failures=5)) is None


def read(url: str, at: datetime = YESTERDAY, kind: Kind = Kind.NEWS) -> Visit:
    return Visit(url=url, page_url=url, kind=kind, at=at, status=200)


def keep(engine: Engine, *visits: Visit) -> None:
    with transaction(engine) as connection:
        fingerprint = save_brand_set(connection, F1, version=__version__)
        record(connection, visits, brands=["acme-optics"], brands_fingerprint=fingerprint)


def test_the_newest_claim_is_due_first_and_what_has_none_last(engine: Engine) -> None:
    offered = [Offered(f"https://news.example/{i}", claim) for i, claim in enumerate([None, days(-9), days(-2), None])]
    due, skipped = sort_out(engine, offered, RULE)
    assert [one.offered.url[-1] for one in due] == ["2", "1", "0", "3"]
    assert skipped == []


def test_each_address_is_due_once_whatever_its_spelling(engine: Engine) -> None:
    keep(engine, read("https://news.example/known?b=2&a=1"))
    offered = [
        Offered("https://news.example/new?utm_source=feed"),
        Offered("https://NEWS.example:443/new#top"),
        Offered("https://news.example/known?a=1&b=2"),
        Offered("javascript:alert(1)"),
        Offered("https://news.example:0/"),
    ]
    due, skipped = sort_out(engine, offered, RULE)
    assert [one.offered for one in due] == offered[:1]
    assert {one.url: reason for one, reason in skipped} == {
        offered[1].url: Skip.TWICE,
        offered[2].url: Skip.VISITED,
        offered[3].url: Skip.NO_ADDRESS,
        offered[4].url: Skip.NO_ADDRESS,
    }


def test_more_addresses_than_one_question_holds(engine: Engine) -> None:
    keep(engine, *(read(f"https://news.example/{number}") for number in range(0, 1200, 2)))
    due, skipped = sort_out(engine, [Offered(f"https://news.example/{number}") for number in range(1200)], RULE)
    assert len(due) == len(skipped) == 600
    assert {reason for _, reason in skipped} == {Skip.VISITED}


def test_where_a_redirect_led_counts_as_visited(engine: Engine) -> None:
    keep(engine, Visit(url=URL, page_url=f"{URL}/moved", kind=Kind.NEWS, at=days(-1), status=200))
    assert sort_out(engine, [Offered(f"{URL}/moved")], RULE) == ([], [(Offered(f"{URL}/moved"), Skip.VISITED)])


def test_failures_in_a_row_are_counted_by_run(engine: Engine) -> None:
    for run in range(TRIES):
        assert sort_out(engine, [Offered(URL)], RULE)[0], run
        failed = Visit(url=URL, page_url=URL, kind=Kind.NEWS, at=days(run / 10 - 1), unknown=Unknown.SERVER)
        keep(engine, failed)
    assert sort_out(engine, [Offered(URL)], RULE) == ([], [(Offered(URL), Skip.FAILING)])
    keep(engine, read(URL, at=days(-0.1)))
    assert sort_out(engine, [Offered(URL)], RULE) == ([], [(Offered(URL), Skip.VISITED)])


def test_the_kind_of_a_page_is_remembered(engine: Engine) -> None:
    keep(engine, read("https://boards.example/t/1", kind=Kind.FORUM), read(URL))
    asked = [f"{URL}#top", "https://boards.example/t/1", "https://new.example/", "no address"]
    assert kinds_of(engine, asked) == {f"{URL}#top": Kind.NEWS, "https://boards.example/t/1": Kind.FORUM}


def test_the_normal_form_of_what_is_an_address() -> None:
    assert address_of("https://News.example") == "https://news.example/"
    assert address_of("mailto:press@acme.example") is None


CLAIMED = {"replies": "3", "last post": "49"}


@pytest.mark.parametrize(
    ("claim", "skip"),
    [
        ({}, Skip.VISITED),
        (CLAIMED, Skip.VISITED),
        ({"replies": "3"}, Skip.VISITED),
        ({"replies": "4"}, None),
        ({"replies": "2"}, None),
        ({"last post": "50", "replies": "3"}, None),
        ({"pages": "2"}, None),
    ],
)
def test_what_a_list_claims_beside_a_date(claim: dict[str, str], skip: Skip | None) -> None:
    assert RULE.skip(Offered(URL, claim=claim), visited(claim=CLAIMED)) == skip


def threaded(engine: Engine, *parts: int) -> None:
    """Record a thread: its first page at URL and these further ones, as its listing claimed them."""
    pages = [Visit(url=URL, page_url=URL, kind=Kind.FORUM, at=YESTERDAY, status=200, next_part=f"{URL}?page=2")]
    pages += [
        Visit(
            url=f"{URL}?page={part}",
            page_url=f"{URL}?page={part}",
            kind=Kind.FORUM,
            at=YESTERDAY,
            status=200,
            thread=URL,
            next_part=f"{URL}?page={part + 1}" if part < parts[-1] else None,
            claim={"replies": str(part)} if part == parts[-1] else {},
        )
        for part in parts
    ]
    with transaction(engine) as connection:
        fingerprint = save_brand_set(connection, F1, version=__version__)
        record(connection, pages, brands=F1, brands_fingerprint=fingerprint)


def test_a_long_thread_is_read_on_from_its_last_page(engine: Engine) -> None:
    threaded(engine, 2, 3, 4, 5, 6, 7)
    assert sort_out(engine, [Offered(URL, claim={"replies": "7"})], RULE)[0] == []
    ((due,), _) = sort_out(engine, [Offered(URL, claim={"replies": "8"})], RULE)
    assert (due.offered.url, due.offered.thread, due.onward) == (f"{URL}?page=7", URL, True)


def test_a_short_thread_is_read_whole_again(engine: Engine) -> None:
    threaded(engine, 2, 3)
    ((due,), _) = sort_out(engine, [Offered(URL, claim={"replies": "8"})], RULE)
    assert (due.offered.url, due.offered.thread, due.onward) == (URL, None, True)


def test_claims_of_two_entries_for_one_page_are_put_together(engine: Engine) -> None:
    twice = [Offered(URL, claim={"replies": "1"}), Offered(f"{URL}#last", claim={"last post": "9"})]
    ((due,), _) = sort_out(engine, twice, RULE)
    assert due.offered.claim == {"replies": "1", "last post": "9"}
