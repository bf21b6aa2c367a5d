"""Addresses out of what people save: text and CSV in many forms."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions import urls
from mentions.exceptions import UnreadableError
from mentions.services.addresses import _addresses, read_addresses

A, B = "https://news.example/a", "http://blog.example/b?x=1,2;3"


def addresses(tmp_path: Path, body: str | bytes) -> list[str]:
    file = tmp_path / "addresses.txt"
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    return read_addresses(str(file))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{A}\n{B}\n", id="one a line"),
        pytest.param(f"\n  {A}\t\r\n\r\n{B}", id="lines of Windows, space round them, no last line end"),
        pytest.param(f"{A}\n{B}\n{A}\n", id="twice"),
        pytest.param(f"\ufeff{A}\n{B}\n", id="byte order mark"),
        pytest.param(f"{A}\n{B}\n".encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + f"{A}\n{B}\n".encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param(f'url,"seen, when"\n{A},2026-01-02\n"{B}",today\n', id="CSV, commas"),
        pytest.param(f'name;url\nNews;{A}\n"Blog; ours";"{B}"\n', id="CSV, semicolons"),
        pytest.param(f"url\tname\n{A}\tNews\n{B}\tBlog\n", id="CSV, tabs"),
        pytest.param(f"url|name\n{A}|News\n{B}|Blog\n", id="CSV, bars"),
        pytest.param(f'"{A}"\n"{B}"\n', id="quoted"),
        pytest.param(f'"He said ""look""",{A}\n,"{B}"\n', id="quotes within quotes"),
        pytest.param(
            f"# mine\nwww.news.example\nftp://news.example/\n{A}\nmailto:a@news.example\n{B}", id="other lines"
        ),
        pytest.param(f'name;\0{A}\nname;"{B}\0"\n', id="NUL"),
        pytest.param(f"Müller,{A}\n".encode("latin-1") + f'"{B}"'.encode(), id="not UTF-8"),
    ],
)
def test_addresses_are_found_once_and_in_order(tmp_path: Path, body: str | bytes) -> None:
    assert addresses(tmp_path, body) == [A, B]


def test_two_addresses_in_one_row(tmp_path: Path) -> None:
    assert addresses(tmp_path, f"{A};https://blog.example/b\n") == [A, "https://blog.example/b"]


@pytest.mark.parametrize(
    "body", [b"", b"\n\n", b"name,domain\nAcme,acme.example\n", b"\0\0\0", b"\xff\xfe", b"https://\n"]
)
def test_a_file_without_an_address_is_an_error(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"addresses\.txt: no web address in it; write one a line") as caught:
        addresses(tmp_path, body)
    assert "\n" not in str(caught.value)


def test_what_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"none\.txt: No such file or directory"):
        read_addresses(str(tmp_path / "none.txt"))
    with pytest.raises(UnreadableError, match="Is a directory"):
        read_addresses(str(tmp_path))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{A}\n{B}\n".encode())))
    assert read_addresses("-") == [A, B]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    with pytest.raises(UnreadableError, match="-: no web address"):
        read_addresses("-")


def test_a_file_with_a_very_long_line(tmp_path: Path) -> None:
    assert addresses(tmp_path, f"{'x,' * 100_000}\n{A}\n") == [A]


@pytest.mark.parametrize("delimiter", [",", ";", pytest.param("\t"), pytest.param("|")])
@given(cells=st.lists(st.sampled_from([A, B, "name", "two words", "", 'say "so"', "a,b;c"]), min_size=2, max_size=6))
def test_what_a_spreadsheet_writes_is_read_back(delimiter: str, cells: list[str]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow(cells)
    assert list(_addresses(text.getvalue().splitlines())) == [cell for cell in cells if urls.is_web(cell)]


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert all(urls.is_web(found) for found in _addresses(text.splitlines()))
