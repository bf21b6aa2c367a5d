"""Which kind of source a site is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions import pages
from mentions.items import Kind
from mentions.platforms import Front, platform_at
from mentions.platforms.kinds import Guess, kind_of

TOPICS = "".join(f"<a href='/topic/{n}-lens'>lens {n}</a>" for n in range(5))
POSTS = "".join(
    f"<article class=post id=post-{n}><a class=username href=/user/{n}>Ann{n}</a><time datetime=2026-01-0{n}>x</time>"
    f"<div class=content>We look at the stars all night long, number {n}.</div></article>"
    for n in range(1, 5)
)

LAST = "".join(f"<li><a href=/a-{n}>A {n}</a> <a href=/post/{n}>last</a></li>" for n in range(4))
MAILS = "".join(f"<li><a href=m{n}.html>lens</a> <em>From</em>: ann</li>" for n in range(6))


def guess(html: str, url: str = "https://a.example/") -> Guess:
    body = html.encode()
    front = Front(url=url, body=body)
    return kind_of(front, pages.read(body, url), platform_at(front))


@pytest.mark.parametrize(
    ("html", "kind", "why"),
    [
        ("<meta name=generator content='WordPress 6.1'>x", Kind.BLOG, "it runs WordPress"),
        ("<meta name=generator content='Hugo 0.120'>x", Kind.BLOG, "it runs Hugo"),
        ('<script type="application/ld+json">{"@type":["NewsMediaOrganization"]}</script>x', Kind.NEWS, "NewsMedia"),
        ('<script type="application/ld+json">{"@graph":[{"@type":"Blog"}]}</script>x', Kind.BLOG, "says Blog"),
        (
            '<meta name=generator content=Ghost><script type="application/ld+json">{"@type":"NewsArticle"}</script>',
            Kind.NEWS,
            "NewsArticle",
        ),
        ("<meta name=generator content=phpBB>x", Kind.FORUM, "it is made with phpBB"),
        ("<p>Index</p><footer>Powered by <a href=/>MyBB</a></footer>", Kind.FORUM, "it says “Powered by MyBB”"),
        (TOPICS, Kind.FORUM, "it leads to 5 topics"),
        (f"<meta name=generator content=Pelican>{LAST}", Kind.BLOG, "it runs Pelican"),
        (POSTS, Kind.FORUM, "posts of several people"),
        ("<a href=/forum/lenses-1/>Lenses</a> <a href=/forum/travels-2/>Travels</a>", Kind.FORUM, "it leads to boards"),
        ("<table><th>Board<th>Topics<th>Posts<th>Last post<tr><td>Lenses</table>", Kind.FORUM, "counts topics and"),
        (LAST, Kind.FORUM, "the last post of each topic"),
        (MAILS, Kind.FORUM, "it lists 6 mails"),
        ("<p>[ Thread ]<p>[ Subject ]<p>[ Author ]<p>[ Date ]", Kind.FORUM, "sorts mails"),
        ("<!-- MHonArc v2.6.19+ --><p>x", Kind.FORUM, "it runs MHonArc"),
    ],
)
def test_what_the_site_says_is_sure(html: str, kind: Kind, why: str) -> None:
    found = guess(html)
    assert (found.kind, found.is_sure) == (kind, True)
    assert why in found.why


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://forum.a.example/", Kind.FORUM),
        ("https://a.example/community/", Kind.FORUM),
        ("https://a.example/blog/", Kind.BLOG),
        ("https://news.a.example/", Kind.NEWS),
        ("https://newsome.example/", Kind.BLOG),
    ],
)
def test_an_address_is_a_hint(url: str, kind: Kind) -> None:
    found = guess("<p>nothing</p>", url)
    assert (found.kind, found.is_sure) == (kind, False)


def test_a_list_speaks_for_itself() -> None:
    news = b'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    assert kind_of(Front(url="https://a.example/x.xml", body=news), None, None).kind is Kind.NEWS
    feed = b"<rss><channel><generator>https://wordpress.org/?v=6.1</generator>"
    assert kind_of(Front(url="https://a.example/news.xml", body=feed), None, None).kind is Kind.BLOG


@given(st.binary(min_size=1), st.text())
def test_whatever_stands_there_is_some_kind(body: bytes, path: str) -> None:
    assert kind_of(Front(url=f"https://a.example/{path}", body=body), None, None).kind in Kind


def test_the_year_in_addresses_of_articles_is_no_last_post() -> None:
    rows = "".join(f"<li><a href=/posts/{2024 + n // 3}/dome-{n}.html>Dome {n}</a> by ann</li>" for n in range(6))
    assert guess(rows).kind is Kind.BLOG
