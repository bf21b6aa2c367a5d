"""What a shell offers at a Tab beside commands and options: brands and prospects.

A person waits for it at the keyboard: nothing is loaded that the answer does not need, the database is looked at as
it lies there, and what cannot be read offers nothing.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click
from click.shell_completion import CompletionItem, get_completion_class

from mentions.cli.terminal import safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.config import Config

SHELLS = ("bash", "zsh", "fish")
_SQLITE = "sqlite:///"
_MOST = 50
_PATIENCE = 0.2  # seconds to wait for a writer
_WAITING = """
    SELECT prospect.id, site.domain, page.title
    FROM prospect JOIN page ON page.id = prospect.page_id JOIN site ON site.id = page.site_id
    WHERE prospect.stage IN ('qualified', 'drafted', 'approved', 'manual') AND CAST(prospect.id AS TEXT) LIKE ?
    ORDER BY prospect.score DESC LIMIT ?
"""


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a script that completes commands in a shell, and their options, brands and prospects.

    Write it to where the shell looks for such scripts, and open a new one. zsh must know the folder: put
    fpath+=~/.zfunc before compinit in ~/.zshrc.

    \b
    Example:
      mentions completion bash > ~/.local/share/bash-completion/completions/mentions
      mentions completion zsh > ~/.zfunc/_mentions
      mentions completion fish > ~/.config/fish/completions/mentions.fish
    """
    group = click.get_current_context().find_root().command
    maker = get_completion_class(shell)
    assert maker is not None  # noqa: S101 - click knows each of SHELLS
    click.echo(maker(group, {}, "mentions", "_MENTIONS_COMPLETE").source(), nl=False)


def brands(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """The keys of the configured brands, which need no quotes."""
    try:
        known = _config().brands
    except (MentionsError, OSError):
        return []
    return [CompletionItem(one.key, help=safe_line(one.name)) for one in known if one.key.startswith(incomplete)]


def prospects(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """The ids of the best prospects with something left to do."""
    if not (incomplete + "0").isdecimal():
        return []
    try:
        return list(_waiting(incomplete))
    except (MentionsError, OSError, sqlite3.Error):
        return []


def _waiting(incomplete: str) -> "Iterator[CompletionItem[str]]":
    file = _database()
    if file is None:
        return
    # sqlalchemy would take longer to load than all the rest.
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)) as connection:
        for number, site, title in connection.execute(_WAITING, (f"{incomplete}%", _MOST)):
            yield CompletionItem(str(number), help=safe_line(f"{site} {title or ''}")[:60])


def _database() -> Path | None:
    """The file that the store lies in, None where it is no SQLite file."""
    from mentions import config

    url = config.database_url(_config(), os.environ, config.workspace(Path.cwd(), os.environ))
    file = Path(unquote(url.removeprefix(_SQLITE).partition("?")[0]))
    return file if url.startswith(_SQLITE) and file.is_absolute() else None


def _config() -> "Config":
    from mentions import config

    file = config.locate(Path.cwd(), os.environ)
    return config.load(file) if file else config.Config()
