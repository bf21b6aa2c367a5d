"""What becomes of drafts, approved or not, when their page changes, goes, and comes back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prospect_examples import NOW, SENTENCE, crawl, hours, make_workspace, unreadable, visit, without_mention

from mentions import db
from mentions.db import Engine
from mentions.db.store.drafts import current_draft
from mentions.db.store.events import events_of
from mentions.db.store.prospects import prospect
from mentions.db.store.rows import DraftRow, EventRow
from mentions.items import LinkState, Stage, Unknown, Visit
from mentions.services.dossiers import dossier, find
from mentions.services.drafting import draft, draft_sites
from mentions.services.reviewing import approve, review
from mentions.services.workspaces import Workspace

URL = "https://blog.example/telescopes"
LINKED = visit(URL, link_state=LinkState.LINKED, href="https://acme.example/")
REWORDED = visit(URL, sentence="One of the ten was made by Acme Optics, as everybody had expected.")
SILENT = without_mention(URL, NOW)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


@pytest.fixture
def drafted(workspace: Workspace, engine: Engine) -> int:
    crawl(workspace, engine, visit(URL, at=hours(-9)))
    (done,) = draft_sites(engine, workspace, workspace.config.brands[0], now=hours(-9))
    return done.prospect.id


@pytest.fixture
def approved(workspace: Workspace, engine: Engine, drafted: int) -> int:
    approve(engine, workspace, review(engine, workspace, drafted, now=hours(-9)).letter, by="Zoe", now=hours(-9))
    return drafted


def stage(engine: Engine, prospect_id: int) -> Stage:
    with db.reading(engine) as connection:
        one = prospect(connection, prospect_id)
    assert one
    return one.stage


def kept(engine: Engine, prospect_id: int) -> DraftRow:
    with db.reading(engine) as connection:
        one = current_draft(connection, prospect_id)
    assert one
    return one


def events(engine: Engine, prospect_id: int) -> list[EventRow]:
    with db.reading(engine) as connection:
        return events_of(connection, prospect_id)


def changed(engine: Engine) -> str | None:
    return dossier(engine, find(engine, URL)[0]).changed


CHANGES = pytest.mark.parametrize(
    ("later", "why"),
    [
        pytest.param(LINKED, "the page already links to the brand", id="the link came"),
        pytest.param(REWORDED, "the page no longer holds the quoted sentence", id="another sentence"),
        pytest.param(SILENT, "no mention on the page is the brand", id="not named any more"),
    ],
)


@CHANGES
def test_a_page_that_changed_takes_the_approval_back(
    workspace: Workspace, engine: Engine, approved: int, later: Visit, why: str
) -> None:
    for hour in (-8, -7):
        crawl(workspace, engine, replace(later, at=hours(hour)))
    assert (stage(engine, approved), kept(engine, approved).approved_by) == (Stage.DRAFTED, None)
    last = events(engine, approved)[-1]
    assert (last.actor, last.from_stage, last.to_stage, last.why) == ("program", Stage.APPROVED, Stage.DRAFTED, why)
    assert changed(engine) == why
    assert review(engine, workspace, approved, now=NOW).obstacles != ()

    crawl(workspace, engine, visit(URL, at=hours(-6)), visit(URL, at=hours(-5)))
    assert changed(engine) is None
    assert review(engine, workspace, approved, now=NOW).obstacles == ()
    assert stage(engine, approved) is Stage.DRAFTED, "only a person approves"
    assert [one.action for one in events(engine, approved)][-2:] == ["move", "page as before"]


@CHANGES
def test_a_draft_whose_page_changed_stays_and_says_so_once(
    workspace: Workspace, engine: Engine, drafted: int, later: Visit, why: str
) -> None:
    before = len(events(engine, drafted))
    for hour in (-8, -7, -6):
        crawl(workspace, engine, replace(later, at=hours(hour)))
    assert stage(engine, drafted) is Stage.DRAFTED
    (said,) = events(engine, drafted)[before:]
    assert (said.action, said.actor, said.why, said.to_stage) == ("page changed", "program", why, None)
    assert changed(engine) == why


def test_a_change_of_something_else_is_none(workspace: Workspace, engine: Engine, approved: int) -> None:
    before = events(engine, approved)
    other = visit(URL, at=hours(-8), title="Ten telescopes, with a new title for the spring")
    crawl(workspace, engine, replace(other, content_hash="other"))
    assert (stage(engine, approved), events(engine, approved)) == (Stage.APPROVED, before)
    assert kept(engine, approved).approved_by == "Zoe"


def test_a_draft_that_was_written_anew_is_not_blamed_for_the_last_change(
    workspace: Workspace, engine: Engine, drafted: int
) -> None:
    crawl(workspace, engine, replace(REWORDED, at=hours(-8)))
    assert changed(engine)
    assert draft(engine, workspace, drafted, now=hours(-7)).skip is None
    assert changed(engine) is None
    crawl(workspace, engine, replace(REWORDED, at=hours(-6)))
    assert changed(engine) is None


@pytest.mark.parametrize("unknown", [Unknown.SERVER, Unknown.BLOCKED, Unknown.ROBOTS])
def test_a_page_that_could_not_be_read_changes_nothing(
    workspace: Workspace, engine: Engine, approved: int, unknown: Unknown
) -> None:
    before = events(engine, approved)
    for hour in (-8, -7, -6):
        crawl(workspace, engine, unreadable(URL, hours(hour), unknown, None))
    assert (stage(engine, approved), events(engine, approved)) == (Stage.APPROVED, before)


GONE = [
    pytest.param([410], "the page is gone for good (status 410)", id="410 at once"),
    pytest.param([404, 404], "the page is gone, by 2 looks in a row (status 404)", id="404 at the second look"),
    pytest.param([200, 200], "the page is gone, by 2 looks in a row (it leads to the front page now)", id="front page"),
]


def lost(status: int, hour: float) -> Visit:
    return replace(unreadable(URL, hours(hour), Unknown.GONE, status), detail="it leads to the front page now")


@pytest.mark.parametrize(("statuses", "why"), GONE)
def test_a_deleted_page_sets_everything_aside_and_its_return_brings_it_back(
    workspace: Workspace, engine: Engine, approved: int, statuses: list[int], why: str
) -> None:
    for hour, status in enumerate(statuses):
        assert stage(engine, approved) is Stage.APPROVED
        crawl(workspace, engine, lost(status, hour - 8))
    assert (stage(engine, approved), kept(engine, approved).approved_by) == (Stage.STALE, None)
    last = events(engine, approved)[-1]
    assert (last.from_stage, last.to_stage, last.why) == (Stage.APPROVED, Stage.STALE, why)
    crawl(workspace, engine, lost(404, -5))
    assert events(engine, approved)[-1] == last

    crawl(workspace, engine, visit(URL, at=hours(-4)))
    assert stage(engine, approved) is Stage.DRAFTED
    assert review(engine, workspace, approved, now=NOW).obstacles == ()


@pytest.mark.parametrize(("statuses", "why"), GONE)
def test_a_prospect_of_a_deleted_page_is_stale(
    workspace: Workspace, engine: Engine, statuses: list[int], why: str
) -> None:
    crawl(workspace, engine, visit(URL, at=hours(-9)))
    (one,) = find(engine, URL)
    for hour, status in enumerate(statuses):
        assert stage(engine, one.id) is Stage.QUALIFIED
        crawl(workspace, engine, lost(status, hour - 8))
    assert (stage(engine, one.id), events(engine, one.id)[-1].why) == (Stage.STALE, why)
    crawl(workspace, engine, visit("https://blog.example/other", link_state=LinkState.LINKED, at=hours(-4)))
    assert stage(engine, one.id) is Stage.STALE, "another page of the site says nothing of this one"
    crawl(workspace, engine, visit(URL, at=hours(-3)))
    assert stage(engine, one.id) is Stage.QUALIFIED


def test_a_page_that_returns_as_another_is_judged_anew(workspace: Workspace, engine: Engine, drafted: int) -> None:
    crawl(workspace, engine, lost(410, -8))
    assert stage(engine, drafted) is Stage.STALE
    crawl(workspace, engine, replace(LINKED, at=hours(-7)))
    assert stage(engine, drafted) is Stage.STALE
    elsewhere = visit(URL, at=hours(-6), link_state=LinkState.LINKED_ELSEWHERE, href="https://other.example/")
    crawl(workspace, engine, elsewhere)
    assert stage(engine, drafted) is Stage.QUALIFIED
    assert SENTENCE in kept(engine, drafted).quote
