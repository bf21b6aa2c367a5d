"""What a crawl learns of words that look like a misspelt name."""

from mentions.detection import Index, Knowledge, Use, scan
from mentions.items import Brand, Match, Page, Verdict
from mentions.pages import Document

ZOLTABREN = Brand(name="Zoltabren", key="zoltabren", domains=("zoltabren.example",), products=("Quibbletrix",))
INDEX = Index([ZOLTABREN])


def page_of(markup: str, knowledge: Knowledge | None = None, *, host: str = "news") -> Page | None:
    return scan(Document(markup, f"https://{host}.example/page"), INDEX, knowledge or Knowledge())


def verdicts(markup: str, match: Match = Match.FUZZY) -> list[Verdict]:
    page = page_of(markup)
    return [mention.verdict for mention in page.mentions if mention.match is match] if page else []


def test_a_slip_alone_is_for_a_person_to_judge() -> None:
    assert verdicts("<p>The new Zoltabern is out.</p>") == [Verdict.DOUBTFUL]


def test_a_slip_beside_the_name_a_product_or_a_link_is_accepted() -> None:
    assert verdicts("<p>Zoltabren is here. The new Zoltabern is out.</p>") == [Verdict.ACCEPTED]
    assert verdicts("<p>The new Zoltabern with its Quibbletrix is out.</p>") == [Verdict.ACCEPTED]
    assert verdicts('<p>The new Zoltabern. <a href="https://zoltabren.example/">more</a></p>') == [Verdict.ACCEPTED]


def test_what_a_page_says_more_often_than_the_name_is_another_name() -> None:
    assert verdicts("<p>Zoltabren. Zoltabern. Zoltabern. Zoltabern.</p>") == [Verdict.DOUBTFUL] * 3


def test_a_slip_names_its_reason_and_its_place() -> None:
    page = page_of("<p>First. The <b>Zoltabern</b> is out. Last.</p>")
    assert page
    (mention,) = page.mentions
    assert (mention.surface, mention.name, mention.sentence) == ("Zoltabern", "Zoltabren", "The Zoltabern is out.")
    assert "is spelled “zoltabern”, one slip from “Zoltabren”" in [one.reason for one in mention.evidence]


def test_what_enough_other_sites_say_is_a_word_of_its_own() -> None:
    knowledge = Knowledge()
    markup = "<p>The Zoltabern sang.</p>"
    assert [page_of(markup, knowledge, host=host) is None for host in ("one", "two", "three", "one")] == [
        False,
        False,
        True,
        True,
    ]
    assert page_of("<p>Zoltabren</p>", knowledge)


def test_one_site_that_repeats_itself_proves_nothing() -> None:
    knowledge = Knowledge()
    for _ in range(9):
        assert page_of("<p>The Zoltabern sang.</p>", knowledge)


def test_news_are_told_once() -> None:
    knowledge = Knowledge([Use("zoltabern", "one.example")])
    knowledge.learn(["zoltabern"], "one.example")
    knowledge.learn(["zoltabern"], "two.example")
    assert knowledge.news() == [Use("zoltabern", "two.example")]
    assert knowledge.news() == []


def test_of_a_common_word_not_every_site_is_remembered() -> None:
    knowledge = Knowledge()
    for number in range(100):
        knowledge.learn(["zoltabern"], f"{number}.example")
    assert len(knowledge.news()) < 20
    assert knowledge.is_word("zoltabern", "0.example")
