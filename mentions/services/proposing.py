"""What labels propose for `mentions.toml`, and writing it there."""

from collections.abc import Sequence
from pathlib import Path

from mentions.config import Config
from mentions.config.amending import Addition, amended
from mentions.db import Engine
from mentions.detection.proposing import Proposal, proposals
from mentions.services import configuring, judging


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
    number = {brand.key: place for place, brand in enumerate(config.brands)}
    additions = [Addition(number[one.brand], one.key.value, one.text) for one in accepted]
    return configuring.amend(config, lambda text, path: amended(text, additions, path))
