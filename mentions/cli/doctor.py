"""`mentions doctor`: what is missing, unsafe or stale, and how to mend it."""

import os
import platform
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentions.cli.dossier import screen_width
from mentions.cli.terminal import print_json, safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.services.doctor.findings import Finding


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
def doctor(*, as_json: bool) -> None:
    """Say what is missing, unsafe or stale, and how to mend it.

    Looks at the installation and at the workspace round the current folder, changes nothing and asks no other
    machine but a PostgreSQL database. Ends with 1 where something fails; what only warns works.

    \b
    Example:
      mentions doctor
      mentions doctor --json
    """
    found = []
    for one in _findings():
        found.append(one)
        if as_json:
            print_json([one])
        else:
            _print(one)
    counts = Counter(one.level.value for one in found)
    if not as_json:
        click.echo(f"\n{counts['fail']} fail, {counts['warn']} warn, {counts['ok']} ok.")
    if counts["fail"]:
        click.get_current_context().exit(1)


def _print(one: "Finding") -> None:
    said, width = safe_line(f"{one.about}: {one.says}"), screen_width()
    click.echo(click.wrap_text(said, width, f"{one.level:<5}", " " * 7))
    if one.mend:
        click.echo(click.wrap_text(f"-> {safe_line(one.mend)}", width, " " * 5, " " * 8))


def _findings() -> "Iterator[Finding]":
    from mentions.services.doctor.findings import AGAIN, fail

    try:
        from mentions.services.doctor import installation
    except ModuleNotFoundError as error:
        yield fail("packages", f"{str(error.name).partition('.')[0]} is missing", AGAIN)
        return
    installed = list(_installed())
    yield from installed
    if not installation.is_sound(installed):
        return
    try:
        yield from _rest()
    except OSError as error:
        yield fail("folder", f"cannot be looked at: {error}", "go to a folder that you may read")


def _installed() -> "Iterator[Finding]":
    from mentions.services.doctor import installation

    try:
        known = metadata.metadata(installation.NAME)
    except metadata.PackageNotFoundError:
        yield installation.not_installed()
        return
    needed = metadata.requires(installation.NAME) or []
    found = {one.name.lower().replace("_", "-"): one.version for one in metadata.distributions()}
    yield from installation.judge(platform.python_version(), known["Requires-Python"], needed, found)


def _rest() -> "Iterator[Finding]":
    from mentions.services.doctor import examining

    cwd, now = Path.cwd(), datetime.now(UTC)
    yield from examining.surroundings(os.environ, now)
    yield from examining.workspace(cwd, os.environ, now)
    yield from _manners(cwd)


def _manners(cwd: Path) -> "Iterator[Finding]":
    from mentions import config
    from mentions.cli import crawling
    from mentions.services.doctor import findings, manners

    folder = config.workspace(cwd, os.environ)
    if not (folder / "scrapy.cfg").is_file():
        return
    try:
        yield from manners.judge(crawling.settings(folder, manners.NAMES, environment=os.environ))
    except MentionsError as error:
        mend = "write default = mentions.settings in scrapy.cfg, below [settings]"
        yield findings.fail(manners.ABOUT, f"cannot be loaded: {error}", mend)
