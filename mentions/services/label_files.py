"""Labels as a file: one JSON object a line, each a person's verdict on one place of a page.

file ─► lines ─ parsed, all of them ─► labels ─ one transaction ─► store, mentions, prospects
                └ a bad one: named with its number, and nothing is taken
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any

from mentions import db, urls
from mentions.config import Config
from mentions.config.model import find_brand
from mentions.db import Connection, Engine
from mentions.db.store.labels import label_at, save_label
from mentions.db.store.mentions import review_place
from mentions.db.store.places import place_of
from mentions.db.store.rows import LabelRow
from mentions.exceptions import MentionsError
from mentions.items import Brand, Evidence, Label, LabelSource, Verdict
from mentions.services.qualifying import qualify_pages
from mentions.services.withdrawing import withdraw

_TEXTS = ("surface", "before", "after")
_NEVER_IN_ADDRESSES = re.compile("[\x00-\x20\x7f\ud800-\udfff]")


class BadLinesError(MentionsError):
    """Lines of a file that hold no label; `lines` says of each its number and what is wrong."""

    def __init__(self, lines: tuple[tuple[int, str], ...]) -> None:
        self.lines = lines
        number, what = lines[0]
        super().__init__(f"line {number}: {what}" + (f", and {len(lines) - 1} more" if lines[1:] else ""))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A label of a file that a decision made here, by `decided_by`, contradicts; `is_brand` is what the file says."""

    brand: str
    url: str
    surface: str
    is_brand: bool
    actor: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many labels of a file are new, how many change a verdict, and how many were known or older.

    `mentions` is how many now carry another verdict than before; the conflicts were not taken.
    """

    new: int = 0
    changed: int = 0
    known: int = 0
    mentions: int = 0
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: the brands there are, the one wanted (key; default all), and what lines may leave out."""

    config: Config
    actor: str
    now: datetime
    brand: str | None = None


class _WrongError(ValueError):
    """What is wrong with a line."""


def fields(label: Label) -> dict[str, object]:
    """A label as a file holds it."""
    names = "brand url surface before after is_brand actor at source evidence"
    return {name: getattr(label, name) for name in names.split()}


def parsed(lines: Iterable[bytes], reading: Reading) -> list[Label]:
    """The labels of all lines but empty ones. Raises BadLinesError, which names all that are bad."""
    found, wrong = list[Label](), list[tuple[int, str]]()
    for number, line in enumerate(lines, 1):
        try:
            if text := line.decode("utf-8-sig" if number == 1 else "utf-8").strip():
                found += _labels(_object(text), reading)
        except UnicodeDecodeError:
            wrong.append((number, "is not UTF-8"))
        except _WrongError as error:
            wrong.append((number, str(error)))
    if wrong:
        raise BadLinesError(tuple(wrong))
    return found


class _Came(Enum):
    """How a label of a file stands to what is kept of its place."""

    NEW = auto()
    CHANGED = auto()
    SAME = auto()
    OLDER = auto()
    CONFLICT = auto()


def take(
    engine: Engine, labels: Iterable[Label], brands: Sequence[Brand], *, now: datetime, overrule: bool = False
) -> Imported:
    """Keep labels with the verdicts on what stands at their places, all or none, and qualify those pages anew.

    Of two verdicts on one place the later counts, and a known one adds nothing. What was decided here stands against a
    file, unless that is to `overrule` it.
    """
    came, conflicts, judged = Counter[_Came](), list[Conflict](), list[int]()
    with db.transaction(engine) as connection:
        for label in _last_of_each_place(labels):
            standing = label_at(connection, label)
            how = _how(standing, label, overrule=overrule)
            came[how] += 1
            if standing and how is _Came.CONFLICT:
                conflicts.append(_conflict(label, standing))
            elif how is not _Came.OLDER:
                judged += _keep(connection, label)
        qualify_pages(connection, set(judged), brands, now=now)
        withdraw(connection, set(judged), brands, now=now)
    known = came[_Came.SAME] + came[_Came.OLDER]
    return Imported(came[_Came.NEW], came[_Came.CHANGED], known, len(judged), tuple(conflicts))


