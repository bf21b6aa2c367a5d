import multiprocessing
from dataclasses import dataclass, replace

import pytest
from db_examples import NOW, URL, hours, keep, mention, visit
from sqlalchemy import Connection, Engine

from mentions.db import reading, ready, transaction
from mentions.db.store.drafts import (
    NewDraft,
    approve_draft,
    current_draft,
    draft,
    drafts_of,
    fingerprint,
    save_draft,
    withdraw_approval,
)
from mentions.db.store.events import events_of, mark
from mentions.db.store.exports import add_batch, asked, batches, outgoing
from mentions.db.store.figures import stage_counts
from mentions.db.store.mentions import mentions_on
from mentions.db.store.prospects import (
    NewProspect,
    move,
    prospect,
    prospects,
    prospects_on,
    upsert_prospects,
)
from mentions.db.store.rows import BatchRow, ProspectRow
from mentions.exceptions import ExportError, MoveError
from mentions.items import Contact, ContactKind, Stage

ANNA = Contact(email="anna@news.example", kind=ContactKind.PERSON, source_url=URL, snippet="by Anna", sign="mailto")
BATCH = BatchRow(
    id="b1", at=hours(5), actor="me", preset="generic", path="x.csv", sha256="00", rows=1, tool_version="0.1.0"
)


def anything_goes(_start: Stage, _end: Stage) -> None:
    """Where the table of moves is not what is looked at."""


def a_prospect(connection: Connection, url: str = URL, score: float = 50.0) -> ProspectRow:
    found = visit(mention(), url=url)
    assert found.page
    (touched,) = keep(connection, replace(found, page=replace(found.page, contacts=(ANNA,))))
    (quoted,) = mentions_on(connection, [touched.page_id])
    new = NewProspect(
        page_id=touched.page_id,
        brand="acme-optics",
        campaign="acme-optics",
        situation="news_unlinked",
        score=score,
        parts=[{"name": "freshness", "value": 1.0}],
        reasons=("news without a link",),
        mention_id=quoted.id,
    )
    (row,) = upsert_prospects(connection, [new], at=NOW)
    return row


def go(connection: Connection, prospect_id: int, *stages: Stage) -> None:
    for stage in stages:
        move(connection, prospect_id, stage, actor="me", why="because", at=hours(1), check=anything_goes)


def a_draft(connection: Connection, prospect_id: int, body: str = "Hello Anna") -> int:
    new = NewDraft(
        prospect_id=prospect_id,
        contact_id=1,
        subject="Your article on lenses",
        body=body,
        suggested_url="https://acme.example/",
        suggest_rule="home",
        template_id="en/news_unlinked",
        template_sha="aa",
        language="en",
        quote="And Acme Optics makes lenses.",
        findings=[("L22", "info")],
    )
    return save_draft(connection, new, at=hours(2))


def approved(connection: Connection, prospect_id: int) -> int:
    draft_id = a_draft(connection, prospect_id)
    go(connection, prospect_id, Stage.QUALIFIED, Stage.DRAFTED, Stage.APPROVED)
    seen = fingerprint("Your article on lenses", "Hello Anna")
    approve_draft(connection, draft_id, seen=seen, actor="me", at=hours(3))
    return draft_id


def stage_of(connection: Connection, prospect_id: int) -> Stage:
    row = prospect(connection, prospect_id)
    assert row is not None
    return row.stage


def test_a_prospect_that_is_judged_again_keeps_its_stage_and_its_id(connection: Connection) -> None:
    first = a_prospect(connection)
    assert (first.stage, first.site, first.title, first.parts) == (
        Stage.FOUND,
        "news.example",
        "Lenses",
        [{"name": "freshness", "value": 1.0}],
    )
    go(connection, first.id, Stage.QUALIFIED)
    again = a_prospect(connection, score=70.0)
    assert (again.id, again.stage, again.score, again.created_at) == (first.id, Stage.QUALIFIED, 70.0, NOW)


