"""What labels propose for `mentions.toml`, and writing it there."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from shutil import copymode
from tempfile import NamedTemporaryFile

from mentions.config import Config
from mentions.config.amending import Addition, amended
from mentions.db import Engine
from mentions.detection.proposing import Proposal, proposals
from mentions.exceptions import ConfigError
from mentions.services import judging

_MARK = "\ufeff"
"""What editors on Windows put first."""


def proposed(engine: Engine, config: Config, *, brand: str | None = None) -> list[Proposal]:
    """What the labels of a brand (key; default all) propose."""
    labels = judging.labels(engine)
    return [
        proposal
        for one in config.brands
        if brand in (None, one.key)
        for proposal in proposals(one, [label for label in labels if label.brand == one.key])
    ]


def write(config: Config, accepted: Sequence[Proposal]) -> Path:
    """Add to the configuration what was accepted; the file is changed whole or not at all. Raises ConfigError."""
    if config.path is None:
        raise ConfigError("mentions.toml", "there is none; `mentions init` makes one")
    path, number = config.path.resolve(), {brand.key: place for place, brand in enumerate(config.brands)}
    additions = [Addition(number[one.brand], one.key.value, one.text) for one in accepted]
    try:
        text = path.read_bytes().decode("utf-8")
        plain = text.removeprefix(_MARK)
        _replace(path, text[: -len(plain)] + amended(plain, additions, path))
    except OSError as error:
        raise ConfigError(path, f"cannot be written: {error.strerror}") from error
    return path


def _replace(path: Path, text: str) -> None:
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
            copymode(path, part)
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
