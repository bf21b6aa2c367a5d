from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.prospects.copies import (
    ALIKE,
    FEWEST_RUNS,
    Copied,
    groups,
    likeness,
    marks,
    original,
    original_named,
    signature,
)

MAY, JUNE = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6))


def prose(seed: str, sentences: int = 20, words: int = 15) -> str:
    """Running text that shares no run of words with that of another seed."""
    lines = (" ".join(f"{seed}{words * line + word}" for word in range(words)) for line in range(sentences))
    return "\n".join(f"{line}." for line in lines)


def page(address: str, text: str = "", **known: object) -> Copied:
    site = address.split("/")[2]
    return replace(Copied(address=address, site=site, signature=signature(text)), **known)  # type: ignore[arg-type]


def together(*pages: Copied) -> list[list[str]]:
    return [[one.address for one in group] for group in groups(pages)]


ARTICLE = prose("article")
HERE = page("https://first.example/a", ARTICLE)
THERE = page("https://second.example/b", f"Menu\nHome\n{ARTICLE}\n{prose('teaser', 4)}")
OTHER = page("https://third.example/c", prose("other"))


def test_the_same_text_among_other_words_is_one_group() -> None:
    assert together(OTHER, THERE, HERE) == [[HERE.address, THERE.address], [OTHER.address]]


def test_a_short_page_is_no_copy_of_what_its_network_prints_everywhere() -> None:
    notice = prose("legal", 4)
    pages = [page(f"https://{name}.example/", f"{notice}\nNews of {name}.") for name in ("one", "two", "three")]
    assert len(groups(pages)) == 3


def test_a_long_notice_below_other_articles_makes_no_copies() -> None:
    notice = prose("legal", 10)
    one, two = (page(f"https://{name}.example/", f"{prose(name, 40)}\n{notice}") for name in ("one", "two"))
    assert 0.05 < likeness(one.signature, two.signature) < ALIKE
    assert len(groups([one, two])) == 2


def test_menus_and_teasers_have_no_say() -> None:
    menu = "\n".join(f"Menu entry {number}" for number in range(500))
    assert signature(f"{menu}\n{ARTICLE}") == signature(ARTICLE)
    assert signature(menu) == b""


def test_two_pages_of_one_site_are_no_copies_by_their_text() -> None:
    assert len(groups([HERE, replace(HERE, address="https://first.example/print/a")])) == 2


def test_text_without_spaces_is_compared_too() -> None:
    text = "".join(chr(0x4E00 + place * 7 % 900) for place in range(400))
    assert together(page("https://a.example/", text), page("https://b.example/", f"{text}。")) == [
        ["https://a.example/", "https://b.example/"]
    ]


@given(st.text(max_size=2_000))
def test_any_text_has_a_signature_that_its_whitespace_and_case_do_not_change(text: str) -> None:
    signed = signature(text)
    assert len(signed) % 6 == 0
    assert signature(text.replace(" ", "  ")) == signed
    assert likeness(signed, signed) == bool(signed)


@given(st.integers(0, 60), st.randoms(use_true_random=False))
def test_the_likeness_is_near_the_share_of_runs_that_texts_have_in_common(changed: int, chance: Random) -> None:
    ours = [f"w{number}" for number in range(300)]
    theirs = list(ours)
    for place in chance.sample(range(300), changed):
        theirs[place] = f"x{place}"
    runs = [{tuple(words[start : start + 4]) for start in range(297)} for words in (ours, theirs)]
    true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    one, other = signature(" ".join(ours)), signature(" ".join(theirs))
    assert likeness(one, other) == likeness(other, one)
    assert abs(likeness(one, other) - true) < 0.35


@given(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), max_size=100))
def test_what_repeats_itself_says_as_little_as_once(words: list[str]) -> None:
    assert len(signature(" ".join(words))) <= 81 * 6
    assert FEWEST_RUNS > 27 or signature(" ".join(words * 2)) is not None


@pytest.mark.parametrize(
    ("canonical", "named"),
    [
        ("https://news.example/a?utm_source=x", "https://news.example/a"),
        ("https://www.blog.example/a", None),  # the same site
        ("https://news.example/", None),  # a front page
        ("https://news.example", None),
        ("http://localhost/a", None),
        ("http://192.168.1.7/a", None),
        ("http://staging/a", None),
        ("mailto:a@news.example", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_page_of_another_site_is_named_as_the_original(canonical: str | None, named: str | None) -> None:
    assert original_named("https://blog.example/b", canonical) == named


def test_who_names_another_is_of_its_group_in_any_spelling_of_the_address() -> None:
    copy = page("https://second.example/b", named="http://www.first.example/a/")
    assert together(copy, HERE) == [[HERE.address, copy.address]]
    assert original([copy, HERE]) == HERE.address


def test_who_names_the_same_unknown_page_is_of_one_group_and_none_is_the_original() -> None:
    named = "https://unread.example/x"
    copies = [page(f"https://{name}.example/", named=named) for name in "ab"]
    assert len(groups(copies)) == 1
    assert original(copies) == original(copies[:1]) == named


def test_of_a_chain_its_end_is_the_original_and_a_circle_has_one_all_the_same() -> None:
    first, second, third = (f"https://{name}.example/" + name for name in "abc")
    chain = [page(third, named=second), page(second, named=first), page(first)]
    assert len(groups(chain)) == 1
    assert original(chain) == first
    assert original([page(third, named=second), page(second, named=third)]) in (second, third)


def ranked(*pages: Copied, linked: Sequence[tuple[str, str]] = ()) -> set[str]:
    """What is the original, in every order of the pages."""
    return {original(order, frozenset(linked)) for order in permutations(pages)}


def test_the_original_is_named_else_credited_else_earliest_else_first_by_address() -> None:
    one, two, three = HERE, replace(THERE, published=MAY), page("https://fourth.example/d", ARTICLE, published=JUNE)
    sites = [each.site for each in (one, two, three)]
    assert ranked(one, two, three) == {two.address}
    assert ranked(one, replace(two, published=None), replace(three, published=None)) == {one.address}
    credit = [(sites[0], sites[2]), (sites[1], sites[2])]
    assert ranked(one, two, three, linked=credit) == {three.address}
    in_turn = [(there, here) for here, there in credit]
    assert ranked(one, two, three, linked=[*credit, *in_turn]) == {two.address}  # a network says nothing
    assert ranked(one, replace(two, named=one.address), three, linked=credit) == {one.address}


@given(st.permutations([HERE, THERE, OTHER, page("https://fifth.example/e", named=OTHER.address)]))
def test_the_groups_are_the_same_in_any_order(pages: list[Copied]) -> None:
    assert together(*pages) == [
        ["https://fifth.example/e", OTHER.address],
        [HERE.address, THERE.address],
    ]


def test_copies_share_a_mark() -> None:
    copy = page("https://second.example/b", named=OTHER.address)
    assert marks(HERE) & marks(THERE)
    assert marks(copy) & marks(OTHER)
    assert not marks(HERE) & marks(OTHER)


def test_thousands_of_copies_are_grouped_in_no_time() -> None:
    pages = [replace(HERE, address=f"https://s{number}.example/", site=f"s{number}.example") for number in range(2_000)]
    assert [len(group) for group in groups(pages)] == [2_000]
