"""Hostile text on a terminal, in a table, in JSON; and a bar that waits before it shows."""

import json
import os
import pty
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mentions.cli.terminal import json_lines, progress, safe, safe_line, table
from mentions.items import Evidence, Kind, LinkState

# Any code point at all, lone surrogates too, and more of those that do harm.
hostile = st.text(
    st.characters(exclude_categories=[])
    | st.sampled_from(
        "\x00\x07\x08\x1b[]\\\r\n\t\x7f\x85\x9b\x9d\u2028\u200b\u202e\u2066\ufeff\U000e0041\ud800東e\u0301"
    )
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ☃ 東京 café", "plain ☃ 東京 café"),
        ("one\n\ttwo", "one\n\ttwo"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title"),
        ("\x9b31m", "31m"),
        ("over\rwritten\r\n", "over\nwritten\n"),
        ("a\x08b\x00c\x7f", "abc"),
        ("user\u202etxt.exe", "usertxt.exe"),
        ("in\u200bvis\U000e0041ible\ufeff", "invisible"),
        ("half \ud83d", "half \ufffd"),
        ("line\u2028break", "line\nbreak"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(hostile)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = safe(text)
    shown.encode()
    categories = {unicodedata.category(character) for character in shown if character not in "\n\t"}
    assert not categories & {"Cc", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.bidirectional(character) in BIDI for character in shown)
    assert safe(shown) == shown


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@given(hostile, st.integers(0, 12))
def test_a_cut_fits(text: str, width: int) -> None:
    lines = [*safe(text, width=width).split("\n"), safe_line(text, width=width)]
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("width", "shown"), [(0, ""), (1, "…"), (4, "東…"), (5, "東京…"), (6, "東京都"), (99, "東京都")]
)
def test_wide_characters_take_two_cells(width: int, shown: str) -> None:
    assert safe("東京都", width=width) == shown


@given(hostile)
def test_a_line_is_one_line(text: str) -> None:
    line = safe_line(text)
    assert len(line.splitlines()) <= 1
    assert line == " ".join(line.split())


def test_a_table_shows_cells_as_they_are_and_numbers_to_the_right() -> None:
    rows = [
        ("news.example", "[red]Lenses[/red] :smile: \x1b[2J", 0.5, 12, None, True),
        ("b.example", "[link=https://evil.example/]x", 12.25, 1234, Kind.BLOG, False),
    ]
    assert table(rows, ("site", "title", "score", "n", "kind", "ok"), width=80).split("\n") == [
        "site           title                            score      n   kind   ok",
        "─" * 73,
        "news.example   [red]Lenses[/red] :smile: ␛[2J    0.50     12          yes",
        "b.example      [link=https://evil.example/]x    12.25   1234   blog   no",
    ]


def test_a_table_is_cut_to_its_width_in_the_text_before_the_numbers() -> None:
    rows = [("news.example", "A title that goes on and on " * 9, 1234567)]
    lines = table(rows, ("site", "title", "links"), width=40).split("\n")
    assert all(cell_len(line) <= 40 for line in lines)
    assert lines[2].endswith("…   1234567")


def test_a_time_is_short_in_a_table() -> None:
    at = datetime(2026, 3, 1, 12, 30, 59, tzinfo=UTC)
    assert table([(at,)], ("seen",), width=80).split("\n")[2] == "2026-03-01 12:30"


@given(st.lists(st.tuples(hostile, hostile), max_size=3), st.integers(12, 80))
def test_any_table_fits_and_has_one_line_a_row(rows: list[tuple[str, str]], width: int) -> None:
    lines = table(rows, ("a", "b"), width=width).split("\n")
    assert len(lines) == 2 + len(rows)
    assert all(cell_len(line) <= width for line in lines)
    assert not any("\x1b" in line for line in lines)


def test_headings_are_bold_only_where_it_is_wanted() -> None:
    assert "\x1b[1m" in table([("x",)], ("a",), width=20, styled=True)
    assert "\x1b" not in table([("x",)], ("a",), width=20)


def test_json_of_what_travels() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    one = {"at": at, "state": LinkState.UNLINKED, "why": (Evidence("case", 1.5, "form.x", 1.0),), "file": Path("a")}
    assert list(json_lines([one, Evidence("东", 0)])) == [
        (
            '{"at":"2026-03-01T12:00:00+00:00","state":"unlinked",'
            '"why":[{"reason":"case","weight":1.5,"feature":"form.x","value":1.0}],"file":"a"}'
        ),
        '{"reason":"东","weight":0,"feature":"","value":0.0}',
    ]


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON for object"):
        list(json_lines([object()]))
    with pytest.raises(ValueError, match="not JSON compliant"):
        list(json_lines([float("nan")]))


@given(st.dictionaries(hostile, hostile, max_size=3), st.sampled_from(["utf-8", "ascii", "latin-1", "cp1252"]))
def test_any_text_is_one_safe_line_of_json_that_can_be_written(one: dict[str, str], encoding: str) -> None:
    (line,) = json_lines([one], encoding=encoding)
    line.encode(encoding)
    assert safe(line) == line
    assert len(line.splitlines()) == 1
    # Two halves of a pair beside each other become the pair: JSON has no way to keep them apart.
    assert json.loads(line) == {whole(key): whole(value) for key, value in one.items()}


def whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def test_no_bar_without_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(progress(range(3), "Reading", after=0)) == [0, 1, 2]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("after", "is_shown"), [("0", True), ("60", False)])
def test_a_bar_on_a_terminal_once_it_takes_long(after: str, *, is_shown: bool) -> None:
    program = (
        "from mentions.cli.terminal import progress\n"
        f"for one in progress(range(3), '[red]Reading\\x1b', total=3, after={after}): print(one)\n"
    )
    out, err = on_terminal([sys.executable, "-c", program])
    assert out == "0\n1\n2\n"
    assert ("[red]Reading␛" in err) is is_shown
    assert bool(err) is is_shown


def on_terminal(command: list[str]) -> tuple[str, str]:
    """What a command prints: stdout through a pipe, stderr to a terminal."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environ) as process:
        os.close(theirs)
        shown = bytearray()
        while True:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # Linux says EIO where others say that nothing is left
                break
        assert process.stdout
        out = process.stdout.read()
    os.close(ours)
    return out.decode(), shown.decode()
