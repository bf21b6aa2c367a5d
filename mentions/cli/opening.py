"""What most commands begin with: the workspace round the current folder, its store, and who is at the keyboard."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentions.cli.terminal import safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.db import Engine
    from mentions.services.workspaces import Workspace


@contextmanager
def opened() -> "Iterator[tuple[Workspace, Engine]]":
    """The workspace and its database, which is closed at the end. Raises ConfigError, StoreError."""
    from mentions.services import workspaces

    workspace = workspaces.find(here(), os.environ)
    if not workspace.is_marked and "MENTIONS_DATABASE_URL" not in os.environ:
        raise MentionsError(f"{workspace.folder}: no workspace, here or above; go to yours, or make one: mentions init")
    missing = workspace.missing_store
    engine = workspace.store()
    if missing:
        click.echo(f"Note: {safe_line(missing)} was not there; it is made anew, and empty.", err=True)
    try:
        yield workspace, engine
    finally:
        engine.dispose()


def here() -> Path:
    """The current folder. Raises MentionsError where it was deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise MentionsError("the current folder was deleted; go to another one") from error


def brand_key(workspace: "Workspace", named: str | None) -> str | None:
    """The key of the brand that --brand names, None where it names none. Raises ConfigError."""
    return workspace.config.brand(named).key if named else None


def brand_name(workspace: "Workspace", key: str) -> str:
    """A brand's name; its key where it is no longer configured."""
    return next((brand.name for brand in workspace.config.brands if brand.key == key), key)


def person(by: str | None) -> str:
    """Who decides: --by, else the user's name."""
    name = (by or os.environ.get("USER") or _login()).strip()
    if not name:
        raise click.UsageError("Nobody knows who you are: say --by NAME.")
    return name


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # in a container a user may have a number only
        return ""
