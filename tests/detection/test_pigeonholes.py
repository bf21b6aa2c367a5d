"""No name is lost among the pigeonholes that a comparison with each would find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from mentions.detection.pigeonholes import Pigeonholes

LETTERS = st.sampled_from("abcé")


@given(st.data(), st.sampled_from([1, 2]))
def test_every_name_that_is_near_enough_is_found(data: st.DataObject, slips: int) -> None:
    names = data.draw(st.lists(st.text(LETTERS, min_size=3 * slips, max_size=9), max_size=20, unique=True))
    word = data.draw(st.text(LETTERS, min_size=2, max_size=11))
    holes = Pigeonholes[str](slips)
    for name in names:
        holes.keep(name, name)
    near = holes.near(word)
    assert {name for name in names if OSA.distance(word, name) <= slips} <= set(near)
    assert len(near) == len(set(near))


@pytest.mark.parametrize(
    "slip", "zoltabrex xzoltabren zoltabrenx zlotabren zoltbaren zolatbren zoltaren oltabren zoltabrne zoltabrn".split()
)
def test_each_kind_of_slip_leaves_a_piece(slip: str) -> None:
    one, two = Pigeonholes[str](1), Pigeonholes[str](2)
    for holes in (one, two):
        holes.keep("zoltabren", "it")
    assert one.near(slip) == two.near(slip) == ["it"]


def test_words_with_nothing_in_common_find_nothing() -> None:
    holes = Pigeonholes[str](2)
    holes.keep("zoltabren", "it")
    assert holes.near("quibbletrix") == []
    assert holes.near("yesterday") == []
