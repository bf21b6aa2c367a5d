"""Made-up blogs in the shapes that real platforms answer in: each puts the posts of these numbers on the web."""

import json
from collections.abc import Sequence

from loopback import LoopbackWeb, feed, page, sitemap

HOST = "http://blog.example"


def address(number: int) -> str:
    """Where a post stands."""
    return f"{HOST}/post-{number}"


def _day(number: int) -> str:
    return f"2026-03-{number:02}"


def _put(web: LoopbackWeb, url: str, said: object) -> None:
    web.put(url, said if isinstance(said, str) else json.dumps(said), Content_Type="application/json", ETag="")


def _made_with(web: LoopbackWeb, generator: str, head: str = "") -> None:
    web.put(f"{HOST}/", page("front", head=f"<meta name='generator' content='{generator}'>{head}"), ETag="")


def ghost(web: LoopbackWeb, numbers: Sequence[int]) -> None:
    _made_with(web, "Ghost 5.82")
    dated = {f"post-{number}": _day(number) for number in numbers}
    web.put(f"{HOST}/sitemap-posts.xml", sitemap(*map(address, numbers), **dated), ETag="")


def blogger(web: LoopbackWeb, numbers: Sequence[int]) -> None:
    _made_with(web, "blogger")
    words = "max-results=150&start-index="
    for start, some in ((1, numbers[:2]), (3, numbers[2:]), (1 + len(numbers), ())):
        entries = "".join(
            f"<entry><link rel='alternate' href='{address(one)}'/><updated>{_day(one)}T10:00:00Z</updated></entry>"
            for one in some
        )
        atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Blog</title>{entries}</feed>"
        web.put(f"{HOST}/feeds/posts/summary?orderby=updated&{words}{start}", atom, ETag="")
    comments = "".join(
        f"<entry><link rel='alternate' href='{address(number)}?showComment=1#c{number}'/></entry>" for number in numbers
    )
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Comments</title>{comments}</feed>"
    web.put(f"{HOST}/feeds/comments/summary?{words}1", atom, ETag="")


def substack(web: LoopbackWeb, numbers: Sequence[int]) -> None:
    web.put(f"{HOST}/", page("front", head='<link rel="preconnect" href="https://substackcdn.com/">'), ETag="")
    posts = [{"canonical_url": address(number), "post_date": f"{_day(number)}T10:00:00Z"} for number in numbers]
    for start, some in ((0, posts[:2]), (2, posts[2:]), (len(posts), [])):
        _put(web, f"{HOST}/api/v1/archive?sort=new&offset={start}&limit=25", some)


def medium(web: LoopbackWeb, numbers: Sequence[int]) -> None:
    web.put(f"{HOST}/", page("front", head='<meta property="al:ios:app_name" content="Medium">'), ETag="")
    web.put(f"{HOST}/feed", feed(*map(address, numbers[:1])), ETag="")
    web.put(f"{HOST}/robots.txt", f"Sitemap: {HOST}/sitemap/sitemap.xml")
    web.put(f"{HOST}/sitemap/sitemap.xml", sitemap(*map(address, numbers)), ETag="")


def tumblr(web: LoopbackWeb, numbers: Sequence[int]) -> None:
    web.put(f"{HOST}/", page("front"), ETag="", X_Tumblr_User="blog")
    posts = [
        {"url": f"{HOST}/x", "url-with-slug": address(number), "unix-timestamp": 1_770_000_000} for number in numbers
    ]
    for start, some in ((0, posts[:2]), (2, posts[2:]), (len(posts), [])):
        said = f"var tumblr_api_read = {json.dumps({'posts': some})};\n"
        web.put(f"{HOST}/api/read/json?num=50&start={start}", said, Content_Type="text/javascript", ETag="")


def static(web: LoopbackWeb, numbers: Sequence[int]) -> None:
    _made_with(web, "Hugo 0.120.4", '<link rel=alternate type="application/feed+json" href="/feed.json">')
    for name, some, more in (("feed", numbers[:2], {"next_url": "/feed2.json"}), ("feed2", numbers[2:], {})):
        items = [{"id": str(number), "url": address(number)} for number in some]
        _put(web, f"{HOST}/{name}.json", {"version": "https://jsonfeed.org/version/1.1", "items": items, **more})


BLOGS = (ghost, blogger, substack, medium, tumblr, static)
