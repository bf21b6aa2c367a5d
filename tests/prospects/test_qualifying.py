from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.items import (
    Brand,
    Kind,
    LinkNote,
    LinkState,
    Match,
    Mention,
    Outlink,
    Page,
    Section,
    Stage,
    Verdict,
)
from mentions.prospects.qualifying import Qualification, Situation, qualify

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BRAND = Brand(name="Acme Optics", domains=("acme.example",))
SENTENCE = "The best of them was made by Acme Optics in a small town."
MENTION = Mention(
    brand="acme-optics",
    name="Acme Optics",
    surface="Acme Optics",
    start=29,
    end=40,
    before="The best of them was made by ",
    after=" in a small town.",
    sentence=SENTENCE,
    section=Section.ARTICLE,
    match=Match.EXACT,
    link_state=LinkState.UNLINKED,
    confidence=0.99,
    verdict=Verdict.ACCEPTED,
)
PAGE = Page(url="https://blog.example/p/1", text=SENTENCE, mentions=(MENTION,), title="Ten telescopes")


def judge(*mentions: Mention, page: Page = PAGE, kind: Kind = Kind.BLOG) -> Qualification:
    return qualify(page, mentions, BRAND, kind, now=NOW, site_links=False)


@pytest.mark.parametrize(
    ("kind", "situation"), [(Kind.NEWS, Situation.NEWS_UNLINKED), (Kind.BLOG, Situation.BLOG_UNLINKED)]
)
def test_an_unlinked_mention_is_worth_asking(kind: Kind, situation: Situation) -> None:
    judged = judge(MENTION, kind=kind)
    assert (judged.ask, judged.stage, judged.situation, judged.best) == (True, Stage.QUALIFIED, situation, MENTION)
    assert 0 < judged.score <= 100
    assert len(judged.reasons) == 1 + len(judged.parts)


@pytest.mark.parametrize("href", ["http://https://acme.example/", "https://blog.example/p/www.acme.example"])
def test_a_broken_link_to_the_brand_is_for_a_person(href: str) -> None:
    broken = replace(MENTION, link_state=LinkState.LINKED_ELSEWHERE, href=href, link_note=LinkNote.BROKEN)
    judged = judge(MENTION, broken)
    assert judged.situation is Situation.LINKED_ELSEWHERE
    assert f"looks broken ({href})" in judged.reasons[0]


@pytest.mark.parametrize(
    ("link_state", "situation"),
    [
        (LinkState.LINKED, Situation.ALREADY_LINKS),
        (LinkState.PAGE_LINKS, Situation.ALREADY_LINKS),
        (LinkState.OWN_SITE, Situation.OWN_SITE),
    ],
)
@pytest.mark.parametrize("verdict", Verdict)
def test_one_link_to_the_brand_is_enough_not_to_ask(
    link_state: LinkState, situation: Situation, verdict: Verdict
) -> None:
    judged = judge(MENTION, replace(MENTION, link_state=link_state, verdict=verdict, section=Section.BOILERPLATE))
    assert judged == Qualification(
        ask=False, stage=Stage.FOUND, situation=situation, reasons=judged.reasons, score=0.0, parts=(), best=None
    )


def test_a_link_beside_a_name_that_links_elsewhere_is_seen() -> None:
    elsewhere = replace(MENTION, link_state=LinkState.LINKED_ELSEWHERE, href="https://wiki.example/Acme")
    page = replace(PAGE, outlinks=(Outlink(site="acme.example", followed=False),))
    assert judge(elsewhere, page=page).situation is Situation.ALREADY_LINKS
    other = replace(PAGE, outlinks=(Outlink(site="notacme.example", followed=True),))
    assert judge(elsewhere, page=other).ask


def test_an_outlink_to_a_site_of_which_the_brand_has_a_part_proves_nothing() -> None:
    brand = replace(BRAND, domains=("acme.shops.example",))
    page = replace(PAGE, outlinks=(Outlink(site="shops.example", followed=True),))
    assert qualify(page, (MENTION,), brand, Kind.BLOG, now=NOW, site_links=False).ask