def _how(standing: LabelRow | None, label: Label, *, overrule: bool) -> _Came:
    if standing is None:
        return _Came.NEW
    if standing.is_brand is label.is_brand:
        return _Came.SAME
    if standing.at >= label.at:
        return _Came.OLDER
    return _Came.CHANGED if overrule or standing.source is LabelSource.IMPORT else _Came.CONFLICT


def _keep(connection: Connection, label: Label) -> list[int]:
    """The page of each mention that it judges otherwise than before."""
    save_label(connection, label)
    return review_place(connection, label, Verdict.ACCEPTED if label.is_brand else Verdict.REJECTED)


def _conflict(label: Label, standing: LabelRow) -> Conflict:
    return Conflict(label.brand, label.url, label.surface, label.is_brand, label.actor, standing.actor)


def _last_of_each_place(labels: Iterable[Label]) -> Iterator[Label]:
    last = {(one.brand, urls.normalise(one.url), place_of(one)): one for one in sorted(labels, key=_when)}
    yield from last.values()


def _when(label: Label) -> datetime:
    return label.at


def _object(text: str) -> Mapping[str, Any]:
    try:
        one = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _WrongError("is no JSON") from error
    if not isinstance(one, dict):
        raise _WrongError("is no JSON object")
    return one


def _labels(one: Mapping[str, Any], reading: Reading) -> Iterator[Label]:
    """The label of a line, none where it is of a brand that is not wanted."""
    brand = find_brand(reading.config.brands, named := _text(one, "brand"))
    if reading.brand and (brand is None or brand.key != reading.brand):
        return
    if brand is None:
        raise _WrongError(f"brand: “{named}” is not configured; write a name or key of yours, or choose by --brand")
    yield _label(one, brand.key, reading)


def _label(one: Mapping[str, Any], brand: str, reading: Reading) -> Label:
    words = {name: _text(one, name) for name in _TEXTS}
    if not words["surface"].strip():
        raise _WrongError("surface: is empty; write the name as the page has it")
    return Label(
        brand=brand,
        url=_url(one),
        is_brand=_flag(one, "is_brand"),
        actor=(_text(one, "actor").strip() if "actor" in one else "") or reading.actor,
        at=_time(one) if "at" in one else reading.now,
        source=LabelSource.IMPORT,
        evidence=_evidence(one.get("evidence", [])),
        **words,
    )


def _url(one: Mapping[str, Any]) -> str:
    url = _text(one, "url").strip()
    if not urls.is_web(url) or _NEVER_IN_ADDRESSES.search(url):
        raise _WrongError("url: is no web address")
    return url


def _value(one: Mapping[str, Any], name: str, is_right: Callable[[Any], bool], what: str) -> Any:  # noqa: ANN401 - JSON
    if name not in one:
        raise _WrongError(f"{name}: is missing")
    if not is_right(one[name]):
        raise _WrongError(f"{name}: must be {what}")
    return one[name]


def _text(one: Mapping[str, Any], name: str) -> str:
    text: str = _value(one, name, lambda value: isinstance(value, str), "a text")
    return text


def _flag(one: Mapping[str, Any], name: str) -> bool:
    flag: bool = _value(one, name, lambda value: isinstance(value, bool), "true or false")
    return flag


def _number(one: Mapping[str, Any], name: str) -> float:
    number: float = _value(one, name, _is_number, "a number")
    return float(number)


def _is_number(value: object) -> bool:
    # A whole number of any length is JSON, and more than a float may hold.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 and math.isfinite(value)


def _time(one: Mapping[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(one, "at"))
        if at.utcoffset() is None:
            raise _WrongError('at: has no time zone; write one, such as "2026-11-21T10:00:00+00:00"')
        return at.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        if isinstance(error, _WrongError):
            raise
        raise _WrongError('at: is no time; write one such as "2026-11-21T10:00:00+00:00"') from error


def _evidence(found: object) -> tuple[Evidence, ...]:
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise _WrongError("evidence: must be a list of objects")
    return tuple(
        Evidence(_text(each, "reason"), _number(each, "weight"), _text(each, "feature"), _number(each, "value"))
        for each in found
    )
