"""Dates as people write them, beside a post: found in its text, and read in the language of the page.

Of `03/04/2009` nobody can say what it means: it is read only where the language or another date of the page tells.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from dateparser.data.languages_info import language_order
from dateparser.date import DateDataParser

from mentions.pages.metadata import moment

_CLOCK = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\b\.?)?"
_ZONE = r"(?:\s*(?:UTC|GMT|CES?T|WES?T|EES?T|BST|MSK|IST|JST|[PMEC][SD]T|AE[SD]T|Z|[+-]\d{2}:?\d{2})\b)?"
_DAY_NAMED = (
    r"\d{1,2}(?:st|nd|rd|th|er|º|ª)?[.,]?[\s\-]+(?:de\s+|d['’])?[^\W\d_]{3,12}\.?,?[\s\-]+(?:de\s+)?\d{4}\b"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b"
)
_UNIT = r"(?:second|sec|minute|min|hour|hr|day|week|month|year)s?"
_DAY = re.compile(
    rf"(?P<unix>[A-Z][a-z]{{2}}\s+[A-Z][a-z]{{2}}\s+\d{{1,2}}\s+\d{{1,2}}:\d{{2}}:\d{{2}}(?:\s+[A-Z]{{3,4}})?\s+\d{{4}}\b)"
    rf"|(?P<iso>\b(?:19|20)\d{{2}}[-/.](?:0?[1-9]|1[0-2])[-/.]\d{{1,2}}\b)"
    rf"|(?P<numeric>\b\d{{1,2}}(?P<sign>[-/.])\d{{1,2}}(?P=sign)(?:19|20)\d{{2}}\b)"
    rf"|(?P<cjk>\d{{4}}\s*[年년]\s*\d{{1,2}}\s*[月월]\s*\d{{1,2}}\s*[日일])"
    rf"|(?P<named>\b(?:{_DAY_NAMED}))"
    rf"|(?P<relative>\b(?:an?|one|\d{{1,3}})\s+{_UNIT}(?:(?:,|\s+and)?\s+\d{{1,2}}\s+{_UNIT})?\s+ago\b"
    r"|\b(?:vor|il\s+y\s+a|hace|há)\s+(?:\d{1,3}|ein(?:er|em)?|une?|una)\s+[^\W\d_]{3,9}\b"
    r"|\b(?:for|för)\s+\d{1,3}\s+[^\W\d_]{3,9}\s+(?:siden|sedan)\b"
    r"|\b\d{1,3}\s+[^\W\d_]{3,10}\s+(?:fa|geleden|temu|назад|önce)\b"
    rf"|\b(?:today|yesterday|heute|gestern|hier|ayer|hoy|ieri|oggi|vandaag|gisteren|вчера|сегодня)\b(?=\W+(?:\w+\W+){{0,1}}\d{{1,2}}:))",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"[\s,;|·•»@\-–—]*(?:(?:at|um|à|a las|às|alle|om|o|в|kl\.?)\s+)?(?P<clock>{_CLOCK})(?P<zone>{_ZONE})",
    re.IGNORECASE,
)
_NOT_ITS_OWN = re.compile(
    r"(?:join|regist|member\s+since|mitglied|beigetreten|beitritt|inscri|iscri|lid\s+sinds|регистрац|last\s+(?:visit|active|seen|login)"
    r"|edit|modif|updated|bearbeitet|geändert|birth|born|since|seit|expires)[^\d\n]{0,40}\Z",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"(?:19|20)\d\d(?!\d)|\d\d:\d\d|\d\s*(?:[^\W\d]+\s+(?:ago|fa|geleden|temu|назад|önce|sedan|siden)\b)|\b(?:vor|hace|a|há|hour|day)\s+\w",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_DATES_IN_NUMBERS = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2(?:19|20)\d{2}\b")
_DAY_FIRST = frozenset("de fr es it pt nl ru uk pl cs sk sv da nb no fi tr id ro el bg hr sr ca gl vi".split())
_KNOWN = frozenset(language_order)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a page writes dates. `day_first` is None where `03/04/2009` could be either; `now` is when it was fetched."""

    language: str | None = None
    day_first: bool | None = None
    now: datetime | None = None


