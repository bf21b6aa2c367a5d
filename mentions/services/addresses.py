"""Addresses from a file: one a line, or anywhere in the cells of a CSV."""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mentions import urls
from mentions.exceptions import UnreadableError

_DELIMITERS = ",;\t|"


def read_addresses(file: str) -> list[str]:
    """The web addresses in a text or CSV file, `-` for standard input, each once and in order.

    Raises UnreadableError where there is no such file, or no address in it.
    """
    found = list(dict.fromkeys(_addresses(_text(file).splitlines())))
    if not found:
        raise UnreadableError(f"{file}: no web address in it; write one a line, with https://")
    return found


def _text(file: str) -> str:
    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UnreadableError(f"{file}: {error.strerror}") from error
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return body.decode(encoding, errors="replace")


def _addresses(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if urls.is_web(line.strip()) and not any(sign in line.strip() for sign in " \t|"):
            yield line.strip()
            continue
        delimiter = max(_DELIMITERS, key=line.count)
        for row in csv.reader([line.replace("\0", "")], delimiter=delimiter):
            yield from (cell.strip() for cell in row[:50] if urls.is_web(cell.strip()))
