"""A person's own words in the place of a draft's."""

from dataclasses import fields, replace
from datetime import datetime
from functools import partial

from mentions import db
from mentions.db import Engine
from mentions.db.store.drafts import NewDraft, current_draft, save_draft
from mentions.db.store.events import mark
from mentions.db.store.prospects import move, prospect
from mentions.exceptions import MoveError
from mentions.items import Stage
from mentions.prospects.stages import Actor, check
from mentions.services.drafting import Drafted
from mentions.services.letters import Letter, findings_of, letter_of, plain_findings
from mentions.services.workspaces import Workspace

_move = partial(move, check=partial(check, actor=Actor.PERSON))
_EDITABLE = (Stage.DRAFTED, Stage.APPROVED)


def open_draft(engine: Engine, workspace: Workspace, prospect_id: int) -> Letter:
    """The draft of a prospect that may be edited. Raises MoveError where there is none, or where it has left."""
    with db.reading(engine) as connection:
        letter = letter_of(connection, workspace, prospect_id)
    if letter.row.stage not in _EDITABLE:
        raise MoveError(f"prospect {prospect_id} is {letter.row.stage}: its draft can no longer be edited")
    return letter


def edit(
    engine: Engine, workspace: Workspace, letter: Letter, *, subject: str, body: str, by: str, now: datetime
) -> Drafted:
    """Keep these words as the draft, which nobody has approved.

    Raises MoveError where they are the same as before, or the draft is no longer the one that was opened.
    """
    if (subject, body) == (letter.text.subject, letter.text.body):
        raise MoveError("nothing was changed; the draft is as it was")
    text = replace(letter.text, subject=subject, body=body)
    prospect_id = letter.row.prospect_id
    with db.transaction(engine) as connection:
        one, draft = prospect(connection, prospect_id), current_draft(connection, prospect_id)
        opened = letter_of(connection, workspace, prospect_id)
        if not one or not draft or draft.id != letter.row.draft_id or one.stage not in _EDITABLE:
            raise MoveError(f"the draft of prospect {prospect_id} was changed in the meantime; edit it again")
        findings = findings_of(opened.facts, text, opened.look, now=now)
        kept = {field.name: getattr(draft, field.name) for field in fields(NewDraft)}
        new = NewDraft(**{**kept, "subject": subject, "body": body, "findings": plain_findings(findings)})
        draft_id = save_draft(connection, new, at=now)
        mark(connection, prospect_id, "edited", actor=by, why="", at=now, draft_id=draft_id)
        if one.stage is Stage.APPROVED:
            why = "edited: what was approved is no longer what it says"
            _move(connection, prospect_id, Stage.DRAFTED, actor=by, why=why, at=now, draft_id=draft_id)
    return Drafted(prospect=replace(one, stage=Stage.DRAFTED), email=letter.row.email, text=text, findings=findings)
