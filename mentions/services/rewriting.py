"""Other words, another reader or another address for a letter, within the caller's transaction.

Each makes a new draft that nobody has approved, keeps the former one, and takes an approval back.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from functools import partial

from mentions import paths
from mentions.db import Connection
from mentions.db.store.contacts import add_contact, contacts_of_site
from mentions.db.store.drafts import NewDraft, current_draft, save_draft
from mentions.db.store.events import mark
from mentions.db.store.prospects import move, prospect
from mentions.exceptions import MoveError
from mentions.items import Contact, Stage
from mentions.outreach.cleaning import plain_url
from mentions.outreach.drafting import DraftFacts, DraftText, render
from mentions.outreach.linting import Finding
from mentions.prospects.contacts import usable
from mentions.prospects.stages import Actor, check
from mentions.services.letters import Letter, contact_of, findings_of, letter_of, plain_findings
from mentions.services.memory import barred
from mentions.services.workspaces import Workspace

_move = partial(move, check=partial(check, actor=Actor.PERSON))
EDITABLE = (Stage.DRAFTED, Stage.APPROVED)


def reword(
    connection: Connection, workspace: Workspace, letter: Letter, *, subject: str, body: str, by: str, now: datetime
) -> tuple[Finding, ...]:
    """Keep these words as the draft; what the rules say of them.

    Raises MoveError where they are the same as before, or the draft is no longer the one that was opened.
    """
    if (subject, body) == (letter.text.subject, letter.text.body):
        raise MoveError("nothing was changed; the draft is as it was")
    text = replace(letter.text, subject=subject, body=body, warnings=())
    return _keep(connection, workspace, letter, letter.facts, text, {}, why="", by=by, now=now)


def suggest(
    connection: Connection, workspace: Workspace, letter: Letter, url: str, *, by: str, now: datetime
) -> tuple[Finding, ...]:
    """Suggest another address, in the place where the letter has the former one; the other words stay.

    Raises MoveError where the letter does not hold the former one.
    """
    former, wanted = plain_url(letter.row.suggested_url), plain_url(url)
    body, times = re.subn(rf"(?<!\S){re.escape(former)}(?!\S)", lambda _: wanted, letter.text.body)
    if not times:
        raise MoveError(f"the letter does not hold {former}: write the other address yourself")
    text, facts = replace(letter.text, body=body), replace(letter.facts, suggested_url=url)
    changes = {"suggested_url": url, "suggest_rule": f"chosen by {by}"}
    return _keep(connection, workspace, letter, facts, text, changes, why=f"suggests {wanted}", by=by, now=now)


def readdress(
    connection: Connection, workspace: Workspace, letter: Letter, contact: Contact, *, by: str, now: datetime
) -> tuple[Finding, ...]:
    """Write the letter anew, from its template, to another contact.

    Raises MoveError where that one is not to be written to, TemplateError where the template is wrong.
    """
    row, email = letter.row, contact.email.lower()
    against = barred(connection, row.prospect_id, site=row.site, emails=[email])
    if reason := usable(contact) or next(iter(against.values()), None):
        raise MoveError(f"{email}: {reason}")
    facts = replace(letter.facts, contact=contact)
    text = render(facts, paths.templates(workspace.folder))
    changes = {
        "contact_id": _contact_id(connection, letter.look.page.site_id, contact, now=now),
        "template_id": text.template_id,
        "template_sha": text.template_sha,
    }
    return _keep(connection, workspace, letter, facts, text, changes, why=f"to {email}", by=by, now=now)


def _contact_id(connection: Connection, site_id: int, contact: Contact, *, now: datetime) -> int:
    """The id of a contact; one that is known already stays as it was found."""
    known = (row.id for row in contacts_of_site(connection, site_id) if contact_of(row) == contact)
    found = next(known, None)
    return add_contact(connection, site_id, contact, at=now) if found is None else found


def _keep(
    connection: Connection,
    workspace: Workspace,
    opened: Letter,
    facts: DraftFacts,
    text: DraftText,
    changes: Mapping[str, object],
    *,
    why: str,
    by: str,
    now: datetime,
) -> tuple[Finding, ...]:
    prospect_id = opened.row.prospect_id
    one, draft = prospect(connection, prospect_id), current_draft(connection, prospect_id)
    if not one or not draft or draft.id != opened.row.draft_id or one.stage not in EDITABLE:
        raise MoveError(f"the draft of prospect {prospect_id} was changed in the meantime; edit it again")
    # The page may have been read again since the letter was opened.
    look = letter_of(connection, workspace, prospect_id).look
    findings = findings_of(facts, text, look, now=now)
    kept = {field.name: getattr(draft, field.name) for field in fields(NewDraft)}
    words = {"subject": text.subject, "body": text.body, "findings": plain_findings(findings)}
    draft_id = save_draft(connection, NewDraft(**{**kept, **words, **changes}), at=now)
    mark(connection, prospect_id, "edited", actor=by, why=why, at=now, draft_id=draft_id)
    if one.stage is Stage.APPROVED:
        why = "edited: what was approved is no longer what it says"
        _move(connection, prospect_id, Stage.DRAFTED, actor=by, why=why, at=now, draft_id=draft_id)
    return findings
