"""What a card looks like: all that a person decides by, made safe for a terminal."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from mentions.cli.review.layout import folded, labelled, rule
from mentions.cli.terminal import safe, safe_line

if TYPE_CHECKING:
    from mentions.services.cards import Card, Quote

_WARNINGS = 3


def head(card: "Card", brand: str, place: str, *, width: int, marks: bool) -> Iterator[Text]:
    """The page, why it is worth asking, whom, for what, and what the rules say."""
    one, row = card.prospect, card.letter.row
    yield between(place, f"{brand}, prospect {one.id}, score {one.score:.0f}", width)
    yield Text(safe_line(row.page_title or row.page_url, width=width), style="bold")
    yield from labelled("page", Text(safe_line(_page(card))), width)
    yield from labelled("why", Text(safe_line(f"{one.situation}: {one.reasons[0]}")), width)
    yield from labelled("quote", _quote(card.quote, marks=marks), width)
    yield from labelled("to", Text(safe_line(_contact(card))), width)
    yield from labelled("link", Text(safe_line(f"{row.suggested_url} ({row.suggest_rule})")), width)
    yield from _rules(card, width)
    yield rule(width)


def letter(card: "Card", width: int) -> list[Text]:
    """The letter as its reader will see it."""
    subject = Text.assemble(("Subject: ", "dim"), safe_line(card.letter.text.subject))
    return [*folded(subject, width), Text(), *_body(card, width)]


def _body(card: "Card", width: int) -> list[Text]:
    return [part for line in safe(card.letter.text.body).split("\n") for part in folded(Text(line), width)]


def between(left: str, right: str, width: int) -> Text:
    """A line with something at both ends."""
    left, right = safe_line(left), safe_line(right)
    line = Text(left, style="dim", no_wrap=True)
    gap = width - line.cell_len - Text(right).cell_len
    return line.append(" " * gap + right) if gap > 1 else line


def _page(card: "Card") -> str:
    row = card.letter.row
    known = [f"{row.site} ({row.site_name})" if row.site_name else row.site]
    if row.page_author:
        known.append(f"by {row.page_author}")
    if row.published_at:
        known.append(age(row.published_at))
    if card.further:
        known.append(f"{len(card.further)} more here")
    return ", ".join(known)


def age(published: datetime) -> str:
    """How long ago that was."""
    days = (datetime.now(UTC) - published).days
    return "today" if days < 1 else f"{days} days ago" if days > 1 else "yesterday"


def _contact(card: "Card") -> str:
    row = card.letter.row
    who = (
        f"{row.email} ({row.contact_name}, {row.contact_kind})"
        if row.contact_name
        else f"{row.email} ({row.contact_kind})"
    )
    place = "this page" if row.contact_source_url == row.page_url else row.contact_source_url
    return f"{who}, found on {place}"


def _quote(quote: "Quote", *, marks: bool) -> Text:
    """The quote with the brand in it bold, or in brackets; kept apart first, so that folding cannot hide it."""
    before, name, after = (safe(part).replace("\n", " ") for part in (quote.before, quote.name, quote.after))
    marked = (name, "bold yellow") if marks else f"[{name}]" if name else ""
    return Text.assemble("“", before, marked, after, "”")


def _rules(card: "Card", width: int) -> Iterator[Text]:
    for reason in card.obstacles:
        yield from labelled("stop", Text(safe_line(reason), style="bold red"), width)
    for warning in card.warnings[:_WARNINGS]:
        yield from labelled("warn", Text(safe_line(f"{warning.rule} {warning.message}"), style="yellow"), width)
    if len(card.warnings) > _WARNINGS:
        yield from labelled("", Text(f"and {len(card.warnings) - _WARNINGS} more: v shows them"), width)
    if not (card.obstacles or card.warnings):
        yield from labelled("rules", Text("nothing against it"), width)
