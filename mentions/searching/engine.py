"""What all search engines have in common: a question has an address, and its answer lists pages, the newest first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from mentions.items import Kind
from mentions.pages.listings import Listing

OVERLAP = timedelta(days=1)
"""What an engine finds late, because it reads the web late: a question begins so long before the last one ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One search engine. `api` is where it is asked, `key` the user's own, where it wants one."""

    name: ClassVar[str]
    kind: ClassVar[Kind]
    reach: ClassVar[timedelta | None] = None
    api: str
    key: str = ""

    @property
    def place(self) -> str:
        """Its address in records."""
        return self.api

    @property
    def headers(self) -> Mapping[str, str]:
        """What it wants to be sent."""
        return {"Accept": "application/json"}

    def question(self, phrase: str, since: datetime | None) -> str:
        """The address that answers which pages hold a phrase; all of them, or those that are new since then."""
        raise NotImplementedError

    def answer(self, body: bytes, url: str) -> Listing | None:
        """The pages that it found, None where this is no answer of its; `more` is where it goes on."""
        raise NotImplementedError

    def since(self, last: datetime | None, now: datetime) -> datetime | None:
        """From when on to ask, where it was asked last at `last`; None asks for all that it knows."""
        begin = last - OVERLAP if last else None
        return begin if begin and (self.reach is None or now - begin < self.reach) else None


def address(api: str, **asked: object) -> str:
    """An address with its question; what is None is left out."""
    return f"{api}?{urlencode({name: one for name, one in asked.items() if one is not None}, quote_via=quote)}"


def changed(url: str, **asked: object) -> str:
    """The same question with other values."""
    parts = urlsplit(url)
    query = urlencode(dict(parse_qsl(parts.query)) | asked, quote_via=quote)
    return urlunsplit(parts._replace(query=query))


def asked(url: str) -> dict[str, str]:
    """The values of a question."""
    return dict(parse_qsl(urlsplit(url).query))


def objects(body: bytes, *path: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """An answer in JSON, and the list of objects at `path` in it, [] where it has none; None where it is no answer."""
    try:
        answer = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    found: Any = answer
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return answer, [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def number(said: object) -> int | None:
    """A number that an answer gives, as such or as text; None where it is none."""
    text = str(said)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def at_second(said: object) -> datetime | None:
    """The time of a number of seconds since 1970."""
    seconds = number(said)
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None and seconds < 32_503_680_000 else None
