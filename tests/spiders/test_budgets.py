"""How many pages a run may still ask for."""

from hypothesis import given
from hypothesis import strategies as st

from mentions.items import Kind, Source
from mentions.spiders.budgets import Budgets


def source(number: int = 1, budget: int | None = None) -> Source:
    return Source(kind=Kind.BLOG, url=f"https://{number}.example/", budget=budget)


def test_each_source_has_its_own() -> None:
    budgets = Budgets(5, None)
    budgets.share(2)
    budgets.spend(source(1), 4)
    assert [budgets.left(source(1)), budgets.left(source(2)), budgets.left(source(3, budget=9))] == [1, 5, 9]


def test_all_together_have_even_shares_until_they_are_lifted() -> None:
    budgets = Budgets(100, 9)
    budgets.share(3)
    assert [budgets.left(source(number)) for number in (1, 2, 3)] == [3, 3, 3]
    budgets.spend(source(1), 3)
    budgets.spend(source(2), 1)
    assert [budgets.left(source(number)) for number in (1, 2, 3)] == [0, 2, 3]
    budgets.lift()
    assert [budgets.left(source(number)) for number in (1, 2, 3)] == [5, 5, 5]


@given(
    st.integers(1, 50),
    st.integers(1, 60),
    st.integers(0, 9),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30), st.booleans()), max_size=30),
)
def test_none_is_ever_overdrawn(each: int, whole: int, sources: int, wishes: list[tuple[int, int, bool]]) -> None:
    budgets, spent = Budgets(each, whole), dict[int, int]()
    budgets.share(sources)
    for number, wish, is_lifted in wishes:
        if is_lifted:
            budgets.lift()
        pages = min(wish, budgets.left(source(number)))
        budgets.spend(source(number), pages)
        spent[number] = spent.get(number, 0) + pages
    assert sum(spent.values()) <= whole
    assert all(pages <= each for pages in spent.values())
