"""A person's word on doubtful mentions: what is asked about, what an answer changes, and that all of it comes back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prospect_examples import BRAND, NOW, OTHER_BRAND, SENDER, crawl, hours, make_workspace, unreadable, visit

from mentions import db
from mentions.db import Engine
from mentions.db.store.labels import labels
from mentions.db.store.mentions import mentions
from mentions.db.store.prospects import prospects
from mentions.exceptions import MoveError
from mentions.items import Label, LabelSource, LinkState, Mention, Section, Stage, Verdict, Visit
from mentions.prospects.qualifying import Situation, qualify
from mentions.prospects.rejections import Rejection
from mentions.services import label_files, reviewing
from mentions.services.deeds import OvertakenError
from mentions.services.doubts import Answer, Doubt, Doubts, doubtful
from mentions.services.drafting import draft_sites
from mentions.services.workspaces import Workspace

URL = "https://blog.example/post"
ONES = [f"https://site{number}.example/" for number in range(6)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, BRAND + OTHER_BRAND + SENDER)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def in_doubt(url: str = URL, *, confidence: float = 0.4) -> Visit:
    return visit(url, confidence=confidence, verdict=Verdict.DOUBTFUL)


def naming(found: Visit, *others: Mention) -> Visit:
    """The same page with further mentions, each behind the one before."""
    assert found.page
    moved = (replace(one, start=number, before=f"{number} ") for number, one in enumerate(others))
    return replace(found, page=replace(found.page, mentions=(*found.page.mentions, *moved)))


def first(found: Visit) -> Mention:
    assert found.page
    return found.page.mentions[0]


def talk(workspace: Workspace, engine: Engine, by: str = "Zoe", *, pages: int | None = None) -> Doubts:
    return Doubts(engine, workspace.config.brands, by=by, clock=lambda: NOW, pages=pages)


def shown(doubts: Doubts) -> Doubt:
    found = doubts.card()
    assert found
    return found


def state(engine: Engine) -> tuple[list[Verdict | None], list[Label], list[Stage]]:
    with db.reading(engine) as connection:
        reviewed = [one.reviewed for one in mentions(connection)]
        return reviewed, labels(connection), [one.stage for one in prospects(connection)]


def test_a_yes_accepts_is_a_label_and_makes_a_prospect(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, in_doubt())
    doubts = talk(workspace, engine)
    assert doubtful(engine, workspace.config.brands) == 1
    one = doubts.answer(shown(doubts), Answer.YES)
    assert one
    assert (one.stage, one.url) == (Stage.QUALIFIED, URL)
    ((reviewed,), (label,), stages) = state(engine)
    assert (reviewed, stages) == (Verdict.ACCEPTED, [Stage.QUALIFIED])
    assert (label.is_brand, label.actor, label.at, label.source) == (True, "Zoe", NOW, LabelSource.REVIEW)
    assert label.evidence
    assert (doubts.card(), doubts.done, doubtful(engine, workspace.config.brands)) == (None, {Answer.YES: 1}, 0)


def test_a_no_rejects_and_makes_none(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, in_doubt())
    doubts = talk(workspace, engine)
    assert doubts.answer(shown(doubts), Answer.NO) is None
    reviewed, (label,), stages = state(engine)
    assert (reviewed, label.is_brand, stages) == ([Verdict.REJECTED], False, [])
    assert doubts.card() is None


def test_all_of_it_is_taken_back(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, *(in_doubt(url) for url in ONES[:3]))
    doubts = talk(workspace, engine)
    order = []
    for answer in (Answer.YES, Answer.NO, Answer.YES):
        order.append(shown(doubts).id)
        doubts.answer(shown(doubts), answer)
    for mention_id in reversed(order):
        doubts.undo()
        assert shown(doubts).id == mention_id
    assert state(engine) == ([None] * 3, [], [Stage.STALE] * 2)
    with pytest.raises(MoveError, match="nothing to undo"):
        doubts.undo()
    assert (doubts.done, len(doubts.waiting.ids)) == ({}, 3)
    one = doubts.answer(shown(doubts), Answer.YES)
    assert one
    assert one.stage is Stage.QUALIFIED


def test_after_a_no_comes_the_next_of_its_page_and_a_yes_settles_the_page(workspace: Workspace, engine: Engine) -> None:
    page = in_doubt()
    crawl(workspace, engine, naming(page, *(replace(first(page), confidence=each) for each in (0.7, 0.2))))
    doubts = talk(workspace, engine)
    assert doubtful(engine, workspace.config.brands) == len(doubts.waiting.ids) == 1
    assert [one.mention.confidence for one in doubts.cards()] == [0.7, 0.4, 0.2]
    assert shown(doubts).others == 2
    doubts.answer(shown(doubts), Answer.NO)
    assert (shown(doubts).mention.confidence, shown(doubts).others) == (0.4, 1)
    doubts.answer(shown(doubts), Answer.YES)
    assert doubts.card() is None
    doubts.undo()
    doubts.undo()
    assert shown(doubts).others == 2


def test_the_same_words_twice_on_a_page_are_asked_about_once(workspace: Workspace, engine: Engine) -> None:
    page = in_doubt()
    assert page.page
    twice = (first(page), replace(first(page), start=0))
    crawl(workspace, engine, replace(page, page=replace(page.page, mentions=twice)))
    doubts = talk(workspace, engine)
    doubts.answer(shown(doubts), Answer.NO)
    assert (doubts.card(), state(engine)[0]) == (None, [Verdict.REJECTED] * 2)
    doubts.undo()
    assert (shown(doubts).others, state(engine)[0]) == (1, [None, None])


def test_what_was_settled_elsewhere_is_passed_over_and_told(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, *(in_doubt(url) for url in ONES[:2]))
    mine, theirs = talk(workspace, engine), talk(workspace, engine, "Ben")
    seen = shown(mine)
    theirs.answer(shown(theirs), Answer.NO)
    with pytest.raises(OvertakenError, match="settled meanwhile; nothing was done"):
        mine.answer(seen, Answer.YES)
    assert shown(mine).id != seen.id
    assert mine.take_notes() == [f"Acme Optics on {seen.mention.url}: settled meanwhile"]
    assert [label.actor for label in state(engine)[1]] == ["Ben"]


def test_what_somebody_went_on_with_stays(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, in_doubt())
    doubts = talk(workspace, engine)
    one = doubts.answer(shown(doubts), Answer.YES)
    assert one
    reviewing.reject(engine, one.id, Rejection.PASSING, note="", by="Ben", now=NOW)
    with pytest.raises(OvertakenError, match=r"rejected by Ben meanwhile; it can no longer be undone \(yes\)"):
        doubts.undo()
    assert state(engine)[0] == [Verdict.ACCEPTED]


def test_a_file_that_overruled_stays(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, in_doubt())
    doubts = talk(workspace, engine)
    doubts.answer(shown(doubts), Answer.NO)
    (label,) = state(engine)[1]
    later = replace(label, is_brand=True, at=hours(1), source=LabelSource.IMPORT, actor="Ben")
    label_files.take(engine, [later], workspace.config.brands, now=NOW, overrule=True)
    with pytest.raises(OvertakenError, match="qualified by program meanwhile"):
        doubts.undo()
    assert state(engine) == ([Verdict.ACCEPTED], [later], [Stage.QUALIFIED])


def test_a_draft_that_waits_for_such_a_word_holds_again(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL))
    list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    crawl(workspace, engine, replace(in_doubt(), at=hours(0)))
    with db.reading(engine) as connection:
        (one,) = prospects(connection)
    assert one.stage is Stage.DRAFTED
    doubts = talk(workspace, engine)
    doubts.answer(shown(doubts), Answer.YES)
    assert not reviewing.review(engine, workspace, one.id, now=NOW).obstacles


def test_brands_and_a_limit(workspace: Workspace, engine: Engine) -> None:
    other = in_doubt(ONES[3])
    assert other.page
    kindling = replace(first(other), brand="kindling", name="Kindling", surface="Kindling")
    crawl(workspace, engine, *(in_doubt(url) for url in ONES[:3]), naming(other, kindling))
    brands = workspace.config.brands
    assert [doubtful(engine, brands), doubtful(engine, brands, brand="kindling"), doubtful(engine, brands[:1])] == [
        5, 1, 4,
    ]  # fmt: skip
    assert len(talk(workspace, engine, pages=2).waiting.ids) == 2
    only = Doubts(engine, brands, by="Zoe", clock=lambda: NOW, brand="kindling")
    assert [one.mention.brand for one in only.cards()] == ["kindling"]


def test_a_page_that_is_gone_or_was_rejected_waits_for_nothing(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, in_doubt(ONES[0]), visit(ONES[1]))
    crawl(workspace, engine, unreadable(ONES[0], hours(0)))
    with db.reading(engine) as connection:
        (one,) = prospects(connection)
    reviewing.reject(engine, one.id, Rejection.PASSING, note="", by="Zoe", now=NOW)
    crawl(workspace, engine, replace(in_doubt(ONES[1]), at=hours(1)))
    assert doubtful(engine, workspace.config.brands) == 0
    crawl(workspace, engine, replace(in_doubt(ONES[0]), at=hours(1)))
    assert doubtful(engine, workspace.config.brands) == 1


MENTIONS = st.lists(
    st.builds(
        lambda verdict, section, link_state: {"verdict": verdict, "section": section, "link_state": link_state},
        st.sampled_from(Verdict),
        st.sampled_from(Section),
        st.sampled_from(LinkState),
    ),
    min_size=1,
    max_size=4,
)


@given(MENTIONS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_it_waits_just_where_qualification_calls_it_doubtful(
    workspace: Workspace, engine: Engine, several: list[dict[str, object]]
) -> None:
    page = visit(URL)
    assert page.page
    found = [replace(first(page), **one, start=number, before=f"{number} ") for number, one in enumerate(several)]  # type: ignore[arg-type]
    whole = replace(page.page, mentions=tuple(found))
    crawl(workspace, engine, replace(page, page=whole))
    brand = workspace.config.brands[0]
    judged = qualify(whole, found, brand, page.kind, now=NOW, site_links=False)
    assert doubtful(engine, [brand]) == (judged.situation is Situation.DOUBTFUL)
