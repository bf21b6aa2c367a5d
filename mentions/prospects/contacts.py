"""Whom to ask: what an address is, whether it may be written to at all, and which of several fits best.

No address is ever made up here: only what a page printed, or a person entered, is ranked.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from mentions import urls
from mentions.items import Contact, ContactKind
from mentions.prospects.qualifying import Situation


class Desk(StrEnum):
    """What sort of hand opens the mail."""

    PERSON = "person"
    EDITORIAL = "editorial"
    GENERAL = "general"
    COMMERCIAL = "commercial"


_EDITORIAL = frozenset(
    "editor editors editorial news newsroom newsdesk desk online web webteam tips letters feedback corrections "
    "redaktion redaction redaccion redazione redactie redakcja toimitus henshu hensyubu audience community".split()
)
_GENERAL = frozenset(
    "info information hello hi hey contact contacts contactus kontakt contacto contatto mail email office post admin "
    "team blog enquiries inquiries enquiry inquiry general me say write support help service".split()
)
_COMMERCIAL = frozenset(
    "ads ad advertise advertising adsales anzeigen werbung publicite publicidad sales marketing media partner "
    "partners partnerships sponsor sponsors press presse prensa pr shop store orders newsletter subscribe "
    "subscriptions abo".split()
)

# Whole words of the part before the @. Better to miss an author called Jobs than to write to a jobs desk.
_NEVER = frozenset(
    "security abuse postmaster hostmaster webmaster privacy dpo datenschutz gdpr dsgvo rgpd jobs job career careers "
    "karriere recruiting recruitment hr billing invoice invoices accounting accounts rechnung buchhaltung legal dmca "
    "copyright compliance unsubscribe optout abmelden bounce bounces spam root daemon usenet uucp cert "
    "csirt soc noc".split()
)
# Long enough to be looked for with whatever stands around them.
_NEVER_WITHIN = ("noreply", "donotreply", "dontreply", "mailerdaemon", "pressrelease", "nospam", "unsubscribe")

_STAFF = re.compile(
    r"\b(staff|team|desk|editors?|newsroom|redaktion|rédaction|redacción|office|press)\b", re.IGNORECASE
)
_FREE_MAIL = frozenset(
    "gmail googlemail yahoo hotmail outlook live msn icloud me mac aol gmx web proton protonmail pm fastmail posteo "
    "mailbox hey zoho yandex tutanota tuta".split()
)

_TRUST = {"manual": 1.0, "author_mailto": 0.95, "jsonld_author": 0.85, "mailto": 0.6, "jsonld_publisher": 0.55}
_UNKNOWN_SIGN = 0.3
_AUTHOR_SIGNS = frozenset({"author_mailto", "jsonld_author"})
_NAMES_ITS_OWNER = frozenset({"manual", "author_mailto", "jsonld_author", "jsonld_publisher"})

_FIT = {
    Situation.NEWS_UNLINKED: {Desk.PERSON: 1.0, Desk.EDITORIAL: 0.85, Desk.GENERAL: 0.5, Desk.COMMERCIAL: 0.15},
    Situation.BLOG_UNLINKED: {Desk.PERSON: 1.0, Desk.EDITORIAL: 0.8, Desk.GENERAL: 0.75, Desk.COMMERCIAL: 0.3},
    Situation.LINKED_ELSEWHERE: {Desk.PERSON: 0.9, Desk.EDITORIAL: 1.0, Desk.GENERAL: 0.6, Desk.COMMERCIAL: 0.2},
}


def classify(email: str, name: str = "") -> ContactKind:
    """Whether an address reaches a person or an office; in doubt a person, who is owed more care."""
    return ContactKind.PERSON if _desk(email, name) is Desk.PERSON else ContactKind.ROLE


def usable(contact: Contact) -> str | None:
    """Why this contact cannot be written to, or None where it can."""
    if contact.kind is ContactKind.FORM or not contact.email:
        return "a form: nothing to send a mail to"
    try:
        validate_email(contact.email, check_deliverability=False)
    except EmailNotValidError as error:
        return f"not an address: {' '.join(str(error).split())}"
    local = contact.email.rpartition("@")[0]
    if not local[0].isalnum():
        return "not an address: it starts with neither letter nor digit"
    words = _words(local)
    if denied := next((word for word in words if word in _NEVER), None):
        return f"addresses like {denied}@ are not for this"
    if denied := next((word for word in _NEVER_WITHIN if word in "".join(words)), None):
        return f"addresses like {denied}@ are not for this"
    return None


def rank(contacts: Iterable[Contact], situation: Situation, page_url: str) -> tuple[Contact, ...]:
    """The contacts that may be written to about `page_url`, best first, each address once; none where no mail is due.

    What counts, multiplied: trust in the sign that gave the address, fit of its desk to the situation, and nearness
    to the page's site. An address of somebody else's site counts only where a sign says that it is the author's.
    """
    if situation not in _FIT:
        return ()
    scored = [(_worth(contact, situation, page_url), contact) for contact in contacts if usable(contact) is None]
    best_first = sorted((entry for entry in scored if entry[0] > 0), key=lambda entry: -entry[0])
    each_once = {contact.email.lower(): contact for _, contact in reversed(best_first)}
    return tuple(contact for _, contact in best_first if each_once[contact.email.lower()] is contact)


def is_of_another_page(contact: Contact, page_url: str, page_author: str) -> bool:
    """Whether a contact is known as the author of some other page, and not as that of this one."""
    if contact.sign not in _AUTHOR_SIGNS or urls.normalise(contact.source_url) == urls.normalise(page_url):
        return False
    return not contact.name or contact.name.casefold() != page_author.strip().casefold()


def _worth(contact: Contact, situation: Situation, page_url: str) -> float:
    trust = _TRUST.get(contact.sign, _UNKNOWN_SIGN)
    return trust * _FIT[situation][_desk(contact.email, contact.name)] * _nearness(contact, page_url)


def _nearness(contact: Contact, page_url: str) -> float:
    if contact.sign == "manual":
        return 1.0
    site, host = urls.site_of(page_url), contact.email.rpartition("@")[2]
    domain = urls.site_of_host(urls.ascii_host(host))
    if domain == site:
        return 1.0
    if domain.partition(".")[0] == site.partition(".")[0]:
        return 0.9  # one publisher under two suffixes
    if urls.site_of(contact.source_url) != site:
        return 0.0
    if domain.partition(".")[0] in _FREE_MAIL:
        return 0.8
    return 0.6 if contact.sign in _NAMES_ITS_OWNER else 0.0


def _desk(email: str, name: str) -> Desk:
    words = _words(email.rpartition("@")[0])
    for desk, known in ((Desk.COMMERCIAL, _COMMERCIAL), (Desk.EDITORIAL, _EDITORIAL), (Desk.GENERAL, _GENERAL)):
        if any(word in known for word in words):
            return desk
    return Desk.EDITORIAL if _STAFF.search(name) else Desk.PERSON


def _words(local: str) -> list[str]:
    """The words of a local part without its +tag: `No-Reply2+x` gives no, reply."""
    return re.findall(r"[^\W\d_]+", local.partition("+")[0].lower())