def calendar_of(text: str, language: str | None, now: datetime | None) -> Calendar:
    """How the page with this visible text writes its dates."""
    firsts, seconds = False, False
    for found in _DATES_IN_NUMBERS.finditer(text):
        firsts, seconds = firsts or int(found[1]) > 12, seconds or int(found[3]) > 12
    if firsts != seconds:
        return Calendar(language, firsts, now)
    return Calendar(language, True if not firsts and language in _DAY_FIRST else None, now)


def looks_dated(text: str) -> bool:
    """Whether a date stands in a text, that of a registration or an edit left out."""
    return bool(_HINT.search(text)) and next(_days(text), None) is not None


def without_date(text: str) -> str | None:
    """What a text says beside the date and the time that stand in it; None where there is none."""
    day = next(_days(text), None) if _HINT.search(text) else None
    if day is None:
        return None
    time = _TIME.match(text, day.end())
    rest = f"{text[: day.start()]} {text[time.end() if time else day.end() :]}"
    return re.sub(r"^[\W_]+|[\W_]+$|(?<=\s)(?:on|am|at|le|el)\s*$", "", rest).strip()


def date_in(text: str, calendar: Calendar, before: str = "") -> datetime | None:
    """The first date in a text that can be read, as UTC; one without a zone is taken as UTC.

    `before` is what stands before the text, and may say whose date it is.
    """
    return next((at for day in _days(text, before) if (at := _read(day, text, calendar))), None)


def _days(text: str, before: str = "") -> Iterator[re.Match[str]]:
    for day in _DAY.finditer(text):
        if not _NOT_ITS_OWN.search(f"{before} {text[max(0, day.start() - 60) : day.start()]}"):
            yield day


def _read(day: re.Match[str], text: str, calendar: Calendar) -> datetime | None:
    time = _TIME.match(text, day.end()) if not day["unix"] else None
    clock = f" {time['clock']}{time['zone']}" if time else ""
    written = day.group()
    if day["iso"] or day["cjk"]:
        year, month, date = _NUMBERS.findall(written)
        written = f"{year}-{int(month):02}-{int(date):02}"
    elif day["numeric"]:
        written = _ordered(written, day["sign"], calendar)
    elif day["named"]:
        written = written.replace("-", " ")
    return _parsed(written + clock.replace("h", ":"), calendar, is_relative=bool(day["relative"])) if written else None


def _ordered(written: str, sign: str, calendar: Calendar) -> str:
    first, second, year = map(int, _NUMBERS.findall(written))
    day_first = True if first > 12 or sign == "." else False if second > 12 else calendar.day_first
    if day_first is None and first != second:
        return ""
    day, month = (first, second) if day_first else (second, first)
    return f"{year}-{month:02}-{day:02}"


def _parsed(written: str, calendar: Calendar, *, is_relative: bool) -> datetime | None:
    if is_relative and calendar.now is None:
        return None
    parser = _parser(calendar.language, calendar.now if is_relative else None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of zones it does not know, and of Python's own parser
        try:
            found = parser.get_date_data(" ".join(written.split())).date_obj
        except (ValueError, OverflowError):
            return None
    return moment(found.isoformat()) if found else None


@lru_cache(maxsize=32)
def _parser(language: str | None, now: datetime | None) -> DateDataParser:
    languages = [language] if language in _KNOWN and language != "en" else []
    settings = {
        "STRICT_PARSING": True,
        "TIMEZONE": "UTC",
        "TO_TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "PARSERS": ["relative-time", "absolute-time"] if now else ["absolute-time"],
    }
    if now:
        settings["RELATIVE_BASE"] = now.astimezone(UTC).replace(tzinfo=None)
    return DateDataParser(languages=[*languages, "en"], settings=settings)
