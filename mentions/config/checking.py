"""What types cannot say: values that make sense, names that are unique, references that lead somewhere."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from mentions.config.brands import complete, web_address
from mentions.config.faults import FaultError, hint, shown
from mentions.config.model import ENGINES, Config, Crawl, Detection, Reddit, Search, find_brand
from mentions.config.spans import span
from mentions.config.tables import Tables
from mentions.items import Brand, Sender, Source
from mentions.urls import is_web

_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_SUBREDDIT = re.compile(r"\w{2,24}", re.ASCII)
_USER = re.compile(r"[\w-]{3,20}", re.ASCII)
_STORE = re.compile(r"sqlite:///.|postgresql\+psycopg://.")


def checked(tables: Tables, path: Path) -> Config:
    """The configuration that the tables of a file make. Raises FaultError."""
    senders = tuple(_sender(number, sender) for number, sender in enumerate(tables.sender))
    _forbid_twins("sender", "key", (sender.key for sender in senders))
    brands = tuple(_brand(number, brand, senders) for number, brand in enumerate(tables.brand))
    _forbid_twins("brand", "name", (brand.name.casefold() for brand in brands))
    _forbid_twins("brand", "key", (brand.key for brand in brands))
    return Config(
        path=path,
        store_url=store_address(("store", "url"), tables.store.url),
        senders=senders,
        crawl=_crawl(tables.crawl),
        detection=_detection(tables.detection),
        search=_search(tables.search),
        reddit=_reddit(tables.reddit),
        brands=brands,
        sources=tuple(_source(number, source, brands) for number, source in enumerate(tables.source)),
    )


def store_address(keys: tuple[str, ...], url: str) -> str:
    """An address of a store that this program can use. Raises FaultError, which never shows a password."""
    url = url.strip()
    if not _STORE.match(url):
        raise FaultError(keys, 'must begin with "sqlite:///" or "postgresql+psycopg://" and name a database')
    return url


def _sender(number: int, sender: Sender) -> Sender:
    for field in ("key", "name", "organisation"):
        if not getattr(sender, field).strip():
            raise FaultError(("sender", number, field), "is empty; drafts are signed with it")
    try:
        validate_email(sender.email, check_deliverability=False)
    except EmailNotValidError as error:
        what = f'{shown(sender.email)} is no mail address; write it bare, such as "press@acme.example"'
        raise FaultError(("sender", number, "email"), what) from error
    return replace(sender, key=sender.key.strip())


def _crawl(crawl: Crawl) -> Crawl:
    if not crawl.contact.isprintable():
        raise FaultError(("crawl", "contact"), "must be one line: it goes into a header of every request")
    for number, host in enumerate(crawl.allow_private):
        if not _is_host_and_port(host):
            what = f'{shown(host)} is no host with a port; write it as "127.0.0.1:8080"'
            raise FaultError(("crawl", "allow_private", number), what)
    private = tuple(host.lower() for host in crawl.allow_private)
    return replace(crawl, allow_private=private, browser=crawl.browser.strip())


def _detection(detection: Detection) -> Detection:
    if detection.reject > detection.accept:
        what = f"must not be above accept, which is {detection.accept:g}: between the two a person decides"
        raise FaultError(("detection", "reject"), what)
    if not all(name.strip() for name in detection.pipeline):
        raise FaultError(
            ("detection", "pipeline"), "names nothing; take the line out, or name a trained spaCy pipeline"
        )
    return replace(detection, pipeline=tuple(name.strip() for name in detection.pipeline))


def _search(search: Search) -> Search:
    for number, name in enumerate(search.engines):
        if name not in ENGINES:
            what = f"{shown(name)} is no engine; {hint(name, ENGINES)}"
            raise FaultError(("search", "engines", number), what)
    for number, site in enumerate(search.stack_exchange):
        if not is_web(f"https://{site}/") or urlsplit(f"https://{site}/").netloc != site or "." not in site:
            what = f'{shown(site)} is no domain; write it bare, such as "stackoverflow.com"'
            raise FaultError(("search", "stack_exchange", number), what)
    for number, name in enumerate(search.subreddits):
        if not _SUBREDDIT.fullmatch(name):
            what = f'{shown(name)} is no subreddit; write its name alone, such as "telescopes", or "all"'
            raise FaultError(("search", "subreddits", number), what)
    _variable(("search", "brave_key_variable"), search.brave_key_variable, "BRAVE_SEARCH_API_KEY")
    return search


def _reddit(reddit: Reddit) -> Reddit:
    if reddit.user and not _USER.fullmatch(reddit.user):
        raise FaultError(("reddit", "user"), f'{shown(reddit.user)} is no user of Reddit; write the name without "u/"')
    _variable(("reddit", "id_variable"), reddit.id_variable, "REDDIT_CLIENT_ID")
    _variable(("reddit", "secret_variable"), reddit.secret_variable, "REDDIT_CLIENT_SECRET")
    return reddit


def _variable(keys: tuple[str, ...], name: str, example: str) -> None:
    if not _VARIABLE.fullmatch(name):
        # What stands there may be the key: it is not repeated.
        what = f"must be the name of an environment variable that holds the key, such as {example}, not the key"
        raise FaultError(keys, what)


def _is_host_and_port(text: str) -> bool:
    url = f"http://{text}/"
    return is_web(url) and urlsplit(url).netloc == text and urlsplit(url).port is not None and "@" not in text


def _brand(number: int, brand: Brand, senders: tuple[Sender, ...]) -> Brand:
    try:
        brand = complete(brand)
    except FaultError as fault:
        raise fault.below("brand", number) from fault
    known = [sender.key for sender in senders]
    if not brand.sender:
        return replace(brand, sender=known[0]) if len(known) == 1 else brand
    if brand.sender not in known:
        what = f"no [[sender]] has the key {shown(brand.sender)}; {hint(brand.sender, known)}"
        raise FaultError(("brand", number, "sender"), what)
    return brand


def _source(number: int, source: Source, brands: tuple[Brand, ...]) -> Source:
    url = web_address(("source", number, "url"), source.url)
    keys = []
    for place, wanted in enumerate(source.brands):
        brand = find_brand(brands, wanted.strip())
        if brand is None:
            what = f"no [[brand]] is called {shown(wanted)}; {hint(wanted, (brand.key for brand in brands))}"
            raise FaultError(("source", number, "brands", place), what)
        keys.append(brand.key)
    _check_pace(number, source)
    return replace(source, url=url, brands=tuple(dict.fromkeys(keys)))


def _check_pace(number: int, source: Source) -> None:
    try:
        span(source.every or "1d")
    except ValueError:
        what = f'{shown(source.every)} is no span of time up to a year; write 30m, 6h, 2d or 1w, such as every = "6h"'
        raise FaultError(("source", number, "every"), what) from None
    if source.budget is not None and source.budget < 1:
        raise FaultError(("source", number, "budget"), "must not be below 1")


def _forbid_twins(table: str, field: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            what = f"two [[{table}]] have the {field} {shown(value)}; give each its own {field}"
            raise FaultError((table, number, field), what)
        seen.add(value)
