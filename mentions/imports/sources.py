"""Lists of sources as tables: CSV, both ways, and one address a line."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from mentions.imports.headers import Role, named_for
from mentions.imports.tables import Table, open_table
from mentions.imports.values import fold, kind
from mentions.items import Kind, Source

_HEAD = ("kind", "url", "brands")
_ADDRESSES = ("feedurl", "feed", "xmlurl", "rss", "source")


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as a list names it, on a line (from 1); `kind` is None where it does not say, `brands` hold names."""

    line: int
    url: str
    kind: Kind | None = None
    brands: tuple[str, ...] = ()
    fault: str = ""


def read_sources(stream: BinaryIO) -> list[Listed]:
    """The sources in a table, or in a text with one address a line. Raises UnreadableError."""
    table = open_table(stream)
    url, of_kind, of_brands = _column(table, "url"), _column(table, "kind"), _column(table, "brands")
    return [
        Listed(
            line=row.line,
            url=row.cell(url),
            kind=kind(row.cell(of_kind)),
            brands=tuple(name for one in row.cell(of_brands).split(",") if (name := one.strip())),
            fault=row.fault,
        )
        for row in table.rows
    ]


def write_sources(sources: Iterable[Source]) -> bytes:
    """A table that `read_sources` gives back the same."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(_HEAD)
    writer.writerows((one.kind.value, one.url, ",".join(one.brands)) for one in sources)
    return text.getvalue().encode()


def _column(table: Table, name: str) -> int | None:
    """The column of this name; of addresses also by the names that others give it, else the first."""
    folded = [fold(header) for header in table.headers] if table.named else []
    if name in folded:
        return folded.index(name)
    if name != "url":
        return next(iter(named_for(Role.KIND, table.headers)), None) if name == "kind" else None
    others = [number for number, header in enumerate(folded) if header in _ADDRESSES]
    return next(iter((*others, *named_for(Role.URL, table.headers))), 0)
