"""Rows, delimiters, headers: tables as tools write them, and as they should not be."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.exceptions import UnreadableError
from mentions.imports.rows import MOST_LINES, Row
from mentions.imports.tables import DELIMITERS, Table, open_table

GOOD = "https://blog.example/post"


def table(text: str) -> Table:
    return open_table(io.BytesIO(text.encode()))


def rows(text: str) -> list[tuple[int, tuple[str, ...], str]]:
    return [(row.line, row.cells, row.fault) for row in table(text).rows]


@pytest.mark.parametrize("sign", DELIMITERS)
def test_the_delimiter_is_the_one_that_makes_a_table(sign: str) -> None:
    lines = [
        sign.join(("URL", "Title", "Reach")),
        *(sign.join((GOOD, '"One, two; three | four"', "1")) for _ in range(5)),
    ]
    found = table("\n".join(lines))
    assert (found.delimiter, found.headers) == (sign, ("URL", "Title", "Reach"))
    assert {row.cells[1] for row in found.rows} == {"One, two; three | four"}


def test_titles_above_the_table_are_passed_over() -> None:
    found = table(f"Project: Acme\n2026-01-01 – 2026-02-01\n\nURL,Title,Date\n{GOOD},A,B\n{GOOD},C,D\n")
    assert found.headers == ("URL", "Title", "Date")
    assert [row.line for row in found.rows] == [5, 6]


def test_excel_may_say_the_delimiter() -> None:
    found = table(f"sep=;\nURL;Title\n{GOOD};a,b,c,d\n")
    assert (found.delimiter, found.headers) == (";", ("URL", "Title"))


def test_a_list_without_headers_loses_no_row() -> None:
    found = table(f"{GOOD}/1,x\n{GOOD}/2,y\n")
    assert not found.named
    assert found.headers == ("column 1", "column 2")
    assert [row.cells[0] for row in found.rows] == [f"{GOOD}/1", f"{GOOD}/2"]


def test_one_address_a_line_is_a_table_too() -> None:
    assert [row.cells for row in table(f"{GOOD}/1\n\n{GOOD}/2\n").rows] == [(f"{GOOD}/1",), (f"{GOOD}/2",)]


def test_a_cell_may_run_over_lines() -> None:
    assert rows(f'URL,Text\n{GOOD},"one\ntwo, ""three""\n"\n{GOOD}/2,x\n') == [
        (2, (GOOD, 'one\ntwo, "three"'), ""),
        (5, (f"{GOOD}/2", "x"), ""),
    ]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_alone() -> None:
    many = [f"{GOOD}/{number},x" for number in range(MOST_LINES * 2)]
    found = rows("\n".join(["URL,Text", f'{GOOD},"oh', *many]))
    assert [fault for _, _, fault in found if fault] == ["has a quotation mark that is never closed"]
    assert [cells[0] for _, cells, fault in found if not fault] == [f"{GOOD}/{n}" for n in range(MOST_LINES * 2)]


def test_a_quotation_mark_within_a_cell_is_a_letter() -> None:
    assert rows(f'URL,Text\n{GOOD},a 5" lens\n{GOOD},b\n')[0] == (2, (GOOD, 'a 5" lens'), "")


def test_a_cell_beyond_all_measure_costs_its_row_alone() -> None:
    found = rows(f'URL,Text\n{GOOD},"{"x" * 200_000}"\n{GOOD},ok\n')
    assert [bool(fault) for _, _, fault in found] == [True, False]


def test_ragged_rows_stay_rows() -> None:
    found = [row.cell(2) for row in table(f"URL,A,B\n{GOOD}\n{GOOD},1,2,3,4\n{GOOD},1,2\n").rows]
    assert found == ["", "2", "2"]


@pytest.mark.parametrize("text", ["", "\n\n  \n", ",,,\n"])
def test_nothing_is_no_table(text: str) -> None:
    with pytest.raises(UnreadableError):
        table(text)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=20), st.sampled_from(list(DELIMITERS)))
def test_what_was_written_as_csv_is_read_the_same(pairs: list[tuple[str, str]], sign: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(
        [("URL", "Text", "x"), *((a, b, "x") for a, b in pairs)]
    )
    found = list(table(text.getvalue()).rows)
    assert [row.cells for row in found] == [(a.strip(), b.strip(), "x") for a, b in pairs]


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_refused(body: bytes) -> None:
    try:
        found = open_table(io.BytesIO(body))
    except UnreadableError:
        return
    assert all(isinstance(row, Row) and row.line > 0 for row in found.rows)
