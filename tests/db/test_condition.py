"""What can be said of a database without touching it; broken ones are in the tests of the doctor."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from mentions.db import ready
from mentions.db.condition import Condition, file_of, look
from mentions.exceptions import StoreError


def test_a_database_that_fits(database_url: str) -> None:
    ready(database_url).dispose()
    is_file = database_url.startswith("sqlite")
    known = make_url(database_url)
    name = str(known.database) if is_file else known.render_as_string(hide_password=True)
    assert look(database_url) == Condition(name=name, is_file=is_file, journal="wal" if is_file else "")


def test_one_that_has_no_tables_yet(database_url: str) -> None:
    found = look(database_url)
    assert (found.is_missing, found.is_due, found.is_writable) == (True, False, True)
    if file := file_of(database_url):
        assert not file.exists()


def test_a_name_with_signs_that_mean_something_in_addresses(tmp_path: Path) -> None:
    (folder := tmp_path / "100% mine #1").mkdir()
    url = f"sqlite:///{str(folder).replace('%', '%25')}/mentions.db"
    assert look(url).is_missing
    ready(url).dispose()
    assert not look(url).is_missing
    assert file_of(url) == folder / "mentions.db"


def test_no_database(tmp_path: Path) -> None:
    for url in ("mysql://x", f"sqlite:///{tmp_path}"):
        with pytest.raises(StoreError):
            look(url)
