"""Which configuration, folder and database a command works on, judged by where it was started."""

from collections.abc import Mapping
from os.path import lexists
from pathlib import Path
from urllib.parse import quote

from mentions.config.checking import store_address
from mentions.config.faults import FaultError
from mentions.config.model import Config
from mentions.exceptions import ConfigError

_FILE = "mentions.toml"
_SQLITE = "sqlite:///"


def locate(cwd: Path, environ: Mapping[str, str]) -> Path | None:
    """The configuration to use: MENTIONS_CONFIG, else that of the workspace round `cwd`, else None.

    What MENTIONS_CONFIG names need not be there: better that `load` says so than that another file is used.
    """
    if named := environ.get("MENTIONS_CONFIG"):
        return cwd / named
    file = _nearest_workspace(cwd) / _FILE
    return file if lexists(file) else None


def workspace(cwd: Path, environ: Mapping[str, str]) -> Path:
    """The folder that relative paths start from: of the configuration, else of `scrapy.cfg`, else `cwd`."""
    file = locate(cwd, environ)
    return file.absolute().parent if file else _nearest_workspace(cwd)


def database_url(config: Config, environ: Mapping[str, str], workspace: Path) -> str:
    """The store's address: MENTIONS_DATABASE_URL, else the configured one.

    A relative SQLite path starts at `workspace`, so that cron and a shell elsewhere meet the same database.
    Raises ConfigError where the environment names no database.
    """
    url = config.store_url
    if named := environ.get("MENTIONS_DATABASE_URL"):
        try:
            url = store_address((), named)
        except FaultError as fault:
            raise ConfigError("MENTIONS_DATABASE_URL", str(fault)) from fault
    database = url.removeprefix(_SQLITE)
    if database == url or database.startswith(("/", ":memory:", "file:")):
        return url
    return f"{_SQLITE}{quote(str(workspace.absolute()))}/{database}"


def _nearest_workspace(cwd: Path) -> Path:
    start = cwd.absolute()
    folders = (start, *start.parents)
    return next((one for one in folders if lexists(one / _FILE) or lexists(one / "scrapy.cfg")), start)
