"""A row of a list of mentions: the address of a page that may name a brand, or why it is left out."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from mentions import urls
from mentions.imports.columns import Columns, is_own
from mentions.imports.headers import Role
from mentions.imports.rows import Row
from mentions.imports.values import address, kind
from mentions.items import Kind

_DIVIDES = re.compile(r"[/?&=#|]+")
_SCHEME = re.compile(r"(?i)https?:/*")


class RejectedError(ValueError):
    """Why a row cannot be used."""


class Left(StrEnum):
    """Why a row that is right is left out."""

    OWN = "own pages"
    ABOUT_DOMAIN = "copies of own pages, and reports on own domains"
    TOOL = "pages of the alert service"


@dataclass(frozen=True, slots=True)
class Offer:
    """The address of a page, and what sort of source it is on, where the file says so."""

    url: str
    kind: Kind | None = None


def offer_of(row: Row, columns: Columns, own: Collection[str]) -> Offer | Left:
    """What a row offers. Raises RejectedError."""
    url = address_in(row, columns.first(Role.URL))
    if is_own(url, own):
        return Left.OWN
    if _is_about_domain(url, own):
        return Left.ABOUT_DOMAIN
    if re.match(r"https?://(?:www\.)?google\.[a-z.]+/alerts(?:/|\Z)", url):
        return Left.TOOL
    return Offer(url, kind(row.cell(columns.first(Role.KIND))))


def address_in(row: Row, column: int | None) -> str:
    """The web address in a column. Raises RejectedError."""
    if row.fault:
        raise RejectedError(row.fault)
    cell = row.cell(column)
    if not cell:
        short = column is not None and column >= len(row.cells)
        raise RejectedError("has too few cells" if short else "has no address")
    if found := address(cell):
        return found
    raise RejectedError("has no web address where one should be")


def _is_about_domain(url: str, own: Collection[str]) -> bool:
    """Whether an address names an own domain whole: proxies, translators, archives, statistics of sites do.

    A part of a word does not count: a headline may hold a name that is a domain.
    """
    parts = urlsplit(url)
    host = urls.host_of(url)
    tail = _SCHEME.sub("/", unquote(f"{parts.path}?{parts.query}"))
    words = {word.lower().removeprefix("www.") for word in _DIVIDES.split(tail)}
    # A translator writes the host's dots as hyphens, and its hyphens twice.
    flat = {domain.replace("-", "--").replace(".", "-") for domain in own}
    labels = host.split(".")
    return (
        any(urls.belongs(word, frozenset(own)) for word in words)
        or any(f".{domain}." in f".{host}" for domain in own)
        or any(label.removeprefix("www-") in flat for label in labels[:-2])
    )
