"""Only a person approves, only what was seen, and only what still holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prospect_examples import (
    NOW,
    SENTENCE,
    crawl,
    hours,
    make_workspace,
    unreadable,
    visit,
    without_mention,
)

from mentions import db
from mentions.db import Engine
from mentions.db.store.contacts import suppress
from mentions.db.store.drafts import current_draft, drafts_of
from mentions.db.store.events import events_of
from mentions.db.store.mentions import mention
from mentions.db.store.prospects import prospect
from mentions.db.store.rows import DraftRow
from mentions.exceptions import MoveError
from mentions.items import Kind, LinkState, Stage, Verdict, Visit
from mentions.prospects.rejections import Rejection
from mentions.services.drafting import draft_sites
from mentions.services.editing import edit, open_draft
from mentions.services.reviewing import approve, reject, review
from mentions.services.workspaces import Workspace

URL = "https://blog.example/telescopes"


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
    """The id of a prospect with a draft."""
    crawl(workspace, engine, visit(URL))
    (done,) = draft_sites(engine, workspace, workspace.config.brands[0], now=NOW)
    return done.prospect.id


def stage(engine: Engine, prospect_id: int) -> Stage:
    with db.reading(engine) as connection:
        one = prospect(connection, prospect_id)
    assert one
    return one.stage


def current(engine: Engine, prospect_id: int) -> DraftRow:
    with db.reading(engine) as connection:
        one = current_draft(connection, prospect_id)
    assert one
    return one


def test_an_approval_says_who_when_and_which_words(workspace: Workspace, engine: Engine, drafted: int) -> None:
    found = review(engine, workspace, drafted, now=NOW)
    assert (found.obstacles, found.warnings) == ((), ())
    letter = found.letter
    approve(engine, workspace, letter, by="Zoe", now=NOW)
    kept = current(engine, drafted)
    assert (kept.approved_by, kept.approved_at, kept.approved_sha256) == ("Zoe", NOW, kept.sha256)
    with db.reading(engine) as connection:
        event = events_of(connection, drafted)[-1]
    assert (event.actor, event.to_stage, event.detail) == ("Zoe", Stage.APPROVED, {"sha256": kept.sha256})


def test_what_was_approved_is_not_approved_twice(workspace: Workspace, engine: Engine, drafted: int) -> None:
    letter = review(engine, workspace, drafted, now=NOW).letter
    approve(engine, workspace, letter, by="Zoe", now=NOW)
    with pytest.raises(MoveError, match="approved cannot become approved"):
        review(engine, workspace, drafted, now=NOW)


def test_words_that_changed_since_they_were_seen(workspace: Workspace, engine: Engine, drafted: int) -> None:
    seen = review(engine, workspace, drafted, now=NOW).letter
    edit(engine, workspace, seen, subject=seen.text.subject, body=f"{seen.text.body}\nP.S.", by="Ben", now=NOW)
    with pytest.raises(MoveError, match="changed or replaced"):
        approve(engine, workspace, seen, by="Zoe", now=NOW)
    assert (stage(engine, drafted), current(engine, drafted).approved_by) == (Stage.DRAFTED, None)


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (visit(URL, at=hours(-0.5), link_state=LinkState.LINKED, href="https://acme.example/"), "already links"),
        (visit(URL, at=hours(-0.5), link_state=LinkState.PAGE_LINKS), "already links"),
        (
            visit(URL, at=hours(-0.5), sentence="Acme Optics made one of them, too."),
            "does not hold the quoted sentence",
        ),
        (visit(URL, at=hours(-0.5), verdict=Verdict.REJECTED), "no mention on the page is the brand"),
        (visit(URL, at=hours(-0.5), kind=Kind.FORUM), "reply there"),
        (without_mention(URL, hours(-0.5)), "no mention on the page is the brand"),
        (unreadable(URL, hours(-0.5)), "could not be read at the last look (gone)"),
        (unreadable(URL, hours(-0.5)), "answered with status 404"),
    ],
)
def test_a_page_that_changed(workspace: Workspace, engine: Engine, drafted: int, later: Visit, why: str) -> None:
    seen = review(engine, workspace, drafted, now=NOW).letter
    crawl(workspace, engine, later)
    against = review(engine, workspace, drafted, now=NOW).obstacles
    assert why in "; ".join(against)
    with pytest.raises(MoveError, match="cannot be approved"):
        approve(engine, workspace, seen, by="Zoe", now=NOW)
    assert stage(engine, drafted) is Stage.DRAFTED


def test_a_second_look_that_finds_the_same_is_no_change(workspace: Workspace, engine: Engine, drafted: int) -> None:
    crawl(workspace, engine, visit(URL, at=hours(-0.5), kind=Kind.NEWS))
    assert review(engine, workspace, drafted, now=NOW).obstacles == ()


@pytest.mark.parametrize("value", ["jane@blog.example", "blog.example"])
def test_a_reader_who_said_no_meanwhile(workspace: Workspace, engine: Engine, drafted: int, value: str) -> None:
    with db.transaction(engine) as connection:
        suppress(connection, value, reason="asked us to stop", at=NOW)
    against = review(engine, workspace, drafted, now=NOW).obstacles
    assert "asked us to stop" in "; ".join(against)


def test_an_edit_is_linted_and_takes_the_approval_back(workspace: Workspace, engine: Engine, drafted: int) -> None:
    letter = review(engine, workspace, drafted, now=NOW).letter
    approve(engine, workspace, letter, by="Zoe", now=NOW)
    opened = open_draft(engine, workspace, drafted)
    body = f"{opened.text.body}\nWe would gladly pay you $50 for the link."
    done = edit(engine, workspace, opened, subject="A link in your post on telescopes", body=body, by="Ben", now=NOW)
    assert (done.prospect.stage, stage(engine, drafted)) == (Stage.DRAFTED, Stage.DRAFTED)
    assert "L04" in {one.rule for one in done.findings}
    kept = current(engine, drafted)
    assert (kept.body, kept.approved_by, kept.approved_sha256) == (body, None, None)
    assert "L04" in {one["rule"] for one in kept.findings}
    against = review(engine, workspace, drafted, now=NOW).obstacles
    assert any("offers something" in one for one in against)
    with db.reading(engine) as connection:
        assert [(one.actor, one.action) for one in events_of(connection, drafted)[-2:]] == [
            ("Ben", "edited"),
            ("Ben", "move"),
        ]
        assert [one.approved_by for one in drafts_of(connection, drafted)] == [None, "Zoe"]


def test_an_edit_of_nothing_keeps_the_approval(workspace: Workspace, engine: Engine, drafted: int) -> None:
    letter = review(engine, workspace, drafted, now=NOW).letter
    approve(engine, workspace, letter, by="Zoe", now=NOW)
    opened = open_draft(engine, workspace, drafted)
    with pytest.raises(MoveError, match="nothing was changed"):
        edit(engine, workspace, opened, subject=opened.text.subject, body=opened.text.body, by="Ben", now=NOW)
    assert stage(engine, drafted) is Stage.APPROVED


def test_two_edits_of_the_same_draft(workspace: Workspace, engine: Engine, drafted: int) -> None:
    opened = open_draft(engine, workspace, drafted)
    edit(engine, workspace, opened, subject="A link in your post, please", body=opened.text.body, by="Ben", now=NOW)
    with pytest.raises(MoveError, match="changed in the meantime"):
        edit(engine, workspace, opened, subject="Another one", body=opened.text.body, by="Zoe", now=NOW)
    assert current(engine, drafted).subject == "A link in your post, please"


def test_a_rejection_has_a_code_and_ends_it(workspace: Workspace, engine: Engine, drafted: int) -> None:
    letter = review(engine, workspace, drafted, now=NOW).letter
    approve(engine, workspace, letter, by="Zoe", now=NOW)
    reject(engine, drafted, Rejection.OLD, note="from 1999", by="Zoe", now=NOW)
    assert (stage(engine, drafted), current(engine, drafted).approved_by) == (Stage.REJECTED, None)
    with db.reading(engine) as connection:
        event = events_of(connection, drafted)[-1]
    assert (event.why, event.detail) == ("old: from 1999", {"reason": "old", "note": "from 1999"})
    crawl(workspace, engine, visit(URL, at=hours(-0.5)))
    assert stage(engine, drafted) is Stage.REJECTED


@pytest.mark.parametrize(("reason", "verdict"), [(Rejection.NOT_US, Verdict.REJECTED), (Rejection.PASSING, None)])
def test_not_us_is_a_verdict_on_the_mention(
    engine: Engine, drafted: int, reason: Rejection, verdict: Verdict | None
) -> None:
    reject(engine, drafted, reason, note="", by="Zoe", now=NOW)
    with db.reading(engine) as connection:
        one = prospect(connection, drafted)
        assert one
        assert one.mention_id
        found = mention(connection, one.mention_id)
    assert found
    assert (found.reviewed, found.sentence) == (verdict, SENTENCE)


def test_there_must_be_a_draft(workspace: Workspace, engine: Engine) -> None:
    crawl(workspace, engine, visit(URL))
    with pytest.raises(MoveError, match="has no draft; `mentions draft 1` writes one"):
        review(engine, workspace, 1, now=NOW)
    with pytest.raises(MoveError, match="no prospect 99"):
        reject(engine, 99, Rejection.OLD, note="", by="Zoe", now=NOW)
