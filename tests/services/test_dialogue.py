"""The review without a screen: whose turn it is, what each deed does, and that all of it can be taken back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from prospect_examples import (
    BRAND,
    NOW,
    OTHER_BRAND,
    SENDER,
    crawl,
    hours,
    jane,
    make_workspace,
    unreadable,
    visit,
    without_mention,
)
from review_examples import SITES, State, actors, dialogue, drafted, history, states

from mentions import db
from mentions.db import Engine
from mentions.db.store.contacts import suppress, suppressed
from mentions.db.store.drafts import drafts_of
from mentions.db.store.events import mark
from mentions.db.store.prospects import prospect
from mentions.exceptions import ConfigError, MoveError
from mentions.items import Kind, Stage, Verdict
from mentions.prospects.rejections import Rejection
from mentions.services import entering
from mentions.services.cards import Card
from mentions.services.deeds import OvertakenError
from mentions.services.dialogue import Dialogue
from mentions.services.drafting import Skip, draft, draft_sites
from mentions.services.exporting import Order, export
from mentions.services.overview import sites
from mentions.services.undoing import Deed
from mentions.services.waking import wake
from mentions.services.workspaces import Workspace

NEXT_WEEK = NOW + timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[Workspace, Engine]]:
    workspace, engine = drafted(tmp_path)
    yield workspace, engine
    engine.dispose()


@pytest.fixture
def workspace(store: tuple[Workspace, Engine]) -> Workspace:
    return store[0]


@pytest.fixture
def engine(store: tuple[Workspace, Engine]) -> Engine:
    return store[1]


@pytest.fixture
def talk(workspace: Workspace, engine: Engine) -> Dialogue:
    return dialogue(workspace, engine)


def shown(talk: Dialogue) -> Card:
    card = talk.card()
    assert card
    return card


def stage(engine: Engine, prospect_id: int) -> Stage:
    return Stage(states(engine)[prospect_id].stage)


DEEDS: dict[str, Callable[[Dialogue, Card], object]] = {
    "approve": lambda talk, card: talk.approve(card),
    "reject": lambda talk, card: talk.reject(card, Rejection.NOT_US),
    "snooze": lambda talk, card: talk.snooze(card, NEXT_WEEK),
    "block": lambda talk, card: talk.block(card),
    "edit": lambda talk, card: talk.edit(card, "Another subject for your post", f"{card.letter.text.body}\nP.S."),
    "readdress": lambda talk, card: talk.readdress(
        card, entering.contact(f"Max Moon <max@{card.prospect.site}>", f"https://{card.prospect.site}/team")
    ),
    "suggest": lambda talk, card: talk.suggest(card, "https://acme.example/study"),
}


def test_a_card_says_all_that_one_decides_by(talk: Dialogue) -> None:
    card = shown(talk)
    site = card.prospect.site
    assert (card.letter.row.email, card.letter.row.contact_source_url) == (f"jane@{site}", f"https://{site}/acme")
    assert (card.quote.name, str(card.quote)) == ("Acme Optics", card.letter.facts.quote)
    assert (card.obstacles, card.warnings) == ((), ())
    assert [one.url for one in card.further] == [f"https://{site}/telescopes"]
    assert card.letter.text.subject
    assert card.letter.facts.suggested_url in card.letter.text.body


def test_one_card_a_site_the_best_first(talk: Dialogue) -> None:
    cards = list(talk.cards())
    assert sorted(card.prospect.site for card in cards) == sorted(SITES)
    assert all("/acme" in card.prospect.url for card in cards)
    assert [card.prospect.score for card in cards] == sorted((card.prospect.score for card in cards), reverse=True)


def test_no_more_sites_than_asked_for(workspace: Workspace, engine: Engine) -> None:
    assert len(list(dialogue(workspace, engine, sites=2).cards())) == 2


def test_of_one_brand_and_of_none_that_is_no_longer_configured(tmp_path: Path) -> None:
    workspace, engine = drafted(tmp_path, config=BRAND + OTHER_BRAND + SENDER)
    assert not list(Dialogue(engine, workspace, by="Zoe", clock=lambda: NOW, brand="kindling").cards())
    assert list(Dialogue(engine, workspace, by="Zoe", clock=lambda: NOW, brand="acme-optics").cards())
    assert dialogue(make_workspace(tmp_path, OTHER_BRAND + SENDER), engine).card() is None
    with pytest.raises(ConfigError, match="nobody signs"):
        dialogue(make_workspace(tmp_path, BRAND), engine).card()
    engine.dispose()


@pytest.mark.parametrize(
    ("deed", "after"),
    [
        ("approve", Stage.APPROVED),
        ("reject", Stage.REJECTED),
        ("snooze", Stage.SNOOZED),
        ("block", Stage.BLOCKED),
        ("edit", Stage.DRAFTED),
        ("readdress", Stage.DRAFTED),
        ("suggest", Stage.DRAFTED),
    ],
)
def test_each_deed_is_kept_at_once_and_can_be_taken_back(
    talk: Dialogue, engine: Engine, deed: str, after: Stage
) -> None:
    before, card, events = states(engine), shown(talk), history(engine)
    DEEDS[deed](talk, card)
    changed = states(engine)
    assert changed[card.id].stage == after
    assert changed[card.id] != before[card.id]
    added = history(engine)[len(events) :]
    assert set(actors(added)) == {"Zoe"}
    talk.undo()
    assert states(engine) == before
    assert shown(talk).id == card.id
    assert history(engine)[: len(events) + len(added)] == [*events, *added]
    assert len(history(engine)) == len(events) + 2 * len(added)


def test_what_is_decided_makes_way_for_the_next(talk: Dialogue) -> None:
    first, second, *_ = talk.cards()
    talk.approve(first)
    assert (shown(talk).id, talk.done) == (second.id, {Deed.APPROVED: 1})
    talk.next()
    third = shown(talk)
    talk.previous()
    assert shown(talk).id == second.id != third.id
    for card in list(talk.cards()):
        talk.reject(card, Rejection.OLD)
    assert talk.card() is None
    talk.next()
    assert talk.card() is None


def test_after_the_best_page_the_next_draft_of_the_site(workspace: Workspace, engine: Engine) -> None:
    first = shown(dialogue(workspace, engine))
    # Two drafts of a site come about where its pages were drafted by an older version.
    with db.transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE prospect SET stage = 'rejected' WHERE id = ?", (first.id,))
    list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    with db.transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE prospect SET stage = 'drafted' WHERE id = ?", (first.id,))
    talk = dialogue(workspace, engine)
    assert len(talk.waiting.ids) == len(SITES)
    talk.reject(shown(talk), Rejection.PASSING)
    assert len(talk.waiting.ids) == len(SITES)
    assert {card.prospect.site for card in talk.cards()} == set(SITES)


def test_an_approval_taken_back_can_be_given_again(talk: Dialogue, engine: Engine) -> None:
    card = shown(talk)
    talk.approve(card)
    talk.undo()
    with pytest.raises(OvertakenError):
        talk.approve(card)
    talk.approve(shown(talk))
    assert states(engine)[card.id].approved_by == "Zoe"


def test_what_stands_in_the_way_of_approval(talk: Dialogue, workspace: Workspace, engine: Engine) -> None:
    card = shown(talk)
    crawl(workspace, engine, unreadable(card.prospect.url, hours(-0.5)))
    assert any("could not be read" in reason for reason in shown(talk).obstacles)
    with pytest.raises(MoveError, match="could not be read"):
        talk.approve(shown(talk))
    assert (stage(engine, card.id), talk.done) == (Stage.DRAFTED, {})


def test_a_page_that_changed_under_the_eyes(talk: Dialogue, workspace: Workspace, engine: Engine) -> None:
    card = shown(talk)
    crawl(workspace, engine, without_mention(card.prospect.url, hours(-0.5)))
    with pytest.raises(MoveError, match="page changed by program meanwhile"):
        talk.approve(card)
    assert stage(engine, card.id) is Stage.DRAFTED
    card = shown(talk)
    assert "no mention on the page is the brand" in card.obstacles
    with pytest.raises(MoveError, match="no mention on the page is the brand"):
        talk.approve(card)


def test_the_verdict_of_not_us_is_taken_back_with_it(talk: Dialogue, engine: Engine) -> None:
    card = shown(talk)
    talk.reject(card, Rejection.NOT_US)
    assert states(engine)[card.id].reviewed == Verdict.REJECTED
    talk.undo()
    assert states(engine)[card.id].reviewed is None


def test_a_block_is_for_the_whole_site(talk: Dialogue, engine: Engine) -> None:
    card = shown(talk)
    (other,) = card.further
    talk.block(card)
    assert (stage(engine, card.id), stage(engine, other.id)) == (Stage.BLOCKED, Stage.BLOCKED)
    with db.reading(engine) as connection:
        assert suppressed(connection, [f"anyone@{card.prospect.site}"])
    assert talk.done == {Deed.BLOCKED: 1}
    assert talk.undo().deed is Deed.BLOCKED
    assert (stage(engine, card.id), stage(engine, other.id)) == (Stage.DRAFTED, Stage.QUALIFIED)


def test_what_was_suppressed_before_stays_so(talk: Dialogue, engine: Engine) -> None:
    card = shown(talk)
    with db.transaction(engine) as connection:
        suppress(connection, card.prospect.site, reason="asked us to stop", at=NOW)
    talk.block(shown(talk))
    talk.undo()
    assert states(engine)[card.id].suppressed == "asked us to stop"


def test_an_edit_is_linted_and_its_former_words_are_kept(talk: Dialogue, engine: Engine) -> None:
    card = shown(talk)
    talk.edit(card, card.letter.text.subject, f"{card.letter.text.body}\nWe would gladly pay you $50 for the link.")
    assert any("offers something" in one for one in shown(talk).obstacles)
    talk.undo()
    with db.reading(engine) as connection:
        bodies = [one.body for one in drafts_of(connection, card.id)]
    assert bodies == [card.letter.text.body, bodies[1], card.letter.text.body]
    talk.approve(shown(talk))
    assert stage(engine, card.id) is Stage.APPROVED


def test_another_contact_is_greeted_and_told_where_it_was_found(talk: Dialogue) -> None:
    card = shown(talk)
    DEEDS["readdress"](talk, card)
    letter = shown(talk).letter
    assert letter.text.body.startswith("Hello Max,")
    assert f"https://{card.prospect.site}/team" in letter.text.body
    assert letter.row.email == f"max@{card.prospect.site}"


def test_a_contact_that_is_known_keeps_the_date_it_was_found(talk: Dialogue) -> None:
    card = shown(talk)
    found_at = card.letter.row.contact_found_at
    DEEDS["readdress"](talk, card)
    (jane_again,) = (one.contact for one in talk.dossier(shown(talk)).contacts if one.contact.name == "Jane Doe")
    talk.readdress(shown(talk), jane_again)
    assert shown(talk).letter.row.contact_found_at == found_at


@pytest.mark.parametrize("email", ["noreply@alpha.example", "stop@alpha.example", "jane@beta.example"])
def test_nobody_is_written_to_who_must_not(talk: Dialogue, engine: Engine, email: str) -> None:
    with db.transaction(engine) as connection:
        suppress(connection, "stop@alpha.example", reason="asked us to stop", at=NOW)
    talk.only("alpha.example")
    card, before = shown(talk), states(engine)
    with pytest.raises(MoveError, match=email):
        talk.readdress(card, jane("https://alpha.example/team", email))
    assert states(engine) == before


def test_another_address_takes_the_place_of_the_former_and_leaves_the_other_words(talk: Dialogue) -> None:
    card = shown(talk)
    talk.edit(card, "My own subject line here", f"{card.letter.text.body}\nP.S.")
    DEEDS["suggest"](talk, shown(talk))
    letter = shown(talk).letter
    assert "\nhttps://acme.example/study\n" in letter.text.body
    assert "\nhttps://acme.example/\n" not in letter.text.body
    assert letter.text.body.endswith("P.S.")
    assert (letter.row.suggested_url, letter.row.suggest_rule) == ("https://acme.example/study", "chosen by Zoe")
    talk.edit(shown(talk), "My own subject line here", "Hello.")
    with pytest.raises(MoveError, match=r"does not hold https://acme\.example/study"):
        talk.suggest(shown(talk), "https://acme.example/")


def test_nothing_is_done_to_what_somebody_else_decided(workspace: Workspace, engine: Engine) -> None:
    ours, theirs = dialogue(workspace, engine), dialogue(workspace, engine, "Ben")
    card = shown(ours)
    theirs.approve(shown(theirs))
    events = history(engine)
    for deed in DEEDS.values():
        with pytest.raises(OvertakenError, match="approved by Ben meanwhile; nothing was done"):
            deed(ours, card)
    assert history(engine) == events
    assert (shown(ours).id != card.id, ours.done, ours.take_notes()) == (True, {}, [])


def test_what_somebody_else_decided_is_passed_over_and_said_once(workspace: Workspace, engine: Engine) -> None:
    ours, theirs = dialogue(workspace, engine), dialogue(workspace, engine, "Ben")
    first, second, third, _ = theirs.cards()
    theirs.reject(first, Rejection.OLD)
    theirs.snooze(second, NEXT_WEEK)
    assert shown(ours).id == third.id
    assert ours.take_notes() == [
        f"{first.id} {first.prospect.site}: rejected by Ben meanwhile",
        f"{second.id} {second.prospect.site}: snoozed by Ben meanwhile",
    ]
    assert ours.take_notes() == []


def test_words_that_somebody_else_changed_are_shown_anew(workspace: Workspace, engine: Engine) -> None:
    ours, theirs = dialogue(workspace, engine), dialogue(workspace, engine, "Ben")
    card = shown(ours)
    theirs.edit(shown(theirs), "The subject that Ben wrote", card.letter.text.body)
    with pytest.raises(OvertakenError, match="edited by Ben meanwhile"):
        ours.approve(card)
    assert shown(ours).letter.text.subject == "The subject that Ben wrote"
    ours.approve(shown(ours))
    assert states(engine)[card.id].approved_by == "Zoe"


def test_what_left_cannot_be_undone_but_what_came_before_can(
    talk: Dialogue, workspace: Workspace, engine: Engine
) -> None:
    first, second, *_ = talk.cards()
    talk.reject(first, Rejection.OLD)
    talk.approve(shown(talk))
    export(engine, workspace, Order(), by="Ben", now=NOW)
    with pytest.raises(MoveError, match=f"^{second.id} .*: exported by Ben meanwhile; it can no longer be undone"):
        talk.undo()
    assert stage(engine, second.id) is Stage.EXPORTED
    assert talk.undo().of == (first.id,)
    assert stage(engine, first.id) is Stage.DRAFTED
    with pytest.raises(MoveError, match="nothing to undo"):
        talk.undo()


def test_a_block_that_somebody_touched_is_not_half_undone(workspace: Workspace, engine: Engine) -> None:
    ours = dialogue(workspace, engine)
    card = shown(ours)
    ours.block(card)
    with db.transaction(engine) as connection:
        mark(connection, card.further[0].id, "edited", actor="Ben", why="", at=NOW)
    before = states(engine)
    with pytest.raises(MoveError, match="no longer be undone"):
        ours.undo()
    assert states(engine) == before


def test_those_of_one_template_are_approved_together(talk: Dialogue) -> None:
    first, second, *_ = talk.cards()
    talk.edit(first, "My own subject line here", f"{first.letter.text.body}\nP.S.")
    talk.next()
    assert shown(talk).id == second.id
    alike = talk.alike(second)
    assert [card.id for card in alike] == [card.id for card in talk.cards() if card.id != first.id]
    talk.approve(*alike)
    assert talk.done == {Deed.EDITED: 1, Deed.APPROVED: len(SITES) - 1}
    talk.undo()
    assert talk.done == {Deed.EDITED: 1}
    assert len(talk.waiting.ids) == len(SITES)


def test_a_newsroom_is_never_one_of_many(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    engine = workspace.store()
    crawl(workspace, engine, visit("https://blog.example/x"), visit("https://news.example/x", kind=Kind.NEWS))
    list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    talk = dialogue(workspace, engine)
    by_site = {card.prospect.site: card for card in talk.cards()}
    assert [one.prospect.site for one in talk.alike(by_site["blog.example"])] == ["blog.example"]
    assert talk.alike(by_site["news.example"]) == []
    engine.dispose()


def test_all_or_none_of_many(workspace: Workspace, engine: Engine) -> None:
    ours, theirs = dialogue(workspace, engine), dialogue(workspace, engine, "Ben")
    alike = ours.alike(shown(ours))
    theirs.next()
    theirs.reject(shown(theirs), Rejection.OLD)
    with pytest.raises(OvertakenError):
        ours.approve(*alike)
    assert "approved" not in {one.stage for one in states(engine).values()}
    assert len(ours.waiting.ids) == len(SITES) - 1


def test_a_filter_shows_what_fits_until_none_is_left(talk: Dialogue) -> None:
    talk.only("BETA.example")
    assert [card.prospect.site for card in talk.cards()] == ["beta.example"]
    talk.reject(shown(talk), Rejection.OLD)
    assert len(talk.waiting.ids) == len(SITES) - 1
    with pytest.raises(MoveError, match="nothing that waits speaks of “nothing”"):
        talk.only("nothing")
    talk.only("alpha")
    talk.only("")
    assert len(talk.waiting.ids) == len(SITES) - 1


def test_three_rejections_for_one_reason_are_a_habit(tmp_path: Path) -> None:
    pages = [f"https://{site}.example/x" for site in ("one", "two", "three", "four")]
    workspace = make_workspace(tmp_path)
    engine = workspace.store()
    crawl(workspace, engine, *map(visit, pages))
    list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
    talk = dialogue(workspace, engine)
    found = [talk.reject(card, Rejection.LOW_QUALITY) for card in list(talk.cards())[:3]]
    assert found[:2] == [None, None]
    assert found[2]
    assert (found[2].times, found[2].author) == (3, "Jane Doe")
    talk.undo()
    assert talk.reject(shown(talk), Rejection.OLD) is None
    engine.dispose()


def test_a_habit_of_a_site_goes_before_its_author(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    engine = workspace.store()
    crawl(workspace, engine, *(visit(f"https://blog.example/{number}") for number in range(3)))
    for number in range(3):
        list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
        talk = dialogue(workspace, engine)
        found = talk.reject(shown(talk), Rejection.POLICY)
        assert bool(found) is (number == 2)
    assert found
    assert (found.times, found.site, found.author) == (3, "blog.example", "")
    engine.dispose()


def test_what_is_put_off_comes_back_by_itself(talk: Dialogue, workspace: Workspace, engine: Engine) -> None:
    card = shown(talk)
    talk.snooze(card, NEXT_WEEK)
    assert wake(engine, now=NEXT_WEEK - timedelta(seconds=1)) == 0
    assert stage(engine, card.id) is Stage.SNOOZED
    later = Dialogue(engine, workspace, by="Zoe", clock=lambda: NEXT_WEEK)
    assert card.id in later.waiting.ids
    assert wake(engine, now=NEXT_WEEK) == 0
    with db.reading(engine) as connection:
        one = prospect(connection, card.id)
    assert one
    assert (one.stage, one.snooze_until) == (Stage.DRAFTED, None)
    assert actors(history(engine))[-1] == "program"
    with pytest.raises(MoveError, match="drafted by program meanwhile; it can no longer be undone"):
        talk.undo()


def test_nothing_is_put_off_to_the_past(talk: Dialogue, engine: Engine) -> None:
    with pytest.raises(MoveError, match="not to come"):
        talk.snooze(shown(talk), NOW)
    assert "snoozed" not in {one.stage for one in states(engine).values()}


def test_no_other_page_overtakes_what_is_put_off(talk: Dialogue, workspace: Workspace, engine: Engine) -> None:
    card = shown(talk)
    talk.snooze(card, NEXT_WEEK)
    done = draft(engine, workspace, card.further[0].id, now=NOW)
    assert done.skip is Skip.BARRED
    assert f"prospect {card.id} of {card.prospect.site} is snoozed already" in done.why


def test_the_list_has_one_line_a_site_for_all_brands(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, BRAND + OTHER_BRAND + SENDER)
    engine = workspace.store()
    fire = {"sentence": "A fire of Kindling burns long and bright.", "brand": ("kindling", "Kindling")}
    crawl(workspace, engine, *(visit(f"https://blog.example/{number}") for number in range(30)))
    crawl(workspace, engine, *(visit(f"https://blog.example/fire-{number}", **fire) for number in range(30)))  # type: ignore[arg-type]
    (line,) = sites(engine)
    assert len(line.further) == 59
    assert {one.brand for one in line.further} == {"acme-optics", "kindling"}
    scores = [line.best.score, *(one.score for one in line.further)]
    assert scores == sorted(scores, reverse=True)
    engine.dispose()


class Sitting(RuleBasedStateMachine):
    """Whatever two people do in whatever order: all is kept, and undoing all of it puts everything back."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.workspace, self.engine = drafted(Path(self._folder.name))
        self.talk = dialogue(self.workspace, self.engine)
        self.before: list[dict[int, State]] = []
        self.known = history(self.engine)

    @precondition(lambda self: self.talk.waiting.current)
    @rule(deed=st.sampled_from(sorted(DEEDS)))
    def do(self, deed: str) -> None:
        before, card = states(self.engine), shown(self.talk)
        try:
            DEEDS[deed](self.talk, card)
        except MoveError:
            assert states(self.engine) == before
        else:
            # To write anew to the contact it has changes nothing, and is undone all the same.
            self.before.append(before)

    @precondition(lambda self: self.talk.waiting.current)
    @rule(reason=st.sampled_from(Rejection), note=st.text(max_size=9))
    def reject(self, reason: Rejection, note: str) -> None:
        self.before.append(states(self.engine))
        self.talk.reject(shown(self.talk), reason, note)

    @precondition(lambda self: self.talk.waiting.current)
    @rule()
    def approve_alike(self) -> None:
        if alike := self.talk.alike(shown(self.talk)):
            self.before.append(states(self.engine))
            self.talk.approve(*alike)

    @rule(forth=st.booleans())
    def go_round(self, forth: bool) -> None:
        self.talk.next() if forth else self.talk.previous()

    @rule(site=st.sampled_from(["", *SITES]))
    def only(self, site: str) -> None:
        try:
            self.talk.only(site)
        except MoveError:
            assert site not in {card.prospect.site for card in self.talk.cards()}

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        self.talk.undo()
        assert states(self.engine) == self.before.pop()

    @invariant()
    def history_only_grows(self) -> None:
        now = history(self.engine)
        assert now[: len(self.known)] == self.known
        self.known = now

    @invariant()
    def what_waits_is_drafted_and_one_a_site(self) -> None:
        now, ids = states(self.engine), self.talk.waiting.ids
        assert {now[one].stage for one in ids} <= {Stage.DRAFTED}
        assert len({self.talk._rows[one].site for one in ids}) == len(ids)
        assert self.talk.waiting.current in ids or not ids

    @invariant()
    def only_what_a_person_approved_is_approved(self) -> None:
        for one in states(self.engine).values():
            assert (one.stage == Stage.APPROVED) == (one.approved_by is not None)

    def teardown(self) -> None:
        while self.before:
            self.undo()
        assert self.talk.done == {}
        self.engine.dispose()
        self._folder.cleanup()


TestSitting = Sitting.TestCase
TestSitting.settings = settings(stateful_step_count=12, max_examples=settings().max_examples // 5)
