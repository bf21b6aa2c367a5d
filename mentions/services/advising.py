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


def wanted(config: Config) -> Wanted:
    """What a configuration turns on."""
    return Wanted(config.path or Path("mentions.toml"), config.detection.pipeline)


def advisers(known: Wanted) -> tuple[Adviser, ...]:
    """All of them, ready to be asked. Raises ConfigError, which names the key and says what to install."""
    return _trained(known) if known.pipelines else ()


def _trained(known: Wanted) -> tuple[Adviser, ...]:
    from mentions.detection.trained import Trained, load  # with it spaCy is imported: half a second

    try:
        return (Trained(tuple(load(name, known.file.parent) for name in known.pipelines)),)
    except UnreadableError as error:
        raise ConfigError(known.file, f"detection.pipeline: {error}") from error
