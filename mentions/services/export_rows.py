"""What an export says of a draft, as the columns of the preset `generic`."""

from datetime import datetime

from mentions.outreach.cleaning import plain, plain_url
from mentions.outreach.names import first_name, is_name
from mentions.outreach.templates import primary
from mentions.services.letters import Letter


def row_of(letter: Letter, *, batch_id: str) -> dict[str, str]:
    """All that is known of a draft; what is not known is empty."""
    row = letter.row
    return {
        "mention_id": _shown(row.mention_id),
        "campaign": row.campaign,
        "email": row.email,
        **_names(row.contact_name, row.page_language or ""),
        "contact_role": row.contact_role,
        "contact_kind": row.contact_kind.value,
        "site_name": row.site_name or "",
        "domain": row.site,
        "page_url": plain_url(row.page_url),
        "page_title": row.page_title or "",
        "page_language": row.page_language or "",
        "published_at": _shown(row.published_at),
        "situation": row.situation,
        "quote": row.quote,
        "quote_location": row.section.value if row.section else "",
        "suggested_url": plain_url(row.suggested_url),
        "suggested_anchor": row.surface or "",
        "subject": row.subject,
        "body": row.body,
        "template_id": row.template_id,
        "template_sha": row.template_sha,
        "contact_source_url": plain_url(row.contact_source_url),
        "contact_found_at": _shown(row.contact_found_at),
        "legal_basis_note": "",
        "approved_by": row.approved_by or "",
        "approved_at": _shown(row.approved_at),
        "follow_up_of": "",
        "export_batch_id": batch_id,
    }


def _names(found: str, language: str) -> dict[str, str]:
    """Names as a mail may use them: none, where what a page printed does not look like a person's."""
    name = plain(found)
    whole = name if is_name(name) else ""
    first = first_name(whole, primary(language))
    return {"contact_name": whole, "first_name": first, "last_name": whole.removeprefix(first).strip() if first else ""}


def _shown(value: datetime | int | None) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)
