"""Every engine: known by what its own templates write, and never thrown by what an answer holds."""

import json
from collections.abc import Iterator
from copy import copy
from itertools import product
from typing import Any

import pytest

from mentions.items import Kind
from mentions.platforms import PLATFORMS, Front, Platform, platform_at

URL = "https://site.example/community/"


def made_with(generator: str) -> str:
    return f'<html><head><meta name="generator" content="{generator}"></head>'


SEEN = [
    ("Discourse", made_with("Discourse 3.1.0.beta6 - https://github.com/discourse/discourse version 00903f"), {}),
    ("Discourse", '<meta name="discourse_theme_id" content="1"><meta name="discourse_current_homepage">', {}),
    ("NodeBB", "<html>", {"x-powered-by": "NodeBB"}),
    ("NodeBB", '<script src="/community/nodebb.min.js?v=abc"></script>', {}),
    ("Flarum", '<noscript id="flarum-content"></noscript><script id="flarum-json-payload">{}</script>', {}),
    ("Lemmy", '<script>window.isoData = {"path":"/","site_res":{"site_view":{}}}</script>', {}),
    ("Lobsters", '<a href="/newest">New</a><li class="story_liner h-entry" data-shortid="abcdef">', {}),
    ("WordPress", made_with("WordPress 6.1.9"), {}),
    ("Ghost", made_with("Ghost 5.82"), {}),
    ("Blogger", made_with("blogger"), {}),
    ("Substack", '<link rel="preconnect" href="https://substackcdn.com/">', {}),
    ("Medium", '<meta data-rh="true" property="al:ios:app_name" content="Medium"/>', {}),
    ("Tumblr", "<html>", {"x-tumblr-user": "staff"}),
    ("Hugo", made_with("Hugo 0.120.4"), {}),
    ("Jekyll", made_with("Jekyll v4.3.2"), {}),
    ("Pelican", made_with("Pelican"), {}),
    ("Eleventy", made_with("Eleventy v2.0.1"), {}),
    ("phpBB", '<body id="phpbb" class="nojs notouch section-index ltr ">', {}),
    ("vBulletin", made_with("vBulletin 4.2.2"), {}),
    ("XenForo", '<html id="XF" lang="en-US" dir="LTR" data-app="public">', {}),
    ("XenForo", '<html id="XenForo" lang="en-US">', {}),
    ("SMF", '<script>var smf_theme_url = "https://site.example/Themes/default";</script>', {}),
    ("MyBB", 'Powered By <a href="https://mybb.com" target="_blank" rel="noopener">MyBB</a>, &copy; 2002', {}),
    ("FlaskBB", '<meta name="author" content="FlaskBB Team">', {}),
    ("Invision Community", '<body class="ipsApp" data-ipsApp="core" data-ipstemplate="x">', {}),
    ("Vanilla", "<html>", {"x-garden-version": "Vanilla 3.3"}),
    ("Pipermail", "<!--beginarticle--><PRE>Hello</PRE><!--endarticle-->", {}),
    ("HyperKitty", 'Powered by <a href="http://hyperkitty.readthedocs.org">HyperKitty</a> version 1.3.7.', {}),
    ("public-inbox", "<a href=https://public-inbox.org/README>x</a> <a href='https://public-inbox.org/x.git'>", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "html", "headers"), SEEN)
def test_an_engine_is_known_by_what_it_writes(name: str, html: str, headers: dict[str, str]) -> None:
    found = platform_at(Front(url=URL, body=html.encode(), headers=headers))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("Hacker News", "https://news.ycombinator.com/"),
        ("Hacker News", "https://hn.algolia.com/?q=lenses"),
        ("Stack Exchange", "https://stackoverflow.com/questions/tagged/optics"),
        ("Stack Exchange", "https://photo.stackexchange.com/"),
        ("Lobsters", "https://lobste.rs/"),
        ("Reddit", "https://old.reddit.com/r/telescopes/"),
        ("Reddit", "https://redd.it/1abcde"),
        (None, "https://notreddit.com/r/telescopes/"),
        (None, "https://notstackoverflow.com.example/"),
        (None, "https://chat.stackexchange.com/"),
        (None, URL),
    ],
)
def test_some_sites_are_known_by_their_address(name: str | None, url: str) -> None:
    found = platform_at(Front(url=url))
    assert (found.name if found else None) == name


def test_a_page_that_speaks_of_engines_runs_none() -> None:
    said = ", ".join(platform.name for platform in PLATFORMS)
    html = f"<html><body><p>We compared {said}, by installing each of them on a machine of ours.</p></body></html>"
    assert platform_at(Front(url=URL, body=html.encode())) in (
        None,
        *(one for one in PLATFORMS if one.name == "HyperKitty"),
    )


