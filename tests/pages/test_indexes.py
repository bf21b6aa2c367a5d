"""Lists of boards and topics built of nothing but `div`: what a row is about, and what it says of its last post."""

import pytest

from mentions import pages
from mentions.items import Kind
from mentions.pages import Document
from mentions.pages.indexes import leads_of, leads_only, leads_to_a_form, listing_of, thread_of

HOST = "https://forum.example"
WHO = '<div class="topic-author">by <a href="/user/dora">dora</a></div>'


def read(path: str, body: str) -> Document:
    html = f"<!doctype html><html lang=en><head><title>Stars</title></head><body>{body}</body></html>"
    return pages.read(html.encode(), f"{HOST}{path}", "text/html")


def board(number: int, name: str, last: int) -> str:
    return (
        f'<div class="row forum-row"><div class="forum-info"><div class="forum-name"><a href="/forum/{number}-{name}">'
        f'{name}</a></div></div><div class="col-2 forum-posts">30</div><div class="col-3 forum-last-post">'
        f'<div class="last-post-title"><a href="/post/{last}" title="The dome">The dome…</a></div>'
        f'<div class="last-post-time">5 months ago</div>{WHO}</div></div>'
    )


def topic(number: int, title: str, last: int) -> str:
    return (
        f'<div class="row forum-row"><div class="topic-name"><a href="/topic/{number}-{title}">{title}</a></div>{WHO}'
        f'<div class="col-2 topic-stats">1</div><div class="col-3 topic-last-post"><a href="/post/{last}">'
        f"5 months ago</a>{WHO}</div></div>"
    )


BOARDS = f"<h1>Stars</h1>{board(1, 'lenses', 30)}{board(2, 'travels', 57)}"
PAGES = '<ul class=pagination><li><a href="/forum/1-lenses?page=2">2</a><li><a href="/forum/1-lenses?page=3">3</a></ul>'
TOPICS = f"<h1>lenses</h1>{PAGES}" + "".join(topic(one, f"the-dome-{one}", 40 + one) for one in range(1, 6))


def test_a_row_of_a_front_is_about_its_board_not_about_the_last_topic_there() -> None:
    found = listing_of(read("/", BOARDS), Kind.FORUM)
    assert found
    said = [(one.url, one.claim) for one in found.offered]
    assert said == [
        (f"{HOST}/forum/1-lenses", {"last post": "30", "replies": "30"}),
        (f"{HOST}/forum/2-travels", {"last post": "57", "replies": "30"}),
    ]


def test_what_a_list_says_of_last_posts_makes_it_no_topic() -> None:
    document = read("/forum/1-lenses", TOPICS)
    assert document.posts == ()
    found = listing_of(document, Kind.FORUM)
    assert found
    assert [one.url for one in found.offered] == [f"{HOST}/topic/{one}-the-dome-{one}" for one in range(1, 6)]
    assert found.more == (f"{HOST}/forum/1-lenses?page=2",)
    assert not any("page=" in one for one in leads_of(document))


def test_how_long_ago_the_last_post_was_is_no_number_of_replies() -> None:
    found = listing_of(read("/forum/1-lenses", TOPICS), Kind.FORUM)
    assert found
    assert [one.claim for one in found.offered] == [{"last post": str(40 + one)} for one in range(1, 6)]


def test_a_title_of_one_word_is_a_title() -> None:
    names = ("announcements", "general-talk", "lenses")
    rows = "".join(
        f'<li><h2><a href="/category/{number}/{name}">{name}</a></h2><div><a href="/topic/{number}/dome/7">'
        f"ann: So do I, by now. It is a good one.</a></div></li>"
        for number, name in enumerate(names, 1)
    )
    document = read("/", f"<ul>{rows}</ul>")
    assert [one.url for one in document.rows.entries] == [
        f"{HOST}/category/{n}/{name}" for n, name in enumerate(names, 1)
    ]
    assert not any("/topic/" in one for one in leads_of(document))


def test_a_list_that_a_sitemap_offers_is_no_page() -> None:
    assert leads_only(read("/forum/1-lenses", TOPICS), Kind.FORUM)
    assert leads_only(read("/category/lenses", TOPICS), Kind.BLOG)
    assert not leads_only(read("/best-domes", TOPICS), Kind.BLOG), "an article of many links is one"


def test_a_topic_is_no_list_whatever_it_leads_to() -> None:
    posts = "".join(
        f'<div class=post id="pid{one}"><a class=author-name href="/user/dora">dora</a> <a href="/post/{one}">'
        f"29 June 2026 - 14:05</a><div class=post-content>Let it cool for an hour, and look again.</div></div>"
        for one in (1, 2)
    )
    assert not leads_only(read("/topic/9-domes", f"<h1>Domes</h1>{posts}{TOPICS}"), Kind.FORUM)


def test_a_row_is_about_its_topic_though_its_author_is_named_nowhere_else() -> None:
    rows = "".join(
        f'<div class=row><div class=topic-name><a href="/topic/{one}-the-dome/">The dome</a><div class=topic-created>'
        f'By: <a href="/member/profile/{one}/">{name}</a></div></div><a href="/member/profile/{one}/">{name}</a></div>'
        for one, name in enumerate(("ann", "bob", "cleo"), 1)
    )
    found = listing_of(read("/forum/1-lenses/", rows), Kind.FORUM)
    assert found
    assert [one.url for one in found.offered] == [f"{HOST}/topic/{one}-the-dome/" for one in (1, 2, 3)]


