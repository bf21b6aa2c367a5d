"""What people's verdicts on one brand teach: what stands near it, how often it is the brand, and its own weights.

The general weights are the prior: with few verdicts little moves, and no verdict decides by itself.

labels ─► rows ─ logistic regression, held to the general weights ─► Taught ─► evidence of a place
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from mentions.detection.features import FEATURES
from mentions.detection.fitting import Row, fit
from mentions.detection.folding import fold_text
from mentions.detection.topics import topical, topics_of, words_of
from mentions.detection.weights import reweigh
from mentions.detection.words import families
from mentions.items import Evidence, Label

MOST = 300
"""Verdicts that are learnt from, the newest: so it takes milliseconds, however many there are."""
SPAN = 10
"""Words to either side of a name that count as near."""
CAP = 3.0
"""Logits that clues and habit together may add or take at most."""

_LEARNT = "learnt."
_WORD, _TOPIC = f"{_LEARNT}word", f"{_LEARNT}topic"
_HABIT, _GIVEN = f"{_LEARNT}habit", f"{_LEARNT}given"
_SHOWN = 5
"""Clues that are told one by one, those that say most; the others of a place count together."""
_LEAST = 0.05
_HOLD = 1.0
"""How firmly a weight is held to its prior: as by so many labels in doubt."""
_HABITUAL = 0.7
"""Value of the habit: it is held twice as firmly as a clue."""
_RARE = 25
"""A clue must stand at one in so many places to say anything."""

_TOKEN = re.compile(r"[^\W\d_]{3,}(?:['’][^\W_]+)*")


class Place(Protocol):
    """The words of a place: a mention's, or a label's."""

    @property
    def surface(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


class Said(NamedTuple):
    """What was said where something stood: its weight in logits, and how many times yes and no."""

    weight: float
    yes: int
    no: int


class Clue(NamedTuple):
    """What speaks of a brand where it stands near: a folded word, or a topic that words belong to."""

    feature: str
    text: str

    def __str__(self) -> str:
        return f"near “{self.text}”" if self.feature == _WORD else f"near words of {self.text.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Taught:
    """What the verdicts on one brand teach: the weights of features, of clues, and of its being the brand at all."""

    weights: Mapping[str, float]
    clues: Mapping[Clue, Said]
    habit: Said


def learn(labels: Sequence[Label], weights: Mapping[str, float]) -> Taught | None:
    """What the verdicts on one brand teach, by the general `weights`; None where they teach nothing."""
    telling = [one for one in sorted(labels, key=lambda one: one.at)[-MOST:] if not _is_ruled(one.evidence)]
    if not telling:
        return None
    yes, no = (
        Counter(clue for one in telling if one.is_brand is said for clue in clues(one)) for said in (True, False)
    )
    known = {clue for clue in yes | no if yes[clue] + no[clue] > len(telling) // _RARE}
    moving = {name: weight for name, weight in weights.items() if not FEATURES[name].fixed}
    found = _fitted([_row(one, known, weights, moving) for one in telling], moving)
    times = sum(one.is_brand for one in telling)
    return Taught(
        weights={**weights, **{name: found.get(name, weight) for name, weight in moving.items()}},
        clues={clue: Said(round(found[_name(clue)], 4), yes[clue], no[clue]) for clue in known},
        habit=Said(round(_HABITUAL * found.get(_HABIT, 0.0), 4), times, len(telling) - times),
    )


def learnt(
    evidence: Iterable[Evidence], place: Place, taught: Taught | None, weights: Mapping[str, float]
) -> list[Evidence]:
    """The evidence of a place by what was taught, in place of what was taught before; None: by general `weights`."""
    general = [one for one in evidence if not one.feature.startswith(_LEARNT)]
    if taught is None or _is_ruled(general):
        return reweigh(general, weights)
    return [*reweigh(general, taught.weights), *_learnt(place, taught)]


def near(place: Place) -> set[str]:
    """The folded words within ten to either side of a name, but for its own and those that stand everywhere."""
    before, after = _TOKEN.findall(place.before)[-SPAN:], _TOKEN.findall(place.after)[:SPAN]
    own = set(fold_text(place.surface).split())
    return {fold_text(word) for word in (*before, *after)} - own - families("function_words")


def clues(place: Place) -> set[Clue]:
    """The words near a name, and the topics of all that is known to stand round it."""
    own = set(fold_text(place.surface).split())
    topical_words = topical(words_of(fold_text(f"{place.before} | {place.after}"))) - own
    return {Clue(_WORD, word) for word in near(place)} | {Clue(_TOPIC, topic) for topic in topics_of(topical_words)}


def _learnt(place: Place, taught: Taught) -> list[Evidence]:
    """The clues that say most, the others in one, and the habit, within the cap."""
    ordered = sorted(clues(place) & taught.clues.keys(), key=lambda clue: (-abs(taught.clues[clue].weight), clue))
    told = [(f"{clue}: {_times(taught.clues[clue])}", clue.feature, taught.clues[clue].weight) for clue in ordered]
    rest = sum(weight for *_, weight in told[_SHOWN:])
    saying = [
        *told[:_SHOWN],
        (f"{len(told) - _SHOWN} more words and topics that you judged", _WORD, rest),
        (f"of this brand: {_times(taught.habit)}", _HABIT, taught.habit.weight),
    ]
    saying = [one for one in saying if abs(one[2]) >= _LEAST]
    total = abs(sum(weight for *_, weight in saying))
    scale = min(1.0, CAP / total) if total else 1.0
    return [Evidence(reason, round(scale * weight, 4), feature, 1.0) for reason, feature, weight in saying]


def _name(clue: Clue) -> str:
    return f"{clue.feature} {clue.text}"


def _times(said: Said) -> str:
    word, times = ("yes", said.yes) if said.weight > 0 else ("no", said.no)
    return f"you said {word} {times} of {said.yes + said.no} times"


def _is_ruled(evidence: Iterable[Evidence]) -> bool:
    return any(one.feature.startswith("rule.") for one in evidence)


def _row(label: Label, known: set[Clue], weights: Mapping[str, float], moving: Mapping[str, float]) -> Row:
    """A label without evidence, from a file, says nothing of the habit: nobody knows what was to be expected there."""
    today = [one for one in reweigh(label.evidence, weights) if not one.feature.startswith(_LEARNT)]
    values = {_GIVEN: sum(one.weight for one in today if one.feature not in moving)}
    for one in today:
        if one.feature in moving:
            values[one.feature] = values.get(one.feature, 0.0) + one.value
    near_it = {_name(clue): 1.0 for clue in clues(label) & known}
    return Row({**values, **near_it, **({_HABIT: _HABITUAL} if today else {})}, label.is_brand)


def _fitted(rows: Sequence[Row], moving: Mapping[str, float]) -> dict[str, float]:
    """The weights that explain the verdicts, held to those that are `moving`, and clues and habit to nothing."""
    start = {**dict.fromkeys((name for row in rows for name in row.values), 0.0), **moving, _GIVEN: 1.0}
    signs = {name: FEATURES[name].sign for name in moving}
    return fit(rows, start, signs, hold=_HOLD, fixed=frozenset({_GIVEN}))
