"""Each folder of tests/cases/pages: what is read from `page.html` (or `page.bin`), fetched as `case.json` says.

`expected.json` names the facts that the case is about; `unknown` is the reason why a page cannot be read.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentions import urls
from mentions.exceptions import UnknownPageError
from mentions.pages import Document, read

FOLDER = Path(__file__).parents[1] / "cases" / "pages"
DEFAULTS = {"url": "https://news.example/dir/page.html", "content_type": "text/html"}
"""Of `case.json`, which may also hold `robots_tag`."""
KNOWN_FAULTS: dict[str, str] = {}


def marks_of(case: Path) -> list[pytest.MarkDecorator]:
    fault = KNOWN_FAULTS.get(case.name)
    return [pytest.mark.xfail(strict=True, reason=fault)] if fault else []


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name, marks=marks_of(c)) for c in sorted(FOLDER.iterdir())])
def test_page(case: Path) -> None:
    asked = case / "case.json"
    page = next(case.glob("page.*"))
    given = DEFAULTS | (json.loads(asked.read_text(encoding="utf-8")) if asked.exists() else {})
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    if "unknown" in expected:
        with pytest.raises(UnknownPageError) as caught:
            read(page.read_bytes(), **given)
        assert caught.value.reason == expected["unknown"]
        return
    document = read(page.read_bytes(), **given)
    assert {fact: FACTS[fact](document, value) for fact, value in expected.items()} == expected


def text(document: Document, _: object) -> list[str]:
    """The visible text, line by line."""
    return [line.rstrip(" ") for line in document.visible.text.split("\n") if line]


def seamed(document: Document, _: object) -> list[str]:
    """The visible text, line by line, with `¦` at each seam."""
    visible = document.visible
    marked = "".join(("¦" if i in visible.seams else "") + sign for i, sign in enumerate(visible.text))
    return [line.rstrip(" ") for line in marked.split("\n") if line]


def links(document: Document, _: object) -> list[dict[str, object]]:
    """Each run of linked text, where it leads (null: nowhere), and its rel where it has one."""
    visible, found = document.visible, list[dict[str, object]]()
    for start, end, place in zip(visible.starts, [*visible.starts[1:], len(visible.text)], visible.places, strict=True):
        if place.link >= 0:
            anchor = visible.links[place.link]
            covered = visible.text[start:end].strip("\n")
            rel = {"rel": list(anchor.rel)} if anchor.rel else {}
            found.append({"text": covered, "href": urls.resolve(document.base, anchor.href), **rel})
    return found


def sections(document: Document, asked: dict[str, str]) -> dict[str, str]:
    """The section that each of the asked words stands in, where first found."""
    visible = document.visible
    return {words: visible.place(visible.text.index(words)).section.value for words in asked}


def metadata(document: Document, asked: dict[str, object]) -> dict[str, object]:
    said = document.metadata
    published = said.published.isoformat() if said.published else None
    known = {
        "title": said.title,
        "author": said.author,
        "published": published,
        "language": said.language,
        "site_name": said.site_name,
        "canonical": said.canonical,
        "types": sorted(filter(None, document.types)),
    }
    return {name: known[name] for name in asked}


def contacts(document: Document, _: object) -> list[dict[str, str]]:
    """Every contact, without what is empty."""
    fields = ("email", "kind", "sign", "name", "role")
    return [{field: value for field in fields if (value := str(getattr(c, field)))} for c in document.contacts]


def outlinks(document: Document, _: object) -> dict[str, bool]:
    """The other sites, and whether a link to them is followed."""
    return {outlink.site: outlink.followed for outlink in document.outlinks}


def linked_hosts(document: Document, _: object) -> list[str]:
    return sorted(document.linked_hosts)


def feeds(document: Document, _: object) -> list[str]:
    return list(document.feeds)


def links_within(document: Document, _: object) -> list[str]:
    return list(document.links_within)


def needs_javascript(document: Document, _: object) -> bool:
    return document.needs_javascript


FACTS: dict[str, Callable[[Document, Any], object]] = {
    fact.__name__: fact
    for fact in (
        text,
        seamed,
        links,
        sections,
        metadata,
        contacts,
        outlinks,
        linked_hosts,
        feeds,
        links_within,
        needs_javascript,
    )
}
