"""What the store hands out: frozen, detached from the database, named like the columns they come from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mentions.db.models import RunState
from mentions.items import ContactKind, Kind, LabelSource, LinkNote, LinkState, Match, Section, Stage, Unknown, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A page that was recorded, and the brands (keys) that it names or once named."""

    page_id: int
    address: str
    brands: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """How an address went the last time; from `etag` on, but for `lastmod`, it speaks of the last content read.

    `looked_for` holds the fingerprints of brands by key, `version` is that of the program; both are None where it was
    never read.
    """

    address: str
    url: str
    page_address: str
    kind: Kind
    at: datetime
    status: int | None
    unknown: Unknown | None
    detail: str
    failures: int
    etag: str | None
    last_modified: str | None
    content_hash: str | None
    lastmod: datetime | None
    claim: dict[str, str] | None
    thread: str | None
    next_part: str | None
    brands_fingerprint: str | None
    looked_for: dict[str, str] | None
    version: str | None
    run_id: int | None
    source_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRow:
    """Where reading a feed or sitemap stands; `looked_for` as in a visit, of the last whole reading."""

    listing: str
    source_url: str
    etag: str | None
    last_modified: str | None
    brands_fingerprint: str | None
    looked_for: dict[str, str] | None
    read_at: datetime | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run of a spider."""

    id: int
    spider: str
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    reason: str
    counts: dict[str, Any]
    sources: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A page; `site` is its registered domain, `original` the address (normal form) of what it is a copy of."""

    id: int
    address: str
    url: str
    site_id: int
    site: str
    kind: Kind
    title: str | None
    author: str | None
    published: datetime | None
    language: str | None
    site_name: str | None
    canonical: str | None
    original: str | None
    content_hash: str | None
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """A page as far as copies matter; `signature` is None where it names no brand any more, or was deleted."""

    id: int
    address: str
    url: str
    site: str
    canonical: str | None
    published: datetime | None
    signature: bytes | None
    original: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention with what lists need of its page; `verdict` is the program's, `reviewed` a person's.

    `evidence` holds of each reason its words, weight in logits, feature and value; old rows lack the last two.
    """

    id: int
    page_id: int
    url: str
    page_title: str | None
    page_author: str | None
    page_published: datetime | None
    brand: str
    name: str
    ordinal: int
    surface: str
    start: int
    end: int
    before: str
    after: str
    sentence: str
    section: Section
    match: Match
    link_state: LinkState
    href: str | None
    rel: list[str]
    link_note: LinkNote | None
    confidence: float
    verdict: Verdict
    reviewed: Verdict | None
    evidence: list[Any]
    permalink: str | None
    author: str | None
    published: datetime | None
    first_seen: datetime
    last_seen: datetime
    gone: bool

    @property
    def standing(self) -> Verdict:
        """The verdict that counts: a person's, else the program's."""
        return self.reviewed or self.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """Whom to ask at a site."""

    id: int
    site_id: int
    email: str
    name: str
    role: str
    kind: ContactKind
    sign: str
    source_url: str
    snippet: str
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectRow:
    """A prospect with what lists need of its page."""

    id: int
    page_id: int
    brand: str
    campaign: str
    situation: str
    stage: Stage
    score: float
    parts: list[Any]
    reasons: list[Any]
    mention_id: int | None
    snooze_until: datetime | None
    created_at: datetime
    updated_at: datetime
    url: str
    title: str | None
    published: datetime | None
    language: str | None
    kind: Kind
    site_id: int
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft; `sha256` is of its subject and body, `approved_sha256` of those a person approved."""

    id: int
    prospect_id: int
    contact_id: int
    subject: str
    body: str
    suggested_url: str
    suggest_rule: str
    template_id: str
    template_sha: str
    language: str
    quote: str
    findings: list[Any]
    sha256: str
    is_current: bool
    created_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    approved_sha256: str | None
    export_batch_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingRow:
    """A current draft with all that an export says of it; `language` is that of its words."""

    draft_id: int
    prospect_id: int
    mention_id: int | None
    brand: str
    campaign: str
    situation: str
    stage: Stage
    contact_id: int
    email: str
    contact_name: str
    contact_role: str
    contact_kind: ContactKind
    contact_source_url: str
    contact_found_at: datetime
    site: str
    site_name: str | None
    page_id: int
    page_url: str
    page_title: str | None
    page_author: str | None
    page_language: str | None
    page_last_seen: datetime
    published_at: datetime | None
    quote: str
    section: Section | None
    surface: str | None
    permalink: str | None
    suggested_url: str
    suggest_rule: str
    subject: str
    body: str
    language: str
    findings: list[Any]
    template_id: str
    template_sha: str
    sha256: str
    approved_by: str | None
    approved_at: datetime | None
    approved_sha256: str | None
    export_batch_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One CSV file that left; `sha256` is of the file."""

    id: str
    at: datetime
    actor: str
    preset: str
    path: str
    sha256: str
    rows: int
    tool_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """That a draft for somebody at a site left."""

    prospect_id: int
    brand: str
    campaign: str
    site: str
    email: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """Something that happened to a prospect."""

    id: int
    prospect_id: int
    draft_id: int | None
    at: datetime
    actor: str
    action: str
    from_stage: Stage | None
    to_stage: Stage | None
    why: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """What counts of a place; `prospect_id` is what was decided on, None where it was the mention alone, or a file."""

    id: int
    prospect_id: int | None
    is_brand: bool
    actor: str
    at: datetime
    source: LabelSource
