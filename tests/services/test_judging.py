"""A person's decisions become labels, one a place, and taking back takes them back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prospect_examples import NOW, crawl, hours, visit
from review_examples import dialogue, drafted

from mentions import db
from mentions.db import Engine
from mentions.db.store.labels import labels, save_label
from mentions.db.store.mentions import mention
from mentions.exceptions import MoveError
from mentions.items import Label, LabelSource, Verdict
from mentions.prospects.rejections import Rejection
from mentions.services import reviewing
from mentions.services.cards import Card
from mentions.services.dialogue import Dialogue
from mentions.services.label_files import take
from mentions.services.workspaces import Workspace


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[Workspace, Engine]]:
    workspace, engine = drafted(tmp_path)
    yield workspace, engine
    engine.dispose()


def shown(talk: Dialogue) -> Card:
    card = talk.card()
    assert card
    return card


def kept(engine: Engine) -> list[Label]:
    with db.reading(engine) as connection:
        return labels(connection)


def rows(engine: Engine) -> list[tuple[object, ...]]:
    with db.reading(engine) as connection:
        found = connection.exec_driver_sql("SELECT id, is_brand, source, is_current FROM label ORDER BY id")
        return [tuple(row) for row in found]


def reviewed(engine: Engine, card: Card) -> Verdict | None:
    assert card.prospect.mention_id
    with db.reading(engine) as connection:
        quoted = mention(connection, card.prospect.mention_id)
    assert quoted
    return quoted.reviewed


def of_a_file(engine: Engine, label: Label, *, is_brand: bool) -> None:
    with db.transaction(engine) as connection:
        save_label(connection, replace(label, is_brand=is_brand, source=LabelSource.IMPORT, actor="Ben"))


def test_an_approval_is_a_yes_with_the_evidence_of_that_time(store: tuple[Workspace, Engine]) -> None:
    talk = dialogue(*store)
    card = shown(talk)
    talk.approve(card)
    (label,) = kept(store[1])
    assert (label.brand, label.url, label.surface) == ("acme-optics", card.prospect.url, "Acme Optics")
    assert label.before.endswith("was made by ")
    assert label.after.startswith(", and nobody")
    assert (label.is_brand, label.actor, label.at, label.source) == (True, "Zoe", NOW, LabelSource.REVIEW)
    assert [(one.feature, one.value) for one in label.evidence] == [("prior.phrase", 1.0), ("near.possessive", 1.0)]
    assert reviewed(store[1], card) is Verdict.ACCEPTED


@pytest.mark.parametrize("reason", list(Rejection))
def test_only_not_us_is_a_no(store: tuple[Workspace, Engine], reason: Rejection) -> None:
    talk = dialogue(*store)
    card = shown(talk)
    talk.reject(card, reason)
    said = [label.is_brand for label in kept(store[1])]
    assert said == ([False] if reason is Rejection.NOT_US else [])
    assert reviewed(store[1], card) is (Verdict.REJECTED if reason is Rejection.NOT_US else None)


def test_so_are_those_of_the_commands(store: tuple[Workspace, Engine]) -> None:
    workspace, engine = store
    first, second = list(dialogue(workspace, engine).cards())[:2]
    reviewing.approve(engine, workspace, first.letter, by="Zoe", now=NOW)
    reviewing.reject(engine, second.id, Rejection.NOT_US, note="", by="Zoe", now=NOW)
    assert {label.url: label.is_brand for label in kept(engine)} == {
        first.prospect.url: True,
        second.prospect.url: False,
    }


def test_what_fails_leaves_no_label(store: tuple[Workspace, Engine]) -> None:
    workspace, engine = store
    first, second = list(dialogue(workspace, engine).cards())[:2]
    talk = dialogue(workspace, engine)
    crawl(workspace, engine, visit(second.prospect.url, at=hours(0), sentence="Nobody names Acme Optics well here."))
    with pytest.raises(MoveError):
        talk.approve(first, second)
    assert rows(engine) == []


def test_the_later_decision_counts_and_each_can_be_taken_back(store: tuple[Workspace, Engine]) -> None:
    talk = dialogue(*store)
    card = shown(talk)
    talk.approve(card)
    reviewing.reject(store[1], card.id, Rejection.NOT_US, note="", by="Ben", now=NOW)
    assert [label.is_brand for label in kept(store[1])] == [False]
    with pytest.raises(MoveError, match="rejected by Ben"):
        talk.undo()
    assert rows(store[1]) == [(1, 1, "review", 0), (2, 0, "review", 1)]


def test_undo_brings_back_what_counted_before(store: tuple[Workspace, Engine]) -> None:
    talk = dialogue(*store)
    card = shown(talk)
    talk.approve(card)
    (label,) = kept(store[1])
    talk.undo()
    assert (kept(store[1]), reviewed(store[1], card)) == ([], None)
    of_a_file(store[1], label, is_brand=False)
    talk.approve(shown(talk))
    assert [one.is_brand for one in kept(store[1])] == [True]
    talk.undo()
    assert [(one.is_brand, one.actor) for one in kept(store[1])] == [(False, "Ben")]
    assert rows(store[1]) == [(1, 1, "review", 0), (2, 0, "import", 1), (3, 1, "review", 0)]


def test_undo_leaves_what_a_file_said_since(store: tuple[Workspace, Engine]) -> None:
    talk = dialogue(*store)
    talk.approve(shown(talk))
    (label,) = kept(store[1])
    of_a_file(store[1], label, is_brand=False)
    talk.undo()
    assert [(one.is_brand, one.actor) for one in kept(store[1])] == [(False, "Ben")]


def test_undo_leaves_the_verdict_of_a_file_that_overruled_since(store: tuple[Workspace, Engine]) -> None:
    workspace, engine = store
    talk = dialogue(workspace, engine)
    card = shown(talk)
    talk.approve(card)
    (label,) = kept(engine)
    later = replace(label, is_brand=False, source=LabelSource.IMPORT, actor="Ben", at=hours(1))
    taken = take(engine, [later], workspace.config.brands, now=hours(1), overrule=True)
    assert (taken.changed, taken.mentions, reviewed(engine, card)) == (1, 1, Verdict.REJECTED)
    with pytest.raises(MoveError, match="drafted by program meanwhile"):
        talk.undo()
    assert (kept(engine), reviewed(engine, card)) == ([later], Verdict.REJECTED)


def test_the_same_verdict_twice_is_one_label(store: tuple[Workspace, Engine]) -> None:
    talk = dialogue(*store)
    talk.approve(shown(talk))
    (label,) = kept(store[1])
    of_a_file(store[1], label, is_brand=True)
    assert kept(store[1]) == [label]
    assert len(rows(store[1])) == 1


def test_a_label_outlives_its_page(store: tuple[Workspace, Engine]) -> None:
    workspace, engine = store
    talk = dialogue(workspace, engine)
    card = shown(talk)
    talk.approve(card)
    (label,) = kept(engine)
    crawl(workspace, engine, visit(card.prospect.url, at=hours(0), sentence="It was made by Acme Optics, they say."))
    assert kept(engine) == [label]
