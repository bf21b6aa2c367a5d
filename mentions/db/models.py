"""The tables. Comments say what a name alone does not."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mentions.db.base import Base, CleanJson
from mentions.items import ContactKind, Kind, LabelSource, LinkNote, LinkState, Match, Section, Stage, Unknown, Verdict

# Ids that leave in files and come back are never given to another row.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class RunState(StrEnum):
    """Of a crawl. One that was killed stays `running` until the next one of its spider notes it."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class CrawlRun(Base):
    """One run of a spider."""

    __tablename__ = "crawl_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    spider: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    state: Mapped[RunState]
    reason: Mapped[str]
    counts: Mapped[dict[str, Any]] = mapped_column(comment="addresses offered, skipped, fetched …, by name")
    sources: Mapped[list[Any]] = mapped_column(comment="what was read from where, one entry a source")


class BrandSet(Base):
    """Brands that were looked for together, each as it was described then."""

    __tablename__ = "brand_set"

    fingerprint: Mapped[str] = mapped_column(primary_key=True, comment="of the two columns that follow")
    brands: Mapped[dict[str, Any]] = mapped_column(comment="fingerprints by the keys of brands")
    version: Mapped[str] = mapped_column(comment="of the program that looked")


class SourceState(Base):
    """Where reading a feed or sitemap stands; written only after its last page was recorded."""

    __tablename__ = "source_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing: Mapped[str] = mapped_column(unique=True, comment="normal form of the feed's or sitemap's address")
    source_url: Mapped[str] = mapped_column(comment="the source in the configuration that led here")
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    brands_fingerprint: Mapped[str | None] = mapped_column(comment="brand set of the last whole reading")
    read_at: Mapped[datetime | None] = mapped_column(comment="end of the last whole reading")
    failures: Mapped[int] = mapped_column(comment="since the last whole reading")


class SourcePace(Base):
    """How often a source has news; written only after a run that came to its end."""

    __tablename__ = "source_pace"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_url: Mapped[str] = mapped_column(unique=True, comment="as in the configuration")
    looked_at: Mapped[datetime] = mapped_column(comment="start of the last run that read it")
    news_at: Mapped[datetime] = mapped_column(comment="start of the last run in which it offered something new")
    software: Mapped[str | None] = mapped_column(comment="what it runs; empty: not recognised; null: not looked")
    is_told: Mapped[bool | None] = mapped_column(comment="whether it is read by what its software tells programs")


class Visit(Base):
    """One address that was asked for, as it went the last time."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True, comment="normal form of url")
    url: Mapped[str] = mapped_column(comment="as it was asked for")
    page_address: Mapped[str] = mapped_column(comment="normal form of where redirects ended")
    kind: Mapped[Kind]
    at: Mapped[datetime]
    status: Mapped[int | None]
    unknown: Mapped[Unknown | None] = mapped_column(comment="why it could not be read; null: it was read")
    detail: Mapped[str]
    failures: Mapped[int] = mapped_column(comment="since it was last read")
    etag: Mapped[str | None] = mapped_column(comment="of the last content read, as the next two")
    last_modified: Mapped[str | None]
    content_hash: Mapped[str | None]
    lastmod: Mapped[datetime | None] = mapped_column(comment="the last claim of a listing")
    claim: Mapped[dict[str, Any] | None] = mapped_column(
        CleanJson(none_as_null=True), comment="what else listings say: number of replies, last post"
    )
    thread: Mapped[str | None] = mapped_column(
        index=True, comment="normal form of the first page of what this one continues"
    )
    next_part: Mapped[str | None] = mapped_column(comment="normal form of the page that continues this one")
    brands_fingerprint: Mapped[str | None] = mapped_column(comment="brand set last looked for; null: never read")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("crawl_run.id"))
    source_url: Mapped[str | None] = mapped_column(
        index=True, comment="the source that offered it last; null: a list by hand"
    )


class Site(Base):
    """One registered domain."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(unique=True)
    first_seen: Mapped[datetime]


