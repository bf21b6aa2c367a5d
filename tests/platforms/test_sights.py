"""What looks say of lists, and what of it a crawl reads."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

from mentions.items import Kind
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.platforms import Front
from mentions.platforms.sights import Look, Sight, Way, look_from, of_index, read_of, sight
from mentions.platforms.wordpress import WordPress

URL = "https://a.example/list"
AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
FEED = Sight(url=URL, kind=ListingKind.FEED, entries=10)
SITEMAP = Sight(url=URL, kind=ListingKind.SITEMAP, entries=100, newest=AT)
FAILED = Sight(url=URL, unknown="blocked")


def test_a_list_holds_what_it_names_or_what_it_says_it_has() -> None:
    found = Listing(ListingKind.LIST, (Offered(URL, AT), Offered(URL)), more=("https://a.example/2",))
    front = Front(url=URL, headers={"x-wp-total": "1234"})
    assert sight(found, front, URL) == Sight(url=URL, kind=ListingKind.LIST, entries=2, is_part=True, newest=AT)
    said = sight(found, front, URL, WordPress())
    assert (said.entries, said.is_part) == (1234, False)
    wrong = sight(found, Front(url=URL, headers={"x-wp-total": "-1; many"}), URL, WordPress())
    assert (wrong.entries, wrong.is_part) == (2, True)


def test_an_index_holds_at_least_what_was_looked_at() -> None:
    whole = of_index(URL, [SITEMAP, SITEMAP], of=2)
    assert (whole.entries, whole.is_part, whole.newest) == (200, False, AT)
    assert of_index(URL, [SITEMAP, SITEMAP], of=3).is_part
    assert of_index(URL, [SITEMAP, FAILED], of=2).is_part


def test_the_first_step_that_can_be_read_is_what_a_crawl_reads() -> None:
    assert read_of([[FAILED], [FEED], [SITEMAP]], Kind.BLOG) == ((FEED,), False)
    assert read_of([[FAILED, SITEMAP, SITEMAP], [FEED]], Kind.BLOG) == ((SITEMAP, SITEMAP), False)
    assert read_of([[FEED], [SITEMAP]], Kind.FORUM) == ((FEED, SITEMAP), True)
    assert read_of([[FEED], [FAILED]], Kind.FORUM) == ((FEED,), True)
    assert read_of([], Kind.NEWS) == ((), True)


def test_a_look_goes_through_json() -> None:
    look = Look(url=URL, kind=Kind.NEWS, way=Way.LISTS, reads=(SITEMAP,), beside=(FAILED, FEED), entries=100)
    assert look_from(json.loads(json.dumps(asdict(look), default=datetime.isoformat))) == look
    assert look.newest == AT
