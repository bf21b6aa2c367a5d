"""`python -m tests.benchmarks.recording`: what it costs to keep what a crawl brought home, and to qualify it.

The floor writes the very same rows into the same tables by `executemany` of the standard library, in one transaction.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from mentions import db, pages
from mentions.config import brand_from_flags, brands_fingerprint
from mentions.db import Engine
from mentions.detection import Index, scan
from mentions.items import Brand, Kind, Visit
from mentions.services.recording import record
from tests.benchmarks.measuring import Contender, Timed, medians, report, timed
from tests.benchmarks.pages import coined, samples

VISITS, ROUNDS, BATCH = 2000, 5, 100
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Rows = dict[str, list[tuple[object, ...]]]


def main() -> None:
    """Print the table."""
    brand = brand_from_flags(coined(1)[0].name, ["brand.example"])
    visits = _visits(brand)
    with TemporaryDirectory() as folder:
        model = Path(folder, "model.db")
        _new(model, _record(visits, brand))()
        rows = _rows(model)
        contenders = [
            Contender("floor: executemany", _fresh(Path(folder), lambda path: timed(lambda: _insert(path, rows)))),
            Contender(f"record, {BATCH} visits at a time", _fresh(Path(folder), _recording(visits, brand))),
        ]
        count = sum(map(len, rows.values()))
        naming = sum(visit.page is not None for visit in visits)
        said = ", ".join(f"{len(some):,} {table}" for table, some in rows.items())
        title = f"{VISITS:,} visits, {naming} with a mention, {count:,} rows ({said}); medians of {ROUNDS} rounds"
        report(title, medians(contenders, ROUNDS), of=count, unit="row")
