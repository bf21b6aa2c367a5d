"""What a text speaks of, and what that says of a name."""

import tomllib

import pytest

from mentions.detection import Index, Knowledge, scan
from mentions.detection.topics import shares, topical, topics_of, words_of
from mentions.detection.words import DATA
from mentions.items import Brand, Mention
from mentions.pages import read

HARBOR = Brand(name="Harbor", key="harbor", domains=("harbor.example",), description="US discount retail chain")


def only(markup: str, brand: Brand = HARBOR) -> Mention:
    page = scan(read(markup.encode(), "https://blog.example/"), Index([brand]), Knowledge())
    assert page
    (mention,) = page.mentions
    return mention


def features(mention: Mention) -> dict[str, float]:
    return {one.feature: one.value for one in mention.evidence}


@pytest.mark.parametrize(
    ("description", "topic"),
    [
        ("us discount retail chain", "retail"),
        ("maker of cars and trucks", "motoring"),
        ("weekly newspaper", "journalism"),
        ("programming language", "programming"),
        ("oil and gas company", "energy"),
    ],
)
def test_a_description_has_its_topic(description: str, topic: str) -> None:
    assert topic in topics_of(description.split())


def test_shares_grow_with_the_words_and_stay_below_one() -> None:
    words = topical(words_of("the shop sells at a discount in its stores, and a checkout for cars"))
    assert words >= {"shop", "discount", "stores", "checkout", "cars"}
    found, fewer = shares(words, frozenset({"retail"})), shares(frozenset({"shop"}), frozenset({"retail"}))
    assert 0 < found.other < fewer.own < found.own < 1
    assert shares(frozenset(), frozenset({"retail"})) == (0.0, 0.0)


def test_no_topic_is_a_word_long_and_no_word_stands_twice_in_one() -> None:
    lists: dict[str, str] = tomllib.loads((DATA / "topics.toml").read_text(encoding="utf-8"))
    assert len(lists) >= 25
    for topic, words in lists.items():
        assert len(words.split()) >= 20, topic
        assert sorted(set(words.split())) == sorted(words.split()), topic


def test_a_passage_on_the_brands_topics_is_surer_than_one_on_others() -> None:
    about = only("<p>We went to Harbor, where the store had a discount on shirts, and the shop was full.</p>")
    beside = only("<p>We went to Harbor, where the ocean had birds and whale songs, and the river was full.</p>")
    assert about.confidence > beside.confidence
    assert {"topic.line", "topic.near", "topic.page"} <= features(about).keys()
    assert {"topic.other_line", "topic.other_near", "topic.other_page"} <= features(beside).keys()


def test_without_a_description_no_topic_counts() -> None:
    plain = Brand(name="Harbor", key="harbor", domains=("harbor.example",))
    mention = only("<p>We went to Harbor, where the store had a discount.</p>", plain)
    assert not [one for one in features(mention) if one.startswith("topic.")]


def test_what_the_description_says_it_is_not_speaks_against() -> None:
    brand = Brand(
        name="Harbor", key="harbor", domains=("harbor.example",), description="Retail chain; not the lighthouse"
    )
    mention = only("<p>They saw Harbor and its lighthouse.</p>", brand)
    assert features(mention)["profile.denied"] == 1.0
    assert next(one.weight for one in mention.evidence if one.feature == "profile.denied") < 0
