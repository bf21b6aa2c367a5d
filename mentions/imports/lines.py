"""From the bytes of a file to its lines of text, one after the other: whatever wrote it, and however long it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple

from mentions.exceptions import UnreadableError

LONGEST = 1_000_000
"""Characters of a line that are read; a longer one is a fault of its own."""
_HEAD = 4096
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}
_OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel workbook or an archive; save the sheet as CSV, or unpack it",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save the sheet as CSV",
    b"\x1f\x8b": "packed with gzip; unpack it",
    b"%PDF": "a PDF; export the list as CSV",
    b"SQLite format 3": "a database; export the list as CSV",
}


class Line(NamedTuple):
    """A line with its end, counted from 1; `fault` says why it cannot be used, "" where it can."""

    number: int
    text: str
    fault: str = ""


class Lines:
    """The lines of a seekable file. `encoding` is what it begins as, `misfits` how many lines so far are no UTF-8.

    Those are read as cp1252, which Excel writes: one such line among others does not spoil the rest.
    Raises UnreadableError where the file is no text.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.misfits = 0
        self.encoding = _encoding(stream)

    def __iter__(self) -> Iterator[Line]:
        # Latin-1 keeps every byte as it is, so that lines of UTF-8 and of cp1252 can be told apart one by one.
        by_line = self.encoding == "utf-8"
        with _decoded(self._stream, "latin-1" if by_line else self.encoding) as text:
            for number, line in enumerate(iter(lambda: text.readline(LONGEST), ""), 1):
                if len(line) == LONGEST and not line.endswith(("\n", "\r")):
                    _skip_line(text)
                    yield Line(number, "", f"is longer than {LONGEST} characters")
                    continue
                whole = self._as_utf8(line) if by_line else line
                whole = whole.removeprefix("\ufeff") if number == 1 else whole
                yield Line(number, whole, "holds a NUL character" if "\0" in whole else "")

    def _as_utf8(self, line: str) -> str:
        body = line.encode("latin-1")
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            self.misfits += 1
            return body.decode("cp1252", errors="replace")


def _encoding(stream: BinaryIO) -> str:
    head = stream.read(_HEAD)
    stream.seek(0)
    for sign, what in _OTHER_FORMATS.items():
        if head.startswith(sign):
            raise UnreadableError(f"this is {what}")
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    if marked:
        return marked
    # Some tools leave out the mark: of text in Latin letters every second byte is zero then.
    for name, half in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if half.count(0) > len(half) * 0.7:
            return name
    return "utf-8"


@contextmanager
def _decoded(stream: BinaryIO, encoding: str) -> Iterator[TextIOWrapper]:
    text = TextIOWrapper(stream, encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


def _skip_line(text: TextIOWrapper) -> None:
    while (rest := text.readline(LONGEST)) and not rest.endswith(("\n", "\r")):
        pass
