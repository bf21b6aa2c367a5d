"""Sources added to `mentions.toml`, and taken out of it; comments, order and all else stay as the user wrote them."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from mentions.config.positions import lines_of
from mentions.exceptions import ConfigError
from mentions.items import Source

_YOURSELF = "cannot be changed here; write the lines yourself"


def add_source(text: str, source: Source, path: Path) -> str:
    """The text of a configuration with one more source. Raises ConfigError where that would change anything else."""
    return add_sources(text, [source], path)


def add_sources(text: str, sources: Sequence[Source], path: Path) -> str:
    """The same for several, in their order."""
    if not sources:
        return text
    wanted: Any = tomllib.loads(text)
    entries = list(map(_entry, sources))
    wanted["source"] = [*wanted.get("source", []), *entries]
    try:
        document: Any = tomlkit.parse(text)
        if isinstance(document.get("source"), Array):
            for entry in entries:
                document["source"].append(tomlkit.inline_table() | entry)
            return _checked(tomlkit.dumps(document), wanted, path)
        return _checked(_appended(text, entries), wanted, path)
    except TOMLKitError as error:
        raise ConfigError(path, _YOURSELF) from error


def remove_source(text: str, number: int, path: Path) -> str:
    """The text without the source at this place (from 0); comments stay, whatever they are about.

    Raises ConfigError where that would change anything else.
    """
    wanted: Any = tomllib.loads(text)
    del wanted["source"][number]
    if not wanted["source"]:
        del wanted["source"]
    places = lines_of(text, ("source", number))
    if not places or not text.split("\n")[places[0] - 1].lstrip().startswith("[["):
        return _without_inline(text, number, wanted, path)
    return _cut(text, min(places), max(places), wanted, path)


def _without_inline(text: str, number: int, wanted: object, path: Path) -> str:
    try:
        document: Any = tomlkit.parse(text)
        del document["source"][number]
        if not document["source"]:
            del document["source"]
        return _checked(tomlkit.dumps(document), wanted, path)
    except (KeyError, TOMLKitError) as error:
        raise ConfigError(path, _YOURSELF) from error


def _cut(text: str, first: int, last: int, wanted: object, path: Path) -> str:
    """The text without these lines (from 1), and as many behind them as their last value runs over."""
    lines = text.split("\n")
    for end in range(last, len(lines) + 1):
        before, after = lines[: first - 1], lines[end:]
        # One empty line parts what stands before from what follows.
        if after and not after[0].strip() and (not before or not before[-1].strip()):
            after = after[1:]
        left = "\n".join((*before, *after))
        if _says(left, wanted):
            return left
    raise ConfigError(path, _YOURSELF)


def _appended(text: str, entries: Sequence[dict[str, Any]]) -> str:
    tables = ["[[source]]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in one.items()) for one in entries]
    ended = text if not text or text.endswith("\n") else f"{text}\n"
    added = "".join(f"\n{table}" for table in tables)
    return ended + (added.replace("\n", "\r\n") if "\r\n" in text else added)


def _value(value: object) -> str:
    return tomlkit.item(value).as_string()


def _entry(source: Source) -> dict[str, Any]:
    entry: dict[str, Any] = {"kind": source.kind.value, "url": source.url}
    entry |= {"brands": list(source.brands)} if source.brands else {}
    return entry | ({"browser": True} if source.browser else {})


def _checked(text: str, wanted: object, path: Path) -> str:
    if not _says(text, wanted):
        raise ConfigError(path, _YOURSELF)
    return text


def _says(text: str, wanted: object) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except ValueError:
        return False
