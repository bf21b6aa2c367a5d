"""`PYTHONPATH=tests python -m benchmarks.recording`: what it costs to keep and to qualify what a crawl finds.

The floor writes the very same rows into the same tables by `executemany` of the standard library, in one transaction.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measuring import Contender, Timed, medians, report
from benchmarks.pages import coined, samples
from mentions import db, pages
from mentions.config import brand_from_flags
from mentions.db import Engine
from mentions.detection import Index, Knowledge, scan
from mentions.items import Brand, Kind, Visit
from mentions.services.recording import record

VISITS, ROUNDS, BATCH = 1000, 5, 100
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

Rows = dict[str, list[tuple[object, ...]]]
"""All rows of a database, by table."""
Work = Callable[[Engine, Path], None]


def main() -> None:
    """Print the table."""
    brand = brand_from_flags(coined(1)[0].name, ["brand.example"])
    visits = _visits(brand)
    rows = _rows_of(visits, brand)
    count = sum(map(len, rows.values()))
    contenders = [
        Contender("floor: executemany", _on_new_database(lambda _, path: _insert(path, rows))),
        Contender(f"record, {BATCH} visits a time", _on_new_database(lambda engine, _: _record(engine, visits, brand))),
    ]
    said = ", ".join(f"{len(some):,} {table}" for table, some in rows.items() if some)
    title = f"{VISITS:,} visits make {count:,} rows ({said}); medians of {ROUNDS} rounds"
    report(title, medians(contenders, ROUNDS), of=count, unit="row")


def _visits(brand: Brand) -> list[Visit]:
    index = Index([brand])
    return [
        Visit(
            url=one.url,
            page_url=one.url,
            kind=Kind.BLOG,
            at=NOW,
            status=200,
            content_hash=f"{number:064x}",
            page=scan(pages.read(one.body, one.url), index, Knowledge()),
        )
        for number, one in enumerate(samples(VISITS, brand.name))
    ]


def _on_new_database(work: Work) -> Timed:
    """A round on a database of its own, which is made before the clock starts."""

    def measure() -> float:
        with TemporaryDirectory() as folder:
            path = Path(folder, "mentions.db")
            engine = db.ready(f"sqlite:///{path}")
            began = perf_counter()
            work(engine, path)
            taken = perf_counter() - began
            engine.dispose()
            return taken

    return measure


def _record(engine: Engine, visits: Sequence[Visit], brand: Brand) -> None:
    for first in range(0, len(visits), BATCH):
        batch = visits[first : first + BATCH]
        record(engine, batch, brands=[brand], run_id=None, now=NOW)


def _rows_of(visits: Sequence[Visit], brand: Brand) -> Rows:
    """What recording leaves behind."""
    found: Rows = {}

    def read(engine: Engine, path: Path) -> None:
        _record(engine, visits, brand)
        with closing(sqlite3.connect(path)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for table in tables:
                if table != "alembic_version" and not table.startswith("sqlite_"):
                    found[table] = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own names

    _on_new_database(read)()
    return found


def _insert(path: Path, rows: Rows) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        for table, some in rows.items():
            if some:
                marks = ", ".join("?" * len(some[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", some)  # noqa: S608 - our own names


if __name__ == "__main__":
    main()
