"""Finds the phrases of `phrases.toml` in a text: what a draft must not, should not and has to say, in each language."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("phrases.toml")


class Purpose(StrEnum):
    """What the phrases of a table in the file tell."""

    PAYMENT = "payment"
    SWAP = "swap"
    RANKING = "ranking"
    PRESSURE = "pressure"
    FOLLOW_UP = "follow_up"
    FLATTERY = "flattery"
    ASK = "ask"
    OPT_OUT = "opt_out"


def find(purpose: Purpose, text: str) -> tuple[str, ...]:
    """What stands in `text` for a purpose, in whichever language, in the order it stands there."""
    return tuple(match[0] for match in _patterns()[purpose].finditer(text))


@cache
def _patterns() -> dict[Purpose, re.Pattern[str]]:
    table: dict[str, dict[str, list[str]]] = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        purpose: re.compile(
            "|".join(_whole(said, language) for language, said in table[purpose].items()), re.IGNORECASE
        )
        for purpose in Purpose
    }


def _whole(patterns: list[str], language: str) -> str:
    either = "|".join(patterns)
    return f"(?:{either})" if language == "ja" else rf"(?<!\w)(?:{either})(?!\w)"
