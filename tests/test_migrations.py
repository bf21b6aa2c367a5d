"""The migrations make the tables that the models describe, on the way up and on the way down."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Constraint, Index, Table, inspect

from mentions import paths
from mentions.db import reading, ready
from mentions.db.engine import connect
from mentions.db.models import Page
from mentions.db.upgrade import head, revisions


def type_alembic(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What a user types, from where a user types it."""
    return subprocess.run(
        [sys.executable, "-m", "alembic", *words],
        cwd=paths.CHECKOUT,
        env=os.environ | {"MENTIONS_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


def alembic(url: str, *words: str) -> str:
    done = type_alembic(url, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def tables(url: str) -> set[str]:
    engine = connect(url)
    with reading(engine) as connection:
        names = set(inspect(connection).get_table_names())
    engine.dispose()
    return names


def test_the_tables_are_those_of_the_models(database_url: str) -> None:
    engine = ready(database_url)
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Page.metadata) == []
    engine.dispose()


def test_the_command_goes_up_and_down_and_finds_nothing_to_add(database_url: str) -> None:
    alembic(database_url, "upgrade", "head")
    assert tables(database_url) == {"alembic_version", *Page.metadata.tables}
    assert "No new upgrade operations detected" in alembic(database_url, "check")
    alembic(database_url, "downgrade", "base")
    assert tables(database_url) == {"alembic_version"}
    ready(database_url).dispose()
    assert tables(database_url) == {"alembic_version", *Page.metadata.tables}


def test_the_command_prints_sql_for_who_wants_to_read_it_first(sqlite_url: str, tmp_path: Path) -> None:
    assert "CREATE TABLE mention" in alembic(sqlite_url, "upgrade", "head", "--sql")
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_in_one_line_what_is_wrong() -> None:
    done = type_alembic("postgres://me@host/name", "current")
    assert done.returncode != 0
    assert "not the address of a database" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_history_is_one_line_and_the_names_of_files_tell_it() -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    script = ScriptDirectory.from_config(config)
    in_order = [revision.revision for revision in script.walk_revisions()]
    assert script.get_heads() == [head()] == in_order[:1]
    assert set(in_order) == revisions()
    assert in_order == sorted(in_order, reverse=True)


def test_every_constraint_has_a_name() -> None:
    nameless = [
        f"{table.name}: {constraint}"
        for table in Page.metadata.tables.values()
        for constraint in _named(table)
        if not constraint.name
    ]
    assert nameless == []


def _named(table: Table) -> Iterator[Constraint | Index]:
    yield from table.constraints
    yield from table.indexes
