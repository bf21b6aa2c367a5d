"""Whether a page is a list of other pages, or one of those: by what it says, its address, and how its text is cut."""

import re
from urllib.parse import urlsplit

from mentions import urls
from mentions.items import Kind, Section
from mentions.pages.document import Document
from mentions.pages.listings import Listing, ListingKind, Offered
from mentions.pages.pagination import numbered, without_first
from mentions.pages.rows import Row
from mentions.pages.shells import own_text

_PAGE_TYPES = frozenset(
    ("article", "newsarticle", "blogposting", "reportagenewsarticle", "discussionforumposting", "qapage")
)
_LIST_TYPES = frozenset(("collectionpage", "searchresultspage", "profilepage", "itemlist", "profile"))
_LIST_PATH = re.compile(
    r"/(?:tags?|categor(?:y|ies)|kategorie|author|autor|labels?)(?:/|$)"
    r"|/(?:archives?|pages?|seite)(?:/\d+)*/?$|/(?:index|archives?)[-_]?\d*(?:\.\w+)?$|/\d{4}(?:/\d\d?){0,2}/?$",
    re.IGNORECASE,
)
_DOORS = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|register|log-?out|search|members?(?:list)?|memberlist|users?|profiles?|accounts?|password|"
    r"faq|help|terms|privacy|rules|print|report|reply|edit|posting|subscribe|feeds?|rss|wp-(?:admin|login|json)|cart|"
    r"checkout|ucp|private|newtopic|newreply|misc|online|whoisonline|groups?|cron)(?:[/.?;]|$)"
    r"|/(?:topics?|threads?|posts?|questions?|discussions?|messages?)/(?:new|publish|compose|create|add)(?:[/?]|$)"
    r"|[?&;](?:action|do|mode|sort|order|dir|replytocom|share|print|view|highlight|like|login|redirect_to)="
    r"|^/(?:\w+/)?(?:index\.php)?\?(?:[^#]*&)?s=",  # blogs search so; elsewhere `s` says what is shown
    re.IGNORECASE,
)
_A_PARAGRAPH = 70
"""Characters of a line without links: shorter ones are labels, names and dates."""
_FAR = 400
"""Characters before the link of a row: an excerpt is shorter."""
_A_NAME = 8
"""Characters of the name of a post that no other place has by chance."""
_FEWEST = 3
"""A page with fewer rows lists nothing."""


def listing_of(document: Document, kind: Kind) -> Listing | None:
    """What a page lists, where it is a list; None where it is a page to be read."""
    if not _is_list(document, kind):
        return None
    here = numbered(document.url).document
    rows = (
        row
        for row in document.rows.entries
        if not leads_to_a_form(row.url) and numbered(row.url).document != here  # its own further pages
    )
    offered = (Offered(without_first(row.url), row.lastmod, row.claim) for row in rows)
    return Listing(ListingKind.LIST, tuple(offered), _more(document))


def _more(document: Document) -> tuple[str, ...]:
    """The page of the same list that comes next: by its number, else by what the page calls the next one."""
    here = numbered(document.url)
    links = {one: numbered(one) for one in (*document.next_pages, *document.links_within)}
    later = {one.number: link for link, one in links.items() if one.document == here.document and one > here}
    later.pop(1, None)
    return (later[min(later)],) if later else document.next_pages[:1]


def leads_of(document: Document) -> tuple[str, ...]:
    """The addresses that a page leads to beside those its rows are about: other lists, or pages.

    Further pages of a list or a topic are left out: each leads to its next one.
    """
    about = {row.url for row in document.rows.entries}
    inside = document.rows.led_to - about
    links = (without_first(one) for one in document.links_within if one not in inside and not leads_to_a_form(one))
    return tuple(dict.fromkeys(one for one in links if numbered(one).number <= 1))


def leads_to_a_form(address: str) -> bool:
    """Whether an address asks a visitor to do something (log in, reply, sort), or shows a person: it holds no post."""
    parts = urlsplit(address)
    return _DOORS.search(f"{parts.path}{'?' if parts.query else ''}{parts.query}") is not None


def _is_list(document: Document, kind: Kind) -> bool:
    if kind is Kind.FORUM:
        is_read = shows_others(document) or _says_much_itself(document)
        return not is_read and Section.POST not in document.post_sections
    if _is_named_list(document):
        return True
    return not document.types & _PAGE_TYPES and _is_mostly_rows(document)


def leads_only(document: Document, kind: Kind) -> bool:
    """Whether a page that was offered as one to be read is a list for certain; an article with many links is none."""
    if document.types & _PAGE_TYPES or document.post_sections:
        return False
    is_named = _is_named_list(document)
    if kind is Kind.FORUM:
        return is_named or _is_mostly_rows(document) or shows_others(document)
    if is_named and _begins_with_another(document):
        return True
    return _is_mostly_rows(document) and (is_named or _shows_articles_alone(document))


def shows_others(document: Document) -> bool:
    """Whether a page shows what it calls other pages the place of: a thread whose mails have a page each."""
    return not document.post_sections and bool(document.rows.permalinks)


def thread_of(document: Document) -> str | None:
    """The page that shows a post which has a page of its own, too: there is a place on it that has the same name."""
    here = document.url.partition("#")[0]
    name, host = urlsplit(here).path.rstrip("/").rpartition("/")[2], urls.host_of(here)
    if len(name) < _A_NAME:
        return None
    shown = (one.address.partition("#") for one in document.hrefs if one.host == host)
    return next((page for page, _, place in shown if place == name and page != here), None)


def _is_named_list(document: Document) -> bool:
    path = urlsplit(document.url).path
    return _LIST_PATH.search(path) is not None or bool(document.types & _LIST_TYPES)


def _says_much_itself(document: Document) -> bool:
    """Whether a page has a paragraph that is no part of what it says of other pages: then it is to be read."""
    return not _is_mostly_rows(document) and _has_a_paragraph(document)


def _has_a_paragraph(document: Document) -> bool:
    rows = " ".join(row.text for row in document.rows.entries)
    return any(len(line) >= _A_PARAGRAPH and line not in rows for line in own_text(document.visible).split("\n"))


def _begins_with_another(document: Document) -> bool:
    """Whether the headline of another page stands before all text, as where a list shows a single article."""
    titles = document.rows.headlines
    for line in document.visible.text.split("\n") if titles else ():
        if line.strip() in titles:
            return True
        if len(line) >= _A_PARAGRAPH:
            return False
    return False


def _shows_articles_alone(document: Document) -> bool:
    """Whether a page shows several articles, each below a headline that leads to it, and no other text."""
    headed = sum(row.is_headed for row in document.rows.entries)
    return headed >= _FEWEST and not _has_a_paragraph(document)


def _is_mostly_rows(document: Document) -> bool:
    lengths = [0 if _is_text_with_a_link(row) else len(row.text) for row in document.rows.entries]
    return len(lengths) >= _FEWEST and sum(lengths) > len(document.visible.text) / 2


def _is_text_with_a_link(row: Row) -> bool:
    """Whether a row is all of an article, behind which stands the title of the next one."""
    return not row.is_headed and row.link_at >= _FAR