def test_a_title_that_begins_with_a_single_letter_is_one_of_the_others() -> None:
    titles = ("a-telescope-31", "the-atlas-and-day-29-27", "x-rays-30")
    rows = "".join(f'<li><a href="/forum/lenses-1/topic/{one}/">{one}</a> 3 replies</li>' for one in titles)
    found = listing_of(read("/forum/lenses-1/", f"<ul>{rows}</ul>"), Kind.FORUM)
    assert found
    assert [one.url for one in found.offered] == [f"{HOST}/forum/lenses-1/topic/{one}/" for one in titles]


@pytest.mark.parametrize(("before", "is_list"), [("", True), (f"<p>{'Much was said of it. ' * 5}</p>", False)])
def test_a_list_may_show_a_single_article_whole(before: str, *, is_list: bool) -> None:
    article = (
        f"<h1>By ann</h1>{before}<article><h2><a href=/2026/dome/>The dome</a></h2><p>{'It was. ' * 20}</p></article>"
    )
    assert leads_only(read("/author/ann/", article), Kind.BLOG) is is_list
    assert leads_only(read("/archive/2026/02/", article), Kind.BLOG) is is_list
    assert leads_only(read("/2026/the-dome/", article), Kind.BLOG) is False
    assert leads_only(read("/archive/2026/02/the-dome/7/", article), Kind.BLOG) is False


def test_a_page_of_several_whole_articles_is_a_list_whatever_its_address() -> None:
    article = (
        "<article><h2><a href=/2026/dome-{0}/>The dome {0}</a></h2><p>It was dark, and we went home.</p></article>"
    )
    shown = "".join(article.format(number) for number in range(3))
    assert leads_only(read("/news", shown), Kind.BLOG)
    assert not leads_only(read("/news", f"{shown}<p>{'Much was said of it. ' * 5}</p>"), Kind.BLOG)


def test_a_date_is_no_number_of_replies() -> None:
    row = '<li><span class="post-meta">Jul {0}, 2026</span> <a href="/2026/07/{0}/dome.html">The dome</a></li>'
    found = listing_of(read("/", "".join(row.format(number) for number in range(1, 6))), Kind.BLOG)
    assert found
    assert {str(one.claim) for one in found.offered} == {"{}"}


def test_a_number_of_the_visit_in_an_address_does_not_hide_a_topic() -> None:
    visit = "0123456789abcdef0123456789abcdef"
    rows = "".join(
        f'<li><a href="/viewtopic.php?t={one}&sid={visit}">Dome {one}</a> 3 replies</li>' for one in (1, 2, 3)
    )
    found = listing_of(read("/viewforum.php?f=1", f"<ul>{rows}</ul>"), Kind.FORUM)
    assert found
    assert [one.url for one in found.offered] == [f"{HOST}/viewtopic.php?t={one}" for one in (1, 2, 3)]


@pytest.mark.parametrize(
    ("path", "is_form"),
    [
        ("/?s=lens", True),
        ("/de/?s=lens", True),
        ("/index.php?cat=1&s=lens", True),
        ("/article?s=12", False),
        ("/showthread.php?s=12&t=5", False),
        ("/topic/publish/3/", True),
        ("/topic/publishing-a-map-3/", False),
    ],
)
def test_what_leads_to_a_form(path: str, *, is_form: bool) -> None:
    assert leads_to_a_form(f"{HOST}{path}") is is_form


PAGER = '<ul class=pager><li><a href="/blog/the-old-dome/">The old dome</a></li>{}</ul>'
RECENT = "".join(f'<li><a href="/blog/the-mirror-{one}/">The mirror {one}</a></li>' for one in range(4))


@pytest.mark.parametrize("other", ["", '<li><a href="/blog/dome/">Dome</a></li>'])
def test_an_article_with_a_pager_below_is_no_list(other: str) -> None:
    text = "Lenses are round, and made of glass. " * 20
    article = f"<div><p>{text}</p>{PAGER.format(other)}</div>"
    document = read("/blog/all-about-lenses/", f"<h1>All about lenses</h1>{article}<ul>{RECENT}</ul>")
    assert listing_of(document, Kind.BLOG) is None


def test_an_article_is_no_entry_of_its_own() -> None:
    comments = "".join(
        f'<div><p>So it is.</p><a href="/blog/all-about-lenses/#c{one}">Link</a></div>' for one in range(9)
    )
    document = read("/blog/all-about-lenses/", f"<h1>All</h1><div>{comments}</div><ul>{RECENT}</ul>")
    assert {row.url for row in document.rows.entries} == {f"{HOST}/blog/the-mirror-{one}/" for one in range(4)}


MAILS = [f"{letter}7Q2WXKZ36LMOPRSTUVHJ45NCDE{number}" for number, letter in enumerate("KABQZ", start=2)]


def test_addresses_of_hashes_are_of_one_kind_and_pictures_say_what_a_number_counts() -> None:
    icons = '<b><i class="icon icon-person"></i> 5</b> <b><i class="icon" aria-label="replies"></i> {}</b>'
    rows = "".join(f'<div><a href="/thread/{one}/">Domes</a> {icons.format(n)}</div>' for n, one in enumerate(MAILS))
    found = listing_of(read("/list/2026/6/", f"<h1>June</h1>{rows}"), Kind.FORUM)
    assert found
    assert [one.claim for one in found.offered] == [{"replies": str(number)} for number in range(len(MAILS))]


def test_a_mail_that_stands_in_a_thread_says_where() -> None:
    name = MAILS[0]
    link = f'<p>Domes are round.</p><a href="/thread/{MAILS[1]}/#{name}">Back to the thread</a>'
    assert thread_of(read(f"/message/{name}/", link)) == f"{HOST}/thread/{MAILS[1]}/"
    assert thread_of(read(f"/message/{MAILS[2]}/", link)) is None
    assert thread_of(read(f"/thread/{MAILS[1]}/", link)) is None
    assert thread_of(read("/lenses/", '<a href="/all/#lenses">Lenses</a>')) is None
