"""Files of a workspace that a person keeps, changed whole or not at all."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import copymode
from tempfile import NamedTemporaryFile

from mentions.config import Config
from mentions.exceptions import ConfigError

_MARK = "\ufeff"


def amend(config: Config, change: Callable[[str, Path], str]) -> Path:
    """Change the text of the configuration; gives back where it lies. Raises ConfigError."""
    if config.path is None:
        raise ConfigError("mentions.toml", "there is none; `mentions init` makes one")
    path = config.path.resolve()
    rewrite(path, change)
    return path


def text_of(path: Path) -> str:
    """What a file says, without the mark that editors on Windows put first. Raises ConfigError."""
    return _read(path).removeprefix(_MARK)


def rewrite(path: Path, change: Callable[[str, Path], str]) -> None:
    """Change the text of a file, which is made where there is none. Raises ConfigError."""
    text = _read(path) if path.exists() else ""
    plain = text.removeprefix(_MARK)
    changed = text[: len(text) - len(plain)] + change(plain, path)
    try:
        if changed != text:
            _replace(path, changed)
    except OSError as error:
        raise ConfigError(path, f"cannot be written: {error.strerror}") from error


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(path, "is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
            if path.exists():
                copymode(path, part)
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
