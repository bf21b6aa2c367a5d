"""A mention in its passage."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mentions.cli.passages import passage
from mentions.cli.terminal import safe_line


def test_the_name_stands_in_brackets_and_keeps_its_spaces() -> None:
    assert passage("lenses by\n", "Acme Optics", ", they say", width=80) == "lenses by [Acme Optics], they say"
    assert passage("", "Acme", "", width=80) == "[Acme]"


def test_the_far_ends_are_cut() -> None:
    assert (
        passage("one two three four ", "Acme", " five six seven eight", width=36)
        == "…wo three four [Acme] five six seve…"
    )


@given(st.text(max_size=100), st.text(min_size=1, max_size=60), st.text(max_size=100), st.integers(30, 120))
def test_whatever_stands_there_it_is_one_line_that_fits(before: str, surface: str, after: str, width: int) -> None:
    line = passage(before, surface, after, width=width)
    assert cell_len(line) <= width
    assert line == safe_line(line)
