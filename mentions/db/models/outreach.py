"""Whom to ask for what, what was written, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mentions.db.base import NEVER_AGAIN, Base
from mentions.items import ContactKind, Stage


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


class Suppression(Base):
    """An address or domain that is never to be written to."""

    __tablename__ = "suppression"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(unique=True, comment="e-mail address or domain, lower case")
    kind: Mapped[str] = mapped_column(comment="email or domain")
    reason: Mapped[str]
    at: Mapped[datetime]