class SiteLink(Base):
    """That a site links to another one."""

    __tablename__ = "site_link"
    __table_args__ = (UniqueConstraint("site_id", "to_site"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    to_site: Mapped[str] = mapped_column(comment="registered domain")
    followed: Mapped[bool] = mapped_column(comment="at least one link without nofollow, ugc, sponsored")
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]


class Claim(Base):
    """That a page links to an own domain, or did, as a file of another tool says; nobody of us has looked."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("site", "likeness", "to_host"), Index(None, "likeness"))

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(comment="registered domain of the page")
    likeness: Mapped[str] = mapped_column(comment="what spellings of url share; empty: only the site is told")
    url: Mapped[str]
    target: Mapped[str] = mapped_column(comment="where the link leads")
    to_host: Mapped[str] = mapped_column(comment="host of target")
    anchor: Mapped[str]
    rel: Mapped[list[str]]
    followed: Mapped[bool] = mapped_column(comment="without nofollow, ugc, sponsored")
    lost: Mapped[bool] = mapped_column(comment="the link was there once")
    seen_at: Mapped[datetime] = mapped_column(comment="when the tool looked last; else of the import")
    source: Mapped[str] = mapped_column(comment="tool and file")
    imported_at: Mapped[datetime]


class ImportedAddress(Base):
    """An address from a file that is to be visited. Its visit, which stands in another table, is all that marks it."""

    __tablename__ = "imported_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True, comment="normal form of url")
    url: Mapped[str]
    kind: Mapped[Kind | None] = mapped_column(comment="as the file or the user says; null: nobody did")
    source: Mapped[str] = mapped_column(comment="tool and file")
    imported_at: Mapped[datetime]


class Page(Base):
    """A visited document that holds, or held, a mention."""

    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True, comment="normal form of url")
    url: Mapped[str] = mapped_column(comment="as it was fetched")
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    kind: Mapped[Kind]
    title: Mapped[str | None]
    author: Mapped[str | None]
    published: Mapped[datetime | None]
    language: Mapped[str | None]
    site_name: Mapped[str | None]
    canonical: Mapped[str | None] = mapped_column(comment="what the page claims; never its key")
    signature: Mapped[bytes | None] = mapped_column(
        comment="of its words, to find copies; null: names no brand any more"
    )
    original: Mapped[str | None] = mapped_column(
        index=True, comment="normal form of the page that this one is a copy of; null: of none"
    )
    content_hash: Mapped[str | None]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]


class PageText(Base):
    """The visible text of a page, apart because it is large and goes first."""

    __tablename__ = "page_text"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    text: Mapped[bytes] = mapped_column(comment="UTF-8, zlib")


class PageMark(Base):
    """What a page may share with copies of it: runs of words, its address, that of the original it names."""

    __tablename__ = "page_mark"
    __table_args__ = (UniqueConstraint("page_id", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    mark: Mapped[str] = mapped_column(index=True)


class Mention(Base):
    """One place in a page's visible text that names a brand."""

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("page_id", "brand", "anchor"),
        Index(None, "brand", "gone"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    brand: Mapped[str] = mapped_column(comment="key of the brand")
    anchor: Mapped[str] = mapped_column(comment="what makes it the same mention at the next look")
    name: Mapped[str] = mapped_column(comment="name of the brand")
    ordinal: Mapped[int] = mapped_column(comment="place among the page's mentions, from 0")
    surface: Mapped[str]
    start: Mapped[int] = mapped_column(comment="offset into the page's text, as end")
    end: Mapped[int]
    before: Mapped[str]
    after: Mapped[str]
    sentence: Mapped[str]
    section: Mapped[Section]
    match: Mapped[Match]
    link_state: Mapped[LinkState]
    href: Mapped[str | None]
    rel: Mapped[list[str]]
    link_note: Mapped[LinkNote | None] = mapped_column(comment="wrapped, profile or broken")
    confidence: Mapped[float]
    verdict: Mapped[Verdict] = mapped_column(comment="of the program")
    reviewed: Mapped[Verdict | None] = mapped_column(comment="of a person; stands above verdict")
    evidence: Mapped[list[Any]] = mapped_column(comment="of each reason: words, weight in logits, feature, value")
    permalink: Mapped[str | None]
    author: Mapped[str | None]
    published: Mapped[datetime | None]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime] = mapped_column(comment="the last reading that found it")
    gone: Mapped[bool] = mapped_column(comment="the last reading no longer found it")


class Contact(Base):
    """Whom to ask at a site, and where that was found."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("site_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    email: Mapped[str] = mapped_column(comment="lower case")
    name: Mapped[str]
    role: Mapped[str]
    kind: Mapped[ContactKind]
    sign: Mapped[str] = mapped_column(comment="what on the page gave it away")
    source_url: Mapped[str]
    snippet: Mapped[str]
    found_at: Mapped[datetime]


class Prospect(Base):
    """A page and a brand worth asking about."""

    __tablename__ = "prospect"
    __table_args__ = (UniqueConstraint("page_id", "brand", "campaign"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    brand: Mapped[str] = mapped_column(comment="key of the brand")
    campaign: Mapped[str] = mapped_column(comment="the brand's key where none was named")
    situation: Mapped[str] = mapped_column(comment="what to ask, or why not to")
    stage: Mapped[Stage] = mapped_column(index=True, comment="changed by store.prospects.move alone")
    score: Mapped[float]
    parts: Mapped[list[Any]] = mapped_column(comment="what the score is made of")
    reasons: Mapped[list[Any]]
    mention_id: Mapped[int | None] = mapped_column(ForeignKey("mention.id"), comment="the one to quote")
    snooze_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ExportBatch(Base):
    """One CSV file that left."""

    __tablename__ = "export_batch"

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    preset: Mapped[str]
    path: Mapped[str]
    sha256: Mapped[str] = mapped_column(comment="of the file")
    rows: Mapped[int]
    tool_version: Mapped[str]


class Draft(Base):
    """Subject and body for one prospect and one contact. A change makes a new row; the last is current."""

    __tablename__ = "draft"
    __table_args__ = (
        Index(
            "uq_draft_current",
            "prospect_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    subject: Mapped[str]
    body: Mapped[str]
    suggested_url: Mapped[str]
    suggest_rule: Mapped[str] = mapped_column(comment="why this address")
    template_id: Mapped[str]
    template_sha: Mapped[str]
    language: Mapped[str]
    quote: Mapped[str] = mapped_column(comment="the page's words, as they stood")
    findings: Mapped[list[Any]] = mapped_column(comment="what the lint rules said")
    sha256: Mapped[str] = mapped_column(comment="of subject and body")
    is_current: Mapped[bool]
    created_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    approved_sha256: Mapped[str | None] = mapped_column(comment="of what the person saw")
    export_batch_id: Mapped[str | None] = mapped_column(ForeignKey("export_batch.id"))


class Event(Base):
    """Something that happened to a prospect. Rows are added, never changed."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    prospect_id: Mapped[int] = mapped_column(ForeignKey("prospect.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"))
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(comment="move, or a mark such as sent, replied, bounced")
    from_stage: Mapped[Stage | None] = mapped_column(comment="null, as to_stage, where the stage stayed")
    to_stage: Mapped[Stage | None]
    why: Mapped[str]
    detail: Mapped[dict[str, Any]]


class Label(Base):
    """A person's verdict on one place of a page. A change makes a new row; at most one of a place is current."""

    __tablename__ = "label"
    __table_args__ = (
        Index(
            "uq_label_current",
            "brand",
            "address",
            "place",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    brand: Mapped[str] = mapped_column(comment="key of the brand")
    address: Mapped[str] = mapped_column(comment="normal form of url")
    place: Mapped[str] = mapped_column(comment="hash of the words by which the place is known again")
    url: Mapped[str]
    surface: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    is_brand: Mapped[bool]
    evidence: Mapped[list[Any]] = mapped_column(comment="as of a mention, at the time of the verdict")
    actor: Mapped[str]
    at: Mapped[datetime]
    source: Mapped[LabelSource] = mapped_column(comment="review or import")
    prospect_id: Mapped[int | None] = mapped_column(ForeignKey("prospect.id"), comment="decided on; null: from a file")
    is_current: Mapped[bool]


class WordUse(Base):
    """That a site uses a word which is spelled nearly like a brand: enough sites, and it is no misspelling."""

    __tablename__ = "word_use"
    __table_args__ = (UniqueConstraint("word", "site"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(comment="folded")
    site: Mapped[str] = mapped_column(comment="registered domain")


class Suppression(Base):
    """An address or domain that is never to be written to."""

    __tablename__ = "suppression"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(unique=True, comment="e-mail address or domain, lower case")
    kind: Mapped[str] = mapped_column(comment="email or domain")
    reason: Mapped[str]
    at: Mapped[datetime]