def test_prospects_are_listed_best_first_and_by_what_is_asked_for(connection: Connection) -> None:
    low = a_prospect(connection, score=10.0)
    high = a_prospect(connection, "https://blog.example/a", score=90.0)
    go(connection, low.id, Stage.QUALIFIED)
    assert [row.id for row in prospects(connection)] == [high.id, low.id]
    assert [row.id for row in prospects(connection, stages=[Stage.QUALIFIED])] == [low.id]
    assert [row.id for row in prospects(connection, site="blog.example")] == [high.id]
    assert [row.id for row in prospects(connection, brand="acme-optics", limit=1)] == [high.id]
    assert prospects(connection, brand="other") == prospects(connection, campaign="other") == []
    assert [row.id for row in prospects_on(connection, [low.page_id])] == [low.id]
    assert stage_counts(connection) == {"acme-optics": {Stage.FOUND: 1, Stage.QUALIFIED: 1}}
    assert stage_counts(connection, brand="other") == {}


def test_every_move_is_checked_and_told(connection: Connection) -> None:
    row = a_prospect(connection)
    seen: list[tuple[Stage, Stage]] = []
    before = move(
        connection,
        row.id,
        Stage.SNOOZED,
        actor="me",
        why="later",
        at=hours(1),
        check=lambda start, end: seen.append((start, end)),
        detail={"days": 30},
        snooze_until=hours(720),
    )
    assert (before, seen) == (Stage.FOUND, [(Stage.FOUND, Stage.SNOOZED)])
    moved = prospect(connection, row.id)
    assert moved is not None
    assert (moved.stage, moved.snooze_until, moved.updated_at) == (Stage.SNOOZED, hours(720), hours(1))
    go(connection, row.id, Stage.QUALIFIED)
    mark(connection, row.id, "replied", actor="me", why="by phone", at=hours(2))
    told = [
        (event.action, event.from_stage, event.to_stage, event.actor, event.why)
        for event in events_of(connection, row.id)
    ]
    assert told == [
        ("move", Stage.FOUND, Stage.SNOOZED, "me", "later"),
        ("move", Stage.SNOOZED, Stage.QUALIFIED, "me", "because"),
        ("replied", None, None, "me", "by phone"),
    ]
    assert events_of(connection, row.id)[0].detail == {"days": 30}
    woken = prospect(connection, row.id)
    assert woken is not None
    assert woken.snooze_until is None


def test_a_move_that_is_not_allowed_leaves_no_trace(connection: Connection) -> None:
    row = a_prospect(connection)

    def refuse(start: Stage, end: Stage) -> None:
        raise MoveError(f"no way from {start} to {end}")

    with pytest.raises(MoveError, match="no way from found to won"):
        move(connection, row.id, Stage.WON, actor="me", why="", at=NOW, check=refuse)
    assert stage_of(connection, row.id) is Stage.FOUND
    assert events_of(connection, row.id) == []


def test_what_is_not_there_cannot_be_moved(connection: Connection) -> None:
    with pytest.raises(MoveError, match="there is no prospect 7"):
        go(connection, 7, Stage.QUALIFIED)
    assert prospect(connection, 7) is None


@dataclass(frozen=True)
class Only:
    """A table of moves with one entry."""

    start: Stage
    end: Stage

    def __call__(self, start: Stage, end: Stage) -> None:
        if (start, end) != (self.start, self.end):
            raise MoveError("not allowed")


def approve_once(url: str, name: str) -> None:
    engine = ready(url)
    try:
        with transaction(engine) as connection:
            only = Only(Stage.DRAFTED, Stage.APPROVED)
            move(connection, 1, Stage.APPROVED, actor=name, why="", at=NOW, check=only)
    except MoveError:
        raise SystemExit(3) from None
    finally:
        engine.dispose()


def test_of_two_who_approve_at_once_one_is_told(engine: Engine, database_url: str) -> None:
    with transaction(engine) as connection:
        go(connection, a_prospect(connection).id, Stage.DRAFTED)
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=approve_once, args=(database_url, name)) for name in ("anna", "ben")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(person.exitcode or 0 for person in people) == [0, 3]
    with reading(engine) as connection:
        assert [event.to_stage for event in events_of(connection, 1)] == [Stage.DRAFTED, Stage.APPROVED]


