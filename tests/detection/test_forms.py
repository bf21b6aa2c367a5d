"""How names may be written, and how much a name says by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.detection.folding import fold_text
from mentions.detection.forms import Ambiguity, ambiguity_of, forms_of
from mentions.items import Brand

NAMES = [
    *("Acme", "Acme Optics", "ClearLens", "Red Hat", "Smith & Jena", "Levi's", "Joe's", "Café Zoë", "Müller", "Böhm"),
    *(
        "The Sun",
        "E.ON",
        "C++",
        "Yahoo!",
        "3M",
        "X",
        "DB",
        "at&t",
        "L'Oréal",
        "iPhone",
        "Jean-Luc",
        "ホシゾラ",
        "별하늘",
    ),
    *("Weißglas", "Ørsted", "A B C", "42", "Zoë", "McDonald's", "O2", "HTC One"),
]


@pytest.mark.parametrize(
    ("name", "ambiguity"),
    [
        ("Zorblax", Ambiguity.DISTINCT),
        ("Acme Optics", Ambiguity.DISTINCT),
        ("ホシゾラ", Ambiguity.DISTINCT),
        ("Target Corp.", Ambiguity.DISTINCT),
        ("Target Inc", Ambiguity.DISTINCT),
        ("Stack Overflow", Ambiguity.PHRASE),
        ("Red Hat", Ambiguity.PHRASE),
        ("Target", Ambiguity.WORD),
        ("target", Ambiguity.WORD),
        ("Harbor", Ambiguity.WORD),
        ("The Guardian", Ambiguity.WORD),
        ("Maria", Ambiguity.NAME),
        ("Paris", Ambiguity.NAME),
        ("Maria's", Ambiguity.NAME),
        ("Harbor's", Ambiguity.WORD),
        ("X", Ambiguity.ABBREVIATION),
        ("DB", Ambiguity.ABBREVIATION),
        ("XQZ", Ambiguity.ABBREVIATION),
    ],
)
def test_what_a_name_may_also_be(name: str, ambiguity: Ambiguity) -> None:
    assert ambiguity_of(name) is ambiguity


@pytest.mark.parametrize("name", NAMES)
def test_each_way_to_write_a_name_holds_an_anchor(name: str) -> None:
    (form,) = forms_of(Brand(name=name, domains=()))
    folded = fold_text(name)
    writings = {folded.replace(" ", joint) for joint in (" ", "", "-")} | {folded.replace("'", "")}
    for writing in writings:
        if form.pattern.fullmatch(writing):
            assert any(anchor in writing for anchor in form.anchors), (writing, form.anchors)
    assert form.pattern.fullmatch(folded)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs", "S"]), min_size=1, max_size=20))
def test_any_name_has_a_form_that_finds_it(name: str) -> None:
    if not any(map(str.isalnum, fold_text(name))):
        return
    (form,) = forms_of(Brand(name=name, domains=()))
    assert form.anchors
    assert all(form.anchors)
    assert form.reach > len(name)


def test_names_and_aliases_come_once_and_before_domains() -> None:
    brand = Brand(name="Acme", aliases=("Acme Optics", "Acme"), domains=("acme.example", "acme-shop.example"))
    forms = forms_of(brand)
    assert [form.name for form in forms] == ["Acme", "Acme Optics", "acme.example", "acme-shop.example"]
    assert [form.is_domain for form in forms] == [False, False, True, True]


def test_a_brand_named_like_its_domain_has_no_form_of_the_domain() -> None:
    forms = forms_of(Brand(name="Acme.example", domains=("acme.example",)))
    assert [(form.name, form.is_domain) for form in forms] == [("Acme.example", False)]
