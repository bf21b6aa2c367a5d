"""A page that changed takes an approval back, and one that is gone sets aside what was written about it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from mentions.db import Connection
from mentions.db.store.drafts import current_draft, withdraw_approval
from mentions.db.store.events import events_of, mark
from mentions.db.store.prospects import move, prospects_on
from mentions.db.store.rows import DraftRow, EventRow, ProspectRow
from mentions.items import Brand, Stage
from mentions.outreach.cleaning import holds
from mentions.prospects.stages import Actor, check
from mentions.services.looks import Look, looks

_move = partial(move, actor=Actor.PROGRAM, check=partial(check, actor=Actor.PROGRAM))
_WRITTEN = frozenset((Stage.DRAFTED, Stage.APPROVED))
_CHANGED = {"page": "changed"}
_AS_BEFORE = {"page": "as before"}


def withdraw(connection: Connection, page_ids: Collection[int], brands: Sequence[Brand], *, now: datetime) -> None:
    """Hold drafts about these pages against what they say now; what left already stays as it is."""
    known = {brand.key: brand for brand in brands}
    written = [one for one in prospects_on(connection, page_ids) if one.stage in _WRITTEN and one.brand in known]
    found = looks(connection, {one.page_id for one in written})
    for one in written:
        _hold(connection, one, found[one.page_id], known[one.brand], now=now)


def set_aside(connection: Connection, one: ProspectRow, *, why: str, now: datetime) -> None:
    """Make a prospect stale, whatever was written; nobody's approval outlives that."""
    if one.stage is Stage.APPROVED and (draft := current_draft(connection, one.id)):
        withdraw_approval(connection, draft.id)
    _move(connection, one.id, Stage.STALE, why=why, at=now)


def change_of(draft: DraftRow | None, events: Sequence[EventRow]) -> str | None:
    """Why a page no longer is what this draft was written about, by its prospect's events, the oldest first."""
    about = (event for event in reversed(events) if "page" in event.detail)
    last = next((event for event in about if event.draft_id == (draft.id if draft else None)), None)
    return last.why if last and last.detail == _CHANGED else None


def _hold(connection: Connection, one: ProspectRow, look: Look, brand: Brand, *, now: datetime) -> None:
    draft = current_draft(connection, one.id)
    if why := look.gone or look.is_copy(brand, now=now):
        set_aside(connection, one, why=why, now=now)
    elif look.visit is None or look.visit.unknown is None:
        change = look.change(brand, one.situation, now=now) or _unquoted(draft, look.text_for(brand))
        _note(connection, one, draft, change, now=now)


def _unquoted(draft: DraftRow | None, text: str) -> str | None:
    return "the page no longer holds the quoted sentence" if draft and not holds(text, draft.quote) else None


def _note(
    connection: Connection, one: ProspectRow, draft: DraftRow | None, change: str | None, *, now: datetime
) -> None:
    """Write what is new about the page, once."""
    known, draft_id = change_of(draft, events_of(connection, one.id)), draft.id if draft else None
    if change and one.stage is Stage.APPROVED:
        if draft:
            withdraw_approval(connection, draft.id)
        _move(connection, one.id, Stage.DRAFTED, why=change, at=now, draft_id=draft_id, detail=_CHANGED)
    elif change != known:
        why, detail = (change, _CHANGED) if change else ("the page is as it was again", _AS_BEFORE)
        said = "page changed" if change else "page as before"
        mark(connection, one.id, said, actor=Actor.PROGRAM, why=why, at=now, draft_id=draft_id, detail=detail)