def test_an_edit_makes_a_new_draft_that_nobody_approved(connection: Connection) -> None:
    row = a_prospect(connection)
    first = approved(connection, row.id)
    second = a_draft(connection, row.id, body="Dear Anna")
    current = current_draft(connection, row.id)
    assert current is not None
    assert (current.id, current.body, current.approved_by, current.findings) == (
        second,
        "Dear Anna",
        None,
        [["L22", "info"]],
    )
    assert [(one.id, one.is_current) for one in drafts_of(connection, row.id)] == [(second, True), (first, False)]
    assert outgoing(connection)[0].approved_at is None


def test_only_what_was_seen_is_approved(connection: Connection) -> None:
    row = a_prospect(connection)
    old = a_draft(connection, row.id)
    new = a_draft(connection, row.id, body="Dear Anna")
    seen = fingerprint("Your article on lenses", "Hello Anna")
    for draft_id in (old, new, 99):
        with pytest.raises(MoveError, match=f"draft {draft_id} was changed or replaced"):
            approve_draft(connection, draft_id, seen=seen, actor="me", at=NOW)
    approve_draft(connection, new, seen=fingerprint("Your article on lenses", "Dear Anna"), actor="me", at=NOW)
    kept = draft(connection, new)
    assert kept is not None
    assert (kept.approved_by, kept.approved_at, kept.approved_sha256) == ("me", NOW, kept.sha256)
    withdraw_approval(connection, new)
    kept = draft(connection, new)
    assert kept is not None
    assert (kept.approved_by, kept.approved_at, kept.approved_sha256) == (None, None, None)


def test_what_leaves_is_told_with_all_that_a_file_says_of_it(connection: Connection) -> None:
    row = a_prospect(connection)
    draft_id = approved(connection, row.id)
    (out,) = outgoing(connection, brand="acme-optics")
    assert (out.draft_id, out.email, out.page_url, out.surface, out.stage) == (
        draft_id,
        "anna@news.example",
        URL,
        "Acme Optics",
        Stage.APPROVED,
    )
    assert (out.approved_by, out.approved_sha256, out.export_batch_id) == ("me", out.sha256, None)
    assert outgoing(connection, campaign="other") == outgoing(connection, stages=[Stage.EXPORTED]) == []
    add_batch(connection, BATCH, [draft_id])
    go(connection, row.id, Stage.EXPORTED)
    assert outgoing(connection) == []
    assert outgoing(connection, stages=[Stage.EXPORTED])[0].export_batch_id == "b1"
    assert batches(connection) == [BATCH]


def test_who_was_asked_is_remembered_by_site_and_by_address(connection: Connection) -> None:
    row = a_prospect(connection)
    add_batch(connection, BATCH, [approved(connection, row.id)])
    (by_site,) = asked(connection, sites=["news.example"])
    assert (by_site.prospect_id, by_site.email, by_site.at) == (row.id, "anna@news.example", hours(5))
    assert asked(connection, emails=["Anna@news.example"], since=hours(5)) == [by_site]
    assert asked(connection, emails=["Anna@news.example"], since=hours(6)) == []
    assert asked(connection, sites=["other.example"], emails=["ben@news.example"]) == []


@pytest.mark.parametrize("why_not", ["never approved", "replaced", "taken back"])
def test_what_no_person_approved_cannot_leave(connection: Connection, why_not: str) -> None:
    row = a_prospect(connection)
    draft_id = a_draft(connection, row.id) if why_not == "never approved" else approved(connection, row.id)
    if why_not == "replaced":
        a_draft(connection, row.id, body="Dear Anna")
    if why_not == "taken back":
        withdraw_approval(connection, draft_id)
    with pytest.raises(ExportError, match="1 of the drafts are no longer as a person approved them"):
        add_batch(connection, BATCH, [draft_id])
