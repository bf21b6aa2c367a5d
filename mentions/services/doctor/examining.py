"""Gathers what there is to know of a workspace and has it judged. Changes nothing, and makes nothing."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from mentions import config, db, paths, urls
from mentions.config import Config
from mentions.db import condition
from mentions.db.store.rows import ListingRow, RunRow
from mentions.db.store.runs import runs
from mentions.db.store.sources import failing
from mentions.exceptions import ConfigError, MentionsError, StoreError
from mentions.services import advising, health
from mentions.services.doctor import advice, browsing, configuration, keeping, keys, machine, own_templates
from mentions.services.doctor.findings import AGAIN, Finding, fail, ok, warn
from mentions.services.runs import SPIDERS
from mentions.services.workspaces import Workspace

OLDEST_RUN = timedelta(days=8)
"""A crawl that is run once a week is not stale."""
_TIMES = 3
_SCRAPY_CFG = "printf '[settings]\\ndefault = mentions.settings\\n' > scrapy.cfg"


def workspace(cwd: Path, environ: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """All findings about the workspace round a folder."""
    folder, file = config.workspace(cwd, environ), config.locate(cwd, environ)
    if file is None and not (folder / "scrapy.cfg").is_file():
        yield fail("workspace", f"no mentions.toml in {folder} or above it", "mentions init makes one")
        return
    if not (folder / "scrapy.cfg").is_file():
        yield fail("scrapy.cfg", f"is missing in {folder}: scrapy crawl does not work there", _SCRAPY_CFG)
    try:
        found = Workspace(folder, *_configured(file, environ, folder))
    except ConfigError as error:
        yield fail("configuration", str(error), "mend that; the rest of the workspace cannot be looked at until then")
        return
    yield ok("configuration", str(file)) if file else warn("configuration", "there is none", "mentions init makes one")
    if file:
        yield from configuration.judge(found.config)
        yield from advice.judge(advising.wanted(found.config))
        yield from keys.judge(found.config, environ)
        yield from browsing.judge(found.config, shutil.which, is_root=os.geteuid() == 0)
    yield from _templates(folder)
    yield from _kept(found, now)


def _configured(file: Path | None, environ: Mapping[str, str], folder: Path) -> tuple[Config, str]:
    loaded = config.load(file) if file else Config()
    return loaded, config.database_url(loaded, environ, folder)


def _templates(folder: Path) -> Iterator[Finding]:
    try:
        *own, shipped = paths.templates(folder)
        paths.migrations()
    except MentionsError as error:
        yield fail("installation", str(error), AGAIN)
        return
    for one in own:
        yield from own_templates.judge(one, shipped)


def _kept(found: Workspace, now: datetime) -> Iterator[Finding]:
    """The database, the files that hold addresses, and what the last crawls left in it."""
    try:
        seen = condition.look(found.database_url)
    except StoreError as error:
        yield fail("database", str(error), "mend that, or name another one in [store] url")
        yield from _files(found)
        return
    yield from keeping.judge(seen)
    yield from _files(found)
    if not (seen.is_missing or seen.is_due or seen.damage):
        yield from _crawls(found, now)


def _files(found: Workspace) -> Iterator[Finding]:
    yield from keeping.judge_rights({file: file.stat().st_mode for file in _private(found)})
    file = _database(found)
    if file and file.parent.is_dir():
        yield from keeping.judge_room(file.parent, shutil.disk_usage(file.parent).free)


def _private(found: Workspace) -> Iterator[Path]:
    """Files that hold people's addresses, or a password."""
    if database := _database(found):
        # SQLite gives the files it works with the rights of the database.
        beside = (database, *sorted(database.parent.glob(f"{database.name}.before-*")))
        yield from (file for file in beside if file.is_file())
    elif found.config.path and "@" in found.config.store_url:
        yield found.config.path
    yield from (file for file in sorted((found.folder / "exports").glob("*")) if file.is_file())


def _database(found: Workspace) -> Path | None:
    try:
        return condition.file_of(found.database_url)
    except StoreError:  # which has been said
        return None


def _crawls(found: Workspace, now: datetime) -> Iterator[Finding]:
    engine = found.store()
    try:
        stale = health.problems_of_runs(engine, found.config, max_age=OLDEST_RUN, now=now)
        with db.reading(engine) as connection:
            past, unread = runs(connection), failing(connection, times=_TIMES)
    except StoreError as error:
        yield fail("database", str(error), "try again; if it stays so, put back a copy")
        return
    finally:
        engine.dispose()
    for problem in stale:
        yield warn("crawls", problem, "run that spider by hand and read its log")
    yield from machine.judge_clock(max((run.started_at for run in past), default=None), now)
    yield from _sources(found.config, past, unread)


def _sources(known: Config, past: Sequence[RunRow], unread: Sequence[ListingRow]) -> Iterator[Finding]:
    """Those that a spider left out in all its runs, and those that it tries in vain."""
    read = {(run.spider, url) for run in past for url in run.sources}
    ran = {run.spider for run in past}
    for source in known.sources:
        spider = SPIDERS[source.kind]
        if spider in ran and (spider, source.url) not in read:
            yield warn(f"source {source.url}", "was never read", f"scrapy crawl {spider}")
    for one in unread:
        if one.source_url in {source.url for source in known.sources}:
            says = f"{one.listing} could not be read {one.failures} times in a row"
            yield warn(f"source {one.source_url}", says, "open it in a browser; take it out where it is gone")


def surroundings(environ: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """What lies round the program."""
    yield from machine.judge_editor(environ, shutil.which)
    yield from machine.judge_suffixes(urls.suffix_list_date(), now)
