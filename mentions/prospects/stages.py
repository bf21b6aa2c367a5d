"""The table of moves: which stage a prospect may go to, and which moves only a person may make."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from mentions.exceptions import MoveError
from mentions.items import Stage


class Actor(StrEnum):
    """Who asks for a move: someone at the keyboard, or the program by itself."""

    PERSON = "person"
    PROGRAM = "program"


_ASIDE = frozenset({Stage.SNOOZED, Stage.REJECTED, Stage.BLOCKED, Stage.STALE})
_OUTCOMES = frozenset({Stage.WON, Stage.DECLINED, Stage.NO_ANSWER, Stage.LOST})

MOVES: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.FOUND: frozenset({Stage.QUALIFIED, Stage.MANUAL}) | _ASIDE,
        Stage.QUALIFIED: frozenset({Stage.FOUND, Stage.DRAFTED, Stage.MANUAL}) | _ASIDE,
        Stage.DRAFTED: frozenset({Stage.FOUND, Stage.QUALIFIED, Stage.APPROVED, Stage.MANUAL}) | _ASIDE,
        # An edit, or a page that changed, takes the approval back.
        Stage.APPROVED: frozenset({Stage.DRAFTED, Stage.EXPORTED}) | _ASIDE,
        # Back to approved is the undo of an export.
        Stage.EXPORTED: frozenset({Stage.APPROVED}) | _OUTCOMES,
        Stage.WON: frozenset({Stage.LOST}),
        Stage.LOST: frozenset({Stage.WON}),
        # A late link or a late word still counts; nobody is asked again.
        Stage.NO_ANSWER: frozenset({Stage.WON, Stage.DECLINED, Stage.LOST}),
        Stage.DECLINED: frozenset({Stage.WON}),
        Stage.MANUAL: frozenset({Stage.FOUND, Stage.QUALIFIED}) | _OUTCOMES | _ASIDE,
        Stage.SNOOZED: frozenset({Stage.FOUND, Stage.QUALIFIED, Stage.DRAFTED, Stage.MANUAL})
        | _ASIDE - {Stage.SNOOZED},
        # Back to its draft is the undo of a rejection.
        Stage.REJECTED: frozenset({Stage.QUALIFIED, Stage.DRAFTED}),
        Stage.BLOCKED: frozenset({Stage.FOUND, Stage.QUALIFIED, Stage.DRAFTED, Stage.MANUAL})
        | _ASIDE - {Stage.BLOCKED},
        Stage.STALE: frozenset({Stage.FOUND, Stage.QUALIFIED, Stage.DRAFTED, Stage.MANUAL}) | _ASIDE - {Stage.STALE},
    }
)

_JUDGEMENTS = frozenset({Stage.APPROVED, Stage.REJECTED, Stage.DECLINED, Stage.SNOOZED})

BY_PERSON: frozenset[tuple[Stage, Stage]] = frozenset(
    (start, end) for start, ends in MOVES.items() for end in ends if end in _JUDGEMENTS or start is Stage.REJECTED
)


def check(move_from: Stage, move_to: Stage, *, actor: Actor) -> None:
    """Let a move pass, or raise MoveError with one line that says what is possible instead."""
    if move_to not in MOVES[move_from]:
        raise MoveError(f"a prospect that is {move_from} cannot become {move_to}; {_ways_on(move_from)}")
    if actor is not Actor.PERSON and (move_from, move_to) in BY_PERSON:
        raise MoveError(f"only a person may move a prospect from {move_from} to {move_to}")


def _ways_on(stage: Stage) -> str:
    return "it can become " + ", ".join(end for end in Stage if end in MOVES[stage])
