"""A draft as it would leave: its words, the facts they go by, and what stands in the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mentions import items, paths
from mentions.db import Connection
from mentions.db.store.drafts import fingerprint
from mentions.db.store.exports import outgoing
from mentions.db.store.rows import ContactRow, OutgoingRow
from mentions.exceptions import MoveError, TemplateError
from mentions.items import Contact, Stage
from mentions.outreach import templates
from mentions.outreach.drafting import DraftFacts, DraftText
from mentions.outreach.linting import Finding, LintInput, Severity, lint
from mentions.outreach.templates import TemplateClass
from mentions.services.looks import Look, looks
from mentions.services.memory import barred
from mentions.services.workspaces import Workspace

LANGUAGE = "L18"
"""Given when a draft is written, and kept with it: no rule can see it in the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A current draft, what it says, and the page it speaks of."""

    row: OutgoingRow
    facts: DraftFacts
    text: DraftText
    look: Look

    @property
    def is_as_approved(self) -> bool:
        """Whether a person approved exactly these words."""
        words = fingerprint(self.text.subject, self.text.body)
        return bool(self.row.approved_by) and self.row.approved_sha256 == self.row.sha256 == words


def obstacles(connection: Connection, letter: Letter, *, now: datetime) -> list[str]:
    """What keeps these words from leaving, whoever approved them."""
    row, facts = letter.row, letter.facts
    change = letter.look.change(facts.brand, facts.situation, now=now)
    against = barred(connection, row.prospect_id, site=row.site, emails=[row.email])
    findings = findings_of(facts, letter.text, letter.look, now=now)
    return [
        *([change] if change else ()),
        *([] if row.mention_id else ["the mention it quotes is not known"]),
        *against.values(),
        *(one.message for one in findings if one.severity is Severity.BLOCK),
    ]


def findings_of(facts: DraftFacts, text: DraftText, look: Look, *, now: datetime) -> tuple[Finding, ...]:
    """What the lint rules say of a draft, held against the page's last look; then how it was written."""
    return _linted(facts, text, look, now=now) + tuple(Finding(LANGUAGE, Severity.WARN, one) for one in text.warnings)


def letters(connection: Connection, workspace: Workspace, rows: Sequence[OutgoingRow]) -> list[Letter]:
    """Drafts with all that they are held against, in the order of the rows."""
    found = looks(connection, {row.page_id for row in rows})
    return [
        Letter(row=row, facts=_facts(workspace, row), text=_text(workspace, row), look=found[row.page_id])
        for row in rows
    ]


def letter_of(connection: Connection, workspace: Workspace, prospect_id: int) -> Letter:
    """The current draft of a prospect. Raises MoveError where there is none."""
    rows = outgoing(connection, stages=tuple(Stage), prospect_id=prospect_id)
    if not rows:
        raise MoveError(f"prospect {prospect_id} has no draft; `mentions draft {prospect_id}` writes one")
    return letters(connection, workspace, rows)[0]


def contact_of(row: ContactRow) -> Contact:
    """A contact as it was found."""
    names = ("email", "kind", "source_url", "snippet", "sign", "name", "role")
    return Contact(**{name: getattr(row, name) for name in names})


def plain_findings(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings as they are kept."""
    return [{"rule": one.rule, "severity": one.severity, "message": one.message} for one in findings]


def _linted(facts: DraftFacts, text: DraftText, look: Look, *, now: datetime) -> tuple[Finding, ...]:
    return lint(
        LintInput(
            subject=text.subject,
            body=text.body,
            recipient=facts.contact.email,
            sender=facts.sender,
            brand=facts.brand,
            page_title=facts.page_title,
            page_text=look.text_for(facts.brand),
            quote=facts.quote,
            suggested_url=facts.suggested_url,
            contact_source_url=facts.contact.source_url,
            contact_name=facts.contact.name,
            site_name=facts.site_name,
            page_author=facts.page_author,
            template_class=text.template_class,
            page_status=look.visit.status if look.visit else None,
            links_now=look.links(facts.brand, now=now),
        )
    )


def _facts(workspace: Workspace, row: OutgoingRow) -> DraftFacts:
    brand = workspace.config.brand(row.brand)
    return DraftFacts(
        sender=workspace.config.sender_of(brand),
        brand=brand,
        contact=items.Contact(
            email=row.email,
            kind=row.contact_kind,
            source_url=row.contact_source_url,
            snippet="",
            sign="",
            name=row.contact_name,
            role=row.contact_role,
        ),
        page_url=row.page_url,
        page_title=row.page_title or "",
        quote=row.quote,
        suggested_url=row.suggested_url,
        situation=row.situation,
        language=row.page_language or "",
        page_author=row.page_author or "",
        page_published=row.published_at,
        site_name=row.site_name or "",
    )


def _text(workspace: Workspace, row: OutgoingRow) -> DraftText:
    return DraftText(
        subject=row.subject,
        body=row.body,
        language=row.language,
        template_id=row.template_id,
        template_sha=row.template_sha,
        template_class=_class_of(workspace, row),
        warnings=tuple(one["message"] for one in row.findings if one["rule"] == LANGUAGE),
    )


def _class_of(workspace: Workspace, row: OutgoingRow) -> TemplateClass:
    """That of the template it came from; where that has changed since, the class for which more is demanded."""
    folders = paths.templates(workspace.folder)
    try:
        template = templates.read(templates.find(folders, row.page_language or "", row.situation))
    except TemplateError:
        return TemplateClass.PROMOTION
    return template.template_class if template.sha256 == row.template_sha else TemplateClass.PROMOTION