LISTS = {
    "https://site.example/viewed/": {"Discourse": "https://site.example/latest.json"},
    "https://site.example/c/lenses/5": {"Discourse": "https://site.example/c/lenses/5/l/latest.json"},
    "https://site.example/category/5/lenses": {"NodeBB": "https://site.example/api/category/5/lenses"},
    "https://site.example/c/lenses": {
        "Lemmy": "https://site.example/api/v3/post/list?community_name=lenses&sort=NewComments&limit=50"
    },
    "https://site.example/t/lenses": {
        "Flarum": "https://site.example/api/discussions?sort=-lastPostedAt&page[limit]=50&filter[tag]=lenses",
        "Lobsters": "https://site.example/t/lenses.json",
    },
    "https://stackoverflow.com/questions/tagged/lens+mount": {
        "Stack Exchange": "https://api.stackexchange.com/2.3/questions?order=desc&sort=activity&tagged=lens%3Bmount&pagesize=100&site=stackoverflow.com"
    },
    "https://hn.algolia.com/?q=lens": {
        "Hacker News": "https://hn.algolia.com/api/v1/search_by_date?tags=(story,comment)&hitsPerPage=100&query=lens"
    },
    "https://www.reddit.com/r/telescopes+optics/top/": {
        "Reddit": "https://oauth.reddit.com/r/telescopes+optics/new?limit=100&raw_json=1"
    },
    "https://www.reddit.com/r/optics/search/?q=lens": {
        "Reddit": "https://oauth.reddit.com/r/optics/search?q=lens&restrict_sr=1&type=link&sort=new&limit=100&raw_json=1"
    },
    "https://medium.com/@ann/of-lenses": {"Medium": "https://medium.com/feed/@ann"},
    "https://site.example/hyperkitty/list/optics@lists.example/2026/1/": {
        "HyperKitty": "https://site.example/hyperkitty/list/optics@lists.example/feed/"
    },
    "https://site.example/forum/index.php": {"phpBB": "https://site.example/forum/app.php/feed"},
}  # fmt: skip


@pytest.mark.parametrize(("url", "name"), [(url, name) for url, names in LISTS.items() for name in names])
def test_of_a_part_of_a_site_its_own_list_is_read(url: str, name: str) -> None:
    (platform,) = (one for one in PLATFORMS if one.name == name)
    assert platform.lists(Front(url=url, body=b"<html>"))[0] == LISTS[url][name]


def test_a_forum_below_a_folder_is_read_there() -> None:
    for name, html, expected in (
        ("Discourse", '<meta id="data-discourse-setup" data-base-uri="/community">', f"{URL}latest.json"),
        ("NodeBB", 'var config = {"relative_path":"/community"}', f"{URL}api/recent"),
        ("Flarum", r'{"baseUrl":"https:\/\/site.example\/community"}', f"{URL}api/discussions"),
    ):
        (platform,) = (one for one in PLATFORMS if one.name == name)
        (found,) = platform.lists(Front(url=f"{URL}tags", body=html.encode()))
        assert found.partition("?")[0] == expected


