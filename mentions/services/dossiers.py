"""All that is known of one prospect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentions import db, urls
from mentions.db import Connection, Engine
from mentions.db.store.contacts import contacts_of_site
from mentions.db.store.copies import copies_of
from mentions.db.store.drafts import current_draft
from mentions.db.store.events import events_of
from mentions.db.store.mentions import mention, mentions_on
from mentions.db.store.pages import page_at, pages
from mentions.db.store.prospects import prospect, prospects, prospects_on
from mentions.db.store.rows import DraftRow, EventRow, MentionRow, PageRow, ProspectRow, VisitRow
from mentions.db.store.site_links import pages_of_sites
from mentions.db.store.visits import visits_of
from mentions.exceptions import MentionsError
from mentions.items import Contact, Stage
from mentions.prospects.contacts import is_of_another_page, rank, usable
from mentions.prospects.qualifying import Situation
from mentions.services.letters import contact_of
from mentions.services.memory import barred
from mentions.services.withdrawing import change_of

_ASIDE = frozenset((Stage.REJECTED, Stage.BLOCKED, Stage.STALE, Stage.SNOOZED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A contact, and why it cannot be written to, None where it can."""

    contact: Contact
    against: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A prospect: its page with the last visit, its mentions and the one to quote, what else is there, contacts, draft.

    `copies` are the addresses at which the same text stands too. `further` are the other prospects of its site,
    `unasked` its pages that name a brand and give no reason to ask. Those and the contacts come best first. `changed`
    says why the page no longer is what the draft was written about, None where it is.
    """

    prospect: ProspectRow
    page: PageRow
    copies: tuple[str, ...]
    quoted: MentionRow | None
    mentions: tuple[MentionRow, ...]
    further: tuple[ProspectRow, ...]
    unasked: tuple[PageRow, ...]
    contacts: tuple[Candidate, ...]
    draft: DraftRow | None
    changed: str | None
    visit: VisitRow | None
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Unasked:
    """A page that names a brand and is no prospect, with what is named there."""

    page: PageRow
    mentions: tuple[MentionRow, ...]


def unasked(engine: Engine, wanted: str, *, brand: str | None = None) -> Unasked | None:
    """The page at an address where it names a brand (key; default any) and is no prospect, else None."""
    if not urls.is_web(wanted.strip()):
        return None
    with db.reading(engine) as connection:
        page = page_at(connection, urls.normalise(wanted.strip()))
        if page is None or prospects_on(connection, [page.id]):
            return None
        there = tuple(one for one in mentions_on(connection, [page.id]) if brand in (None, one.brand))
    return Unasked(page, there) if there else None


def find(engine: Engine, wanted: str) -> list[ProspectRow]:
    """The prospects that an id, an address or a site names: the best first, last those that were set aside.

    Raises MentionsError where there is none.
    """
    with db.reading(engine) as connection:
        found = _find(connection, wanted.strip())
    return sorted(found, key=lambda one: (one.stage in _ASIDE, -one.score))


def dossier(engine: Engine, one: ProspectRow) -> Dossier:
    """All that is known of a prospect."""
    with db.reading(engine) as connection:
        page, there = pages(connection, [one.page_id])[0], mentions_on(connection, [one.page_id])
        draft, events = current_draft(connection, one.id), tuple(events_of(connection, one.id))
        return Dossier(
            prospect=one,
            page=page,
            copies=tuple(copies_of(connection, [page.address]).get(page.address, ())),
            quoted=mention(connection, one.mention_id) if one.mention_id else None,
            mentions=tuple(each for each in there if each.brand == one.brand),
            further=tuple(each for each in prospects(connection, site=one.site) if each.id != one.id),
            unasked=tuple(_unasked(connection, one.site)),
            contacts=tuple(candidates(connection, one, page.author or "")),
            draft=draft,
            changed=change_of(draft, events),
            visit=visits_of(connection, [page.address]).get(page.address),
            events=events,
        )


def _unasked(connection: Connection, site: str) -> list[PageRow]:
    page_ids = pages_of_sites(connection, [site])
    asked = {one.page_id for one in prospects_on(connection, page_ids)}
    naming = {mention.page_id for mention in mentions_on(connection, page_ids)}
    return pages(connection, naming - asked)


def _find(connection: Connection, wanted: str) -> Sequence[ProspectRow]:
    if wanted.isascii() and wanted.isdigit():
        one = prospect(connection, int(wanted)) if len(wanted) < 16 else None
        return [one] if one else _none(f"there is no prospect {wanted[:40]}; `mentions list` shows them")
    if urls.is_web(wanted):
        return _on_page(connection, wanted)
    try:
        site = urls.site_of_host(urls.domain_of(wanted))
    except ValueError:
        return _none(f"{wanted[:200]!r} is neither the id of a prospect, nor a site, nor a web address")
    return prospects(connection, site=site) or _none(f"nothing worth asking about is known of {site}")


def _on_page(connection: Connection, url: str) -> Sequence[ProspectRow]:
    page = page_at(connection, urls.normalise(url))
    if page is None:
        return _none(f"{url[:200]}: no page with a mention is recorded at this address")
    if found := prospects_on(connection, [page.id]):
        return found
    named = ", ".join(f"{one.name} ({one.standing}, {one.link_state})" for one in mentions_on(connection, [page.id]))
    return _none(f"{url[:200]}: there is nothing to ask for; it names {named or 'no brand any more'}")


def _none(why: str) -> Sequence[ProspectRow]:
    raise MentionsError(why)


def candidates(connection: Connection, one: ProspectRow, author: str) -> list[Candidate]:
    """The contacts of the site, those first that fit best, then those that cannot be written to."""
    known = [contact_of(row) for row in contacts_of_site(connection, one.site_id)]
    others = [each for each in known if is_of_another_page(each, one.url, author)]
    ranked = rank((each for each in known if each not in others), Situation(one.situation), one.url)
    barring = barred(connection, one.id, site=one.site, emails=[each.email for each in known])
    against = {each.email: "the author of another page" for each in others} | barring
    ordered = (*ranked, *(each for each in known if each not in ranked))
    return [Candidate(contact=each, against=_why_not(each, ranked, one.site, against)) for each in ordered]


def _why_not(contact: Contact, ranked: Sequence[Contact], site: str, against: Mapping[str, str]) -> str | None:
    reason = usable(contact) or against.get(contact.email) or against.get(site)
    return reason or (None if contact in ranked else "not for this: somebody else's address, or no mail is due here")
