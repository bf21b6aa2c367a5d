"""What people's verdicts on one brand teach: words that stand near it, how often it is the brand, and its own weights.

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
from mentions.detection.weights import reweigh
from mentions.detection.words import families
from mentions.items import Evidence, Label

MOST = 300
"""Verdicts that are learnt from, the newest: so it takes milliseconds, however many there are."""
ENOUGH = 10
"""Verdicts from which on the weights of features move too."""
SPAN = 10
"""Words to either side of a name that count as near."""
CAP = 3.0
"""Logits that words and habit together may add or take at most."""

_LEARNT = "learnt."
_WORD, _HABIT, _GIVEN = f"{_LEARNT}word", f"{_LEARNT}habit", f"{_LEARNT}given"
_SHOWN = 5
"""Words that count at one place, those that say most."""
_LEAST = 0.05
_HOLD = 2.0
"""How firmly a weight is held to its prior: variance 1/2."""
_HABITUAL = 0.7
"""Value of the habit: it is held twice as firmly as a word."""
_RARE = 25
"""A word must stand at one in so many places to say anything."""

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


@dataclass(frozen=True, slots=True)
class Taught:
    """What the verdicts on one brand teach: the weights of features, of words, and of its being the brand at all."""

    weights: Mapping[str, float]
    words: Mapping[str, Said]
    habit: Said


def learn(labels: Sequence[Label], weights: Mapping[str, float]) -> Taught | None:
    """What the verdicts on one brand teach, by the general `weights`; None where they teach nothing."""
    telling = [one for one in sorted(labels, key=lambda one: one.at)[-MOST:] if not _is_ruled(one.evidence)]
    if not telling:
        return None
    yes, no = (Counter(word for one in telling if one.is_brand is said for word in near(one)) for said in (True, False))
    known = {word for word in yes | no if yes[word] + no[word] > len(telling) // _RARE}
    moving = _moving(weights) if len(telling) >= ENOUGH else {}
    found = _fitted([_row(one, known, weights, moving) for one in telling], moving)
    times = sum(one.is_brand for one in telling)
    return Taught(
        weights={**weights, **{name: found.get(name, weight) for name, weight in moving.items()}},
        words={word: Said(round(found[_WORD + word], 4), yes[word], no[word]) for word in known},
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


def _learnt(place: Place, taught: Taught) -> list[Evidence]:
    """The words that say most and the habit, within the cap."""
    words = sorted(near(place) & taught.words.keys(), key=lambda word: (-abs(taught.words[word].weight), word))
    saying = [(f"near “{word}”", _WORD, taught.words[word]) for word in words[:_SHOWN]]
    saying.append(("of this brand", _HABIT, taught.habit))
    saying = [one for one in saying if abs(one[2].weight) >= _LEAST]
    total = abs(sum(said.weight for _, _, said in saying))
    scale = min(1.0, CAP / total) if total else 1.0
    return [
        Evidence(f"{where}: {_times(said)}", round(scale * said.weight, 4), feature, 1.0)
        for where, feature, said in saying
    ]


def _times(said: Said) -> str:
    word, times = ("yes", said.yes) if said.weight > 0 else ("no", said.no)
    return f"you said {word} {times} of {said.yes + said.no} times"


def _is_ruled(evidence: Iterable[Evidence]) -> bool:
    return any(one.feature.startswith("rule.") for one in evidence)


def _moving(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: weight for name, weight in weights.items() if not FEATURES[name].fixed}


def _row(label: Label, known: set[str], weights: Mapping[str, float], moving: Mapping[str, float]) -> Row:
    """A label without evidence, from a file, says nothing of the habit: nobody knows what was to be expected there."""
    today = [one for one in reweigh(label.evidence, weights) if not one.feature.startswith(_LEARNT)]
    values = {_GIVEN: sum(one.weight for one in today if one.feature not in moving)}
    for one in today:
        if one.feature in moving:
            values[one.feature] = values.get(one.feature, 0.0) + one.value
    words = {_WORD + word: 1.0 for word in near(label) & known}
    return Row({**values, **words, **({_HABIT: _HABITUAL} if today else {})}, label.is_brand)


def _fitted(rows: Sequence[Row], moving: Mapping[str, float]) -> dict[str, float]:
    """The weights that explain the verdicts, held to those that are `moving`, and words and habit to nothing."""
    start = {**dict.fromkeys((name for row in rows for name in row.values), 0.0), **moving, _GIVEN: 1.0}
    signs = {name: FEATURES[name].sign for name in moving}
    return fit(rows, start, signs, hold=_HOLD, fixed=frozenset({_GIVEN}))
