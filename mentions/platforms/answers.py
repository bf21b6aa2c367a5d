"""Reading what an API answers: JSON of which nothing is certain, and addresses that ask for its further pages."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def json_of(body: bytes) -> Any:  # noqa: ANN401 - whatever the other side sends
    """The JSON of an answer, None where it is none."""
    try:
        return json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return None


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object of an answer, {} where it is none."""
    found = json_of(body)
    return found if isinstance(found, dict) else {}


def objects_in(found: object) -> list[dict[str, Any]]:
    """Those of a JSON list that are objects; none where it is no list."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def part(found: object, *names: str) -> Any:  # noqa: ANN401 - whatever the other side sends
    """What stands below these names in JSON objects inside each other, None where one of them is missing."""
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def count(said: object) -> dict[str, str]:
    """A claim by a number of posts, {} where a list does not say it."""
    return {"posts": str(said)} if isinstance(said, int | str) and str(said).isdecimal() else {}


def text(said: object) -> str:
    """Text as a list or API says it, "" where it says something else."""
    return said if isinstance(said, str) else ""


def from_seconds(said: object) -> datetime | None:
    """A moment told in seconds since 1970, None where it is none."""
    try:
        return datetime.fromtimestamp(float(said), UTC) if isinstance(said, int | float | str) else None
    except (ValueError, OverflowError, OSError):
        return None


def asking(url: str, **words: object) -> str:
    """The address with these words of its query set, but for those that are None, and the others as they are."""
    parts = urlsplit(url)
    known = dict(parse_qsl(parts.query, keep_blank_values=True))
    known |= {name: str(said) for name, said in words.items() if said is not None}
    return urlunsplit(parts._replace(query=urlencode(known, safe="[],()"), fragment=""))


def asked(url: str) -> dict[str, str]:
    """The words of an address's query."""
    return dict(parse_qsl(urlsplit(url).query))


def asked_for(url: str, word: str, otherwise: int) -> int:
    """The number that a word of the address's query has."""
    said = asked(url).get(word, "")
    return int(said) if re.fullmatch(r"\d{1,9}", said, re.ASCII) else otherwise
