"""What stands round a place in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.detection.surroundings import Case, Surroundings


def place(text: str, words: str = "Acme") -> Surroundings:
    start = text.index(words)
    return Surroundings(text, start, start + len(words))


@pytest.mark.parametrize(
    ("surface", "case"),
    [
        ("acme", Case.LOWER),
        ("acme-optics", Case.LOWER),
        ("Acme", Case.TITLE),
        ("Acme Optics", Case.TITLE),
        ("The Acme", Case.TITLE),
        ("the Acme", Case.TITLE),
        ("A", Case.TITLE),
        ("ACME", Case.UPPER),
        ("Acme optics", Case.MIXED),
        ("AcmeOptics", Case.MIXED),
        ("aCME", Case.MIXED),
    ],
)
def test_case(surface: str, case: Case) -> None:
    assert place(surface, surface).case is case


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Acme said", True),
        ("line\nAcme said", True),
        ("“Acme said”", True),
        ("Yes. Acme said", True),
        ("Yes! “Acme said”", True),
        ("Read this: Acme said", True),
        ("– Acme said", True),
        ("then Acme said", False),
        ("then, Acme said", False),
    ],
)
def test_begins_sentence(text: str, *, begins: bool) -> None:
    assert place(text).begins_sentence is begins


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("im „Acme“ stand", True),
        ("dans « Acme »", False),
        ("by 'Acme'.", True),
        ("“Acme”", True),
        ("„Acme Optik“", False),
        ("Acme", False),
    ],
)
def test_is_quoted(text: str, *, quoted: bool) -> None:
    assert place(text).is_quoted is quoted


@pytest.mark.parametrize(
    ("text", "alone"),
    [("Acme", True), ("Home\nAcme\nNews", True), ("» Acme «", True), ("Acme (3)", True), ("Buy from Acme", False)],
)
def test_is_alone(text: str, *, alone: bool) -> None:
    assert place(text).is_alone is alone


def test_neighbours_are_those_of_the_same_line() -> None:
    here = place("one two\nthe “Acme's lens\nthree")
    assert here.line == ("the “", "'s lens")
    assert here.before == ("the", " “")
    assert here.after == ("lens", "'s ")
    assert here.close == ["the", "s", "lens"]
    edge = place("one\nAcme\ntwo")
    assert edge.before == ("", "")
    assert edge.after == ("", "")


def test_near_is_folded_and_leaves_the_place_out() -> None:
    assert place("Une Télescope d’Acme, ICI").near == " une telescope d' | , ici "


def test_chunk_is_what_is_glued_to_it() -> None:
    assert place("see https://x.example/Acme/1?a=b now").chunk == ("https://x.example/", "/1?a=b")
    assert place("Acme").chunk == ("", "")


def test_words_in_capitals_round_it_mean_nothing() -> None:
    assert place("New Lens From Acme Wins Prize").is_title_case
    assert not place("a new lens from Acme wins a prize").is_title_case


@given(st.text(max_size=60), st.text(min_size=1, max_size=10), st.text(max_size=60))
def test_no_text_makes_a_question_fail(left: str, surface: str, right: str) -> None:
    here = Surroundings(left + surface + right, len(left), len(left) + len(surface))
    assert here.surface == surface
    assert here.case in Case
    assert here.line[0] in left
    assert here.line[1] in right
    assert left.endswith(here.chunk[0])
    assert right.startswith(here.chunk[1])
    assert here.near[:1] + here.near[-1:] == "  "
    assert len(here.close) <= 12 * 3
    assert len(here.before) == len(here.after) == 2
    assert {here.is_alone, here.begins_sentence, here.is_title_case} <= {True, False}
