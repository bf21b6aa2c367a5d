"""One prospect, and one letter, on the screen; all that came from the web made safe."""

from collections.abc import Iterator
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from mentions.cli.terminal import safe, safe_line, unseen
from mentions.items import Verdict
from mentions.urls import is_web, site_of

if TYPE_CHECKING:
    from mentions.db.store.rows import DraftRow, MentionRow, PageRow, ProspectRow
    from mentions.services.dossiers import Candidate, Dossier, Unasked

Entry = tuple[str, str]
_LABEL = 11
_REASONS = 6
_OTHERS = 9


def print_dossier(known: "Dossier", brand: str) -> None:
    """All that is known of a prospect."""
    for line in _lines(_entries(known, brand), screen_width()):
        click.echo(line)


def print_unasked(found: "Unasked") -> None:
    """A page that is no prospect: what it names, and why that is, or is not, the brand."""
    for line in _lines(_of_unasked(found), screen_width()):
        click.echo(line)


def evidence(known: "Dossier", brand: str, *, width: int) -> list[str]:
    """What speaks for and against a prospect, how its page answered, what else is there, and what was done."""
    return list(_lines(_evidence(known, brand), width))


def _lines(entries: Iterator[Entry], width: int) -> Iterator[str]:
    """Each thing behind its label."""
    for label, text in entries:
        first, *others = folded(safe_line(text), width - _LABEL)
        yield f"{label:<{_LABEL}}{first}".rstrip()
        yield from (f"{'':{_LABEL}}{line}" for line in others)


def print_letter(subject: str, body: str) -> None:
    """A letter as its reader will see it."""
    click.echo(f"Subject: {safe_line(subject)}\n")
    for line in safe(body).split("\n"):
        for part in folded(line, screen_width()):
            click.echo(part)


def screen_width() -> int:
    """How wide text is set: as the terminal, but no wider than reads well."""
    return min(get_terminal_size((80, 24)).columns, 100)


def folded(line: str, width: int) -> list[str]:
    """A line in lines of at most `width` cells; a web address stays whole, so that it can be copied."""
    from rich.console import Console
    from rich.text import Text

    if is_web(line):
        return [line]
    return [part.plain.rstrip() for part in Text(line).wrap(Console(width=width), width)] or [""]


def _entries(known: "Dossier", brand: str) -> Iterator[Entry]:
    yield from _of_page(known, brand)
    yield "", ""
    yield from _of_prospect(known.prospect)
    yield "", ""
    yield from _of_mention(known, most=_REASONS)
    yield "", ""
    yield from _of_contacts(known.contacts)
    yield from _of_further(known)
    yield "", ""
    yield from _of_draft(known.draft)
    yield from _of_change(known)
    yield from _of_events(known)


def _evidence(known: "Dossier", brand: str) -> Iterator[Entry]:
    yield from _of_mention(known, most=None)
    yield "", ""
    yield from _of_prospect(known.prospect)
    yield "", ""
    yield from _of_page(known, brand)
    yield from _of_visit(known)
    yield from _of_unseen(known)
    yield "", ""
    yield from _of_contacts(known.contacts)
    yield from _of_further(known)
    yield "", ""
    yield from _of_change(known)
    yield from _of_events(known)


def _of_page(known: "Dossier", brand: str) -> Iterator[Entry]:
    one, page = known.prospect, known.page
    yield "prospect", f"{one.id}, {one.stage}, for {brand}"
    yield "page", page.title or "without a title"
    yield "", page.url
    yield "site", f"{page.site} ({page.site_name})" if page.site_name else page.site
    yield "author", page.author or "not said"
    yield "published", f"{page.published:%Y-%m-%d}" if page.published else "not said"
    yield from _of_copies(page, known.copies)
    yield "looked at", f"{page.last_seen:%Y-%m-%d %H:%M} UTC"


def _of_copies(page: "PageRow", copies: tuple[str, ...]) -> Iterator[Entry]:
    """Where the same text stands: nobody there is asked."""
    if page.original:
        yield "copy of", page.original
    if copies:
        others = len({site_of(url) for url in copies} - {page.site})
        yield "also on", f"{others} other site{'s' if others != 1 else ''}, never asked:"
        yield from (("", url) for url in copies[:_OTHERS])
    if (left := len(copies) - _OTHERS) > 0:
        yield "", f"and {left} more: --json has them all"


def _of_prospect(one: "ProspectRow") -> Iterator[Entry]:
    yield "situation", f"{one.situation}: {one.reasons[0]}"
    yield "score", f"{one.score:.0f} of 100"
    for part in one.parts:
        yield "", f"{part['value']:.2f} {part['name']}: {part['reason']}"


