"""What was found: pages with their sites, their mentions, and what files of other tools claim of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mentions.db.base import NEVER_AGAIN, Base
from mentions.items import Kind, LabelSource, LinkNote, LinkState, Match, Section, Verdict


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
