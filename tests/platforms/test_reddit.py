"""Reddit, as its API tells it: threads, replies inside each other, stubs of what is left out, and what is gone."""

import json
from typing import Any

import pytest

from mentions.pages.listings import Offered
from mentions.pages.metadata import moment
from mentions.platforms.reddit import MOST_ANSWERS, Reddit, rest

PAGE = "https://www.reddit.com/r/telescopes/comments/1ab/of_lenses/"
NEW = "https://oauth.reddit.com/r/telescopes/new?limit=100&raw_json=1"
THREAD = {
    "id": "1ab",
    "name": "t3_1ab",
    "title": "Of lenses & mounts",
    "author": "ann",
    "created_utc": 1_764_547_200.0,
    "permalink": "/r/telescopes/comments/1ab/of_lenses/",
    "num_comments": 4,
    "edited": False,
    "is_self": True,
    "url": PAGE,
    "selftext": "Which one?",
    "selftext_html": '<div class="md"><p>Which one?</p></div>',
}


def comment(number: str, **said: object) -> dict[str, Any]:
    data = {
        "id": number,
        "name": f"t1_{number}",
        "author": "bob",
        "created_utc": 1_764_547_200.0,
        "permalink": f"/r/telescopes/comments/1ab/of_lenses/{number}/",
        "body": f"This is {number}.",
        "body_html": f'<div class="md"><p>This is {number}.</p></div>',
        "replies": "",
    }
    return {"kind": "t1", "data": {**data, **said}}


def listing(*things: dict[str, Any], after: str | None = None) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"children": list(things), "after": after}}


def thread(*comments: dict[str, Any], **said: object) -> bytes:
    return json.dumps([listing({"kind": "t3", "data": {**THREAD, **said}}), listing(*comments)]).encode()


def more(*children: str, parent: str = "t3_1ab") -> dict[str, Any]:
    return {"kind": "more", "data": {"children": list(children), "parent_id": parent, "count": len(children)}}


def behind(*comments: dict[str, Any]) -> bytes:
    return json.dumps({"json": {"errors": [], "data": {"things": list(comments)}}}).encode()


def told(*answers: bytes) -> str:
    html = Reddit().told(answers, PAGE)
    assert html is not None
    return html.decode()


def test_a_list_names_threads_and_says_how_they_are() -> None:
    other = {**THREAD, "permalink": "/r/telescopes/comments/2cd/b/", "num_comments": 0, "edited": 1_764_633_600.0}
    body = listing({"kind": "t3", "data": THREAD}, {"kind": "t3", "data": other}, after="t3_2cd")
    found = Reddit().listing(json.dumps(body).encode(), NEW)
    assert found is not None
    written, edited = moment("2025-12-01T00:00:00Z"), "2025-12-02T00:00:00+00:00"
    assert found.offered == (
        Offered(PAGE, written, {"posts": "4"}),
        Offered("https://www.reddit.com/r/telescopes/comments/2cd/b/", written, {"posts": "0", "edited": edited}),
    )
    assert found.more == (f"{NEW}&after=t3_2cd",)


def test_a_new_comment_says_that_its_thread_changed() -> None:
    found = Reddit().listing(json.dumps(listing(comment("c9"))).encode(), NEW)
    assert found is not None
    assert found.offered == (Offered(PAGE, None, {"last comment": "t1_c9"}),)
    assert found.more == ()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"message": "Forbidden", "error": 403}', b'{"kind": "t5", "data": {}}'])
def test_what_is_no_list_is_none(body: bytes) -> None:
    assert Reddit().listing(body, NEW) is None


def test_a_thread_is_told_with_the_replies_inside_each_other() -> None:
    reply = comment("c2", replies=listing(comment("c3")))
    html = told(thread(comment("c1", replies=listing(reply)), comment("c4")))
    places = [html.index(f"This is {number}.") for number in ("c1", "c2", "c3", "c4")]
    assert places == sorted(places)
    assert "<h1>Of lenses &amp; mounts</h1>" in html
    assert f'<link itemprop="url" href="{PAGE}c3/">' in html
    assert '<meta itemprop="datePublished" content="2025-12-01T00:00:00+00:00">' in html


def test_html_is_read_whether_or_not_it_was_escaped() -> None:
    escaped = '&lt;div class="md"&gt;&lt;p&gt;A &amp;amp; B, &amp;lt;b&amp;gt;&lt;/p&gt;&lt;/div&gt;'
    plain = '<div class="md"><p>A &amp; B, &lt;b&gt;</p></div>'
    assert told(thread(selftext_html=escaped)) == told(thread(selftext_html=plain))