def _of_unasked(found: "Unasked") -> Iterator[Entry]:
    page, there = found.page, found.mentions
    yield "page", page.title or "without a title"
    yield "", page.url
    yield "looked at", f"{page.last_seen:%Y-%m-%d %H:%M} UTC"
    yield from _of_copies(page, ())
    yield "prospect", "none: there is nothing to ask for"
    if any(one.standing is Verdict.DOUBTFUL for one in there):
        yield "", "in doubt; to decide: mentions review --doubtful"
    for one in there:
        yield "", ""
        yield "names", one.name
        yield from _of_one("", one, len(there), most=_REASONS)


def _of_visit(known: "Dossier") -> Iterator[Entry]:
    visit = known.visit
    if visit is None:
        return
    answer = f"could not be read: {visit.unknown}" if visit.unknown else f"status {visit.status}"
    yield "answer", f"{answer} at {visit.at:%Y-%m-%d %H:%M} UTC, as a {visit.kind} page"
    for name, value in (
        ("last changed", visit.last_modified),
        ("ETag", visit.etag),
        ("canonical", known.page.canonical),
    ):
        if value:
            yield "", f"{name}: {value}"


def _of_unseen(known: "Dossier") -> Iterator[Entry]:
    page, quoted = known.page, known.quoted
    said = {"title": page.title, "author": page.author, "quote": quoted.sentence if quoted else None}
    for what, text in said.items():
        if text and (count := unseen(text)):
            yield "careful", f"the {what} holds signs that are not shown ({count}): controls, or what nobody can see"


def _of_mention(known: "Dossier", *, most: int | None) -> Iterator[Entry]:
    if known.quoted is None:
        yield "quote", "the mention is not known any more"
    else:
        yield from _of_one("quote", known.quoted, len(known.mentions), most=most)


def _of_one(label: str, row: "MentionRow", there: int, *, most: int | None) -> Iterator[Entry]:
    """The sentence, where it stands, who judged it how, and the reasons, the strongest first."""
    yield label, _marked(row) + (" (gone at the last look)" if row.gone else "")
    note = f" ({row.link_note})" if row.link_note else ""
    yield "", f"{row.link_state.replace('_', ' ')}{note}, {row.section}, one of {there} on the page; {_verdict(row)}"
    for reason, weight, *_ in row.evidence[:most]:
        yield "", f"{'for' if weight > 0 else 'against'} {weight:+.1f}: {reason}"
    if most and (left := len(row.evidence) - most) > 0:
        yield "", f"and {left} weaker: --json has them all"


def _verdict(row: "MentionRow") -> str:
    by_program = f"{row.verdict} at {row.confidence:.2f}"
    return f"{row.reviewed} by a person, {by_program} by the program" if row.reviewed else by_program


def _marked(quoted: "MentionRow") -> str:
    """The sentence with the brand in brackets."""
    sentence = quoted.sentence or f"{quoted.before}{quoted.surface}{quoted.after}"
    before, name, after = sentence.partition(quoted.surface)
    return f"“{before}[{name}]{after}”" if name else f"“{sentence}”"


def _of_contacts(contacts: "tuple[Candidate, ...]") -> Iterator[Entry]:
    if not contacts:
        yield "contact", "none on the pages read so far"
    for candidate in contacts:
        who = candidate.contact
        named = f"{who.email} ({who.name})" if who.name else who.email
        yield "contact", f"{named}: {who.kind}, {who.sign} on {who.source_url}"
        if candidate.against:
            yield "", f"not to be used: {candidate.against}"


def _of_further(known: "Dossier") -> Iterator[Entry]:
    for other in known.further[:_OTHERS]:
        yield "also there", f"{other.id} {other.stage}, {other.score:.0f}: {other.title or other.url}"
    if (left := len(known.further) - _OTHERS) > 0:
        yield "", f"and {left} more: mentions show {known.page.site}"
    for page in known.unasked[:_OTHERS]:
        yield "also there", f"nothing to ask for: {page.title or page.url}"
    if (left := len(known.unasked) - _OTHERS) > 0:
        yield "", f"and {left} more: mentions list --mentions --all"


def _of_change(known: "Dossier") -> Iterator[Entry]:
    if known.changed:
        yield "changed", f"{known.changed}; write it anew or reject it"
        yield "", ""


def _of_events(known: "Dossier") -> Iterator[Entry]:
    for event in known.events:
        moved = f" {event.from_stage} → {event.to_stage}" if event.to_stage else ""
        yield "history", f"{event.at:%Y-%m-%d %H:%M} {event.actor}: {event.action}{moved}; {event.why}"


def _of_draft(draft: "DraftRow | None") -> Iterator[Entry]:
    if draft is None:
        yield "draft", "none yet"
        return
    yield "draft", f"{draft.subject} ({f'approved by {draft.approved_by}' if draft.approved_by else 'not approved'})"
    for line in draft.body.split("\n"):
        yield "", line
    for finding in draft.findings:
        yield str(finding["severity"]), f"{finding['rule']} {finding['message']}"
    yield "", ""
