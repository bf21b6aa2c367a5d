"""The advisers that a configuration turns on, loaded before the first page is read."""

from pathlib import Path
from typing import NamedTuple

from mentions.config import Config
from mentions.detection.advisers import Adviser
from mentions.exceptions import ConfigError, UnreadableError


class Wanted(NamedTuple):
    """What is turned on, small enough to be handed to another process; `file` says so."""

    file: Path
    pipelines: tuple[str, ...] = ()
    is_semantic: bool = False


def wanted(config: Config) -> Wanted:
    """What a configuration turns on."""
    return Wanted(config.path or Path("mentions.toml"), config.detection.pipeline, config.detection.semantic)


def advisers(known: Wanted) -> tuple[Adviser, ...]:
    """All of them, ready to be asked. Raises ConfigError, which names the key and says what to install."""
    found = list[Adviser]()
    if known.pipelines:
        found.append(_trained(known))
    if known.is_semantic:
        found.append(_semantic(known))
    return tuple(found)


def _trained(known: Wanted) -> Adviser:
    from mentions.detection.trained import Trained, load

    try:
        return Trained(tuple(load(name, known.file.parent) for name in known.pipelines))
    except UnreadableError as error:
        raise ConfigError(known.file, f"detection.pipeline: {error}") from error


def _semantic(known: Wanted) -> Adviser:
    from mentions.detection.likeness import load

    try:
        return load()
    except UnreadableError as error:
        raise ConfigError(known.file, f"detection.semantic: {error}") from error
