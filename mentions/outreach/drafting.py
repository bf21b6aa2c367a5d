"""From what is known of page, contact and sender to a subject and a body."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from mentions import urls
from mentions.exceptions import TemplateError
from mentions.items import Brand, Contact, Sender
from mentions.outreach import templates
from mentions.outreach.cleaning import ELLIPSIS, has_no_spaces, plain, plain_url, shorten
from mentions.outreach.names import first_name, is_name
from mentions.outreach.templates import TemplateClass

QUOTE_WORDS = 25
_QUOTE_LENGTH = 240
_QUOTE_LENGTH_UNSPACED = 3 * QUOTE_WORDS
_TITLE_WIDTH = 110
_SHORT_TITLE_WIDTH = 35

_VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "brand_name": "the brand's name",
        "brand_description": "what the brand does, as configured up to a “not …”, without the last stop; may be empty",
        "contact_email": "the address the draft goes to",
        "contact_name": "the contact's full name, empty where it does not look like a person's",
        "contact_source_url": "the page on which the address was found",
        "first_name": "the contact's first name, empty where it is not certain",
        "is_own_brand": "true where the sender's organisation is the brand itself",
        "language": "language of the draft: en, de, …",
        "page_author": "author as the page names it; may be empty",
        "page_published": "date of publication as YYYY-MM-DD; may be empty",
        "page_title": "title of the page, else its host; shortened between words",
        "page_url": "address of the page",
        "postal_address": "the sender's postal address on one line; may be empty",
        "quote": f"the sentence that names the brand, word for word, at most {QUOTE_WORDS} words",
        "sender_email": "the sender's address",
        "sender_name": "the sender's name",
        "sender_organisation": "the sender's organisation",
        "sender_role": "the sender's role; may be empty",
        "short_title": "title of the page, short enough for a subject",
        "site_name": "name of the site, else its host",
        "situation": "the situation's code, such as blog_unlinked",
        "suggested_url": "the address to link to",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """All that a draft may say. `quote` comes from `quote_of`, `suggested_url` from `suggest_url`.

    `language` is the page's language tag, `situation` the prospect's situation.
    """

    sender: Sender
    brand: Brand
    contact: Contact
    page_url: str
    page_title: str
    quote: str
    suggested_url: str
    situation: str
    language: str = ""
    page_author: str = ""
    page_published: datetime | None = None
    site_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftText:
    """A rendered draft. `template_id` carries the version, `template_sha` is the SHA-256 of the template file."""

    subject: str
    body: str
    language: str
    template_id: str
    template_sha: str
    template_class: TemplateClass
    warnings: tuple[str, ...] = ()


# What a description says the brand is not is there for detection, and no news to an editor.
_NOT_THIS = re.compile(r"[;,(]\s*not\b")


def variables() -> Mapping[str, str]:
    """What a template may use, each with its meaning."""
    return _VARIABLES


def render(facts: DraftFacts, folders: Sequence[Path]) -> DraftText:
    """The draft for these facts, from the first of `folders` that has a template for its situation and language.

    Raises TemplateError where there is none, or where it is wrong.
    """
    template = templates.read(templates.find(folders, facts.language, facts.situation))
    language = template.file.parent.name
    subject, body = templates.fill(template, _values(facts, language))
    if not subject or not body:
        raise TemplateError(f"{template.file}: the {'body' if subject else 'subject'} came out empty")
    return DraftText(
        subject=subject,
        body=body,
        language=language,
        template_id=f"{template.id}@{template.version}",
        template_sha=template.sha256,
        template_class=template.template_class,
        warnings=_warnings(facts, language),
    )


def title_forms(title: str) -> tuple[str, str]:
    """A page's title as it stands in a body and in a subject."""
    return shorten(plain(title), _TITLE_WIDTH), shorten(plain(title), _SHORT_TITLE_WIDTH)


def one_line(postal_address: str) -> str:
    """A postal address on one line, its lines joined by commas."""
    return plain(", ".join(line.strip(" ,") for line in postal_address.splitlines() if line.strip(" ,")))


