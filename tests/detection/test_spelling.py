"""Misspelt names: which slips are seen, and which words are left alone."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.detection.forms import forms_of
from mentions.detection.spelling import Spelling
from mentions.items import Brand


def spelling(*names: str) -> Spelling:
    return Spelling([form for name in names for form in forms_of(Brand(name=name, domains=("brand.example",)))])


def meant(text: str, *names: str) -> list[str]:
    """The names that the words of a text are slips of."""
    slips = spelling(*names).slips(text)
    return [form.name for forms in slips.values() for form in forms]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zoltabren", "The Zoltabern came."),
        ("Zoltabren", "A zoltabrn came."),
        ("Zoltabren", "Zolltabrem"),
        ("Zoltabren", "ZOLTABRE"),
        ("Fravi", "Fravvi"),
        ("Fravi", "Xravi"),
        ("Fravi", "Rfavi"),
        ("Fravi", "Fraiv"),
        ("Fravi", "Frava"),
        ("Zoltabren", "Oltabren"),
        ("Zoltabren", "Zoltabr"),
        ("Quensol's", "Qensol's shop"),
        ("Acme Quibbletrix", "the Acme Quibletrix lens"),
        ("Quibble-Trixen", "Quibble-Trixne"),
        ("Stack Quibbleflow", "Stackquibbleflw"),
        ("QuibApp", "QuipApp"),
        ("Zoltabren", "a Zolta bren"),
        ("Zoltabren", "ZO LTABREN"),
        ("Zoltabrén", "Zoltab rén"),
        ("Acme Quibbletrix", "the Acme Quib bletrix lens"),
        ("Fravixo", "the F ravixo"),
        ("Zolbax", "the Zol bax"),
        ("Summer Overflow", "the Summer Over flow"),  # the other word tells it
        ("Late Post Quibbler", "the Late Po st Quibbler"),
        ("QuibZolTrix", "Quib ZolTrix"),
        ("Zoltabren", "made byZoltabren"),
        ("Zoltabren", "Zoltabrenand others"),
        ("Zoltabren", "vonZoltabren"),
    ],
)
def test_slips_that_are_seen(name: str, text: str) -> None:
    assert meant(text, name) == [name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zoltabren", "Zoltabren"),
        ("Zoltabren", "Zoltabrens"),
        ("Zoltabren", "Zoltabrener"),
        ("Zoltabren", "a Neozoltabren"),
        ("Zoltabren", "Oltabrem"),  # two slips, and begins differently
        ("Fravi", "fravvi"),  # small and short
        ("Fravi", "Fra"),
        ("Frav", "Fravv"),  # too short a name
        ("Evernode", "everyone"),  # a word
        ("Vimeo", "Video"),
        ("HNX", "HNXY"),
        ("Zoltabren", "全Zoltabre"),
        ("Acme Quibbletrix", "the Acne Quibbletrix"),
        ("Zoltabren", "bren Zolta"),
        ("Quibbletrix Zoltabren", "Quibbletrix Zoltabren"),
        ("QuibbleTrixen", "Quibble Trixen"),
        ("Zoltabren", "Zolta, bren"),
        ("Notebook", "a Note book"),  # two words
        ("Aorange", "grade A orange"),  # a letter and a word
        ("Zoltabren", "Zoltabrenist"),  # endings that are words too
        ("Zoltabren", "Zoltabrenes"),
        ("Zoltabren", "unzoltabrenand"),
        ("Zoltabren", "byzoltabren"),  # a small one might be anything
    ],
)
def test_words_left_alone(name: str, text: str) -> None:
    assert meant(text, name) == []


def test_another_name_is_no_slip() -> None:
    assert meant("Zoltabrem", "Zoltabren", "Zoltabrem") == []


def test_a_slip_matches_the_whole_name_only() -> None:
    slips = spelling("Acme Quibbletrix").slips("Quibletrix")
    ((form,),) = slips.values()
    assert form.misspelt == "quibletrix"
    assert form.pattern.search("acme-quibletrix")
    assert not form.pattern.search("the quibletrix")


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    used = spelling("Zoltabren", "Quibbletrix")
    for text in ("Zoltabern and words", "Quibletrix", "Zoltabern again", "more words"):
        assert used.slips(text) == {
            word: forms for word, forms in used.slips(text).items() if word in ("zoltabern", "quibletrix")
        }
        assert [f.pattern for fs in used.slips(text).values() for f in fs] == [
            f.pattern for fs in spelling("Zoltabren", "Quibbletrix").slips(text).values() for f in fs
        ]


def test_how_a_word_is_written_elsewhere_does_not_count() -> None:
    used = spelling("Fravi")
    assert used.slips("Fravvi fravvi")
    assert not used.slips("fravvi")


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    for word, forms in spelling("Zoltabren", "Acme Quibbletrix", "Quensol's").slips(text).items():
        assert forms
        assert all(form.misspelt == word for form in forms)


@given(st.integers(1, len("Zoltabrenix") - 2), st.sampled_from(string.ascii_lowercase))
def test_one_slip_in_a_long_coined_name_is_seen(at: int, letter: str) -> None:
    name = "Zoltabrenix"
    slips = {
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    } - {name}
    for slip in slips:
        assert meant(slip, name) == [name], slip


def test_a_name_in_two_is_looked_for_on_each_page_anew() -> None:
    known = spelling("Zoltabren")
    assert known.slips("Zolta alone, and bren alone") == {}
    assert list(known.slips("Zolta bren")) == ["zolta bren"]
    assert known.slips("Zolta alone, and bren alone") == {}


def test_brands_that_share_a_word_are_both_meant() -> None:
    assert sorted(meant("Zolta bren", "Zoltabren", "Zoltabren Tools")) == ["Zoltabren", "Zoltabren Tools"]
