"""Each feature where it should be seen, and not beside it."""

import pytest

from mentions.detection import Index, Knowledge, scan
from mentions.detection.features import FEATURES
from mentions.items import Brand
from mentions.pages import read

HARBOR = Brand(name="Harbor", key="harbor", domains=("harbor.example",))
THE_BEACON = Brand(name="The Beacon", key="beacon", domains=("beacon.example",), aliases=("Beacon",))
ZEIT = Brand(name="Die Zeit", key="zeit", domains=("zeit.example",), aliases=("ZEIT",))
PERU = Brand(name="Peru", key="peru", domains=("peru.example",))
MARKET = Brand(name="Market", key="market", domains=("market.example",))


def features(text: str, brand: Brand, language: str) -> dict[str, float]:
    """The features of the last place that names the brand."""
    page = scan(read(f"<html lang={language}>{text}".encode(), "https://blog.example/"), Index([brand]), Knowledge())
    assert page
    return {one.feature: one.value for one in page.mentions[-1].evidence}


@pytest.mark.parametrize(
    ("feature", "brand", "seen", "unseen", "language"),
    [
        ("prior.everyday", MARKET, "<p>We like Market.</p>", "<p>We like Harbor.</p>", "en"),
        ("prior.foreign", MARKET, "<p>Nous aimons Market.</p>", "", "fr"),
        ("near.given_name", HARBOR, "<p>They met Anna Harbor.</p>", "<p>They met old Harbor.</p>", "en"),
        ("near.given_name", HARBOR, "<p>By Anna K. Harbor, in May</p>", "<p>By the sea. Harbor, in May</p>", "en"),
        ("near.designator", HARBOR, "<p>Near Harbor Street.</p>", "<p>Near Harbor street.</p>", "en"),
        ("near.designator", HARBOR, "<p>The Harbor Press Association.</p>", "<p>The Harbor Laptop Pro.</p>", "en"),
        ("near.place", PERU, "<p>They hiked in Peru.</p>", "<p>They asked Peru.</p>", "en"),
        ("near.places", PERU, "<p>Peru, Chile and Bolivia.</p>", "<p>Peru, cups and plates.</p>", "en"),
        ("near.elision", HARBOR, "<p>Vicino harbor'opera.</p>", "<p>Harbor's ships.</p>", "it"),
        ("near.verb", HARBOR, "<p>Harbor launches a shop.</p>", "<p>Harbor and a shop.</p>", "en"),
        ("near.at", HARBOR, "<p>She works at Harbor.</p>", "<p>She works like Harbor.</p>", "en"),
        ("near.product", HARBOR, "<p>Now with Harbor Pay.</p>", "<p>Now with Harbor Soup.</p>", "en"),
        ("near.product", HARBOR, "<p>Stored in Harbor S3.</p>", "<p>Stored in Harbor sheds.</p>", "en"),
        ("near.a_capital", HARBOR, "<p>She called a Harbor.</p>", "<p>She called the Harbor.</p>", "en"),
        ("near.hyphen", HARBOR, "<p>We like harbor-side life.</p>", "<p>We like Harbor-made tools.</p>", "en"),
        ("near.inside_name", HARBOR, "<p>They saw Pearl Harbor.</p>", "<p>Rival Harbor fell.</p>", "en"),
        ("near.title_before", HARBOR, "<p>News Of Boston Harbor Today</p>", "<p>All Of Harbor Today</p>", "en"),
        ("near.title_behind", HARBOR, "<p>Visit Harbor Lights Today</p>", "<p>Visit Harbor</p>", "en"),
        ("near.capital_follows", HARBOR, "<p>They saw Harbor Blue there.</p>", "<p>They saw Harbor there.</p>", "en"),
        ("form.inside_sentence", HARBOR, "<p>So they went to Harbor.</p>", "<p>Listed on Harbor</p>", "en"),
        ("form.inside_sentence", HARBOR, "<p>So they saw Harbor.</p>", "<p>So they saw Pearl Harbor.</p>", "en"),
        ("form.title_case", HARBOR, "<p>Great News From Harbor</p>", "<p>Tag und Nacht um Harbor</p>", "de"),
        ("list.capitals", HARBOR, "<p>He uses Acme, Harbor, and so on.</p>", "<p>He uses acme, Harbor.</p>", "en"),
        ("page.lower_case", HARBOR, "<p>A harbor. At Harbor.</p>", "<p>At Harbor. A harbor.</p>", "en"),
        (
            "near.no_article",
            THE_BEACON,
            "<p>A lamp sold by Beacon Trust.</p>",
            "<p>A lamp sold by the Beacon.</p>",
            "en",
        ),
        ("near.article", HARBOR, "<p>Jedes Harbor zählt.</p>", "<p>Wenn Harbor zählt.</p>", "de"),
        ("form.the_small", THE_BEACON, "<p>We read the Beacon.</p>", "<p>We read The Beacon.</p>", "en"),
        ("form.as_capitals", ZEIT, "<p>Das stand in der ZEIT.</p>", "<p>Das stand in der Zeit.</p>", "de"),
        ("page.capital", HARBOR, "<p>At Harbor. Harbor.</p>", "<p>Harbor. Harbor.</p>", "en"),
        (
            "list.siblings",
            HARBOR,
            "<ul><li>Spotify<li>harbor<li>Reuters</ul>",
            "<ul><li>spoons<li>harbor<li>forks</ul>",
            "en",
        ),
    ],
)
def test_a_feature_is_seen_where_its_words_are_true(
    feature: str, brand: Brand, seen: str, unseen: str, language: str
) -> None:
    assert features(seen, brand, language)[feature] > 0
    if brand.name.split()[-1] in unseen.title() or "ZEIT" in unseen:
        assert feature not in features(unseen, brand, language)


def test_values_stay_within_their_caps() -> None:
    names = ", ".join("Spotify Reuters Wikipedia Netflix Nintendo Samsung PayPal Spotify".split())
    found = features(f"<p>{names} and Harbor, {names}.</p>", HARBOR, "en")
    assert found["cue.companies"] == FEATURES["cue.companies"].most
    assert all(0 < value <= FEATURES[name].most for name, value in found.items())


def test_a_place_does_not_count_as_elsewhere() -> None:
    assert "page.lower_case" not in features("<p>In the harbor.</p>", HARBOR, "en")
    assert features("<p>In the harbor. In the harbor. At Harbor.</p>", HARBOR, "en")["page.lower_case"] == 1.0


def test_a_german_noun_has_no_telling_capital() -> None:
    assert "page.capital" not in features("<p>In dieser Zeit und zur Zeit.</p>", ZEIT, "de")
