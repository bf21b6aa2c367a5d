"""From the bytes of `mentions.toml` to a `Config`, or to one line that says what is wrong and where."""

import re
import tomllib
from pathlib import Path
from typing import Any

from mentions.config.checking import checked
from mentions.config.faults import FaultError
from mentions.config.model import Config
from mentions.config.positions import line_of
from mentions.config.tables import tables
from mentions.exceptions import ConfigError

_MOST_BYTES = 2_000_000


def load(path: Path) -> Config:
    """The configuration in a file. Raises ConfigError, which names the file, the line and what to write."""
    text = _text(path)
    document = _document(text, path)
    try:
        return checked(tables(document), path)
    except FaultError as fault:
        raise ConfigError(path, str(fault), line=line_of(text, fault.keys)) from fault


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError(path, "no such file; `mentions init` makes one") from None
    except IsADirectoryError:
        raise ConfigError(path, "is a folder; name the mentions.toml in it") from None
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {error.strerror}") from error
    if len(data) > _MOST_BYTES:
        raise ConfigError(path, f"is longer than {_MOST_BYTES} bytes; is it another file?")
    try:
        return data.decode("utf-8-sig")  # editors on Windows put a byte order mark first, tomllib refuses it
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, "is not UTF-8; save it as UTF-8", line=line) from error


def _document(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ConfigError(path, "is nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, and a number of thousands of digits
        message, _, place = str(error).partition(" (at ")
        number = re.match(r"line (\d+)", place)
        line = int(number[1]) if number else text.count("\n") + 1 if place else None
        raise ConfigError(path, f"is no TOML: {message}", line=line) from error
