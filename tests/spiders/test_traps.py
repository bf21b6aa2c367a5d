"""Parts of a site without an end are noticed by pages that say nothing new; archives are not taken for them."""

from collections.abc import Iterator
from itertools import islice, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.pages import Document
from mentions.pages.document import SEAM
from mentions.spiders.traps import MOST_DULL, MOST_KEPT, Traps, shape_of

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


COMMON = (
    "the lens and mirror were not what many people think about when they first look through their own new "
    "telescope because every night seems longer than any other one before but some say that with good care this "
    "mount will hold still for hours while others would rather have more light from far away"
).split()
SIGNS = "星空望遠鏡観測記録今夜晴天雲月木土火金水山川海東西南北春夏秋冬朝昼夕"


def archive(pages: int, a_post: int, *, signs: str = "", seed: int = 7) -> Iterator[tuple[str, str]]:
    """Short posts, a page each, of one small vocabulary, with the same menu round them."""
    random = Random(seed)  # noqa: S311 - made-up posts are no secret
    for number in range(pages):
        said = "".join(random.choices(signs, k=a_post)) if signs else " ".join(random.choices(COMMON, k=a_post))
        body = f"<ul><li>Home<li>All posts<li>About</ul><p>{said}.</p><a>Previous</a><a>Next</a><p>{number} views</p>"
        url = f"{HOST}/viewtopic.php?t={number}"
        yield url, Document(body, url).pieces


@pytest.mark.parametrize(("a_post", "signs"), [(120, ""), (12, ""), (16, SIGNS)], ids=["long", "short", "no spaces"])
def test_an_archive_of_common_words_is_read_to_its_end(a_post: int, signs: str) -> None:
    traps = Traps()
    assert [url for url, text in archive(600, a_post, signs=signs) if traps.saw(url, text)] == []


def test_short_posts_behind_long_ones_are_read() -> None:
    traps = Traps()
    every = [*archive(400, 300), *archive(40, 9, seed=8)]
    assert [url for url, text in every if traps.saw(url, text)] == []


def rows(order: list[str]) -> str:
    return "".join(f"<li><a>The {name} lens of the year</a> <b>for sale now</b>" for name in order)


NAMES = "amber birch cedar dune ember fern grove heath iris jade kelp lotus maple".split()
ENDLESS = {
    "numbers": [f"<h1>Page {n}</h1><p>There is nothing more to see on page {n} of this list.</p>" for n in range(60)],
    "numbers in a title": [f"<h1>Page {n} of our list</h1><a>Next page</a><p>Nothing found.</p>" for n in range(60)],
    "sessions": [
        f"<a>Log in</a> Your visit 3f{n:06x}beef: welcome to our shop, please come in. <b>{n:032x}</b>"
        for n in Random(3).sample(range(1 << 40), 60)  # noqa: S311 - as above
    ],
    "words of the address": [
        f"<h1>{a}{b}</h1><p>No lens is called {a}{b} by anybody here.</p><a>Search for {a}{b}</a><p>{a}{b}: none found"
        for a, b in list(product(NAMES, NAMES))[:60]
    ],
    "sorted anew": [f"<ul>{rows(Random(n).sample(NAMES, 13))}</ul>" for n in range(60)],  # noqa: S311 - as above
    "filtered": [f"<ul>{rows(Random(n).sample(NAMES, 5))}</ul>" for n in range(60)],  # noqa: S311 - as above
    "days": [
        f"<h2>{'Sun Mon Tues Wednes Thurs Fri Satur'.split()[n % 7]}day, {n} Mai</h2><p>Kein Termin" for n in range(60)
    ],
}


@pytest.mark.parametrize("name", ENDLESS)
def test_parts_without_an_end_are_left_early(name: str) -> None:
    traps, url = Traps(), f"{HOST}/list?page="
    closed = [n for n, body in enumerate(ENDLESS[name]) if traps.saw(f"{url}{n}", Document(body, url).pieces)]
    assert len(closed) == 1
    assert closed[0] < 3 * MOST_DULL


def test_an_archive_that_ends_in_a_trap_is_left_there() -> None:
    traps = Traps()
    for url, text in archive(300, 60):
        traps.saw(url, text)
    for number in range(MOST_DULL + 1):
        traps.saw(f"{HOST}/viewtopic.php?t=9{number}", f"Home{SEAM}No such topic {number} was found here")
    assert traps.holds(f"{HOST}/viewtopic.php?t=1")


def test_what_is_remembered_is_bounded_and_a_trap_is_seen_all_the_same() -> None:
    traps, words = Traps(), map("".join, product("abcdefghij", repeat=6))
    for number in range(20):
        traps.saw(f"{HOST}/{'x' * number}", " ".join(islice(words, 15_000)))
        traps.saw(f"{HOST}/list?page={number}", f"There is nothing more to see on page {number} of our list")
    assert traps.holds(f"{HOST}/list?page=99")
    assert len(traps._said) + len(traps._before) <= 2 * (MOST_KEPT + 30_000)


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
