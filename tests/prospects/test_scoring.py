from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mentions.items import Brand, Kind, LinkState, Match, Mention, Page, Section, Verdict
from mentions.prospects.scoring import WEIGHTS, Part, parts, total, words_in

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PARAGRAPH = "A paragraph that is long enough to be read as one, about lenses and nothing else at all.\n"
BRAND = Brand(name="Acme Optics", domains=("acme.example",), context=("lenses", "telescope"))
MENTION = Mention(
    brand="acme-optics",
    name="Acme Optics",
    surface="Acme Optics",
    start=10,
    end=21,
    before="",
    after="",
    sentence="We looked through one by Acme Optics last night.",
    section=Section.ARTICLE,
    match=Match.EXACT,
    link_state=LinkState.UNLINKED,
    confidence=0.99,
    verdict=Verdict.ACCEPTED,
)
PAGE = Page(url="https://blog.example/1", text=PARAGRAPH * 8, mentions=())


def part(
    name: str,
    page: Page = PAGE,
    mention: Mention = MENTION,
    *,
    times: int = 1,
    kind: Kind = Kind.NEWS,
    site_links: bool = False,
) -> Part:
    found = parts(page, [mention] * times, mention, BRAND, kind, now=NOW, site_links=site_links)
    return {part.name: part for part in found}[name]


def test_each_weight_has_its_part_and_each_part_its_reason() -> None:
    found = parts(PAGE, [MENTION], MENTION, BRAND, Kind.NEWS, now=NOW, site_links=False)
    assert [part.name for part in found] == list(WEIGHTS)
    assert all(part.reason and 0 <= part.value <= 1 for part in found)
    assert sum(WEIGHTS.values()) == 100


def test_the_total_is_the_weighted_mean() -> None:
    assert total([Part("relevance", 1.0, ""), Part("freshness", 0.0, "")]) == round(100 * 35 / 55, 1)
    assert total([Part(name, 1.0, "") for name in WEIGHTS]) == 100
    assert total([Part(name, 0.0, "") for name in WEIGHTS]) == 0


def test_a_page_about_the_brand_is_more_relevant_than_one_that_drops_its_name() -> None:
    in_title = part("relevance", replace(PAGE, title="What ACME OPTICS makes"))
    in_opening = part("relevance")
    further_down = part("relevance", mention=replace(MENTION, start=600))
    assert in_title.value > in_opening.value > further_down.value
    assert part("relevance", times=4).value > in_opening.value
    assert in_title.reason == "named once, in the title; 1 of 2 words of its trade on the page"
    assert "named 4 times, in the opening" in part("relevance", times=4).reason


def test_without_words_of_its_trade_relevance_is_not_guessed() -> None:
    bare = parts(PAGE, [MENTION], MENTION, replace(BRAND, context=()), Kind.NEWS, now=NOW, site_links=False)[0]
    assert "no words of the brand's trade are configured" in bare.reason


def test_the_article_is_the_best_place_and_a_list_the_worse_form() -> None:
    values = [part("placement", mention=replace(MENTION, section=section)).value for section in _BEST_FIRST]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)
    assert part("placement", mention=replace(MENTION, sentence="Acme Optics")).value < values[0]
    assert part("placement", mention=replace(MENTION, start=len(PAGE.text) - 5)).value < values[0]


_BEST_FIRST = (Section.ARTICLE, Section.UNCLEAR, Section.POST, Section.COMMENT)


@pytest.mark.parametrize(("kind", "limit"), [(Kind.NEWS, 183), (Kind.BLOG, 730)])
def test_freshness_falls_to_nothing_beyond_the_limit_of_its_kind(kind: Kind, limit: int) -> None:
    ages = [
        part("freshness", replace(PAGE, published=NOW - timedelta(days=days)), kind=kind).value
        for days in (0, limit // 2, limit, limit + 1)
    ]
    assert ages[0] == 1
    assert ages[0] > ages[1] > ages[2] > ages[3] == 0


def test_a_date_that_is_unknown_is_neutral_and_one_in_the_future_is_new() -> None:
    assert part("freshness").value == 0.5
    assert part("freshness", replace(PAGE, published=NOW + timedelta(days=9))).value == 1


def test_authority_is_never_invented() -> None:
    assert part("authority") == Part("authority", 0.5, "authority of the site is not known")


def test_a_site_that_links_already_is_worth_less() -> None:
    assert part("new site", site_links=True).value < part("new site").value


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("one two, three", 3), ("日本語の文章です", 3), ("Acme 社のレンズ", 3), ("don't", 2)]
)
def test_words_are_counted_where_there_are_no_spaces_too(text: str, count: int) -> None:
    assert words_in(text) == count
