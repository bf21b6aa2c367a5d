"""Pages that show one mail or post alone: what tells of it, and where its text ends."""

from datetime import UTC, datetime

import pytest

from mentions import pages
from mentions.items import Kind, Section
from mentions.pages import Document
from mentions.pages.indexes import leads_only, listing_of, shows_others

TEXT = "My neighbour bought the new lens, and she says that it is worth every penny of what she paid for it."
FIELDS = "<li><em>To</em>: list@lists.example<li><em>From</em>: Ole Berg &lt;ole@posts.example&gt;"
DATED = f"{FIELDS}<li><em>Date</em>: Sat, 06 Jun 2026 14:05:00 +0000"
OTHERS = (
    "<ul><li><a href=m4.html>Re: lens</a> <em>From:</em> Ann<li><a href=m6.html>Re: lens</a> <em>From:</em> Bob</ul>"
)


def read(body: str, path: str = "/stars/m5.html") -> Document:
    html = f"<!doctype html><html><head><title>Stars</title></head><body>{body}</body></html>"
    return pages.read(html.encode(), f"http://archive.example{path}", "text/html")


@pytest.mark.parametrize("text", [f"<pre>{TEXT}</pre>", f"<p>{TEXT}</p><p>Ole</p>", f"<div><div>{TEXT}</div></div>"])
def test_a_mail_is_what_stands_between_its_fields_and_the_next_line(text: str) -> None:
    document = read(f"<h1>Re: lens</h1><hr><ul>{DATED}</ul><hr>{text}<hr><p>Follow-Ups:</p>{OTHERS}")
    (post,) = document.posts
    said = document.visible.text[post.start : post.end]
    assert said.startswith(TEXT)
    assert "Re: lens" not in said
    assert (post.author, post.published) == ("Ole Berg", datetime(2026, 6, 6, 14, 5, tzinfo=UTC))
    assert (post.permalink, post.section) == (document.url, Section.POST)
    assert listing_of(document, Kind.FORUM) is None


def test_a_mail_in_plain_text_has_its_fields_inside() -> None:
    mail = f"From: Ole Berg &lt;ole@posts.example&gt;\nSubject: lens\nDate: Sat, 06 Jun 2026 14:05:00 +0000\n\n{TEXT}\n"
    (post,) = read(f"<pre>Archive of stars</pre><pre id=b>{mail}</pre><hr><pre>Reply</pre>").posts
    assert (post.author, post.published) == ("Ole Berg", datetime(2026, 6, 6, 14, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    "body",
    [
        f"<ul>{FIELDS}</ul><p>{TEXT}</p>",
        f"<ul>{FIELDS}<li>Date: some day</ul><p>{TEXT}</p>",
        f"<ul>{DATED}</ul><p>{TEXT}</p><hr><ul>{DATED}</ul><p>{TEXT}</p>",
        f"<ul>{DATED}</ul>",
    ],
)
def test_what_is_no_single_mail(body: str) -> None:
    assert read(body).posts == ()


def test_the_only_post_of_a_topic_may_be_known_by_a_link_to_its_own_place() -> None:
    head = '<h4>Stars <a href="/forum/sky-1/topic/stars-2/?post=7#7">¶</a></h4>By: <a href="/member/4/">ann</a>'
    body = f"<h1>Stars</h1><div id=7>{head} on June 1, 2026, 2:05 p.m.<p>{TEXT}</p></div>"
    (post,) = read(body, "/forum/sky-1/topic/stars-2/").posts
    assert (post.author, post.published) == ("ann", datetime(2026, 6, 1, 14, 5, tzinfo=UTC))
    assert post.permalink == "http://archive.example/forum/sky-1/topic/stars-2/?post=7#7"
    assert read(body.replace("#7", ""), "/forum/sky-1/topic/stars-2/").posts == ()


def test_a_page_of_a_forum_with_a_text_of_its_own_is_no_list_though_nobody_knows_its_posts() -> None:
    links = "<a href=/board>Board</a> <a href=/people>People</a>"
    assert listing_of(read(f"{links}<div><p>{TEXT}</p></div>"), Kind.FORUM) is None
    assert listing_of(read(f"{links}<div><p>Of all sorts</p></div>"), Kind.FORUM)


def test_a_thread_whose_mails_have_pages_of_their_own_leads_to_these() -> None:
    mail = f"<pre>From: ole @ 2026-06-05 14:05 UTC (<a href=../m1/>permalink</a>)\n{TEXT}\n</pre>"
    document = read(f"<pre>Archive of stars</pre>{mail}", "/stars/m2/T/")
    assert document.rows.permalinks == ("http://archive.example/stars/m2/m1/",)
    assert shows_others(document)
    assert leads_only(document, Kind.FORUM)
    assert listing_of(document, Kind.FORUM) is None


def test_a_thread_of_public_inbox_leads_to_its_mails() -> None:
    """As lib/PublicInbox/View.pm of 2018 writes it (nojb/public-inbox), flat."""
    html = """<form action="../../"><pre><a href="../../"><b>stars</b></a> mailing list</pre></form><pre><a
href=#e1 id=m1>*</a> <b>Which lens?</b>
<b>@ 2018-05-02 14:33 Jane Doe</b>
  <a href=#r1>0 siblings, 1 reply; 2+ messages in thread</a>
From: Jane Doe @ 2018-05-02 14:33 UTC (<a
href="../../m1@x.example/">permalink</a> / <a
href="../../m1@x.example/raw">raw</a>)
  To: stars

Who knows a good lens for the night sky?

<a
href=#m1 id=e1>^</a> <a
href="../../m1@x.example/">permalink</a> <a
href="../../m1@x.example/raw">raw</a> <a
href="../../m1@x.example/#R">reply</a>	[<b>flat</b>|<a
href="../../m1@x.example/t/#u">nested</a>] <a href=#r1>2+ messages in thread</a></pre><hr><pre><a
href=#e2 id=m2>*</a> <u id=u><b>Re: Which lens?</b></u>
From: Ole Berg @ 2018-05-03  7:01 UTC (<a
href="../../m2@x.example/">permalink</a> / <a
href="../../m2@x.example/raw">raw</a>)
  To: Jane Doe; +Cc: stars

I know one, and it was not dear.

<a
href=#m2 id=e2>^</a> <a
href="../../m2@x.example/">permalink</a></pre><hr><pre>end of thread, back to <a href="../../">index</a>

<b id=t>Thread overview:</b> 2+ messages
2018-05-02 14:33 <a href=#m1>Which lens?</a> Jane Doe
2018-05-03  7:01 ` Ole Berg
</pre>"""
    document = read(html, "/stars/m2@x.example/T/")
    assert document.rows.permalinks == tuple(f"http://archive.example/stars/m{number}@x.example/" for number in (1, 2))
    assert shows_others(document)
