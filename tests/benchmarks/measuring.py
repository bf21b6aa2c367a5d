"""Rounds of contenders, interleaved, and the table of their medians."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Timed = Callable[[], float]
"""One round of a contender: runs it and gives back the seconds that count."""


@dataclass(frozen=True, slots=True)
class Contender:
    """What is measured, and what it is called in the table."""

    name: str
    round: Timed


def timed(work: Callable[[], object]) -> Timed:
    """A round of which all counts."""

    def measure() -> float:
        began = perf_counter()
        work()
        return perf_counter() - began

    return measure


def medians(contenders: Sequence[Contender], rounds: int) -> dict[str, float]:
    """Seconds of each contender's median round; each round begins with another one, so that none is always warm."""
    seconds: dict[str, list[float]] = {one.name: [] for one in contenders}
    for number in range(rounds):
        first = number % len(contenders)
        for one in (*contenders[first:], *contenders[:first]):
            seconds[one.name].append(one.round())
    return {name: median(taken) for name, taken in seconds.items()}


def report(title: str, seconds: dict[str, float], *, of: int, unit: str) -> None:
    """The table: each contender's median, and its ratio to the first one, the floor."""
    floor = next(iter(seconds.values()))
    lines = [title, f"{'':44}{'ms/' + unit:>10}{unit + 's/s':>12}{'x floor':>9}"]
    lines += [
        f"{name:44}{1000 * taken / of:10.3f}{of / taken:12,.0f}{taken / floor:9.2f}" for name, taken in seconds.items()
    ]
    sys.stdout.write("\n".join(lines) + "\n\n")
