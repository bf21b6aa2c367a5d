"""What programs get to read of prospects and mentions: one JSON object each."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from mentions.items import Section

if TYPE_CHECKING:
    from mentions.db.store.rows import MentionRow
    from mentions.services.cards import Card
    from mentions.services.dossiers import Dossier, Unasked
    from mentions.services.doubts import Doubt
    from mentions.services.overview import SiteLine

_EVIDENCE = ("reason", "weight", "feature", "value")


def site_fields(line: "SiteLine", brand: str) -> dict[str, object]:
    """The best prospect of a site, and the ids of the others there."""
    best = line.best
    return {
        "id": best.id,
        "score": best.score,
        "site": best.site,
        "brand": brand,
        "situation": best.situation,
        "stage": best.stage,
        "title": best.title,
        "url": best.url,
        "published": best.published,
        "further": [one.id for one in line.further],
        "copies": line.copies,
    }


def mention_fields(row: "MentionRow") -> dict[str, object]:
    """A recorded mention: the fields of `scan`, then what only the store and the page know."""
    names = "section match link_state href rel link_note confidence"
    # What a page says of itself is said of its text: a forum names itself as the author of every page.
    in_post = row.section in (Section.POST, Section.COMMENT) or row.permalink is not None
    return {
        "url": row.url,
        "brand": row.name,
        "surface": row.surface,
        "before": row.before,
        "after": row.after,
        **{name: getattr(row, name) for name in names.split()},
        "verdict": row.standing,
        "evidence": [dict(zip(_EVIDENCE, each, strict=False)) for each in row.evidence],
        "permalink": row.permalink,
        "author": row.author if in_post else row.page_author,
        "published": row.published if in_post else row.page_published,
        "gone": row.gone,
    }


def doubt_fields(doubt: "Doubt") -> dict[str, object]:
    """A mention in doubt: with `is_brand` it is a line of `mentions labels import`."""
    return {**mention_fields(doubt.mention), "title": doubt.mention.page_title, "others": doubt.others}


def card_fields(card: "Card", brand: str) -> dict[str, object]:
    """What a person decides by; `sha256` is of the words that an approval would be for."""
    one, row = card.prospect, card.letter.row
    of_page = {"url": row.page_url, "title": row.page_title, "site_name": row.site_name, "author": row.page_author}
    return {
        "id": card.id,
        "site": one.site,
        "brand": brand,
        **of_page,
        "published": row.published_at,
        "situation": one.situation,
        "score": one.score,
        "reasons": one.reasons,
        "quote": str(card.quote),
        "surface": card.quote.name,
        "contact": {
            "email": row.email,
            "name": row.contact_name,
            "kind": row.contact_kind,
            "source_url": row.contact_source_url,
        },
        "suggested_url": row.suggested_url,
        "subject": row.subject,
        "body": row.body,
        "template": row.template_id,
        "obstacles": card.obstacles,
        "warnings": card.warnings,
        "sha256": row.sha256,
        "further": [each.id for each in card.further],
    }


def unasked_fields(found: "Unasked") -> dict[str, object]:
    """A page that is no prospect, and what it names."""
    page, names = found.page, "url title site_name author published language last_seen"
    return {
        "id": None,
        **{name: getattr(page, name) for name in names.split()},
        "copy_of": page.original,
        "mentions": [mention_fields(each) for each in found.mentions],
    }


def dossier_fields(known: "Dossier", brand: str) -> dict[str, object]:
    """A prospect whole; `quote` is the sentence that a draft goes by."""
    one, page, quoted = known.prospect, known.page, known.quoted
    of_prospect = "id stage campaign situation score parts reasons site"
    of_page = "url title site_name author published language last_seen"
    return {
        "brand": brand,
        **{name: getattr(one, name) for name in of_prospect.split()},
        **{name: getattr(page, name) for name in of_page.split()},
        "quote": quoted.sentence if quoted else None,
        "mentions": [mention_fields(each) for each in known.mentions],
        "copy_of": page.original,
        "copies": known.copies,
        "further": [each.id for each in known.further],
        "nothing_to_ask": [each.url for each in known.unasked],
        "contacts": [{**asdict(each.contact), "against": each.against} for each in known.contacts],
        "draft": known.draft,
        "changed": known.changed,
        "events": known.events,
    }
