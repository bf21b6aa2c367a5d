"""Approved drafts as a CSV file that no spreadsheet runs and no mail tool re-reads: whole, or not at all.

Info columns are made safe. Mail columns reach a recipient as they stand, so what is unsafe there is refused.
"""

import csv
import hashlib
import io
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from mentions.exceptions import ExportError
from mentions.outreach.cleaning import plain

DELIMITERS = (",", ";", "\t")
_PRESETS = Path(__file__).parent / "presets"
_TRIGGERS = "=+-@\t\r＝＋－＠"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What a receiving tool takes: its columns in order, those that end up in a mail, and the one with the address."""

    name: str
    columns: tuple[str, ...]
    mail: frozenset[str]
    address: str


@dataclass(frozen=True, slots=True)
class Offender:
    """A row that cannot be exported as it is: its `mention_id`, and why."""

    mention_id: str
    reason: str


def load_preset(name: str) -> Preset:
    """A preset that ships with the program. Raises ExportError where there is none of that name."""
    known = {file.stem: file for file in _PRESETS.glob("*.toml")}
    if name not in known:
        raise ExportError(f"no preset {name[:80]!r}; known are {', '.join(sorted(known))}")
    said = tomllib.loads(known[name].read_text("utf-8"))
    return Preset(name=name, columns=tuple(said["columns"]), mail=frozenset(said["mail"]), address=said["address"])


def offenders(rows: Sequence[Row], preset: Preset) -> tuple[Offender, ...]:
    """What stands in the way of an export, in the order of the rows; empty where nothing does."""
    return tuple(Offender(row.get("mention_id", "?"), reason) for row in rows for reason in _faults(row, preset))


def export_csv(rows: Sequence[Row], preset: Preset, *, excel: bool = False, delimiter: str = ",") -> bytes:
    """The file: RFC 4180 with CRLF, every cell quoted, UTF-8 (`excel`: with a BOM), sorted by domain and `mention_id`.

    Raises ExportError naming every offender; then there is no file at all.
    """
    if delimiter not in DELIMITERS:
        raise ExportError(f"cannot separate columns with {delimiter[:10]!r}; use a comma, a semicolon or a tab")
    if against := offenders(rows, preset):
        lines = "; ".join(f"{offender.mention_id}: {offender.reason}" for offender in against)
        raise ExportError(
            f"nothing was exported, {len({o.mention_id for o in against})} of {len(rows)} stand in the way: {lines}"
        )
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(preset.columns)
    ordered = sorted(rows, key=lambda row: (row.get("domain", ""), row["mention_id"]))
    writer.writerows([_cell(column, row[column], preset) for column in preset.columns] for row in ordered)
    return text.getvalue().encode("utf-8-sig" if excel else "utf-8")


def sidecar(
    content: bytes, rows: Sequence[Row], preset: Preset, *, batch_id: str, version: str, now: datetime
) -> dict[str, object]:
    """What the JSON file beside an export says of it, so that the file can be told from any other."""
    return {
        "batch": batch_id,
        "exported_at": now.isoformat(),
        "version": version,
        "preset": preset.name,
        "columns": list(preset.columns),
        "rows": len(rows),
        "recipients": len({row[preset.address].lower() for row in rows}),
        "situations": dict(sorted(Counter(row["situation"] for row in rows if "situation" in row).items())),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _faults(row: Row, preset: Preset) -> Iterator[str]:
    for column in preset.columns:
        if column not in row:
            yield f"{column} is missing"
        elif "\0" in row[column]:
            yield f"{column} holds a NUL"
        elif column in preset.mail:
            yield from _mail_faults(column, row[column])
    if preset.address in row:
        yield from _address_faults(row[preset.address])


def _mail_faults(column: str, value: str) -> Iterator[str]:
    if _starts_with_trigger(value):
        yield f"{column} starts like a formula: {plain(value)[:20]!r}"
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in _unix_lines(value).replace("\n", "")):
        yield f"{column} holds a control character"


def _address_faults(address: str) -> Iterator[str]:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        yield f"not one valid address: {plain(address)[:80]!r}"
    else:
        if not address[0].isalnum():
            yield f"the address starts with neither letter nor digit: {plain(address)[:80]!r}"


def _cell(column: str, value: str, preset: Preset) -> str:
    return _unix_lines(value) if column in preset.mail else info_cell(value)


def info_cell(value: str) -> str:
    """Text from anywhere as a cell that only people read: no line of it is a formula."""
    # `plain` takes leading blanks away, which would hide a trigger from us but not from a spreadsheet.
    lines = map(plain, value.splitlines())
    return "\n".join(f"'{line}" if _starts_with_trigger(line) else line for line in lines)


def _starts_with_trigger(text: str) -> bool:
    shown = (sign for sign in text if sign in _TRIGGERS or not (sign.isspace() or unicodedata.category(sign) == "Cf"))
    return next(shown, " ") in _TRIGGERS


def _unix_lines(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text)
