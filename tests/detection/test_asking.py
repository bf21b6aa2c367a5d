"""Half of those who are asked about are in the greatest doubt, half are drawn by lot."""

from hypothesis import given
from hypothesis import strategies as st

from mentions.detection.asking import in_turn


def test_the_greatest_doubt_and_one_by_lot_take_turns() -> None:
    confidences = {"sure": 0.79, "likely": 0.7, "even": 0.52, "hardly": 0.2}
    assert in_turn(confidences, ["sure", "hardly", "even", "likely"]) == ["even", "sure", "likely", "hardly"]


@given(st.dictionaries(st.integers(), st.floats(0, 1)))
def test_each_is_asked_about_once(confidences: dict[int, float]) -> None:
    assert sorted(in_turn(confidences, sorted(confidences))) == sorted(confidences)
