"""Letters for qualified prospects: one for each site, to the contact that fits best, each in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from mentions import db, paths
from mentions.db import Connection, Engine
from mentions.db.store.contacts import add_contact, contacts_of_site
from mentions.db.store.drafts import NewDraft, save_draft
from mentions.db.store.prospects import move, prospect, prospects
from mentions.db.store.rows import MentionRow, ProspectRow
from mentions.exceptions import MoveError, TemplateError
from mentions.items import Brand, Contact, Stage
from mentions.outreach import templates
from mentions.outreach.drafting import DraftFacts, DraftText, quote_of, render, suggest_url
from mentions.outreach.linting import Finding
from mentions.prospects.contacts import is_of_another_page, rank
from mentions.prospects.qualifying import Situation
from mentions.prospects.stages import Actor, check
from mentions.services.letters import contact_of, findings_of, plain_findings
from mentions.services.looks import Look, looks
from mentions.services.memory import barred
from mentions.services.qualifying import qualify_pages
from mentions.services.workspaces import Workspace

_move = partial(move, actor=Actor.PROGRAM, check=partial(check, actor=Actor.PROGRAM))


class Skip(StrEnum):
    """Why no draft was written."""

    STAGE = "not to be drafted"
    CHANGED = "the page has changed"
    NO_TEMPLATE = "no template"
    BARRED = "not to be written to"
    NO_CONTACT = "no contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What came of one prospect: a draft with its findings, or the reason (`skip`, `why`) why there is none."""

    prospect: ProspectRow
    skip: Skip | None = None
    why: str = ""
    email: str = ""
    text: DraftText | None = None
    findings: tuple[Finding, ...] = ()


class _SkippedError(Exception):
    def __init__(self, skip: Skip, why: str) -> None:
        self.skip, self.why = skip, why
        super().__init__(why)


def draft_sites(engine: Engine, workspace: Workspace, brand: Brand, *, now: datetime) -> Iterator[Drafted]:
    """What came of each site, best first: a draft for its best page that can have one, else why the best has none."""
    workspace.config.sender_of(brand)
    waiting: dict[str, list[ProspectRow]] = {}
    with db.reading(engine) as connection:
        for one in prospects(connection, brand=brand.key, stages=[Stage.QUALIFIED]):
            waiting.setdefault(one.site, []).append(one)
    for here in waiting.values():
        yield _draft_best(engine, workspace, here, now=now)


def _draft_best(engine: Engine, workspace: Workspace, here: Sequence[ProspectRow], *, now: datetime) -> Drafted:
    best = draft(engine, workspace, here[0].id, now=now)
    if best.skip in (None, Skip.BARRED):
        return best
    others = (draft(engine, workspace, one.id, now=now) for one in here[1:])
    return next((done for done in others if done.skip is None), best)


def draft(
    engine: Engine, workspace: Workspace, prospect_id: int, *, entered: Contact | None = None, now: datetime
) -> Drafted:
    """A draft for one prospect, in the place of one that nobody approved yet.

    `entered` is a contact that a person found; else the best of those that the site prints is asked. Raises
    MoveError where there is no such prospect, ConfigError where nobody signs for its brand.
    """
    with db.reading(engine) as connection:
        one = prospect(connection, prospect_id)
    if one is None:
        raise MoveError(f"there is no prospect {prospect_id}; `mentions list` shows them")
    try:
        with db.transaction(engine) as connection:
            return _write(connection, workspace, _fresh(connection, workspace, one, now=now), entered, now=now)
    except _SkippedError as skipped:
        return Drafted(prospect=one, skip=skipped.skip, why=skipped.why)


def _fresh(connection: Connection, workspace: Workspace, one: ProspectRow, *, now: datetime) -> ProspectRow:
    """The prospect as it is by now; one that has a draft is judged anew before it gets another."""
    brand, one = workspace.config.brand(one.brand), prospect(connection, one.id) or one
    if one.stage is Stage.DRAFTED:
        _move(connection, one.id, Stage.QUALIFIED, why="to be drafted again", at=now)
        qualify_pages(connection, [one.page_id], [brand], now=now)
        one = prospect(connection, one.id) or one
    if one.stage is Stage.MANUAL:
        raise _SkippedError(Skip.NO_TEMPLATE, str(one.reasons[0]))
    if one.stage is not Stage.QUALIFIED:
        raise _SkippedError(Skip.STAGE, f"it is {one.stage}")
    return one


