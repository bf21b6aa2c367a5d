"""A workspace with recorded pages, as crawls leave it: shared by the tests of services and commands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from mentions.db import Engine, ready
from mentions.items import (
    Contact,
    ContactKind,
    Evidence,
    Kind,
    LinkState,
    Match,
    Mention,
    Page,
    Section,
    Unknown,
    Verdict,
    Visit,
)
from mentions.services import workspaces
from mentions.services.recording import record
from mentions.services.workspaces import Workspace

CHECKOUT = {"PYTHONPATH": str(Path(__file__).parents[1])}
"""What a process needs in its environment to find the package from a folder elsewhere."""
NOW = datetime.now(UTC).replace(microsecond=0)
SENTENCE = "The sharpest of the ten was made by Acme Optics, and nobody had expected that."
BRAND = """
[[brand]]
name = "Acme Optics"
domains = ["acme.example"]
description = "Makes lenses for telescopes and cameras"
context = ["telescope"]
"""
OTHER_BRAND = """
[[brand]]
name = "Kindling"
domains = ["kindling.example"]
"""
SENDER = """
[[sender]]
key = "acme"
name = "Zoe Park"
role = "press officer"
organisation = "Acme Optics"
email = "zoe@acme.example"
postal_address = "1 Lens Road, 12345 Springfield"
"""
SOURCES = """
[[source]]
kind = "news"
url = "https://news.example/feed.xml"
"""


def hours(number: float) -> datetime:
    return NOW + timedelta(hours=number)


def make_workspace(folder: Path, config: str = BRAND + SENDER) -> Workspace:
    (folder / "mentions.toml").write_text(config, encoding="utf-8")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n", encoding="utf-8")
    store = folder / "mentions.db"
    if not store.exists():
        store.write_bytes(_empty_store())
    return workspaces.find(folder, {})


@cache
def _empty_store() -> bytes:
    """A store as its first use makes it, made once: that is most of what a small test would wait for."""
    with TemporaryDirectory() as folder:
        ready(f"sqlite:///{folder}/mentions.db").dispose()
        return Path(folder, "mentions.db").read_bytes()


def crawl(workspace: Workspace, engine: Engine, *visits: Visit) -> None:
    brands = workspace.config.brands
    record(
        engine,
        visits,
        brands=brands,
        run_id=None,
        now=max(visit.at for visit in visits),
    )


def jane(url: str, email: str = "") -> Contact:
    site = url.split("/")[2].removeprefix("www.")
    return Contact(
        email=email or f"jane@{site}",
        kind=ContactKind.PERSON,
        source_url=url,
        snippet="by Jane Doe",
        sign="author_mailto",
        name="Jane Doe",
    )


def visit(
    url: str,
    *,
    at: datetime | None = None,
    kind: Kind = Kind.BLOG,
    title: str = "Ten telescopes for a dark winter night in the mountains",
    sentence: str = SENTENCE,
    contacts: Sequence[Contact] | None = None,
    brand: tuple[str, str] = ("acme-optics", "Acme Optics"),
    author: str | None = "Jane Doe",
    **changes: object,
) -> Visit:
    """A page that was read, with one mention in `sentence`; `changes` are of that mention."""
    text = f"{title}\nWinter is here.\n{sentence}\nShare this"
    page = Page(
        url=url,
        text=text,
        mentions=(_mention(text, sentence, brand, changes),),
        title=title,
        author=author,
        published=NOW - timedelta(days=9),
        language="en",
        site_name="Night Notes",
        contacts=(jane(url),) if contacts is None else tuple(contacts),
    )
    return Visit(url=url, page_url=url, kind=kind, at=at or hours(-1), status=200, content_hash=url, page=page)


def _mention(text: str, sentence: str, brand: tuple[str, str], changes: dict[str, object]) -> Mention:
    key, name = brand
    start = text.index(name, text.index(sentence))
    found = Mention(
        brand=key,
        name=name,
        surface=name,
        start=start,
        end=start + len(name),
        before=text[:start][-100:],
        after=text[start + len(name) :][:100],
        sentence=sentence,
        section=Section.ARTICLE,
        match=Match.EXACT,
        link_state=LinkState.UNLINKED,
        confidence=0.97,
        verdict=Verdict.ACCEPTED,
        evidence=(
            Evidence("the name is made of ordinary words", 2.5, "prior.phrase", 1.0),
            Evidence("has a possessive", 0.4, "near.possessive", 1.0),
        ),
    )
    return replace(found, **changes)  # type: ignore[arg-type] # a test names fields of Mention


def unreadable(url: str, at: datetime, unknown: Unknown = Unknown.GONE, status: int | None = 404) -> Visit:
    return Visit(url=url, page_url=url, kind=Kind.BLOG, at=at, status=status, unknown=unknown)


def without_mention(url: str, at: datetime) -> Visit:
    """A page that was read and names nobody any more."""
    return Visit(url=url, page_url=url, kind=Kind.BLOG, at=at, status=200, content_hash="other", page=None)
