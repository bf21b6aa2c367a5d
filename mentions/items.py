"""The values that travel between the parts: frozen, free of any library, comparable in tests.

What the web said is kept apart from what the database holds: these are the former, `mentions.db.models` the latter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What sort of source a page came from; it decides the spider and the situation."""

    NEWS = "news"
    BLOG = "blog"
    FORUM = "forum"


class Section(StrEnum):
    """Where on a page a mention stands."""

    ARTICLE = "article"
    POST = "post"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"
    UNCLEAR = "unclear"


class LinkState(StrEnum):
    """Of a mention: the first of these that fits, in this order."""

    OWN_SITE = "own_site"
    LINKED = "linked"
    LINKED_ELSEWHERE = "linked_elsewhere"
    PAGE_LINKS = "page_links"
    UNLINKED = "unlinked"


class LinkNote(StrEnum):
    """What more there is to say of the link round a mention."""

    WRAPPED = "wrapped"  # it leads to an own domain through an affiliate network or a redirector
    PROFILE = "profile"  # it leads to the brand's own account on another site, as far as its address says
    BROKEN = "broken"  # it was meant for an own domain, and its address looks as if it led nowhere


class Match(StrEnum):
    """How the name was found."""

    EXACT = "exact"
    VARIANT = "variant"
    FUZZY = "fuzzy"
    DOMAIN = "domain"


class Verdict(StrEnum):
    """Whether a mention is the brand: by the program from its confidence, by a person at review."""

    ACCEPTED = "accepted"
    DOUBTFUL = "doubtful"
    REJECTED = "rejected"


class LabelSource(StrEnum):
    """How a label came to be: by a person's decision at review, or from a file."""

    REVIEW = "review"
    IMPORT = "import"


class Unknown(StrEnum):
    """Why a page could not be read. A page that is unknown is never one without a link."""

    BLOCKED = "blocked"
    ROBOTS = "robots.txt"
    PRIVATE = "private address"
    GONE = "gone"
    REFUSED = "client error"
    SERVER = "server error"
    DNS = "no such host"
    CERTIFICATE = "bad certificate"
    TIMEOUT = "timeout"
    CONNECTION = "connection failed"
    TOO_LARGE = "too large"
    NOT_HTML = "not html"
    EMPTY = "empty"
    NEEDS_JAVASCRIPT = "needs javascript"
    NEEDS_KEYS = "needs keys"
    UNREADABLE = "unreadable"


class Stage(StrEnum):
    """Of a prospect; `mentions.prospects.stages` holds the moves that are allowed."""

    FOUND = "found"
    QUALIFIED = "qualified"
    DRAFTED = "drafted"
    APPROVED = "approved"
    EXPORTED = "exported"
    WON = "won"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    LOST = "lost"
    SNOOZED = "snoozed"
    REJECTED = "rejected"
    MANUAL = "manual"
    BLOCKED = "blocked"
    STALE = "stale"


class ContactKind(StrEnum):
    """Whom an address reaches."""

    PERSON = "person"
    ROLE = "role"
    FORM = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandPage:
    """A page of the brand's own site that a draft may suggest, and what it is about."""

    url: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What is looked for. `domains` are bare host names; a link to one of them or a subdomain links the brand."""

    name: str
    domains: tuple[str, ...]
    key: str = ""
    aliases: tuple[str, ...] = ()
    url: str = ""
    description: str = ""
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    not_context: tuple[str, ...] = ()
    sender: str = ""
    pages: tuple[BrandPage, ...] = ()
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where pages come from. `brands` holds brand keys; empty means all.

    `every` (as in "6h") is how often it is asked, `budget` the most pages that it may give in a run, where its user
    says so. `browser`: one draws its pages.
    """

    kind: Kind
    url: str
    brands: tuple[str, ...] = ()
    every: str = ""
    budget: int | None = None
    browser: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The person who signs the drafts."""

    key: str
    name: str
    organisation: str
    email: str
    role: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for (positive) or against (negative) a mention being the brand; `weight` is in logits.

    The weight is that of its `feature` times `value`, so other weights can judge it again; rows of old may lack both.
    """

    reason: str
    weight: float
    feature: str = ""
    value: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Confidence from which a mention is accepted, and below which it is rejected; between them a person decides."""

    accept: float = 0.82
    reject: float = 0.15


DEFAULT_THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place in a page's visible text that names a brand.

    `start` and `end` are offsets into `Page.text`; `before` and `after` up to 100 characters round it; `sentence`
    the sentence that holds it, word for word, "" where a rule turned it down. `confidence` is a probability, 0 to 1.
    `href` is where the link leads, redirectors unwrapped; `rel` holds "nofollow" also where the page says it of all its
    links.
    """

    brand: str
    name: str
    surface: str
    start: int
    end: int
    before: str
    after: str
    sentence: str
    section: Section
    match: Match
    link_state: LinkState
    confidence: float
    verdict: Verdict
    href: str | None = None
    rel: tuple[str, ...] = ()
    link_note: LinkNote | None = None
    evidence: tuple[Evidence, ...] = ()
    permalink: str | None = None
    author: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A person's verdict on one place: whether it is the brand (key), with the words and the evidence of that time."""

    brand: str
    url: str
    surface: str
    before: str
    after: str
    is_brand: bool
    actor: str
    at: datetime
    source: LabelSource
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An address with the page and the words it was found beside."""

    email: str
    kind: ContactKind
    source_url: str
    snippet: str
    sign: str
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlink:
    """That a page links to another site, and whether at least one such link is followed by search engines."""

    site: str
    followed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklinkClaim:
    """The word of a file that a page links, or linked, to one of our own domains.

    `url` is "" where it names no more than the site (registered domain); `to_host` is the host of `target`. `rel` holds
    nofollow, ugc, sponsored. `seen_at` is when the tool last looked, as far as it says.
    """

    url: str
    site: str
    target: str
    to_host: str
    seen_at: datetime
    source: str
    imported_at: datetime
    anchor: str = ""
    rel: tuple[str, ...] = ()
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A visited document that names a brand. `text` is its visible text, blocks split by newlines."""

    url: str
    text: str
    mentions: tuple[Mention, ...]
    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    language: str | None = None
    site_name: str | None = None
    canonical: str | None = None
    contacts: tuple[Contact, ...] = ()
    outlinks: tuple[Outlink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One address that was asked for, and what came of it.

    `url` is the address as it was asked for, `page_url` where redirects ended. `lastmod` is what the listing that
    offered it claimed, `source_url` the source in the configuration that led there. `unknown` says why it could not be
    read, and is None where it was. `unchanged` means that it holds what the last reading of it found, so that nothing
    was read anew. `looked_for` holds the keys of the brands that its sources are meant for; empty means all.
    `claim` is what the listing says of the page beside its date. A page may continue another, whose first page is
    `thread`, and `next_part` continues it.
    """

    url: str
    page_url: str
    kind: Kind
    at: datetime
    status: int | None = None
    unknown: Unknown | None = None
    detail: str = ""
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    lastmod: datetime | None = None
    claim: Mapping[str, str] = field(default_factory=dict)
    thread: str | None = None
    next_part: str | None = None
    source_url: str | None = None
    unchanged: bool = False
    looked_for: frozenset[str] = frozenset()
    page: Page | None = field(default=None, repr=False)
