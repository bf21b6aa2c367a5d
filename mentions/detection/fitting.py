"""Weights from labels: logistic regression in which each weight keeps its sign and is held to where it starts.

Minimised is the weighted log loss plus half the squared distance of each weight from its start, times `hold`. Both are
convex, so there is one answer; it is found by Newton's method, with the weights that a sign stops left at zero.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

HOLD = 2.0
"""How firmly a weight is held to its start: as firmly as by so many labels in doubt."""
_STEPS, _ENOUGH = 100, 1e-6

Vector = NDArray[np.float64]


class Row(NamedTuple):
    """A labelled place: the values of its features, whether it is the brand, and how much it counts."""

    values: Mapping[str, float]
    is_brand: bool
    counts: float = 1.0


def fit(
    rows: Sequence[Row],
    start: Mapping[str, float],
    signs: Mapping[str, int],
    *,
    hold: float = HOLD,
    fixed: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """The weights, in logits by feature, that explain the labels; `start` names all features, `fixed` those that stay.

    A sign of 1 or -1 forbids a weight the other one. Raises ValueError where a row has a feature without a start.
    """
    names = sorted(start.keys() - fixed)
    if unknown := {name for row in rows for name in row.values} - start.keys():
        raise ValueError(f"no start for {', '.join(sorted(unknown))}")
    problem = _Problem(
        values=np.array([[row.values.get(name, 0.0) for name in names] for row in rows]).reshape(len(rows), len(names)),
        given=np.array([sum(start[name] * row.values.get(name, 0.0) for name in fixed) for row in rows]),
        outcomes=np.array([float(row.is_brand) for row in rows]),
        counts=np.array([row.counts for row in rows]),
        start=np.array([start[name] for name in names]),
        signs=np.array([signs.get(name, 0) for name in names]),
        hold=hold,
    )
    found = _solved(problem)
    return {**{name: start[name] for name in fixed}, **dict(zip(names, found.tolist(), strict=True))}


class _Problem(NamedTuple):
    """What is minimised: rows by features, what the fixed features add to each row, and where the weights are held."""

    values: Vector
    given: Vector
    outcomes: Vector
    counts: Vector
    start: Vector
    signs: NDArray[np.int64]
    hold: float

    def cost(self, weights: Vector) -> float:
        logits = self.values @ weights + self.given
        loss = np.logaddexp(0.0, logits) - self.outcomes * logits
        return float(self.counts @ loss + self.hold / 2 * np.sum((weights - self.start) ** 2))

    def slopes(self, weights: Vector) -> tuple[Vector, Vector]:
        """First and second derivative of the cost."""
        logits = np.clip(self.values @ weights + self.given, -30, 30)
        said = 1 / (1 + np.exp(-logits))
        first = self.values.T @ (self.counts * (said - self.outcomes)) + self.hold * (weights - self.start)
        second = (self.values * (self.counts * said * (1 - said))[:, None]).T @ self.values
        return first, second + self.hold * np.eye(len(weights))

    def within(self, weights: Vector) -> Vector:
        """The nearest weights that keep their signs."""
        return np.where(self.signs * weights < 0, 0.0, weights)


def _solved(problem: _Problem) -> Vector:
    weights = problem.within(problem.start)
    for _ in range(_STEPS):
        first, second = problem.slopes(weights)
        free = ~((weights == 0) & (problem.signs * first > 0))
        if np.abs(first[free]).max(initial=0.0) < _ENOUGH:
            break
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(second[np.ix_(free, free)], first[free])
        weights = _stepped(problem, weights, step)
    return weights


def _stepped(problem: _Problem, weights: Vector, step: Vector) -> Vector:
    """As far along a step as the cost falls."""
    length, before = 1.0, problem.cost(weights)
    while length > 1e-9:
        after = problem.within(weights - length * step)
        if problem.cost(after) < before:
            return after
        length /= 2
    return weights