def quote_of(sentence: str, surface: str) -> str:
    """The words of a sentence round the name, word for word, at most 25; `…` only at ends where something is cut."""
    sentence, surface = plain(sentence), plain(surface)
    words = sentence.split(" ")
    place = len(sentence[: max(0, sentence.find(surface))].split(" ")) - 1
    start = max(0, min(place + len(surface.split(" ")) // 2 - QUOTE_WORDS // 2, len(words) - QUOTE_WORDS))
    kept = " ".join(words[start : start + QUOTE_WORDS])
    core = _window(kept, surface)
    before = start > 0 or not kept.startswith(core)
    after = start + QUOTE_WORDS < len(words) or not kept.endswith(core)
    return f"{ELLIPSIS if before else ''}{core}{ELLIPSIS if after else ''}"


def suggestions(brand: Brand) -> tuple[str, ...]:
    """All addresses that a draft for a brand may suggest."""
    return tuple(dict.fromkeys((*(page.url for page in brand.pages), brand.url or f"https://{brand.domains[0]}/")))


def suggest_url(brand: Brand, sentence: str) -> tuple[str, str]:
    """The page of the brand's site to suggest for a sentence, and the rule that chose it.

    The page with the longest phrase of `about` that the sentence holds, else the brand's own address.
    """
    fitting = [(phrase, page.url) for page in brand.pages for phrase in page.about if _holds(sentence, phrase)]
    if fitting:
        phrase, url = max(fitting, key=lambda pair: len(pair[0]))
        return url, f"the sentence speaks of “{phrase}”"
    if brand.url:
        return brand.url, "the brand's address"
    return f"https://{brand.domains[0]}/", "the brand's first domain"


def _values(facts: DraftFacts, language: str) -> dict[str, str | bool]:
    sender, brand, contact = facts.sender, facts.brand, facts.contact
    title, short_title = title_forms(facts.page_title or urls.host_of(facts.page_url))
    name = plain(contact.name)
    return {
        "brand_name": plain(brand.name),
        "brand_description": _NOT_THIS.split(plain(brand.description))[0].rstrip("."),
        "contact_email": plain(contact.email),
        "contact_name": name if is_name(name) else "",
        "contact_source_url": plain_url(contact.source_url),
        "first_name": first_name(name, templates.primary(facts.language)),
        "is_own_brand": _holds(sender.organisation, brand.name),
        "language": language,
        "page_author": plain(facts.page_author),
        "page_published": f"{facts.page_published:%Y-%m-%d}" if facts.page_published else "",
        "page_title": title,
        "page_url": plain_url(facts.page_url),
        "postal_address": one_line(sender.postal_address),
        "quote": plain(facts.quote),
        "sender_email": plain(sender.email),
        "sender_name": plain(sender.name),
        "sender_organisation": plain(sender.organisation),
        "sender_role": plain(sender.role),
        "short_title": short_title,
        "site_name": plain(facts.site_name) or urls.host_of(facts.page_url),
        "situation": facts.situation,
        "suggested_url": plain_url(facts.suggested_url),
    }


def _warnings(facts: DraftFacts, language: str) -> tuple[str, ...]:
    wanted = templates.primary(facts.language)
    if wanted and wanted != language:
        return (f"no {wanted} template for {facts.situation}; written in {language}",)
    return ()


def _window(text: str, surface: str) -> str:
    """A piece of `text` round the name, where it is too long although it has few words."""
    limit = _QUOTE_LENGTH if " " in text else _QUOTE_LENGTH_UNSPACED
    if len(text) <= limit:
        return text
    middle = max(0, text.find(surface)) + len(surface) // 2
    start = max(0, min(middle - limit // 2, len(text) - limit))
    return text[start : start + limit].strip()


def _holds(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text, as whole words where its script has words."""
    phrase = phrase.strip()
    before, after = ("", "") if has_no_spaces(phrase) else (r"(?<!\w)", r"(?!\w)")
    return bool(phrase) and bool(re.search(before + re.escape(phrase) + after, text, re.IGNORECASE))