PAGES = (
    "https://site.example/t/topic/12",
    "https://site.example/t/topic/12?page=2",
    "https://site.example/d/12-topic?page=2",
    "https://site.example/post/12",
    "https://site.example/s/abcdef/story",
    "https://news.ycombinator.com/item?id=12",
    "https://stackoverflow.com/questions/12/topic",
    "https://www.reddit.com/r/telescopes/comments/12ab/topic/",
)
WRONG: tuple[object, ...] = (
    *(None, True, 0, -1, 10**20, float("inf"), "", "12", "javascript:x", "https://[x", "1e400", "\ud800", "٣"),
    *([], {}, [[]], [{}], {"a": []}, [None, "x", 1]),
)
AT = "2026-01-01T00:00:00Z"
ABOUT = {"user": {"data": {"type": "users", "id": "1"}}, "discussion": {"data": {"type": "discussions", "id": "2"}}}
LINK = {
    "permalink": "/r/x/comments/1/t/",
    "num_comments": 1,
    "edited": 9.0,
    "created_utc": 9,
    "url": "http://x.example/",
}
REPLY = {
    "permalink": "/r/x/comments/1/t/c/",
    "name": "t1_c",
    "author": "a",
    "body": "b",
    "body_html": "&lt;p&gt;b",
    "replies": {"data": {"children": [{"kind": "t1", "data": {"id": "d", "removed_by_category": None}}]}},
}
GOOD: tuple[object, ...] = (
    {"topic_list": {"topics": [{"id": 1, "slug": "a", "bumped_at": AT}], "more_topics_url": "/latest?page=1"}},
    {
        "title": "A",
        "chunk_size": 1,
        "post_stream": {"stream": [1, 2], "posts": [{"post_number": 1, "cooked": "b", "post_type": 1}]},
    },
    {"topics": [{"slug": "1/a", "postcount": "1", "deleted": "0"}], "pagination": {"pageCount": 2}},
    {
        "links": {"next": "x"},
        "data": [{"type": "posts", "id": "3", "relationships": ABOUT, "attributes": {"number": 1, "contentHtml": "a"}}],
        "included": [{"type": "users", "id": "1", "attributes": {"displayName": "a"}}],
    },
    {"posts": [{"post": {"id": 1, "published": AT}, "counts": {"comments": 1, "newest_comment_time": AT}}]},
    {"post_view": {"post": {"name": "a", "body": "b", "url": "https://x.example/"}, "creator": {"name": "c"}}},
    {"comments": [{"comment": {"id": 1, "content": "a"}, "creator": {"display_name": "c"}}]},
    [{"comments_url": "https://x.example/s/a", "created_at": AT, "comment_count": 1}],
    {"short_id": "a", "title": "b", "submitter_user": {"username": "c"}, "comments": [{"comment": "d"}]},
    {"hits": [{"objectID": "1", "story_id": 2, "num_comments": 3}], "nbPages": 2},
    {"id": 1, "author": "a", "url": "https://x.example/", "children": [{"id": 2, "author": "b", "children": []}]},
    {"items": [{"link": "https://x.example/q", "last_activity_date": 9, "owner": {"display_name": "a"}}]},
    {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": LINK}, {"kind": "t1", "data": REPLY}]}},
    [
        {"data": {"children": [{"kind": "t3", "data": LINK}]}},
        {"data": {"children": [{"kind": "t1", "data": REPLY}, {"kind": "more", "data": {"children": ["d"]}}]}},
    ],
    [{"canonical_url": "https://x.example/p", "post_date": AT, "comment_count": 1}],
    {"posts": [{"url-with-slug": "https://x.example/p", "unix-timestamp": 9}]},
)  # fmt: skip


def broken(said: object) -> Iterator[object]:
    """The answer with something wrong in the place of each of its parts, one after another."""
    yield from WRONG
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for where, inner in inside:
        for other in broken(inner):
            whole: Any = copy(said)
            whole[where] = other
            yield whole


TELLING = [one for one in PLATFORMS if type(one).listing is not Platform.listing]
ADDRESSES = (
    "https://site.example/latest.json https://site.example/api/recent https://site.example/api/discussions "
    "https://site.example/api/v3/post/list https://site.example/newest.json https://site.example/api/v1/archive "
    "https://site.example/api/read/json https://oauth.reddit.com/r/x/new https://site.example/feeds/comments/summary?start-index=x"
).split()


@pytest.mark.parametrize("good", GOOD, ids=range(len(GOOD)))
def test_no_answer_throws(good: object) -> None:
    for wrong in broken(good):
        body = json.dumps(wrong).encode()
        for platform, url in product(TELLING, ADDRESSES):
            listing = platform.listing(body, url)
            for one in listing.offered if listing else ():
                assert one.url.startswith(("http://", "https://"))
                assert all(isinstance(word, str) for pair in one.claim.items() for word in pair)
        for platform, page in product(TELLING, PAGES):
            if asked := platform.told_at(page):
                onward = platform.left_to_ask([body], page)
                assert onward is None or onward.startswith("https://")
                html = platform.told([body] * len(asked), page)
                assert html is None or html.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("good", GOOD, ids=range(len(GOOD)))
def test_each_good_answer_is_read(good: object) -> None:
    body = json.dumps(good).encode()
    listed = [one.listing(body, url) for one in PLATFORMS for url in ADDRESSES]
    told = [one.told([body] * len(one.told_at(page)), page) for one in PLATFORMS for page in PAGES if one.told_at(page)]
    assert any(listed) or any(told) or "post_view" in body.decode() or "comments" in body.decode()


def test_kinds() -> None:
    blogs = {one.name for one in PLATFORMS if one.kind is Kind.BLOG}
    assert {"WordPress", "Ghost", "Hugo"} <= blogs
    assert not blogs & {"phpBB", "Discourse", "Pipermail"}


def engine(name: str) -> Platform:
    (found,) = (one for one in PLATFORMS if one.name == name)
    return found


def test_markdown_is_shown_as_its_readers_see_it() -> None:
    body = "See https://acme.example/a, [here](https://b.example) <b>*now*"
    answers = [json.dumps({"post_view": {"post": {"name": "T", "body": body}}}).encode(), b'{"comments": []}']
    html = engine("Lemmy").told(answers, "https://site.example/post/1")
    assert html is not None
    assert b'<a href="https://acme.example/a">https://acme.example/a</a>, <a href="https://b.example">here</a>' in html
    assert b"&lt;b&gt;<em>now</em>" in html


def test_the_further_pages_of_lemmy_are_asked_for_as_its_version_wants_it() -> None:
    url = "https://site.example/api/v3/post/list?type_=Local&sort=NewComments&limit=50"
    posts = [{"post": {"id": number}} for number in range(1, 51)]
    for said, more in (
        ({"posts": posts, "next_page": "P1a2b"}, (f"{url}&page_cursor=P1a2b",)),
        ({"posts": posts}, (f"{url}&page=2",)),
        ({"posts": posts[:9]}, ()),
        ({"posts": [], "next_page": "P1a2b"}, ()),
    ):
        found = engine("Lemmy").listing(json.dumps(said).encode(), url)
        assert found is not None
        assert found.more == more
