"""Questions and answers of search engines, in the shapes that their documentation gives."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.config.model import ENGINES
from mentions.items import Brand
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.platforms.answers import asked
from mentions.searching import Engine, engines, phrases
from mentions.searching.brave import Brave
from mentions.searching.engine import OVERLAP
from mentions.searching.gdelt import Gdelt
from mentions.searching.hackernews import HackerNews
from mentions.searching.reddit import Reddit
from mentions.searching.stackexchange import StackExchange

JUNE = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SINCE: tuple[Engine, ...] = (Gdelt(), HackerNews(), StackExchange(site="photo.stackexchange.com"), Brave(key="k"))
EVERY: tuple[Engine, ...] = (*SINCE, Reddit())
by_name = pytest.mark.parametrize("engine", EVERY, ids=lambda engine: engine.name)


def read(engine: Engine, said: Any, url: str = "") -> Listing | None:  # noqa: ANN401 - any JSON
    return engine.answer(json.dumps(said).encode(), url or engine.question("Acme Optics", None))


def offers(engine: Engine, said: Any, url: str = "") -> tuple[Offered, ...]:  # noqa: ANN401 - any JSON
    found = read(engine, said, url)
    assert found is not None
    assert found.kind is ListingKind.LIST
    return found.offered


def test_each_name_of_the_configuration_has_its_engine() -> None:
    known = {
        one.name
        for name in ENGINES[:-1]
        for one in engines(name, stack_exchange=["stackoverflow.com"], subreddits=["all"], brave_key="key")
    }
    assert {*known, "sites"} == set(ENGINES)
    none: dict[str, Any] = {"stack_exchange": [], "subreddits": [], "brave_key": ""}
    assert engines("brave", **none) == engines("reddit", **none) == ()
    assert len(engines("stackexchange", **none | {"stack_exchange": ["superuser.com", "askubuntu.com"]})) == 2
    assert [one.place for one in engines("reddit", **none | {"subreddits": ["all", "telescopes"]})] == [
        "https://oauth.reddit.com/search",
        "https://oauth.reddit.com/r/telescopes/search",
    ]


def test_names_and_aliases_are_searched_for_each_once() -> None:
    brands = [
        Brand(name="Acme  Optics", domains=("acme.example",), aliases=("AcmeOptics", 'acme "optics"')),
        Brand(name="Kindling", domains=("kindling.example",), aliases=("ACMEOPTICS", '"')),
    ]
    assert [each.lower() for each in phrases(brands)] == ["acme optics", "acmeoptics", "kindling"]


@by_name
def test_a_phrase_stands_in_quotes_and_cannot_ask_for_something_else(engine: Engine) -> None:
    question = asked(engine.question("Acme & Sons?site=x#y", None))
    assert '"Acme & Sons?site=x#y"' in question.values()
    assert question.get("site", "photo.stackexchange.com") == "photo.stackexchange.com"


@pytest.mark.parametrize("engine", SINCE, ids=lambda engine: engine.name)
def test_a_question_begins_before_the_end_of_the_last_one(engine: Engine) -> None:
    assert engine.since(None, JUNE) is None
    assert engine.since(JUNE - timedelta(days=2), JUNE) == JUNE - timedelta(days=2) - OVERLAP
    assert engine.question("Acme Optics", JUNE) != engine.question("Acme Optics", None)
    assert engine.question("Acme Optics", JUNE).startswith(engine.api)


def test_what_an_engine_no_longer_reaches_is_not_asked_for() -> None:
    assert Gdelt().since(JUNE - timedelta(days=100), JUNE) is None
    assert Brave(key="k").since(JUNE - timedelta(days=400), JUNE) is None
    assert HackerNews().since(JUNE - timedelta(days=4000), JUNE) is not None


def test_each_engine_says_from_when_on_in_its_own_way() -> None:
    said = [asked(engine.question("Acme Optics", JUNE)) for engine in SINCE]
    assert said[0]["startdatetime"] == "20260601120000"
    assert said[1]["numericFilters"] == f"created_at_i>{int(JUNE.timestamp())}"
    assert said[2]["min"] == str(int(JUNE.timestamp()))
    assert said[3]["freshness"] == "2026-06-01to2027-06-01"


def test_gdelt_gives_articles_with_the_time_they_were_seen() -> None:
    article = {
        "url": "https://news.example/a",
        "title": "Lenses",
        "seendate": "20260601T120000Z",
        "language": "English",
    }
    assert offers(Gdelt(), {"articles": [article, {"url": "no address"}, {}, None]}) == (
        Offered("https://news.example/a", JUNE),
    )
    assert offers(Gdelt(), {}) == ()  # so it says that there is none


def test_gdelt_goes_on_before_the_oldest_article_as_long_as_there_are_more() -> None:
    seen = [f"2026060{1 + number % 5}T120000Z" for number in range(250)]
    full = {"articles": [{"url": f"https://news.example/{n}", "seendate": at} for n, at in enumerate(seen)]}
    found = read(Gdelt(), full)
    assert found is not None
    (more,) = found.more
    assert asked(more)["enddatetime"] == "20260601120000"
    again = read(Gdelt(), full, more)
    assert again is not None
    assert again.more == ()  # all of one second: there is no way behind them


def test_hacker_news_gives_the_pages_of_stories_and_goes_on() -> None:
    seconds = int(JUNE.timestamp())
    said = {
        "hits": [
            {"objectID": "12", "_tags": ["story"], "created_at_i": seconds, "title": "Acme Optics"},
            {"objectID": "34", "_tags": ["comment"], "story_id": 7, "created_at_i": seconds, "comment_text": "so"},
            {"objectID": "../admin"},
        ],
        "page": 0,
        "nbPages": 2,
    }
    assert offers(HackerNews(), said) == (
        Offered("https://news.ycombinator.com/item?id=12", JUNE),
        Offered("https://news.ycombinator.com/item?id=7", JUNE),
    )
    found = read(HackerNews(), said)
    assert found is not None
    assert [asked(more)["page"] for more in found.more] == ["1"]
    last = read(HackerNews(), {**said, "page": 1}, found.more[0])
    assert last is not None
    assert last.more == ()


def test_stack_exchange_gives_questions_and_goes_on() -> None:
    engine = EVERY[2]
    item = {"item_type": "answer", "answer_id": 5, "question_id": 9, "last_activity_date": int(JUNE.timestamp())}
    said = {"items": [item, {"question_id": "x"}], "has_more": True, "quota_remaining": 290}
    assert offers(engine, said) == (Offered("https://photo.stackexchange.com/questions/9", JUNE),)
    found, last = read(engine, said), read(engine, {**said, "has_more": False})
    assert found is not None
    assert last is not None
    assert ([asked(more)["page"] for more in found.more], last.more) == (["2"], ())
    assert engine.place == "https://api.stackexchange.com/2.3/search/excerpts?site=photo.stackexchange.com"


def test_brave_gives_pages_up_to_the_tenth_list_and_keeps_its_key_in_a_header() -> None:
    engine = Brave(key="secret")
    said = {
        "query": {"more_results_available": True},
        "web": {"results": [{"url": "https://blog.example/a", "page_age": "2026-06-01T12:00:00"}, {"url": "x"}]},
    }
    assert offers(engine, said) == (Offered("https://blog.example/a", JUNE),)
    assert offers(engine, {"query": {}, "type": "search"}) == ()
    url, lists = engine.question("Acme Optics", None), 1
    while (found := read(engine, said, url)) and found.more:
        (url,), lists = found.more, lists + 1
    assert lists == 10
    assert engine.headers["X-Subscription-Token"] == "secret"
    assert "secret" not in url


@by_name
@pytest.mark.parametrize(
    "body", [b"", b"The specified phrase is too short.", b"[]", b"<html>", b'{"error": "no"}'[:0], b"\xff", b"[" * 9999]
)
def test_what_is_no_answer_is_not_taken_for_an_empty_one(engine: Engine, body: bytes) -> None:
    assert engine.answer(body, engine.question("Acme Optics", None)) is None


@by_name
def test_an_error_in_json_is_no_answer(engine: Engine) -> None:
    if engine.name != "gdelt":  # whose empty answer has no shape
        assert read(engine, {"error_id": 502, "error_message": "too many requests"}) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
_ENTRY = st.dictionaries(
    st.sampled_from(
        "url seendate story_id objectID created_at_i question_id last_activity_date page_age results".split()
    ),
    _JSON,
)


@by_name
@given(entries=st.lists(_ENTRY | _JSON, max_size=5), rest=st.dictionaries(st.sampled_from(["page", "nbPages"]), _JSON))
def test_whatever_stands_in_an_answer_only_web_addresses_are_offered(
    engine: Engine, entries: list[Any], rest: dict[str, Any]
) -> None:
    for said in (entries, {"results": entries}):
        found = read(engine, {**dict.fromkeys(("articles", "hits", "items", "web"), said), **rest})
        for one in found.offered if found else ():
            assert one.url.startswith(("http://", "https://"))
