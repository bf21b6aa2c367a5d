"""Real databases: an SQLite file a test, for `-m system` one on a PostgreSQL server; and how long properties run."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from mentions.db import ready, transaction

# `make slow` runs the properties again at length.
settings.register_profile("fast", max_examples=30, deadline=None)
settings.register_profile("thorough", max_examples=200, deadline=None)
settings.load_profile("fast")


@pytest.fixture
def new_postgresql() -> Iterator[str]:
    """The address of an empty database on the server that MENTIONS_TEST_POSTGRES names."""
    server = os.environ.get("MENTIONS_TEST_POSTGRES")
    if not server:
        pytest.skip("MENTIONS_TEST_POSTGRES names no server")
    name = f"mentions_{uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'mentions.db'}"


@pytest.fixture(params=["sqlite_url", pytest.param("new_postgresql", marks=pytest.mark.system)])
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = ready(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with transaction(engine) as connection:
        yield connection
