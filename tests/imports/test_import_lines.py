"""Lines of files in any encoding, with whatever is in the way."""

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.exceptions import UnreadableError
from mentions.imports.lines import LONGEST, Line, Lines

TEXT = "Überschrift,Größe\r\nhttps://blog.example/ä,5\r\n"


def lines(body: bytes) -> list[Line]:
    return list(Lines(io.BytesIO(body)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_of_any_encoding(encoding: str) -> None:
    text = TEXT if encoding != "utf-16-be" else "\ufeff" + TEXT
    found = Lines(io.BytesIO(text.encode(encoding)))
    assert "".join(line.text for line in found) == TEXT
    assert found.misfits == (2 if encoding == "cp1252" else 0)


def test_a_line_of_another_encoding_does_not_spoil_the_others() -> None:
    found = Lines(io.BytesIO("é,ü\n".encode() + "é,ü\n".encode("cp1252") + "漢字\n".encode()))
    assert [line.text for line in found] == ["é,ü\n", "é,ü\n", "漢字\n"]
    assert found.misfits == 1


def test_line_ends_of_all_systems_count() -> None:
    assert [(line.number, line.text) for line in lines(b"a\rb\r\nc\nd")] == [
        (1, "a\r"),
        (2, "b\r\n"),
        (3, "c\n"),
        (4, "d"),
    ]


def test_a_nul_is_a_fault_of_its_line_alone() -> None:
    assert [line.fault for line in lines(b"a\nb\0c\nd\n")] == ["", "holds a NUL character", ""]


class Endless(io.RawIOBase):
    """Zeroes without end, up to so many; counts what was read."""

    def __init__(self, size: int, tail: bytes) -> None:
        self._body, self._left, self._tail, self._start = b"0" * 65_536, size, tail, size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, _offset: int, _whence: int = 0) -> int:
        self._left = self._start
        return 0

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # any buffer
        if self._left > 0:
            some = self._body[: min(len(buffer), self._left)]
            self._left -= len(some)
        else:
            some, self._tail = self._tail[: len(buffer)], self._tail[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


def test_a_line_of_ten_million_characters_is_passed_over() -> None:
    body = io.BufferedReader(Endless(10_000_000, b"\nhttps://blog.example/\n"))  # type: ignore[type-var] # of the above
    found = list(Lines(body))
    assert [(line.number, line.text) for line in found] == [(1, ""), (2, "https://blog.example/\n")]
    assert str(LONGEST) in found[0].fault


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF-1.7", b"SQLite format 3\0"])
def test_what_is_no_text_is_refused_with_a_word_what_to_do(head: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"CSV|unpack"):
        lines(head + b"\0\1\2" * 100)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    def read() -> Iterator[Line]:
        try:
            yield from lines(body)
        except UnreadableError:
            return

    found = list(read())
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    assert not any("\0" in line.text for line in found if not line.fault)


@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), st.sampled_from(["utf-8-sig", "utf-16"])
)
def test_what_is_marked_comes_back_word_for_word(text: str, encoding: str) -> None:
    assert "".join(line.text for line in lines(text.encode(encoding))) == text.removeprefix("\ufeff")
