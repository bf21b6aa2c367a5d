"""What a command or a crawl works on: the folder, its configuration and its database."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mentions import config, db
from mentions.config import Config
from mentions.db import Engine


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with its configuration; without a `mentions.toml`, the defaults."""

    folder: Path
    config: Config
    database_url: str

    def store(self) -> Engine:
        """The database, made or upgraded where that is due. Raises StoreError."""
        return db.ready(self.database_url)


def find(cwd: Path, environ: Mapping[str, str]) -> Workspace:
    """The workspace round `cwd`. Raises ConfigError where its configuration is wrong."""
    file = config.locate(cwd, environ)
    loaded = config.load(file) if file else Config()
    folder = config.workspace(cwd, environ)
    return Workspace(folder, loaded, config.database_url(loaded, environ, folder))
