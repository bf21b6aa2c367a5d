"""Which columns of other tools' files are for what, as a person confirmed it: `imports.toml`, beside `mentions.toml`.

A table for each kind of file, by the fingerprint of its headers; role = "header".
"""

import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from mentions.exceptions import ConfigError

FILE = "imports.toml"
_HEAD = "# Which columns of other tools' files are for what. Written by `mentions import` once you confirmed it.\n"


def profile(text: str, path: Path, *, what: str, fingerprint: str) -> list[tuple[str, str]]:
    """What was confirmed for files with such headers, as (role, header); nothing where nothing was.

    Raises ConfigError.
    """
    known = _tables(text, path).get(what, {})
    found = known.get(fingerprint, {}) if isinstance(known, dict) else None
    if not isinstance(found, dict) or not all(isinstance(one, str) for said in found.values() for one in _each(said)):
        raise ConfigError(path, f"{what}.{fingerprint}: must hold role = header; take it out and confirm anew")
    return [(role, one) for role, said in found.items() for one in _each(said)]


def with_profile(text: str, path: Path, *, what: str, fingerprint: str, columns: Sequence[tuple[str, str]]) -> str:
    """The text with what was confirmed in it; comments and all else stay. Raises ConfigError."""
    roles = {role: [header for other, header in columns if other == role] for role, _ in columns}
    said = {role: headers[0] if len(headers) == 1 else headers for role, headers in roles.items()}
    wanted = _tables(text, path)
    try:
        document: Any = tomlkit.parse(text or _HEAD)
        for tables in (document, wanted):
            _set(tables.setdefault(what, {}).setdefault(fingerprint, {}), said)
        result = tomlkit.dumps(document)
        is_right = tomllib.loads(result) == wanted
    except (AttributeError, TOMLKitError, TypeError, ValueError) as error:
        raise ConfigError(path, "cannot be added to; move it away") from error
    if not is_right:
        raise ConfigError(path, "cannot be added to; move it away")
    return result


def _set(table: MutableMapping[str, Any], said: Mapping[str, Any]) -> None:
    """Make a table say this and nothing else; what comments stand in it stay."""
    for role in [role for role in table if role not in said]:
        del table[role]
    table.update(said)


def _each(said: Any) -> list[Any]:  # noqa: ANN401 - whatever stands there
    return said if isinstance(said, list) else [said]


def _tables(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(path, f"is no TOML: {error}; mend it or move it away") from error
