"""Spans of time as a person writes them: 30m, 6h, 2d, 1w."""

import re
from datetime import timedelta

LONGEST = timedelta(days=366)
_SPAN = re.compile(r"([0-9]{1,6})\s*([mhdw])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def span(text: str) -> timedelta:
    """The span that is written there. Raises ValueError where it is none, or longer than a year."""
    found = _SPAN.fullmatch(text.strip().lower())
    length = int(found[1]) * _UNITS[found[2]] if found else timedelta(0)
    if not timedelta(0) < length <= LONGEST:
        raise ValueError(text)
    return length
