"""From a brand as a user writes it to one that the program can rely on: folded, with its defaults."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from mentions.config.faults import FaultError, shown
from mentions.exceptions import ConfigError
from mentions.items import Brand, BrandPage
from mentions.urls import domain_of, is_web

_PHRASES = ("aliases", "products", "people", "competitors", "context", "not_context")
# By what places are found that may name a brand; the key too, because mentions are recorded under it.
_FOUND_BY = ("key", "name", "domains", "aliases", "products", "people")
# By what it is judged, besides, whether they do.
_JUDGED_BY = ("description", "competitors", "context", "not_context", "profiles")
_HALF = 8
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# Letters that Unicode does not take apart, and apostrophes, which part no words.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ı": "i", "'": "", "’": ""})


def complete(brand: Brand) -> Brand:
    """A brand with folded spaces, bare domains and its defaults. Raises FaultError, seen from the brand."""
    name = _folded(brand.name)
    if not name:
        raise FaultError(("name",), 'is empty; write it as texts do, such as name = "Acme Optics"')
    domains = _domains(brand.domains)
    pages = (_page(number, page) for number, page in enumerate(brand.pages))
    profiles = (web_address(("profiles", number), url) for number, url in enumerate(brand.profiles))
    return replace(
        brand,
        name=name,
        key=_key(brand.key) or slug(name),
        domains=domains,
        url=web_address(("url",), brand.url) if brand.url else f"https://{domains[0]}/",
        description=_folded(brand.description),
        sender=brand.sender.strip(),
        pages=tuple(pages),
        profiles=tuple(dict.fromkeys(profiles)),
        **{field: _phrases((field,), getattr(brand, field)) for field in _PHRASES},
    )


def brand_from_flags(name: str, domains: Sequence[str]) -> Brand:
    """A brand without a file, from `-a brand=… -a domain=…` or `--name … --domain …`. Raises ConfigError."""
    try:
        return complete(Brand(name=name, domains=tuple(domains)))
    except FaultError as fault:
        raise ConfigError("command line", str(fault)) from fault


def fingerprints(brands: Iterable[Brand]) -> dict[str, str]:
    """By key, 16 hex digits that change when anything that detection goes by changes.

    The first half changes only with what places are found by: see `finds_the_same`. Order does not count.
    """
    return {brand.key: _digest(brand, _FOUND_BY) + _digest(brand, _JUDGED_BY) for brand in brands}


def finds_the_same(one: str, other: str) -> bool:
    """Whether a brand of one fingerprint is found at the places at which that of the other is, however judged."""
    return one[:_HALF] == other[:_HALF]


def _digest(brand: Brand, names: Iterable[str]) -> str:
    facts = [[value] if isinstance(value := getattr(brand, name), str) else sorted(value) for name in names]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:_HALF]


def own_domain(text: str) -> str:
    """The bare host a user meant by a domain or its front page's address.

    Raises ValueError, which says what to write, where there is no host or the address leads deeper: links are
    compared by host, so a part of a shared site cannot be a brand's own domain.
    """
    try:
        domain = domain_of(text)
    except ValueError:
        domain = ""
    if not domain or not domain.isascii():
        raise ValueError(f'{shown(text)} is no domain; write the host alone, such as "acme.example"')
    if urlsplit(text.strip() if "://" in text else f"https://{text.strip()}").path.strip("/"):
        raise ValueError(f'{shown(text)} is a page, not a domain; write "{domain}" if all of it is the brand\'s')
    return domain


def slug(name: str) -> str:
    """A key made of a name: ASCII, lower case, hyphens; a hash where the name has no such letter."""
    name = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", name.encode("ascii", "ignore").decode())
    key = "-".join(words)[:64].rstrip("-")
    return key or f"brand-{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:8]}"


def web_address(keys: tuple[str | int, ...], text: str) -> str:
    """An http(s) address without white space round it. Raises FaultError."""
    url = text.strip()
    if not is_web(url) or any(character.isspace() for character in url):
        raise FaultError(keys, f'{shown(text)} is no web address; write it whole, such as "https://acme.example/"')
    return url


def _folded(text: str) -> str:
    return " ".join(text.split())


def _key(text: str) -> str:
    if text and not _KEY.fullmatch(text):
        raise FaultError(("key",), f"{shown(text)} is no key; use a-z, 0-9, - and _, such as {shown(slug(text))}")
    return text


def _domains(texts: tuple[str, ...]) -> tuple[str, ...]:
    if not texts:
        raise FaultError(("domains",), 'is empty; write the brand\'s own domains, such as domains = ["acme.example"]')
    domains = []
    for number, text in enumerate(texts):
        try:
            domains.append(own_domain(text))
        except ValueError as error:
            raise FaultError(("domains", number), str(error)) from error
    return tuple(dict.fromkeys(domains))


def _phrases(keys: tuple[str | int, ...], texts: tuple[str, ...]) -> tuple[str, ...]:
    phrases = [_folded(text) for text in texts]
    if "" in phrases:
        # An empty phrase would be found at every place of every page.
        raise FaultError((*keys, phrases.index("")), 'holds an empty text; take "" out')
    return tuple(dict.fromkeys(phrases))


def _page(number: int, page: BrandPage) -> BrandPage:
    url = web_address(("pages", number, "url"), page.url)
    return BrandPage(url=url, about=_phrases(("pages", number, "about"), page.about))
