"""What may leave, what left, and to whom."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, update

from mentions.db import models
from mentions.db.store.rows import AskedRow, BatchRow, OutgoingRow
from mentions.db.store.selecting import fetch, select_rows, where_given
from mentions.db.store.upserts import chunks, table_of
from mentions.exceptions import ExportError
from mentions.items import Stage


def outgoing(
    connection: Connection,
    *,
    stages: Collection[Stage] = (Stage.APPROVED,),
    brand: str | None = None,
    campaign: str | None = None,
    prospect_id: int | None = None,
    emails: Collection[str] = (),
    batch_id: str | None = None,
) -> list[OutgoingRow]:
    """The current drafts of prospects in these stages with all that an export says of them, by site and mention."""
    prospect = models.Prospect
    statement = where_given(
        _outgoing(),
        (prospect.stage, tuple(stages)),
        (prospect.brand, brand),
        (prospect.campaign, campaign),
        (prospect.id, prospect_id),
        (models.Contact.email, tuple(email.lower() for email in emails)),
        (models.Draft.export_batch_id, batch_id),
    )
    return fetch(connection, OutgoingRow, statement.order_by(models.Site.domain, prospect.mention_id, prospect.id))


def add_batch(connection: Connection, batch: BatchRow, draft_ids: Iterable[int]) -> None:
    """Keep that these drafts left in a file.

    Raises ExportError, so that the file must not leave, unless a person approved each of them as it stands now.
    """
    connection.execute(insert(table_of(models.ExportBatch)).values(asdict(batch)))
    draft = table_of(models.Draft)
    for some in chunks(sorted(set(draft_ids))):
        approved = draft.c.id.in_(some), draft.c.is_current, draft.c.approved_sha256 == draft.c.sha256
        done = connection.execute(update(draft).where(*approved).values(export_batch_id=batch.id)).rowcount
        if done != len(some):
            raise ExportError(f"{len(some) - done} of the drafts are no longer as a person approved them; look again")


def batches(connection: Connection, *, limit: int | None = None) -> list[BatchRow]:
    """Files that left, the newest first."""
    row = models.ExportBatch
    return fetch(connection, BatchRow, select_rows(BatchRow, row).order_by(row.at.desc(), row.id).limit(limit))


def asked(
    connection: Connection, *, sites: Collection[str] = (), emails: Collection[str] = (), since: datetime | None = None
) -> list[AskedRow]:
    """Who was asked before: drafts that left for one of these sites, or to one of these addresses; the newest first."""
    draft, batch, contact = models.Draft, models.ExportBatch, models.Contact
    prospect, site = models.Prospect, models.Site
    elsewhere = {
        "brand": prospect.brand,
        "campaign": prospect.campaign,
        "site": site.domain,
        "email": contact.email,
        "at": batch.at,
    }
    there = site.domain.in_(sites) | contact.email.in_([email.lower() for email in emails])
    statement = select_rows(AskedRow, draft, **elsewhere).join(batch).join(contact).join(prospect)
    statement = statement.join(models.Page).join(site, site.id == models.Page.site_id).where(there)
    if since is not None:
        statement = statement.where(batch.at >= since)
    return fetch(connection, AskedRow, statement.order_by(batch.at.desc(), draft.id))


def _outgoing() -> Select[Any]:
    draft, prospect, page, site = models.Draft, models.Prospect, models.Page, models.Site
    contact, mention = models.Contact, models.Mention
    elsewhere = {
        "draft_id": draft.id,
        "mention_id": prospect.mention_id,
        "brand": prospect.brand,
        "campaign": prospect.campaign,
        "situation": prospect.situation,
        "stage": prospect.stage,
        "email": contact.email,
        "contact_name": contact.name,
        "contact_role": contact.role,
        "contact_kind": contact.kind,
        "contact_source_url": contact.source_url,
        "contact_found_at": contact.found_at,
        "site": site.domain,
        "site_name": page.site_name,
        "page_id": page.id,
        "page_url": page.url,
        "page_title": page.title,
        "page_author": page.author,
        "page_language": page.language,
        "page_last_seen": page.last_seen,
        "published_at": page.published,
        "section": mention.section,
        "surface": mention.surface,
        "permalink": mention.permalink,
    }
    statement = select_rows(OutgoingRow, draft, **elsewhere).where(draft.is_current)
    statement = statement.join(prospect, prospect.id == draft.prospect_id).join(page, page.id == prospect.page_id)
    statement = statement.join(site, site.id == page.site_id).join(contact, contact.id == draft.contact_id)
    return statement.outerjoin(mention, mention.id == prospect.mention_id)
