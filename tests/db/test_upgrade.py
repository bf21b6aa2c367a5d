import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from db_examples import dump, keep, mention, visit
from sqlalchemy import text

from mentions import paths
from mentions.db import reading, ready, transaction
from mentions.db.upgrade import head, revisions
from mentions.exceptions import StoreError

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("page") as page:
        page.add_column(sa.Column("colour", sa.Text()))
    {then}


def downgrade() -> None:
    op.drop_column("page", "colour")
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of migrations of a program that may be made newer."""
    folder = tmp_path / "100% migrations"
    shutil.copytree(paths.migrations(), folder)
    monkeypatch.setattr(paths, "migrations", lambda: folder)
    revisions.cache_clear()
    yield folder
    revisions.cache_clear()


def make_newer(program: Path, then: str = "pass") -> None:
    (program / "versions" / "9999_colour.py").write_text(NEXT.format(head=head(), then=then))
    revisions.cache_clear()


def fill(url: str) -> None:
    engine = ready(url)
    with transaction(engine) as connection:
        keep(connection, visit(mention()))
    engine.dispose()


def test_an_upgrade_keeps_every_row_and_a_copy_of_what_was(sqlite_url: str, tmp_path: Path, program: Path) -> None:
    fill(sqlite_url)
    before = head()
    make_newer(program)
    engine = ready(sqlite_url)
    with reading(engine) as connection:
        rows = dump(connection)
        assert len(rows["mention"]) == len(rows["page"]) == 1
        assert rows["page"][0][-1] is None
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    engine.dispose()
    copy = tmp_path / "mentions.db.before-9999"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == (before,)
        assert old.execute("SELECT count(*) FROM mention").fetchone() == (1,)
        assert "colour" not in {row[1] for row in old.execute("PRAGMA table_info(page)")}
    assert not list(tmp_path.glob("*.unfinished"))


def test_without_an_upgrade_there_is_no_copy(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url)
    fill(sqlite_url)
    assert not list(tmp_path.glob("*before*"))


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ('op.execute("DELETE FROM page")', "a row of .* refers to none of page"),
        ('op.execute("SELECT nonsense")', "no such column"),
    ],
)
def test_an_upgrade_that_fails_changes_nothing(sqlite_url: str, program: Path, then: str, says: str) -> None:
    fill(sqlite_url)
    make_newer(program, then)
    with pytest.raises(StoreError, match=says):
        ready(sqlite_url)
    (program / "versions" / "9999_colour.py").unlink()
    revisions.cache_clear()
    engine = ready(sqlite_url)
    with reading(engine) as connection:
        assert len(dump(connection)["mention"]) == 1
    engine.dispose()


def test_a_database_of_a_newer_program_is_left_alone(database_url: str) -> None:
    engine = ready(database_url)
    with transaction(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'abcd'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"made by a newer version of mentions \(revision abcd\); upgrade mentions"):
        ready(database_url)


def test_a_database_of_another_program_is_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "mentions.db")) as other:
        other.execute("CREATE TABLE recipes (id)")
    before = (tmp_path / "mentions.db").read_bytes()
    with pytest.raises(StoreError, match="holds the tables of another program"):
        ready(sqlite_url)
    assert (tmp_path / "mentions.db").read_bytes() == before


@pytest.mark.system
def test_postgresql_is_made_but_not_upgraded_unasked(new_postgresql: str, program: Path) -> None:
    fill(new_postgresql)
    before = head()
    make_newer(program)
    with pytest.raises(StoreError, match=rf"is at revision {before}, this program needs 9999; .* alembic upgrade head"):
        ready(new_postgresql)


def test_where_nothing_is_due_alembic_is_not_even_loaded(sqlite_url: str) -> None:
    ready(sqlite_url).dispose()
    code = f"import sys; from mentions.db import ready; ready({sqlite_url!r}); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=paths.CHECKOUT, check=False).returncode == 0


def test_a_host_program_keeps_its_logging(sqlite_url: str) -> None:
    code = (
        "import logging, sys; from mentions.db import ready; mine = logging.getLogger('mine'); "
        f"ready({sqlite_url!r}); sys.exit(mine.disabled or logging.getLogger().handlers != [])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=paths.CHECKOUT, check=False, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
