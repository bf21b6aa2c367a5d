"""Addresses that a page prints for its readers: visible `mailto:` links, and authors or publishers in JSON-LD.

What a site hides or scrambles is left alone: nothing is decoded, nothing invisible is read, no address is guessed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from email_validator import EmailNotValidError, validate_email

from mentions.items import Contact, ContactKind, Section
from mentions.pages.metadata import objects_of
from mentions.pages.walking import VisibleText

_BYLINE = re.compile(
    r"\b(by|author|written|reporter|editor|von|autor|autorin|par|auteur|por|redaktion)\b", re.IGNORECASE
)
_AROUND = 80


def contacts(visible: VisibleText, json_ld: Iterable[str], url: str, author: str | None = None) -> tuple[Contact, ...]:
    """The addresses on the page at `url`, each once, the best sign first; `author` is whom the page names as such."""
    found: dict[str, Contact] = {}
    for contact in (*_mailto(visible, url, author), *_structured(json_ld, url)):
        found.setdefault(contact.email, contact)
    return tuple(found.values())


def _mailto(visible: VisibleText, url: str, author: str | None) -> Iterator[Contact]:
    for index, start in enumerate(visible.starts):
        place = visible.places[index]
        if (
            place.link < 0
            or place.section is Section.COMMENT
            or (index and visible.places[index - 1].link == place.link)
        ):
            continue
        href = visible.links[place.link].href.strip()
        if not href.lower().startswith("mailto:"):
            continue
        email = _address(unquote(href[7:].partition("?")[0]).partition(",")[0])
        if email:
            snippet = visible.text[max(0, start - _AROUND) : start + _AROUND]
            byline = place.section is not Section.BOILERPLATE and bool(
                _BYLINE.search(visible.text[max(0, start - _AROUND) : start])
            )
            sign = "author_mailto" if byline else "mailto"
            # The author is whose address it is only where the two stand together.
            name = author if byline and author and author in snippet else ""
            yield _contact(email, name, sign, url, " ".join(snippet.split()))


def _structured(json_ld: Iterable[str], url: str) -> Iterator[Contact]:
    objects = objects_of(json_ld)
    for key, sign in (
        ("author", "jsonld_author"),
        ("publisher", "jsonld_publisher"),
        ("contactPoint", "jsonld_publisher"),
    ):
        for said in (found[key] for found in objects if key in found):
            for entry in said if isinstance(said, list) else [said]:
                if isinstance(entry, dict) and (email := _address(_text(entry, "email").removeprefix("mailto:"))):
                    name = _text(entry, "name")
                    yield _contact(
                        email, name, sign, url, f"JSON-LD {key}: {name}".strip(": "), _text(entry, "jobTitle")
                    )


def _contact(email: str, name: str, sign: str, url: str, snippet: str, role: str = "") -> Contact:
    kind = ContactKind.PERSON if sign.endswith("author") or sign == "author_mailto" else ContactKind.ROLE
    return Contact(email=email, kind=kind, source_url=url, snippet=snippet[:300], sign=sign, name=name, role=role)


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return " ".join(value.split())[:200] if isinstance(value, str) else ""


def _address(text: str) -> str | None:
    """A plain address in its normal form, or None."""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        return None
