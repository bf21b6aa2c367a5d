"""What is known of a brand, and whether a text holds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.detection.profile import count_of, holds, profile_of
from mentions.items import Brand


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("a lens kit", "lens", True),
        ("lens", "lens", True),
        ("(lens)", "lens", True),
        ("lenses", "lens", False),
        ("alens", "lens", False),
        ("alens lens", "lens", True),
        ("a lens kit", "lens kit", True),
        ("a lens", "", False),
        ("", "lens", False),
    ],
)
def test_phrases_are_whole_words(text: str, phrase: str, *, held: bool) -> None:
    assert holds(text, phrase) is held


@given(st.text(max_size=40), st.text(max_size=10))
def test_what_is_held_is_in_the_text(text: str, phrase: str) -> None:
    assert not holds(text, phrase) or phrase in text


def test_different_phrases_are_counted() -> None:
    assert count_of("a lens, a lens and a mirror", ("lens", "mirror", "tripod")) == 2


def test_a_profile_is_folded_and_leaves_out_what_the_brand_is_not() -> None:
    profile = profile_of(
        Brand(
            name="Acme Optics",
            domains=(),
            description="Acme makes Télescopes and the lens, not the cartoon company",
            context=("LENS",),
            products=("Zoë Lens",),
        )
    )
    assert {"telescopes", "lens", "makes"} <= profile.described
    assert not {"cartoon", "company", "acme", "the", "and"} & profile.described
    assert profile.names == {"acme", "optics"}
    assert profile.context == ("lens",)
    assert profile.products == ("zoe lens",)
