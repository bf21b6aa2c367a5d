"""Approved drafts become a CSV file: all of them, or none and the reasons."""

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from mentions import __version__, db
from mentions.db import Connection, Engine
from mentions.db.store.events import mark
from mentions.db.store.exports import add_batch, batches, outgoing
from mentions.db.store.prospects import move
from mentions.db.store.rows import BatchRow
from mentions.exceptions import ExportError
from mentions.items import Stage
from mentions.outreach.exporting import Preset, export_csv, load_preset, offenders, sidecar
from mentions.prospects.stages import Actor, check
from mentions.services import export_files
from mentions.services.by_hand import COLUMNS, waiting
from mentions.services.export_rows import row_of
from mentions.services.letters import Letter, letters, obstacles
from mentions.services.workspaces import Workspace

FRESH = timedelta(hours=24)
"""How long a look at a page is good for."""
MOST_ROWS = 100
"""Rows of one file, unless a person says that more are meant."""
_by_person = partial(check, actor=Actor.PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to export, and how.

    `again` is the reason why the drafts of `batch` (default: the last one) leave once more. `brand` is a key.
    """

    brand: str | None = None
    preset: str = "generic"
    output: Path | None = None
    excel: bool = False
    delimiter: str = ","
    large: bool = False
    again: str = ""
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Offender:
    """A draft that must not leave; `stale` where all that is missing is a new look at its page."""

    letter: Letter
    reasons: tuple[str, ...]
    stale: bool


class RefusedError(ExportError):
    """Some drafts stand in the way; nothing was written."""

    def __init__(self, found: Sequence[Offender], of: int) -> None:
        self.offenders = tuple(found)
        said = "; ".join(f"prospect {one.letter.row.prospect_id}: {', '.join(one.reasons)}" for one in found)
        super().__init__(f"nothing was exported, {len(found)} of {of} drafts stand in the way: {said}")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, and the one beside it for what no mail can reach."""

    batch: BatchRow
    manual: Path | None


def finish_interrupted(engine: Engine, workspace: Workspace, *, now: datetime) -> list[Path]:
    """The files of exports that were killed after they were remembered, now under their names."""
    with db.reading(engine) as connection:
        known = batches(connection)
    done = [path for batch in known if export_files.complete(path := Path(batch.path), batch.id)]
    export_files.sweep(_folder(workspace), {batch.id for batch in known}, now=now)
    return done


def export(engine: Engine, workspace: Workspace, order: Order, *, by: str, now: datetime) -> Exported:
    """Write what was ordered and remember it; see `export_files` for what a kill leaves.

    Raises RefusedError where a draft must not leave, ExportError where there is none, or too many.
    """
    preset, batch_id = load_preset(order.preset), f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    path = (order.output or _folder(workspace) / f"export-{batch_id}.csv").absolute()
    if path.exists():
        raise ExportError(f"{path} is there already; name another file with --output")
    with export_files.staging(batch_id) as stage, db.transaction(engine) as connection:
        chosen = _chosen(connection, workspace, order)
        _refuse_offenders(connection, chosen, preset, order, now=now)
        rows = [row_of(letter, batch_id=batch_id) for letter in chosen]
        content = export_csv(rows, preset, excel=order.excel, delimiter=order.delimiter)
        about = sidecar(content, rows, preset, batch_id=batch_id, version=__version__, now=now) | {"file": path.name}
        stage(path, content)
        stage(export_files.sidecar_of(path, batch_id), json.dumps(about, indent=2).encode() + b"\n")
        by_hand = waiting(connection, brand=order.brand)
        if by_hand:
            stage(
                export_files.manual_of(path), export_csv(by_hand, COLUMNS, excel=order.excel, delimiter=order.delimiter)
            )
        batch = _batch(batch_id, path, content, len(rows), preset, by=by, now=now)
        _remember(connection, batch, chosen, order)
    export_files.complete(path, batch_id)
    return Exported(batch, export_files.manual_of(path) if by_hand else None)


def _batch(batch_id: str, path: Path, content: bytes, rows: int, preset: Preset, *, by: str, now: datetime) -> BatchRow:
    return BatchRow(
        id=batch_id,
        at=now,
        actor=by,
        preset=preset.name,
        path=str(path),
        sha256=sha256(content).hexdigest(),
        rows=rows,
        tool_version=__version__,
    )


def _folder(workspace: Workspace) -> Path:
    return workspace.folder / "exports"


def _chosen(connection: Connection, workspace: Workspace, order: Order) -> list[Letter]:
    """What is meant to leave, at least one."""
    if order.again:
        batch_id = order.batch or next((batch.id for batch in batches(connection, limit=1)), "")
        rows = outgoing(connection, stages=[Stage.EXPORTED], brand=order.brand, batch_id=batch_id)
        nothing = f"no draft left in batch {batch_id}" if batch_id else "nothing has left yet"
    else:
        rows = outgoing(connection, brand=order.brand)
        nothing = "nothing is approved; `mentions list --stage drafted` shows what waits for `mentions approve`"
    if not rows:
        raise ExportError(nothing)
    if len(rows) > MOST_ROWS and not order.large:
        raise ExportError(f"{len(rows)} drafts are more than one sends with care ({MOST_ROWS}); say --large if meant")
    return letters(connection, workspace, rows)


def _refuse_offenders(
    connection: Connection, chosen: Sequence[Letter], preset: Preset, order: Order, *, now: datetime
) -> None:
    found = []
    for letter in chosen:
        against = [*_not_approved(letter, order), *obstacles(connection, letter, now=now), *_unfit(letter, preset)]
        looked = list(_not_looked_at(letter, now))
        if against or looked:
            found.append(Offender(letter, (*against, *looked), stale=not against))
    if found:
        raise RefusedError(found, of=len(chosen))


def _not_approved(letter: Letter, order: Order) -> Iterator[str]:
    if not letter.is_as_approved:
        yield "these are not the words that a person approved"
    if letter.row.export_batch_id and not order.again:
        yield f"it left before, in batch {letter.row.export_batch_id}"


def _unfit(letter: Letter, preset: Preset) -> Iterator[str]:
    return (one.reason for one in offenders([row_of(letter, batch_id="")], preset))


def _not_looked_at(letter: Letter, now: datetime) -> Iterator[str]:
    if now - letter.row.page_last_seen > FRESH:
        yield f"its page was last looked at on {letter.row.page_last_seen:%Y-%m-%d %H:%M}, more than a day ago"


def _remember(connection: Connection, batch: BatchRow, chosen: Sequence[Letter], order: Order) -> None:
    add_batch(connection, batch, [letter.row.draft_id for letter in chosen])
    why = order.again or f"left in {Path(batch.path).name}"
    for letter in chosen:
        row = letter.row
        known: dict[str, Any] = {
            "actor": batch.actor,
            "why": why,
            "at": batch.at,
            "draft_id": row.draft_id,
            "detail": {"batch": batch.id, "sha256": row.sha256},
        }
        if order.again:
            mark(connection, row.prospect_id, "exported again", **known)
        else:
            move(connection, row.prospect_id, Stage.EXPORTED, check=_by_person, **known)