def _write(
    connection: Connection, workspace: Workspace, one: ProspectRow, entered: Contact | None, *, now: datetime
) -> Drafted:
    brand = workspace.config.brand(one.brand)
    look = looks(connection, [one.page_id])[one.page_id]
    if change := look.change(brand, one.situation, now=now):
        raise _SkippedError(Skip.CHANGED, change)
    _require_template(workspace, one)
    contact, contact_id = _contact(connection, one, look.page.author or "", entered, now=now)
    facts, rule = _facts(workspace, one, look, contact)
    text = render(facts, paths.templates(workspace.folder))
    findings = findings_of(facts, text, look, now=now)
    new = NewDraft(
        prospect_id=one.id,
        contact_id=contact_id,
        subject=text.subject,
        body=text.body,
        suggested_url=facts.suggested_url,
        suggest_rule=rule,
        template_id=text.template_id,
        template_sha=text.template_sha,
        language=text.language,
        quote=facts.quote,
        findings=plain_findings(findings),
    )
    draft_id = save_draft(connection, new, at=now)
    _move(connection, one.id, Stage.DRAFTED, why=f"drafted from {text.template_id}", at=now, draft_id=draft_id)
    one = prospect(connection, one.id) or one
    return Drafted(prospect=one, email=contact.email, text=text, findings=findings)


def _require_template(workspace: Workspace, one: ProspectRow) -> None:
    try:
        templates.find(paths.templates(workspace.folder), one.language or "", one.situation)
    except TemplateError:
        raise _SkippedError(Skip.NO_TEMPLATE, str(one.reasons[0])) from None


def _contact(
    connection: Connection, one: ProspectRow, author: str, entered: Contact | None, *, now: datetime
) -> tuple[Contact, int]:
    """Whom to ask, and the id under which the store knows them."""
    known = {row.email: row for row in contacts_of_site(connection, one.site_id)}
    fitting = [each for each in map(contact_of, known.values()) if not is_of_another_page(each, one.url, author)]
    ranked = rank(fitting, Situation(one.situation), one.url)
    wanted = (entered,) if entered else ranked
    against = barred(connection, one.id, site=one.site, emails=[each.email.lower() for each in wanted])
    free = [each for each in wanted if each.email.lower() not in against]
    if one.site in against or (wanted and not free):
        raise _SkippedError(Skip.BARRED, "; ".join(against.values()))
    if not free:
        raise _SkippedError(Skip.NO_CONTACT, "no address on its pages that may be written to")
    if entered:
        return entered, add_contact(connection, one.site_id, entered, at=now)
    return free[0], known[free[0].email].id


def _facts(workspace: Workspace, one: ProspectRow, look: Look, contact: Contact) -> tuple[DraftFacts, str]:
    """What the draft may say, and the rule that chose the address it suggests."""
    brand, page = workspace.config.brand(one.brand), look.page
    quoted = _quoted(one, look)
    url, rule = suggest_url(brand, quoted.sentence)
    facts = DraftFacts(
        sender=workspace.config.sender_of(brand),
        brand=brand,
        contact=contact,
        page_url=page.url,
        page_title=page.title or "",
        quote=quote_of(quoted.sentence, quoted.surface),
        suggested_url=url,
        situation=one.situation,
        language=page.language or "",
        page_author=page.author or "",
        page_published=page.published,
        site_name=page.site_name or "",
    )
    return facts, rule


def _quoted(one: ProspectRow, look: Look) -> MentionRow:
    for mention in look.mentions:
        if mention.id == one.mention_id:
            return mention
    raise _SkippedError(Skip.CHANGED, "the sentence that was found is gone")
