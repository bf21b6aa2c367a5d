"""What a command or a crawl works on: the folder, its configuration and its database."""

from collections.abc import Mapping
from dataclasses import dataclass
from os.path import lexists
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

    @property
    def is_marked(self) -> bool:
        """Whether a file says that the folder is a workspace."""
        return self.config.path is not None or lexists(self.folder / "scrapy.cfg")

    @property
    def missing_store(self) -> str | None:
        """The file in which `store` would make a database, None where there is one. Raises StoreError."""
        return db.missing(self.database_url)

    def store(self) -> Engine:
        """The database, made or upgraded where that is due. Raises StoreError."""
        return db.ready(self.database_url)


def find(cwd: Path, environ: Mapping[str, str]) -> Workspace:
    """The workspace round `cwd`. Raises ConfigError where its configuration is wrong."""
    file = config.locate(cwd, environ)
    loaded = config.load(file) if file else Config()
    folder = config.workspace(cwd, environ)
    return Workspace(folder, loaded, config.database_url(loaded, environ, folder))
