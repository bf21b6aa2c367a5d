"""Likeness in meaning, with the real vectors; `make install-check` has them, elsewhere these tests may be skipped."""

from dataclasses import replace

import pytest

from mentions.detection import Index, Knowledge, scan
from mentions.detection.likeness import Likeness, load
from mentions.items import Brand, Evidence
from mentions.pages import read

pytest.importorskip("wordllama")

BRAND = Brand(
    name="Harbour",
    key="harbour",
    domains=("harbour.example",),
    description="Makes cameras and lenses for photographers; not the port",
)
NEAR = "The photographer compared zoom optics and sensors, and liked Harbour for its pictures."
FAR = "Fishermen rowed to Harbour at dawn and sold herring and cod on the quay."


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return load()


def said(text: str, likeness: Likeness, *, language: str = "en", brand: Brand = BRAND) -> list[Evidence]:
    page = scan(
        read(f"<html lang={language}><p>{text}</p>".encode(), "https://blog.example/"),
        Index([brand], advisers=[likeness]),
        Knowledge(),
    )
    assert page
    return [one for one in page.mentions[0].evidence if one.feature.startswith("semantic.")]


def test_a_passage_of_the_same_meaning_speaks_for_the_brand(likeness: Likeness) -> None:
    (near,), (far,) = said(NEAR, likeness), said(FAR, likeness)
    assert (near.feature, far.feature) == ("semantic.alike", "semantic.unlike")
    assert near.weight > 0.3
    assert far.weight < 0
    assert near.reason == "the passage is near to the description in meaning"


def test_what_the_description_denies_is_no_part_of_its_meaning(likeness: Likeness) -> None:
    bare = replace(BRAND, description="Makes cameras and lenses for photographers")
    assert said(FAR, likeness) == said(FAR, likeness, brand=bare)


def test_other_languages_and_bare_profiles_are_left_alone(likeness: Likeness) -> None:
    assert said(NEAR, likeness, language="de") == []
    assert said(NEAR, likeness, brand=Brand(name="Harbour", key="harbour", domains=("harbour.example",))) == []


@pytest.mark.parametrize("nothing", ["", " ", "\u200b\n", "\x00"])
def test_a_passage_without_words_says_nothing(likeness: Likeness, nothing: str) -> None:
    assert -1 <= likeness.between("Makes cameras", nothing) <= 1
