"""What a page says of itself: JSON-LD first, then OpenGraph and meta tags, then the markup."""

import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from htmldate import find_date
from selectolax.lexbor import LexborHTMLParser

from mentions import urls

_DOCUMENT_TYPES = re.compile(r"article|posting|webpage|report|review|blog|question", re.IGNORECASE)
_LONGEST = 500
"""Longer titles and names are cut: pages have been seen to put their whole text there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Each None where the page does not say."""

    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    language: str | None = None
    site_name: str | None = None
    canonical: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the head of a page, as it stands there: title, meta tags by name, addresses in other languages."""

    title: str
    meta: Mapping[str, str]
    translations: tuple[str, ...]


def head(tree: LexborHTMLParser, base: str) -> Head:
    """The head of a parsed page; `base` as in `read`."""
    nodes = tree.css("link[rel~=alternate][hreflang][href]")
    found = (urls.resolve(base, node.attributes.get("href") or "") for node in nodes)
    title = _first(_text(tree, "head title")) or ""
    return Head(title, _meta_tags(tree), tuple(dict.fromkeys(one for one in found if one and urls.is_web(one))))


def read(tree: LexborHTMLParser, json_ld: Iterable[str], base: str) -> Metadata:
    """The metadata of a parsed page; `base` is what relative addresses are resolved against."""
    meta = _meta_tags(tree)
    objects = _documents(json_ld)
    return Metadata(
        title=_first(_texts(objects, "headline"), meta.get("og:title"), _text(tree, "title"), _text(tree, "h1")),
        author=_author(tree, objects, meta),
        published=_published(tree, objects, meta),
        language=language(tree),
        site_name=_first(meta.get("og:site_name"), _names(objects, "publisher"), meta.get("application-name")),
        canonical=canonical(tree, base),
    )


def types(tree: LexborHTMLParser, json_ld: Iterable[str]) -> frozenset[str]:
    """The JSON-LD types of what the page is, and its OpenGraph type, in lower case."""
    named = [kind for found in _documents(json_ld) for kind in _types(found)]
    return frozenset(kind.lower() for kind in (*named, _meta_tags(tree).get("og:type")) if kind)


def _documents(json_ld: Iterable[str]) -> list[dict[str, Any]]:
    """The objects that may be the page itself."""
    return [found for found in objects_of(json_ld) if _DOCUMENT_TYPES.search(" ".join(_types(found)))]


def objects_of(json_ld: Iterable[str]) -> list[dict[str, Any]]:
    """Every object of the page's JSON-LD blocks, nested ones and `@graph` included; what is no JSON is left out."""
    found: list[dict[str, Any]] = []
    for block in json_ld:
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", block)
        try:
            found.extend(_nested(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            continue
    return found


def _nested(value: object) -> Iterator[dict[str, Any]]:
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            stack.extend(reversed(value))


def _types(found: dict[str, Any]) -> list[str]:
    kinds = found.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def _texts(objects: list[dict[str, Any]], key: str) -> Iterator[str]:
    return (str(found[key]) for found in objects if isinstance(found.get(key), str | int))


def _names(objects: list[dict[str, Any]], key: str) -> Iterator[str]:
    for found in objects:
        people = found.get(key)
        for person in people if isinstance(people, list) else [people]:
            name = person.get("name") if isinstance(person, dict) else person
            if isinstance(name, str) and not urls.is_web(name):
                yield name


def _meta_tags(tree: LexborHTMLParser) -> dict[str, str]:
    tags: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name and (content := (attributes.get("content") or "").strip()):
            tags.setdefault(name.lower(), content)
    return tags


def _first(*values: str | Iterator[str] | None) -> str | None:
    for value in values:
        for text in [value] if isinstance(value, str) else value or ():
            if clean := " ".join(text.split())[:_LONGEST]:
                return clean
    return None


def _text(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector)
    return node.text(separator=" ") if node is not None else None


def _author(tree: LexborHTMLParser, objects: list[dict[str, Any]], meta: dict[str, str]) -> str | None:
    named = meta.get("article:author", "")
    return _first(
        _names(objects, "author"),
        meta.get("author"),
        named if not urls.is_web(named) else None,
        *(_text(tree, selector) for selector in _BYLINES),
    )


_BYLINES = (
    'a[rel~="author"]',
    '[itemprop="author"] [itemprop="name"]',
    '[itemprop="author"]',
    ".author.vcard .fn",
    ".wp-block-post-author__name",
    ".byline .author",
)


def _published(tree: LexborHTMLParser, objects: list[dict[str, Any]], meta: dict[str, str]) -> datetime | None:
    said = [*_texts(objects, "datePublished"), *(meta[name] for name in _DATE_TAGS if name in meta)]
    said += [node.attributes.get("datetime") or "" for node in tree.css("time[datetime]")[:1]]
    for text in said:
        if at := moment(text):
            return at
    return _guessed_date(tree)


_DATE_TAGS = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "sailthru.date",
)


def _guessed_date(tree: LexborHTMLParser) -> datetime | None:
    # Without the extensive search: that takes the year of a copyright line for the day of publication.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateutil complains of zones that pages make up
        found = find_date(tree.html or "", extensive_search=False, original_date=True, outputformat="%Y-%m-%d")
    return moment(found) if found else None


def moment(text: str) -> datetime | None:
    """An ISO 8601 date or time as UTC; one without a zone is taken as UTC. None where it is neither, or absurd."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    try:
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        return None
    return at if 1990 <= at.year <= 2100 else None


def language(tree: LexborHTMLParser) -> str | None:
    """The language (ISO 639) that the page says it is in."""
    node = tree.css_first("html")
    said = (node.attributes.get("lang") or node.attributes.get("xml:lang")) if node is not None else None
    if code := _code(said):
        return code
    meta = _meta_tags(tree)
    return _code(meta.get("og:locale")) or _code(meta.get("content-language"))


def _code(text: str | None) -> str | None:
    found = re.match(r"[a-z]{2,3}(?![a-z])", (text or "").strip().lower())
    return found.group() if found else None


def canonical(tree: LexborHTMLParser, base: str) -> str | None:
    """The address that the page says it should be known by."""
    node = tree.css_first('link[rel~="canonical"][href]')
    said = (node.attributes.get("href") if node is not None else None) or _meta_tags(tree).get("og:url")
    return urls.resolve(base, said) if said else None