def test_what_a_thread_links_to_is_part_of_it() -> None:
    said = thread(url="https://acme.example/lens", is_self=False, selftext_html=None)
    assert '<a href="https://acme.example/lens">acme.example</a>' in told(said)
    assert "reddit.com</a>" not in told(thread())


@pytest.mark.parametrize("body", ["[deleted]", "[removed]", "[ Removed by Reddit ]", "[deleted by user]"])
def test_what_is_gone_is_no_post(body: str) -> None:
    gone = comment("c1", body=body, body_html=f"<p>{body}</p>", author="[deleted]")
    html = told(thread(gone, comment("c2")))
    assert body not in html
    assert html.count("<article") == 2
    assert told(thread(selftext=body, selftext_html=f"<p>{body}</p>")).count("<article") == 0
    assert told(thread(removed_by_category="moderator")).count("<article") == 0


def test_a_post_outlives_its_author() -> None:
    html = told(thread(comment("c1", author="[deleted]")))
    assert "This is c1." in html
    assert "[deleted]" not in html


def test_what_an_answer_leaves_out_is_asked_for_by_the_hundred() -> None:
    stubs = more(*(f"d{number}" for number in range(150))), more(*(f"e{number}" for number in range(60)))
    answers = [thread(stubs[0], comment("c1", replies=listing(stubs[1])))]
    asked = []
    while onward := Reddit().left_to_ask(answers, PAGE):
        asked.append(onward)
        answers.append(behind(comment(f"f{len(asked)}")))
    assert [url.partition("children=")[2].count(",") for url in asked] == [99, 99, 9]
    assert all(url.startswith("https://oauth.reddit.com/api/morechildren?link_id=t3_1ab&") for url in asked)
    assert all(f"This is f{number}." in told(*answers) for number in (1, 2, 3))


def test_where_replies_go_too_deep_they_are_asked_for_below_their_parent() -> None:
    first = thread(comment("c1", replies=listing(more(parent="t1_c1"))))
    onward = Reddit().left_to_ask([first], PAGE)
    assert onward == "https://oauth.reddit.com/comments/1ab?comment=c1&sort=old&limit=500&raw_json=1"
    deeper = thread(comment("c1", replies=listing(comment("c2"))))
    assert Reddit().left_to_ask([first, deeper], PAGE) is None
    assert told(first, deeper).count("<article") == 3


def test_a_thread_that_always_has_more_comes_to_an_end() -> None:
    answers = [thread(more("a0"))]
    while Reddit().left_to_ask(answers, PAGE):
        answers.append(behind(more(f"a{len(answers)}")))
    assert len(answers) == MOST_ANSWERS
    assert Reddit().left_to_ask([thread(more("a0")), behind(more("a0"))], PAGE) is None


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        f"{PAGE}c9/?context=3",
        "https://old.reddit.com/r/telescopes/comments/1ab",
        "http://reddit.com/comments/1ab#x",
        "https://www.reddit.com/user/ann/comments/1ab/mine/",
        "https://redd.it/1ab",
    ],
)
def test_each_address_of_a_thread_leads_to_it(page: str) -> None:
    assert Reddit().told_at(page) == ("https://oauth.reddit.com/comments/1ab?sort=old&limit=500&raw_json=1",)
    html = Reddit().told([thread()], page)
    assert html is not None
    assert f'<link rel="canonical" href="{PAGE}">'.encode() in html


@pytest.mark.parametrize(
    "page",
    [
        "https://www.reddit.com/r/telescopes/",
        "https://x.example/comments/1ab/",
        "https://www.reddit.com/r/x/wiki/comments",
    ],
)
def test_other_addresses_are_not_told(page: str) -> None:
    assert Reddit().told_at(page) == ()


@pytest.mark.parametrize(
    ("remaining", "reset", "wait"),
    [
        ("0.0", "42", 42),
        ("0", "inf", float("inf")),
        ("12.0", "42", 0),
        (None, "42", 0),
        ("x", "42", 0),
        ("0", "nan", 0),
    ],
)
def test_it_says_when_it_has_had_enough(remaining: str | None, reset: str | None, wait: float) -> None:
    assert rest(remaining, reset) == wait
