from itertools import pairwise

import pytest

from mentions.exceptions import MoveError
from mentions.items import Stage
from mentions.prospects.stages import BY_PERSON, MOVES, Actor, check


def reachable(start: Stage) -> set[Stage]:
    seen: set[Stage] = set()
    ahead = [start]
    while ahead:
        stage = ahead.pop()
        ahead += MOVES[stage] - seen
        seen |= MOVES[stage]
    return seen


def test_every_stage_has_its_moves_and_none_leads_to_itself() -> None:
    assert set(MOVES) == set(Stage)
    assert not [stage for stage in Stage if stage in MOVES[stage]]


def test_every_stage_can_be_reached_from_found() -> None:
    assert reachable(Stage.FOUND) == set(Stage)


def test_the_whole_way_can_be_gone() -> None:
    way = (
        Stage.FOUND,
        Stage.QUALIFIED,
        Stage.DRAFTED,
        Stage.APPROVED,
        Stage.EXPORTED,
        Stage.WON,
        Stage.LOST,
        Stage.WON,
    )
    for start, end in pairwise(way):
        check(start, end, actor=Actor.PERSON)


@pytest.mark.parametrize("start", Stage)
def test_only_a_person_approves_rejects_declines_and_snoozes(start: Stage) -> None:
    for end in (Stage.APPROVED, Stage.REJECTED, Stage.DECLINED, Stage.SNOOZED):
        with pytest.raises(MoveError):
            check(start, end, actor=Actor.PROGRAM)


@pytest.mark.parametrize("start", sorted(set(Stage) - {Stage.APPROVED}))
def test_nothing_but_an_approved_prospect_is_exported(start: Stage) -> None:
    with pytest.raises(MoveError):
        check(start, Stage.EXPORTED, actor=Actor.PERSON)


@pytest.mark.parametrize("start", sorted(set(Stage) - {Stage.DRAFTED, Stage.EXPORTED}))
def test_nothing_but_a_draft_or_an_undone_export_is_approved(start: Stage) -> None:
    with pytest.raises(MoveError):
        check(start, Stage.APPROVED, actor=Actor.PERSON)


def test_an_edit_takes_the_approval_back() -> None:
    check(Stage.APPROVED, Stage.DRAFTED, actor=Actor.PROGRAM)


def test_an_export_is_undone_by_a_person_only() -> None:
    check(Stage.EXPORTED, Stage.APPROVED, actor=Actor.PERSON)
    with pytest.raises(MoveError, match="only a person may move a prospect from exported to approved"):
        check(Stage.EXPORTED, Stage.APPROVED, actor=Actor.PROGRAM)


def test_the_program_never_takes_back_what_a_person_rejected() -> None:
    check(Stage.REJECTED, Stage.QUALIFIED, actor=Actor.PERSON)
    with pytest.raises(MoveError, match="only a person"):
        check(Stage.REJECTED, Stage.QUALIFIED, actor=Actor.PROGRAM)


@pytest.mark.parametrize("asked", [Stage.WON, Stage.DECLINED, Stage.NO_ANSWER, Stage.LOST])
def test_nobody_is_asked_twice(asked: Stage) -> None:
    assert not reachable(asked) & {Stage.QUALIFIED, Stage.DRAFTED, Stage.APPROVED, Stage.EXPORTED}


def test_the_moves_of_a_person_are_moves() -> None:
    assert all(end in MOVES[start] for start, end in BY_PERSON)


def test_the_error_is_one_line_that_says_what_is_possible() -> None:
    with pytest.raises(MoveError) as raised:
        check(Stage.FOUND, Stage.WON, actor=Actor.PERSON)
    assert str(raised.value) == (
        "a prospect that is found cannot become won; it can become qualified, snoozed, rejected, manual, blocked, stale"
    )
