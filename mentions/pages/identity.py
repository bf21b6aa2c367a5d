"""Who a site says it is: name, other names, what it does, products, people, own domains and profiles.

Proposals, each with the page and the place where it was found; a person confirms them. What is sure the site states of
itself in so many words, or two of its statements agree.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from typing import Any

from mentions import urls
from mentions.accounts import account_of, is_network
from mentions.pages.about_pages import press_pages
from mentions.pages.document import Document

MOST = 20
"""Proposals of one trait."""
_LONGEST_NAME, _LONGEST_TEXT = 80, 300
_ORGANISATION = re.compile(
    r"organi[sz]ation|corporation|business|company|store$|^brand$|^ngo$|project|school|university|hotel|restaurant|"
    r"software|^webapplication$",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"product|softwareapplication|mobileapplication|^book$|^game$|^videogame$", re.IGNORECASE)
_BOSSES = ("founder", "founders", "employee", "employees", "member", "ceo", "director")
_PARTS = re.compile(r"\s+[|–—·»«•:-]+\s+|\s*[|»«•]\s*")
_CODE = re.compile(r'[\[\]{}<>="\\]')
_FOOT = 2_000
"""Characters at the end of a page in which a copyright line stands."""
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright)(?:[ ,–-]|©|\d{4}){0,9}(?:by )?"
    r"([^\W\d_][^\n|.©]{1,60}?)(?=[ ,]{0,3}(?:$|[\n|.©]|all rights|\d{4}))",
    re.IGNORECASE | re.MULTILINE,
)
_LEGAL_FORM = (
    r"(?:GmbH|AG|UG|KG|e\.\s?V\.|Inc\.?|Ltd\.?|Limited|LLC|LLP|PLC|SAS|SARL|S\.A\.|S\.L\.|S\.r\.l\.|B\.V\.|AB|Oy|ApS)"
)


class Trait(StrEnum):
    """What is proposed; each is a key of a `[[brand]]`."""

    NAME = "name"
    ALIAS = "aliases"
    DESCRIPTION = "description"
    PRODUCT = "products"
    PERSON = "people"
    DOMAIN = "domains"
    PROFILE = "profiles"
    PAGE = "pages"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value for a trait: the page that says it, and how."""

    trait: Trait
    text: str
    page: str
    how: str
    is_sure: bool = True


def proposals(documents: Sequence[Document]) -> tuple[Proposal, ...]:
    """What the pages of one site, its home page first, propose for a brand: the best of each trait first."""
    home, label = documents[0], urls.unicode_host(urls.site_of(documents[0].url)).partition(".")[0]
    names = _distinct(_names(documents, label), squashed) or list(_guessed_names(home, label))
    name = [Proposal(Trait.NAME, one.text, one.page, one.how, one.is_sure) for one in names[:1]]
    known = {squashed(one.text) for one in name}
    aliases = [*names[1:], *_legal_names(documents, name)]
    return (
        *name,
        *[one for one in _distinct(aliases, _folded) if squashed(one.text) not in known][:MOST],
        *_distinct(_domains(documents, label), _folded)[:MOST],
        *list(_descriptions(home, label))[:1],
        *_distinct(_products(documents, label), _folded)[:MOST],
        *_distinct(_people(documents, label), _folded)[:MOST],
        *_distinct(_profiles(documents, label, [one.text for one in names]), _of_profile)[:MOST],
        *list(_pages(home))[:1],
    )


