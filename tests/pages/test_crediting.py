"""Authors and dates of articles whose head says nothing of them."""

from datetime import UTC, datetime

import pytest

from mentions import pages
from mentions.pages import Document

TITLE = "<h1>All about lenses</h1>"
TEXT = (
    "<p>Lenses are round pieces of glass, and this page tells what they are made of, how that is done, by whom,"
    " and what else there is to say of them.</p>"
)
COMMENTS = "".join(
    f'<li id="comment-{number}" class="comment"><b class="comment-author">{name}</b> <i class="date">2 May 2026</i>'
    f"<p>I have one of these, and I like it.</p></li>"
    for number, name in enumerate(("kim", "ole"))
)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def read(body: str) -> Document:
    html = (
        f"<!doctype html><html lang=en><head><title>All about lenses | Stars</title></head><body>{body}</body></html>"
    )
    return pages.read(html.encode(), "https://blog.example/lenses/", "text/html", now=NOW)


@pytest.mark.parametrize(
    "body",
    [
        f'{TITLE}<h6>Posted by: <a href="/blog/author/jane/">Jane</a> 3 weeks ago</h6>{TEXT}',
        f"<main><div>{TITLE}</div></main><div><div><div>By Jane, 31 October 2026</div>{TEXT}</div></div>",
        f"<header><p>31 October 2026 by Jane</p>{TITLE}</header>{TEXT}",
        f"<h1>Stars</h1><h2>All about lenses</h2><p><i class=byline>by Jane</i><b class=date>31 Oct 2026</b></p>{TEXT}",
    ],
)
def test_beside_the_headline(body: str) -> None:
    said = read(body + f"<ol>{COMMENTS}</ol>").metadata
    assert said.author == "Jane"
    assert said.published is not None
    assert f"{said.published:%Y-%m-%d}" == "2026-10-31"


@pytest.mark.parametrize(
    "body",
    [
        f"{TITLE}{TEXT}<footer><p>Posted by Jane in lenses</p></footer>",
        f"<nav><p class=post__authors><strong>Jane</strong><br>Writer</p></nav>{TITLE}{TEXT}",
    ],
)
def test_the_only_name_of_a_page(body: str) -> None:
    assert read(body + f"<ol>{COMMENTS}</ol>").metadata.author == "Jane"


@pytest.mark.parametrize(
    "body",
    [
        f"{TITLE}{TEXT}<ol>{COMMENTS}</ol>",
        f"{TITLE}{TEXT}<p>Posted by Jane in lenses</p><p>Posted by Kim in domes</p>",
        f"{TITLE}{TEXT}{TEXT.replace('and this', 'made by Jane Doe, and this')}",
    ],
)
def test_who_wrote_something_else_is_no_author(body: str) -> None:
    assert read(body).metadata.author is None


def test_what_the_head_says_goes_first() -> None:
    html = f'<head><meta name=author content="Ole"><title>x</title></head>{TITLE}<p>By Jane</p>{TEXT}'
    assert pages.read(html.encode(), "https://blog.example/lenses/", "text/html").metadata.author == "Ole"
