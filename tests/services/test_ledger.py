"""A listing is settled only when its last page is recorded, and never where one of them failed."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.services.ledger import Ledger, Reading

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def reading(name: str = "feed") -> Reading:
    return Reading(listing=f"https://news.example/{name}.xml", source_url="https://news.example/", at=NOW, etag='"1"')


def record(ledger: Ledger, *addresses: str) -> list[Reading]:
    """Record addresses, and the readings that this settles, as the pipeline does."""
    settled = ledger.recording(addresses)
    ledger.recorded(settled)
    return settled


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def test_a_reading_waits_for_its_last_address(ledger: Ledger) -> None:
    ledger.open(reading(), ["a", "b", "c"])
    assert record(ledger, "a") == []
    assert record(ledger, "c", "elsewhere") == []
    assert record(ledger, "b") == [reading()]
    assert record(ledger, "b") == []


def test_a_reading_that_offers_nothing_new_is_settled_at_the_next_look(ledger: Ledger) -> None:
    ledger.open(reading(), [])
    assert record(ledger) == [reading()]


def test_an_address_in_two_listings_settles_both(ledger: Ledger) -> None:
    ledger.open(reading("feed"), ["a", "b"])
    ledger.open(reading("sitemap"), ["b"])
    assert record(ledger, "b") == [reading("sitemap")]
    assert record(ledger, "a") == [reading("feed")]


def test_what_was_recorded_before_a_listing_was_read_is_not_waited_for(ledger: Ledger) -> None:
    assert record(ledger, "a") == []
    ledger.open(reading(), ["a", "b"])
    assert record(ledger, "b") == [reading()]


def test_what_is_asked_for_but_not_recorded_yet_is_waited_for(ledger: Ledger) -> None:
    ledger.open(reading("feed"), ["a"])
    ledger.open(reading("sitemap"), ["a"])
    assert record(ledger) == []
    assert record(ledger, "a") == [reading("feed"), reading("sitemap")]


def test_a_failure_spoils_every_listing_that_waits_for_it(ledger: Ledger) -> None:
    ledger.open(reading("feed"), ["a", "b"])
    ledger.open(reading("sitemap"), ["b", "c"])
    ledger.open(reading("other"), ["c"])
    ledger.spoil(["b"])
    assert record(ledger, "a", "b", "c") == [reading("other")]


def test_a_failure_spoils_a_listing_that_is_read_later(ledger: Ledger) -> None:
    ledger.spoil(["a"])
    record(ledger, "a")
    ledger.open(reading(), ["a", "b"])
    assert record(ledger, "a", "b") == []


def test_what_could_not_be_recorded_is_still_owed(ledger: Ledger) -> None:
    ledger.open(reading("feed"), ["a", "b"])
    assert ledger.recording(["a", "b"]) == [reading("feed")]
    ledger.open(reading("sitemap"), ["b"])
    ledger.dropped()
    assert not ledger.is_whole
    assert record(ledger, "c") == []
    assert record(ledger, "b") == [reading("sitemap")]


def test_a_reading_that_is_opened_while_others_are_written_is_not_forgotten(ledger: Ledger) -> None:
    settled = ledger.recording(["a"])
    ledger.open(reading(), ["a"])
    ledger.recorded(settled)
    assert ledger.is_whole
    assert record(ledger) == [reading()]


ADDRESSES = st.sampled_from("abcdef")
GROUPS = st.lists(ADDRESSES, max_size=4)
STEPS = st.lists(
    st.tuples(st.just("open"), GROUPS) | st.tuples(st.just("record"), GROUPS) | st.tuples(st.just("fail"), GROUPS),
    max_size=20,
)


@given(STEPS)
def test_settled_are_exactly_those_whose_addresses_were_all_recorded_and_none_lost(
    steps: list[tuple[str, list[str]]],
) -> None:
    ledger, opened, settled = Ledger(), dict[Reading, set[str]](), list[Reading]()
    recorded, lost = set[str](), set[str]()

    def seen(addresses: Iterable[str]) -> None:
        recorded.update(addresses)
        settled.extend(record(ledger, *addresses))

    for number, (step, addresses) in enumerate(steps):
        if step == "open":
            opened[reading(str(number))] = set(addresses)
            ledger.open(reading(str(number)), addresses)
        elif step == "fail":
            # As the pipeline does it: what failed is recorded, too. What was settled by then stays settled.
            fresh = set(addresses) - recorded
            lost |= fresh
            ledger.spoil(fresh)
            seen(fresh)
        else:
            seen(addresses)
    seen([])
    assert len(settled) == len(set(settled))
    assert set(settled) == {one for one, owed in opened.items() if owed <= recorded and not owed & lost}
