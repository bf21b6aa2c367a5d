"""What was asked for, when and how that went."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentions.db.base import Base, CleanJson
from mentions.items import Kind, Unknown


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


class ImportedAddress(Base):
    """An address from a file that is to be visited. Its visit, which stands in another table, is all that marks it."""

    __tablename__ = "imported_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True, comment="normal form of url")
    url: Mapped[str]
    kind: Mapped[Kind | None] = mapped_column(comment="as the file or the user says; null: nobody did")
    source: Mapped[str] = mapped_column(comment="tool and file")
    imported_at: Mapped[datetime]


class WordUse(Base):
    """That a site uses a word which is spelled nearly like a brand: enough sites, and it is no misspelling."""

    __tablename__ = "word_use"
    __table_args__ = (UniqueConstraint("word", "site"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(comment="folded")
    site: Mapped[str] = mapped_column(comment="registered domain")
