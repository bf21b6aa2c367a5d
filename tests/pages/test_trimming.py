"""What is left of a feed that is too much to read: its first and its last entries."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.pages.listings import read_listing, read_whole
from mentions.pages.trimming import MOST_ENTRIES, MOST_PARTS, parts, trimmed, without_entities

HEAD, TAIL = b'<rss version="2.0"><channel><title>News</title>', b"</channel></rss>"
LAUGHS = b"".join(b"<!ENTITY l%d '%s'>" % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10))


def entries(number: int) -> bytes:
    return b"".join(b"<item><link>https://news.example/%d</link></item>" % one for one in range(number))


def test_a_feed_that_can_be_read_is_left_as_it_is() -> None:
    feed = HEAD + entries(200) + TAIL
    assert trimmed(feed) == (feed, 0)


def test_of_a_long_feed_the_first_and_the_last_are_read() -> None:
    found = read_listing(HEAD + entries(MOST_ENTRIES + 500) + TAIL, "https://news.example/feed")
    assert found is not None
    numbers = [int(one.url.rsplit("/", 1)[-1]) for one in found.offered]
    assert numbers == [*range(MOST_ENTRIES // 2), *range(MOST_ENTRIES // 2 + 500, MOST_ENTRIES + 500)]
    assert found.left_out == 500


def test_all_of_a_long_feed_is_read_part_by_part() -> None:
    found = read_whole(HEAD + entries(2 * MOST_ENTRIES + 500) + TAIL, "https://news.example/feed")
    assert found is not None
    assert [one.url for one in found.offered] == [
        f"https://news.example/{one}" for one in range(2 * MOST_ENTRIES + 500)
    ]
    assert found.left_out == 0


def test_an_endless_feed_has_an_end() -> None:
    feed = HEAD + entries(MOST_PARTS * MOST_ENTRIES + 1) + TAIL
    assert sum(part.count(b"<item>") for part in parts(feed)) == MOST_PARTS * MOST_ENTRIES


@pytest.mark.parametrize("body", [HEAD + entries(3) + TAIL, HEAD + TAIL, b"{}", b"<html>", b"<urlset><url/></urlset>"])
def test_what_is_short_is_read_at_once(body: bytes) -> None:
    assert read_whole(body, "https://news.example/feed") == read_listing(body, "https://news.example/feed")


def test_an_entry_that_takes_too_long_is_left_out() -> None:
    heavy = b"<item><title>" + b"<b>" * 20_000 + b"</title></item>"
    wide = b"<item " + b" ".join(b"a%d='1'" % number for number in range(5_000)) + b"/>"
    found = read_listing(HEAD + entries(2) + heavy + wide + entries(1) + TAIL, "https://news.example/feed")
    assert found is not None
    assert [one.url for one in found.offered] == [f"https://news.example/{number}" for number in (0, 1, 0)]
    assert found.left_out == 2


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE r [<!ENTITY l0 'lol'>" + LAUGHS + b"]>" + HEAD + b"<item><link>/&l9;</link></item>" + TAIL,
        HEAD + b"<item>" + b"<" * 500_000,
        HEAD + b"<item><title>" * 100_000,
        HEAD + b"<x>" * 500_000,
        HEAD + b"<item/>" * 500_000,
        b"<!DOCTYPE r [<!ENTITY l0 'lol'>" + LAUGHS + b"]><urlset><url><loc>/&l9;</loc></url></urlset>",
        b"<urlset>" + b"<a>" * 1_000_000,
        b"<urlset>" + b"<a/>" * 300_000,
    ],
    ids=["entities", "brackets", "unclosed", "deep", "empty", "entities of a sitemap", "deep sitemap", "wide sitemap"],
)
def test_what_is_made_to_take_time_does_not(body: bytes) -> None:
    began = perf_counter()
    read_listing(body, "https://news.example/feed")
    assert perf_counter() - began < 10  # each took minutes


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(feed: bytes) -> None:
    assert trimmed(feed).feed == without_entities(feed)
