"""Texts added to lists of a brand in `mentions.toml`; comments, order and all else stay as the user wrote them."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import tomlkit
from tomlkit.exceptions import TOMLKitError

from mentions.exceptions import ConfigError


class Addition(NamedTuple):
    """A text for a list of a brand, which is named by its place in the file, from 0."""

    brand: int
    key: str
    text: str


def amended(text: str, additions: Iterable[Addition], path: Path) -> str:
    """The text of a configuration with texts added. Raises ConfigError where that would change anything else."""
    wanted: Any = tomllib.loads(text)
    try:
        document: Any = tomlkit.parse(text)
        for brand, key, added in additions:
            document["brand"][brand].setdefault(key, []).append(added)
            wanted["brand"][brand].setdefault(key, []).append(added)
        result = tomlkit.dumps(document)
        is_right = tomllib.loads(result) == wanted
    except (TOMLKitError, ValueError) as error:
        raise ConfigError(path, "cannot be added to; write the lines yourself") from error
    if not is_right:
        raise ConfigError(path, "cannot be added to; write the lines yourself")
    return result
