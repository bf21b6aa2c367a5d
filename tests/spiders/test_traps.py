"""Parts of a site without an end are noticed by pages that say nothing new; archives are not taken for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.spiders.traps import MOST_DULL, Traps, shape_of

HOST = "https://site.example"
MONTHS = "January February March April May June July August September October November December".split()


def test_a_calendar_is_left_after_some_empty_months() -> None:
    traps = Traps()
    months = [
        (f"{HOST}/calendar/{year}/{month + 1:02}", f"{MONTHS[month]} {year} No events this month next previous")
        for year in range(2026, 2030)
        for month in range(12)
    ]
    closed = [shape for url, text in months if (shape := traps.saw(url, text))]
    assert closed == [f"{HOST}/calendar/#/#"]
    assert traps.holds(f"{HOST}/calendar/2099/01")
    assert not traps.holds(f"{HOST}/2026/01/a-post")


def test_pages_behind_the_last_one_are_left() -> None:
    traps = Traps()
    for number in range(MOST_DULL + 1):
        traps.saw(f"{HOST}/list?page={number}", f"There is nothing more to see on page {number}")
    assert traps.holds(f"{HOST}/list?page=100")
    assert not traps.holds(f"{HOST}/list?tag=5")


def words(number: int) -> str:
    """Words that no other number gives."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
    return " ".join(f"{letters}{end}" for end in ("lens", "glass", "mirror", "mount", "dome", "night"))


def test_an_archive_with_numbers_in_its_addresses_is_read_to_its_end() -> None:
    traps = Traps()
    for number in range(500):
        traps.saw(f"{HOST}/viewtopic.php?t={number}", words(number))
        for _ in range(MOST_DULL - 1):
            traps.saw(f"{HOST}/viewtopic.php?t={number}", words(number))
    assert not traps.holds(f"{HOST}/viewtopic.php?t=501")


@pytest.mark.parametrize(
    ("path", "is_trap"),
    [
        ("/a/b/a/b/a/b/a/b/", True),
        ("/" + "/".join(map(str, range(40))), True),
        ("/2026/03/01/a-telescope/", False),
        ("/docs/en/docs/guide/docs/index.html", False),
    ],
)
def test_paths_that_grow_by_themselves(path: str, *, is_trap: bool) -> None:
    assert Traps().holds(HOST + path) is is_trap


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/calendar/2031/05/", "/calendar/2032/11/"),
        ("/events/may-2031", "/events/june-2032"),
        ("/list?page=1&sort=asc", "/list?sort=desc&page=20"),
        ("/day?d=2031-05-01", "/day?d=2031-05-02"),
    ],
)
def test_addresses_of_one_shape(one: str, other: str) -> None:
    assert shape_of(HOST + one) == shape_of(HOST + other)


@pytest.mark.parametrize(("one", "other"), [("/a-telescope", "/a-lens"), ("/list?page=1", "/list?tag=1")])
def test_addresses_of_two_shapes(one: str, other: str) -> None:
    assert shape_of(HOST + one) != shape_of(HOST + other)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_address_makes_it_fail(path: str, text: str) -> None:
    traps = Traps()
    traps.saw(f"{HOST}/{path}", text)
    assert traps.holds(f"{HOST}/{path}") in (True, False)
