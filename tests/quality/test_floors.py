"""No figure of the score falls below its floor; wherever the labelled pages are at hand."""

import os
from pathlib import Path

import floors
import pytest

from mentions.paths import CHECKOUT

CORPUS = Path(os.environ.get("MENTIONS_CORPUS") or CHECKOUT.parent / "shared" / "corpus")


@pytest.mark.slow
def test_no_figure_is_below_its_floor() -> None:
    if not (CORPUS / "dev").is_dir():
        pytest.skip("no labelled pages: MENTIONS_CORPUS names none")
    assert floors.below(floors.measured(CORPUS)) == {}


def test_a_figure_below_its_floor_is_named() -> None:
    figures = floors.floors()
    assert floors.below(figures) == {}
    assert floors.below(figures | {"f1_b": 0.5}) == {"f1_b": (0.5, figures["f1_b"])}


def test_floors_rise_by_themselves_and_fall_when_told() -> None:
    known = floors.floors()
    figures = {name: floor + 0.0019 for name, floor in known.items()} | {"f1_b": 0.5}
    risen, told = floors.moved(figures, may_fall=False), floors.moved(figures, may_fall=True)
    assert (risen["f1_b"], told["f1_b"]) == (known["f1_b"], 0.5)
    assert risen["f1_c"] == told["f1_c"] == pytest.approx(known["f1_c"] + 0.001)
    assert risen.keys() == known.keys()
