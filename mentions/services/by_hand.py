"""What no mail can reach: threads to reply in, and sites that offer a form alone."""

from collections.abc import Iterator

from mentions.db import Connection
from mentions.db.store.contacts import contacts_of_site
from mentions.db.store.mentions import mention
from mentions.db.store.pages import pages
from mentions.db.store.prospects import prospects
from mentions.db.store.rows import PageRow, ProspectRow
from mentions.items import ContactKind, Stage
from mentions.outreach.cleaning import plain_url
from mentions.outreach.drafting import quote_of
from mentions.outreach.exporting import Preset
from mentions.prospects.contacts import usable
from mentions.services.letters import contact_of

COLUMNS = Preset(
    name="manual_actions",
    columns=(
        "mention_id",
        "campaign",
        "site_name",
        "domain",
        "page_url",
        "page_title",
        "published_at",
        "situation",
        "quote",
        "what_to_do",
    ),
    mail=frozenset(),
    address="",
)


def waiting(connection: Connection, *, brand: str | None) -> list[dict[str, str]]:
    """A row of `COLUMNS` for each prospect of a brand (key) that a person can ask in another way than by mail."""
    found = list(_found(connection, brand))
    page_of = {page.id: page for page in pages(connection, {one.page_id for one, _ in found})}
    return [_row(one, page_of[one.page_id], _quote(connection, one), what_to_do) for one, what_to_do in found]


def _found(connection: Connection, brand: str | None) -> Iterator[tuple[ProspectRow, str]]:
    for one in prospects(connection, brand=brand, stages=[Stage.MANUAL]):
        yield one, str(one.reasons[0])
    for one in prospects(connection, brand=brand, stages=[Stage.QUALIFIED]):
        if form := _only_form(connection, one):
            yield one, f"write by the form on {form}"


def _only_form(connection: Connection, one: ProspectRow) -> str | None:
    known = contacts_of_site(connection, one.site_id)
    if any(usable(contact_of(row)) is None for row in known):
        return None
    return next((row.source_url for row in known if row.kind is ContactKind.FORM), None)


def _quote(connection: Connection, one: ProspectRow) -> str:
    found = mention(connection, one.mention_id) if one.mention_id else None
    return quote_of(found.sentence, found.surface) if found else ""


def _row(one: ProspectRow, page: PageRow, quote: str, what_to_do: str) -> dict[str, str]:
    return {
        "mention_id": str(one.mention_id or ""),
        "campaign": one.campaign,
        "site_name": page.site_name or "",
        "domain": one.site,
        "page_url": plain_url(one.url),
        "page_title": one.title or "",
        "published_at": one.published.isoformat() if one.published else "",
        "situation": one.situation,
        "quote": quote,
        "what_to_do": what_to_do,
    }