def squashed(text: str) -> str:
    """A name without all that spellings of it may differ in."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def _names(documents: Sequence[Document], label: str) -> Iterator[Proposal]:
    """Every name that the site gives itself, what it goes by before what it is called besides."""
    home = documents[0]
    yield from _of_organisations(documents, label, "name")
    for tag in ("og:site_name", "application-name", "apple-mobile-web-app-title"):
        said = home.head.meta.get(tag, "")
        yield from _proposed(Trait.ALIAS, said, home, tag, is_sure=_is_like(label, said))
    parts = [part for part in _PARTS.split(home.head.title) if part.strip()]
    same = [part for part in parts if squashed(part) == squashed(label)]
    like = sorted((part for part in parts if _is_like(label, part)), key=len)
    for part in (same or like)[:1]:
        yield from _proposed(Trait.ALIAS, part, home, "title", is_sure=bool(same))
    for found in _COPYRIGHT.findall(home.visible.text[-_FOOT:])[:1]:
        yield from _proposed(Trait.ALIAS, found, home, "copyright line", is_sure=_is_like(label, found))
    yield from _of_organisations(documents, label, "alternateName")
    yield from _of_organisations(documents, label, "legalName")


def _guessed_names(home: Document, label: str) -> Iterator[Proposal]:
    """Where the site says no name: its domain may be one, and so may its title."""
    yield Proposal(Trait.ALIAS, label.capitalize(), home.url, "its domain", is_sure=False)
    for part in _PARTS.split(home.head.title)[:1]:
        yield from _proposed(Trait.ALIAS, part, home, "title", is_sure=False)


def _of_organisations(documents: Sequence[Document], label: str, key: str) -> Iterator[Proposal]:
    for document in documents:
        for found, is_own in _organisations(document, label):
            for text in _texts(found.get(key)):
                yield from _proposed(Trait.ALIAS, text, document, f"JSON-LD {key}", is_sure=is_own)


def _organisations(document: Document, label: str) -> list[tuple[dict[str, Any], bool]]:
    """The objects that speak of whom the site belongs to; whether it says so."""
    all_of_them = [one for one in document.objects if any(map(_ORGANISATION.search, _texts(one.get("@type"))))]
    own = [one for one in all_of_them if _is_at_home(one, document)]
    own += [one for one in all_of_them if one not in own and _is_called(one, label) and not _is_elsewhere(one)]
    if own or len(all_of_them) != 1:
        return [(one, True) for one in own]
    return [(one, False) for one in all_of_them if not _is_elsewhere(one)]


def _is_at_home(found: dict[str, Any], document: Document) -> bool:
    addresses = [*_texts(found.get("url")), *_texts(found.get("@id"))]
    return urls.site_of(document.url) in {urls.site_of(one) for one in addresses if urls.is_web(one)}


def _is_elsewhere(found: dict[str, Any]) -> bool:
    return any(map(urls.is_web, _texts(found.get("url"))))


def _is_called(found: dict[str, Any], label: str) -> bool:
    return any(_is_like(label, name) for name in _texts(found.get("name")))


def _is_like(label: str, text: str) -> bool:
    """Whether a name is the one of a domain, or holds it, where that is no accident."""
    part, whole = squashed(label), squashed(text)
    return part == whole or (len(part) > 2 and part in whole)


def _legal_names(documents: Sequence[Document], name: Sequence[Proposal]) -> Iterator[Proposal]:
    """The name with the form of the company behind it, as an imprint has it."""
    for one in name:
        legal = re.compile(rf"\b{re.escape(one.text)}(?: [\w&.-]{{1,20}}){{0,2}},? {_LEGAL_FORM}(?!\w)")
        for document in documents:
            for found in legal.findall(document.visible.text)[:1]:
                yield from _proposed(Trait.ALIAS, found, document, "text", is_sure=False)


def _domains(documents: Sequence[Document], label: str) -> Iterator[Proposal]:
    home = documents[0]
    yield Proposal(Trait.DOMAIN, urls.site_of(home.url), home.url, "its address")
    for document in documents:
        named = [("hreflang", one) for one in document.head.translations]
        for found, _ in _organisations(document, label):
            named += [(f"JSON-LD {key}", one) for key in ("url", "sameAs") for one in _texts(found.get(key))]
        named += [("link", href.address) for href in document.hrefs]
        for how, address in named:
            domain = urls.site_of(address) if urls.is_web(address) and not is_network(address) else ""
            is_called_so = squashed(domain.partition(".")[0]) == squashed(label)
            if domain and (is_called_so or how == "hreflang"):
                yield Proposal(Trait.DOMAIN, domain, document.url, how, is_sure=how != "link")


def _descriptions(home: Document, label: str) -> Iterator[Proposal]:
    own = [found for found, is_own in _organisations(home, label) if is_own]
    said = [("JSON-LD description", text) for one in own for text in _texts(one.get("description"))]
    said += [(tag, home.head.meta.get(tag, "")) for tag in ("og:description", "description", "twitter:description")]
    for how, text in said:
        if whole := _clean(text):
            cut = whole if len(whole) <= _LONGEST_TEXT else whole[:_LONGEST_TEXT].rsplit(" ", 1)[0]
            yield Proposal(Trait.DESCRIPTION, cut, home.url, how)


def _products(documents: Sequence[Document], label: str) -> Iterator[Proposal]:
    for document in documents:
        for found in document.objects:
            if not any(map(_PRODUCT.search, _texts(found.get("@type")))):
                continue
            makers = {squashed(name) for key in ("brand", "manufacturer") for name in _texts(found.get(key))}
            is_own = not makers or any(_is_like(label, one) for one in makers)
            for text in _texts(found.get("name")):
                if is_own and squashed(text) != squashed(label):
                    yield from _proposed(Trait.PRODUCT, text, document, "JSON-LD Product")


def _people(documents: Sequence[Document], label: str) -> Iterator[Proposal]:
    for document in documents:
        for organisation, is_own in _organisations(document, label):
            for key in _BOSSES:
                for text in _texts(organisation.get(key)):
                    yield from _person(text, document, f"JSON-LD {key}", is_sure=is_own)
        for found in document.objects:
            if "Person" in _texts(found.get("@type")):
                works_here = any(_is_like(label, one) for one in _texts(found.get("worksFor")))
                for text in _texts(found.get("name")):
                    yield from _person(text, document, "JSON-LD Person", is_sure=works_here)


def _person(text: str, document: Document, how: str, *, is_sure: bool) -> Iterator[Proposal]:
    if 1 < len(text.split()) <= 5 and not re.search(r"[\d@/]", text):
        yield from _proposed(Trait.PERSON, text, document, how, is_sure=is_sure)


def _profiles(documents: Sequence[Document], label: str, names: Iterable[str]) -> Iterator[Proposal]:
    """Accounts on networks: those that the site calls the same as itself, and those that it links to."""
    home, called = documents[0], {name for one in (*names, label) if len(name := squashed(one)) > 2}
    for document in documents:
        for found, is_own in _organisations(document, label):
            for address in _texts(found.get("sameAs")):
                if urls.is_web(address) and is_network(address) and account_of(address):
                    yield Proposal(Trait.PROFILE, address, document.url, "JSON-LD sameAs", is_own)
    for href in home.hrefs:
        if is_network(href.address) and (account := squashed(account_of(href.address))):
            is_called_so = len(account) > 2 and any(account in one or one in account for one in called)
            yield Proposal(Trait.PROFILE, href.address, home.url, "link", is_called_so or "me" in href.rel)


def _pages(home: Document) -> Iterator[Proposal]:
    """What a journalist may be shown: the page for the press."""
    for address in press_pages(home):
        yield Proposal(Trait.PAGE, address, home.url, "link", is_sure=False)


def _proposed(trait: Trait, text: str, document: Document, how: str, *, is_sure: bool = True) -> Iterator[Proposal]:
    """A proposal, where the text can be a name."""
    name = _clean(text)
    is_code = trait is not Trait.PRODUCT and _CODE.search(name)
    if name and len(name) <= _LONGEST_NAME and any(map(str.isalpha, name)) and not urls.is_web(name) and not is_code:
        yield Proposal(trait, name, document.url, how, is_sure)


def _distinct(found: Iterable[Proposal], key: Any) -> list[Proposal]:  # noqa: ANN401 - of texts
    """Each text once, as it was first said; sure, where it is anywhere. What is sure comes first."""
    kept: dict[str, Proposal] = {}
    for one in (one for one in found if one.text.isprintable()):
        known = kept.setdefault(key(one.text), one)
        if one.is_sure and not known.is_sure:
            kept[key(one.text)] = one
    return sorted(kept.values(), key=lambda one: not one.is_sure)


def _folded(text: str) -> str:
    return text.casefold()


def _of_profile(text: str) -> str:
    """What the addresses of one account share; on some networks its number stands in the query."""
    return urls.likeness(text if "id=" in text else text.partition("?")[0]).casefold()


def _texts(value: object) -> list[str]:
    """The texts that a value of JSON-LD holds: itself, or the names of what it speaks of."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        text = one.get("name") if isinstance(one, dict) else one
        found += [text] if isinstance(text, str) else []
    return found


def _clean(text: str) -> str:
    """A text as one line that can be printed."""
    shown = (sign if sign.isprintable() else " " for sign in unescape(text))
    return " ".join("".join(shown).split())
