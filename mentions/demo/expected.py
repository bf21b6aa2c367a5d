"""What is to be found on the made-up web: the manifest that tests compare a crawl with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentions.demo.web import FOLDER
from mentions.items import LinkState, Match, Section, Unknown, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedMention:
    """One mention, and why it is judged so.

    `surface` is given without soft hyphens and without a possessive sign. `section`, `verdict` and `match`
    are None where good programs may differ; a mention without verdict need not be found at all, and one that
    is `rejected` may be missing but never accepted.
    """

    brand: str
    surface: str
    link_state: LinkState
    why: str
    section: Section | None = None
    verdict: Verdict | None = None
    match: Match | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPage:
    """One address that the sources offer, and all its mentions in the order of the document.

    `status` is what the address itself answers, `page_url` where its redirects end. `unknown` says why it
    cannot be read; for a redirect without end it is left open. `contacts` may be taken from the page,
    `never_contacts` must not.
    """

    url: str
    case: str
    status: int
    mentions: tuple[ExpectedMention, ...]
    page_url: str
    unknown: Unknown | None = None
    contacts: tuple[str, ...] = ()
    never_contacts: tuple[str, ...] = ()


def expected() -> tuple[ExpectedPage, ...]:
    """Every page of the manifest."""
    return tuple(_page(row) for row in json.loads((FOLDER / "expected.json").read_text("utf-8")))


def _page(row: Mapping[str, Any]) -> ExpectedPage:
    return ExpectedPage(
        url=row["url"],
        case=row["case"],
        status=row["status"],
        mentions=tuple(_mention(mention) for mention in row["mentions"]),
        page_url=row.get("page_url", row["url"]),
        unknown=Unknown(row["unknown"]) if "unknown" in row else None,
        contacts=tuple(row.get("contacts", ())),
        never_contacts=tuple(row.get("never_contacts", ())),
    )


def _mention(row: Mapping[str, Any]) -> ExpectedMention:
    return ExpectedMention(
        brand=row["brand"],
        surface=row["surface"],
        link_state=LinkState(row["link_state"]),
        why=row["why"],
        section=Section(row["section"]) if row["section"] else None,
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        match=Match(row["match"]) if "match" in row else None,
        href=row.get("href"),
    )
