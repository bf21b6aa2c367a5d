"""Blogs by what their software tells, and archives that only list pages lead to."""

import json
from urllib.parse import quote

import pytest
from loopback import Folder, LoopbackWeb, feed, page, source

pytestmark = pytest.mark.slow

HOST = "http://blog.example"
API = f"{HOST}/wp-json"
POSTS = f"{API}/wp/v2/posts?per_page=100&orderby=modified&_fields=link,modified_gmt,comment_status"
PAGES = POSTS.replace("/posts?", "/pages?")
COMMENTS = f"{API}/wp/v2/comments?per_page=100&_fields=link,id,date_gmt"
ALTERNATE = '<link rel=alternate type="application/rss+xml" href="/feed/">'


def post(number: int, body: str = "") -> str:
    return page(number, body=f"<div id=comments><ol>{body}</ol></div>")


def comment(number: int, text: str) -> str:
    return (
        f'<li id="comment-{number}" class="comment"><div class=comment-author><b class=fn>Cleo</b></div>'
        f'<a href="#comment-{number}"><time datetime="2026-06-0{number}T10:00:00+00:00">June {number}</time></a>'
        f"<div class=comment-content><p>{text}</p></div></li>"
    )


class Blog:
    """A blog of WordPress: its front, its API, its feed of the last post."""

    def __init__(self, web: LoopbackWeb) -> None:
        self.web = web
        self.changed: dict[int, str] = {}
        self.comments: list[tuple[int, int]] = []

    def publish(self) -> None:
        """Put all on the web as it is now."""
        link = f'<{API}/>; rel="https://api.w.org/"'
        self.web.put(f"{HOST}/", page("front", head=ALTERNATE), Link=link, ETag="")
        self.web.put(f"{HOST}/feed/", feed(f"{HOST}/{max(self.changed)}/"))
        newest = sorted(self.changed.items(), key=lambda one: one[1], reverse=True)
        self._json(POSTS, [{"link": f"{HOST}/{number}/", "modified_gmt": at} for number, at in newest])
        self._json(PAGES, [])
        said = [{"link": f"{HOST}/{on}/#comment-{number}", "id": number} for number, on in reversed(self.comments)]
        self._json(COMMENTS, said)

    def _json(self, url: str, objects: list[dict[str, object]]) -> None:
        first, more = objects[:100], objects[100:]
        for address in (url, url.replace(",", quote(","))):
            self.web.put(address, json.dumps(first), Content_Type="application/json", ETag="")
            self.web.put(f"{address}&page=2", json.dumps(more), Content_Type="application/json", ETag="")


@pytest.fixture
def blog(web: LoopbackWeb, folder: Folder) -> Blog:
    folder.configure(source(f"{HOST}/", "blog"))
    blog = Blog(web)
    for number in range(1, 4):
        blog.changed[number] = f"2026-06-0{number}T10:00:00"
        web.put(f"{HOST}/{number}/", post(number), ETag="")
    blog.publish()
    return blog


def asked(web: LoopbackWeb, since: int = 0) -> list[str]:
    """The posts asked for."""
    found = (url.removeprefix(HOST) for url in web.pages(since=since))
    return [path for path in found if path.strip("/").isdigit()]


def test_wordpress_tells_all_its_posts_and_what_changed(blog: Blog, folder: Folder, web: LoopbackWeb) -> None:
    done = folder.crawl("blogs")
    assert asked(web) == ["/3/", "/2/", "/1/"], done.said
    before = len(web.asked)
    folder.crawl("blogs")
    assert asked(web, before) == []
    blog.changed[1] = "2026-06-09T10:00:00"
    blog.comments.append((7, 2))
    web.put(
        f"{HOST}/2/",
        post(2, comment(7, "Mine is from Acme Optics, too, and I would not give it away for any other one.")),
        ETag="",
    )
    blog.publish()
    folder.crawl("blogs")
    assert sorted(asked(web, before)) == ["/1/", "/2/"]
    ((permalink, author, section),) = folder.rows(
        "SELECT permalink, author, section FROM mention WHERE section = 'comment'"
    )
    assert (permalink, author, section) == (f"{HOST}/2/#comment-7", "Cleo", "comment")


def test_the_whole_archive_is_read_in_the_order_of_its_changes(blog: Blog, folder: Folder, web: LoopbackWeb) -> None:
    for number in range(4, 106):
        blog.changed[number] = f"2026-07-{1 + number % 28:02}T10:00:00"
        web.put(f"{HOST}/{number}/", post(number), ETag="")
    blog.publish()
    folder.crawl("blogs", "-a", "backfill=yes")
    assert len(asked(web)) == len(set(asked(web))) == 105


@pytest.mark.usefixtures("blog")
def test_where_the_api_is_closed_the_sitemap_or_the_feed_is_read(folder: Folder, web: LoopbackWeb) -> None:
    for url in (POSTS, PAGES, COMMENTS):
        for address in (url, url.replace(",", quote(","))):
            web.put(address, "no", status=401)
    folder.crawl("blogs")
    assert asked(web) == ["/3/"]


def test_pages_that_list_pages_are_followed_and_are_none(folder: Folder, web: LoopbackWeb) -> None:
    """A static blog without a sitemap: its archive is reached over its lists, which repeat what the posts say."""
    host = "http://static.example"

    def listed(numbers: range, more: str) -> str:
        teasers = "".join(
            f"<article><h2><a href=/posts/{n}.html>Post {n}</a></h2>"
            f"<p>{n} telescopes by Acme Optics stand there.</p></article>"
            for n in numbers
        )
        return (
            f"<!doctype html><html lang=en><head>{ALTERNATE}</head><body><h1>My blog</h1>{teasers}{more}</body></html>"
        )

    web.put(f"{host}/feed/", feed(f"{host}/posts/9.html"))
    web.put(f"{host}/", listed(range(5, 10), "<a rel=next href=/index2.html>Older</a>"))
    web.put(f"{host}/index2.html", listed(range(1, 5), "<a href=/>Newer</a>"))
    for number in range(1, 10):
        web.put(f"{host}/posts/{number}.html", page(number))
    folder.configure(source(f"{host}/", "blog"))
    folder.crawl("blogs", "-a", "backfill=yes")
    found = {url for (url,) in folder.rows("SELECT url FROM page")}
    assert found == {f"{host}/posts/{number}.html" for number in range(1, 10)}


def test_a_feed_says_when_a_page_was_published_that_does_not_say_so(folder: Folder, web: LoopbackWeb) -> None:
    host = "http://undated.example"
    entry = "<item><link>/1/</link><pubDate>Sun, 03 May 2026 10:00:00 GMT</pubDate></item>"
    for url, body in (("/feed/", f'<rss version="2.0"><channel>{entry}</channel></rss>'), ("/1/", page(1))):
        web.put(f"{host}{url}", body)
    folder.configure(source(f"{host}/feed/", "blog"))
    for _ in range(2):
        assert folder.crawl("blogs").status == 0
        assert [str(day)[:10] for (day,) in folder.rows("SELECT published FROM page")] == ["2026-05-03"]
        # The next look at the page is one that no feed leads to.
        folder.change("UPDATE visit SET at = datetime(at, '-31 days') || '.000000'")
        web.put(f"{host}/feed/", feed())
        web.put(f"{host}/1/", page(1, body="<p>Since then they saw more.</p>"))
