"""How alembic gets at the database: by the connection that is handed over, else by the environment.

It sets up no logging: that belongs to the program that runs it. A new revision takes the next number, for the
files to sort: `alembic revision --rev-id 0002 --autogenerate -m "what changes"`.
"""

import os
from contextlib import ExitStack
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util import CommandError
from sqlalchemy import Connection, Enum, TypeDecorator

from mentions.db import models
from mentions.db.engine import connect
from mentions.db.upgrade import migrating
from mentions.exceptions import StoreError

DEFAULT_URL = "sqlite:///mentions.db"


def written_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Types as the database has them: an old revision must not change with the program's own types."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def run_on(connection: Connection) -> None:
    # SQLite can alter little of a table; a batch makes it anew.
    context.configure(
        connection=connection,
        target_metadata=models.Page.metadata,
        render_as_batch=True,
        render_item=written_type,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_by_itself(url: str) -> None:
    with ExitStack() as opened:
        engine = connect(url)
        opened.callback(engine.dispose)
        run_on(opened.enter_context(migrating(engine)))


def print_sql(url: str) -> None:
    context.configure(url=url, target_metadata=models.Page.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
database_url = os.environ.get("MENTIONS_DATABASE_URL") or DEFAULT_URL

if handed_over is not None:
    run_on(handed_over)
elif context.is_offline_mode():
    print_sql(database_url)
else:
    try:
        run_by_itself(database_url)
    except StoreError as error:
        raise CommandError(str(error)) from error