@pytest.mark.parametrize(
    ("changes", "situation"),
    [
        ({"verdict": Verdict.DOUBTFUL}, Situation.DOUBTFUL),
        ({"verdict": Verdict.REJECTED}, Situation.NOT_NAMED),
        ({"section": Section.BOILERPLATE}, Situation.BOILERPLATE_ONLY),
        ({"section": Section.BOILERPLATE, "verdict": Verdict.DOUBTFUL}, Situation.NOT_NAMED),
    ],
)
def test_reasons_not_to_ask(changes: dict[str, Section | Verdict], situation: Situation) -> None:
    judged = judge(replace(MENTION, **changes))  # type: ignore[arg-type]
    assert (judged.ask, judged.stage, judged.situation) == (False, Stage.FOUND, situation)
    assert len(judged.reasons) == 1


def test_no_mention_is_no_reason_to_ask() -> None:
    assert judge().situation is Situation.NOT_NAMED


def test_a_link_to_a_tag_page_of_the_same_site_counts_as_unlinked() -> None:
    tagged = replace(MENTION, link_state=LinkState.LINKED_ELSEWHERE, href="https://blog.example/tag/acme")
    judged = judge(tagged)
    assert (judged.situation, judged.best) == (Situation.BLOG_UNLINKED, tagged)


def test_a_link_to_somebody_else_waits_for_a_person() -> None:
    judged = judge(replace(MENTION, link_state=LinkState.LINKED_ELSEWHERE, href="https://wiki.example/Acme"))
    assert (judged.ask, judged.stage, judged.situation) == (True, Stage.QUALIFIED, Situation.LINKED_ELSEWHERE)
    assert "wiki.example" in judged.reasons[0]


def test_behind_a_shortener_there_may_be_the_link_already() -> None:
    short = replace(MENTION, link_state=LinkState.LINKED_ELSEWHERE, href="https://bit.ly/abc")
    judged = judge(MENTION, short)
    assert judged.situation is Situation.LINKED_ELSEWHERE
    assert "bit.ly" in judged.reasons[0]


@pytest.mark.parametrize(
    ("kind", "section"), [(Kind.FORUM, Section.ARTICLE), (Kind.BLOG, Section.COMMENT), (Kind.NEWS, Section.POST)]
)
def test_what_readers_wrote_gets_no_mail(kind: Kind, section: Section) -> None:
    judged = judge(replace(MENTION, section=section), kind=kind)
    assert (judged.ask, judged.stage, judged.situation) == (True, Stage.MANUAL, Situation.FORUM)


def test_the_mention_to_quote_is_the_earliest_good_sentence_of_the_article() -> None:
    comment = replace(MENTION, section=Section.COMMENT, start=0)
    heading = replace(MENTION, sentence="Acme Optics", start=5)
    late = replace(MENTION, start=400)
    elsewhere = replace(MENTION, start=1, link_state=LinkState.LINKED_ELSEWHERE, href="https://wiki.example/Acme")
    assert judge(comment, heading, late, elsewhere, MENTION).best == MENTION
    assert judge(comment, elsewhere).best == elsewhere
    assert judge(comment, heading).best == heading


def test_the_same_facts_give_the_same_judgement() -> None:
    assert judge(MENTION) == judge(MENTION)


@given(
    st.lists(
        st.builds(
            replace,
            st.just(MENTION),
            section=st.sampled_from(Section),
            verdict=st.sampled_from(Verdict),
            link_state=st.sampled_from(LinkState),
            href=st.sampled_from([None, "https://blog.example/tag", "https://wiki.example/", "https://t.co/x"]),
            sentence=st.text(max_size=80),
            start=st.integers(0, 500),
        ),
        max_size=5,
    ),
    st.sampled_from(Kind),
    st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
    st.text(max_size=200),
    st.booleans(),
)
def test_whom_to_ask_holds_for_any_page(
    mentions: list[Mention], kind: Kind, published: datetime | None, text: str, site_links: bool
) -> None:
    page = replace(PAGE, text=text, title=text, published=published)
    judged = qualify(page, mentions, BRAND, kind, now=NOW, site_links=site_links)
    fits = any(m.verdict is Verdict.ACCEPTED and m.section is not Section.BOILERPLATE for m in mentions)
    has_link = {m.link_state for m in mentions} & {LinkState.OWN_SITE, LinkState.LINKED, LinkState.PAGE_LINKS}
    assert judged.ask == (fits and not has_link)
    assert (judged.best in mentions) == judged.ask
    assert 0 <= judged.score <= 100
