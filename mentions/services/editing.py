"""A person's own words in the place of a draft's, by its id."""

from dataclasses import replace
from datetime import datetime

from mentions import db
from mentions.db import Engine
from mentions.db.store.prospects import prospect
from mentions.exceptions import MoveError
from mentions.items import Stage
from mentions.services import rewriting
from mentions.services.drafting import Drafted
from mentions.services.letters import Letter, letter_of
from mentions.services.workspaces import Workspace


def open_draft(engine: Engine, workspace: Workspace, prospect_id: int) -> Letter:
    """The draft of a prospect that may be edited. Raises MoveError where there is none, or where it has left."""
    with db.reading(engine) as connection:
        letter = letter_of(connection, workspace, prospect_id)
    if letter.row.stage not in rewriting.EDITABLE:
        raise MoveError(f"prospect {prospect_id} is {letter.row.stage}: its draft can no longer be edited")
    return letter


def edit(
    engine: Engine, workspace: Workspace, letter: Letter, *, subject: str, body: str, by: str, now: datetime
) -> Drafted:
    """Keep these words as the draft, which nobody has approved.

    Raises MoveError where they are the same as before, or the draft is no longer the one that was opened.
    """
    with db.transaction(engine) as connection:
        findings = rewriting.reword(connection, workspace, letter, subject=subject, body=body, by=by, now=now)
        one = prospect(connection, letter.row.prospect_id)
    if one is None or one.stage is not Stage.DRAFTED:
        raise MoveError(f"the draft of prospect {letter.row.prospect_id} was changed in the meantime; edit it again")
    text = replace(letter.text, subject=subject, body=body)
    return Drafted(prospect=one, email=letter.row.email, text=text, findings=findings)
