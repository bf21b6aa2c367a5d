"""The look before the walk: what it remembers of other pages changes no answer, and it forgets in time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.detection import sieve
from mentions.detection.index import Index
from mentions.items import Brand
from mentions.pages import SEAM

NAMES = ("Zoltabren", "Acme Quibbletrix", "Zo Q", "星空镜业", "Fravvi")
WORDS = st.sampled_from(
    "zoltabren Zoltabern zolta bren ZOLTABREN, Acme Quibble trix Quibbletrx zo q Zo-Q. 星空 镜业 Fravvy fra vvi".split()
)
PIECES = st.lists(st.one_of(WORDS, st.sampled_from([" ", "\n ", SEAM, SEAM, f" {SEAM}"])), max_size=12).map("".join)


def index() -> Index:
    return Index([Brand(name=name, key=name, domains=()) for name in NAMES])


USED = index()


@given(PIECES)
def test_pages_read_before_change_no_answer(pieces: str) -> None:
    for used, fresh in ((USED.look(pieces), index().look(pieces)), (USED.look(pieces), USED.look(pieces))):
        assert used.may_hold == fresh.may_hold
        assert {word: [form.name for form in forms] for word, forms in used.slips.items()} == {
            word: [form.name for form in forms] for word, forms in fresh.slips.items()
        }


@pytest.mark.parametrize(
    ("pieces", "may_hold"),
    [
        ("We met Zoltabren", True),
        (f"We met Zol{SEAM}{SEAM}ta{SEAM}bren.", True),
        (f"We met Zo{SEAM} Q", True),
        (f"星{SEAM}空镜业は", True),
        (f"Zol{SEAM} tabren", False),
        ("", False),
    ],
)
def test_names_are_seen_through_seams(pieces: str, *, may_hold: bool) -> None:
    assert index().look(pieces).may_hold is may_hold


def test_a_sieve_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sieve, "_REMEMBERED", 10)
    full = index()
    for number in range(40):
        assert full.look(f"page{number} says Zoltabren and Fravvy {'x' * 50}{number}").may_hold
        assert len(full._sieve._plain) + len(full._sieve._telling) <= 10 + 8
    assert list(full.look("Zoltabern").slips) == ["zoltabern"]
