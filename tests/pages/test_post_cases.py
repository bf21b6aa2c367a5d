"""Each folder of tests/cases/posts: the posts and comments of `page.html`, fetched as `case.json` says.

The pages are made up, in the shape that `case.json` names: a public template with its version, or pages as they are
served. `says` are words that stand in the post; of `words|2` the second place is meant.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mentions.pages import Document, read

FOLDER = Path(__file__).parents[1] / "cases" / "posts"


def document_of(case: Path) -> Document:
    given = json.loads((case / "case.json").read_text(encoding="utf-8"))
    now = datetime.fromisoformat(given["now"]) if "now" in given else None
    return read((case / "page.html").read_bytes(), given["url"], "text/html", now=now)


def place_of(text: str, asked: str) -> tuple[int, int]:
    words, _, count = asked.partition("|")
    start = -1
    for _ in range(int(count or 1)):
        start = text.index(words, start + 1)
    return start, start + len(words)


def told(document: Document, asked: dict[str, Any]) -> dict[str, Any]:
    start, end = place_of(document.visible.text, asked["says"])
    assert not document.is_quoted(start, end)
    unit = document.post_at(start)
    assert unit is not None
    return {
        "says": asked["says"],
        "section": document.visible.place(start).section.value,
        "author": unit.author,
        "published": unit.published.isoformat() if unit.published else None,
        "permalink": unit.permalink,
    }


@pytest.mark.parametrize("case", [pytest.param(one, id=one.name) for one in sorted(FOLDER.iterdir())])
def test_posts(case: Path) -> None:
    document = document_of(case)
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    text = document.visible.text
    assert [told(document, asked) for asked in expected["posts"]] == expected["posts"]
    assert len(document.posts) == len(expected["posts"])
    assert {words: document.is_quoted(*place_of(text, words)) for words in expected["quoted"]} == dict.fromkeys(
        expected["quoted"], True
    )
    kept = expected.get("not_quoted", [])
    assert not any(document.is_quoted(*place_of(text, words)) for words in kept)
