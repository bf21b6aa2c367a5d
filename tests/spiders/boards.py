"""A forum that tells its readers everything and programs nothing: no feed, no sitemap, no validator, only HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from loopback import LoopbackWeb

Value = TypeVar("Value")

HOST = "http://forum.example"
A_PAGE = 5


@dataclass
class Post:
    """What somebody wrote in a topic."""

    number: int
    author: str
    text: str
    day: int = 1


@dataclass
class Topic:
    """A topic with its posts, in the order of their writing."""

    number: int
    title: str
    posts: list[Post] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Its address, without the host."""
        return f"/topic/{self.number}-{self.title.lower().replace(' ', '-')}"


class Forum:
    """One board of topics; `publish` puts all its pages on the web as they are now."""

    def __init__(self, web: LoopbackWeb) -> None:
        self.web = web
        self.topics: list[Topic] = []
        self._looks = 0

    def write(self, topic: Topic, author: str, text: str, day: int = 1) -> Post:
        """Add a post; the topic is new with its first one."""
        if topic not in self.topics:
            self.topics.append(topic)
        number = 1 + max((post.number for one in self.topics for post in one.posts), default=0)
        topic.posts.append(Post(number, author, text, day))
        return topic.posts[-1]

    def publish(self) -> None:
        """Put every page on the web, with another token in each as at each request in life."""
        self._looks += 1
        by_news = sorted(self.topics, key=lambda topic: -topic.posts[-1].number)
        self._put("/", self._front())
        lists = _parts(by_news)
        for number, some in enumerate(lists, 1):
            path = "/forum/1-lenses"
            page = self._board(some, _pages(path, number, len(lists)))
            for address in [f"{path}?page={number}", *([path] if number == 1 else [])]:
                self._put(address, page)
        for topic in self.topics:
            parts = _parts(topic.posts)
            for number, posts in enumerate(parts, 1):
                page = self._topic(topic, posts, _pages(topic.path, number, len(parts)))
                for address in [f"{topic.path}?page={number}", *([topic.path] if number == 1 else [])]:
                    self._put(address, page)
                for post in posts:
                    where = f"{HOST}{topic.path}?page={number}#pid{post.number}"
                    self.web.put(f"{HOST}/post/{post.number}", status=302, Location=where)
        for name in ("ann", "bob", "cleo"):
            self._put(f"/user/{name}", f"<h1>{name}</h1><p>Last wrote of Acme Optics, as all do here.</p>")

    def _put(self, path: str, body: str) -> None:
        head = f'<meta name=author content="Board Team"><meta name=csrf content="{self._looks}-{path}">'
        menu = '<nav><a href="/">Forum</a> <a href="/login">Log in</a> <a href="/memberlist">Members</a></nav>'
        html = f"<!doctype html><html lang=en><head><title>Lenses</title>{head}</head><body>{menu}{body}</body></html>"
        self.web.put(f"{HOST}{path}", html, ETag="")

    def _front(self) -> str:
        posts = sum(len(topic.posts) for topic in self.topics)
        return (
            "<h1>The Lens Forum</h1><table><tr><th>Forum<th>Topics<th>Posts</tr>"
            f'<tr><td><a href="/forum/1-lenses">Lenses</a><td>{len(self.topics)}<td>{posts}</tr></table>'
        )

    def _board(self, topics: Sequence[Topic], pages: str) -> str:
        rows = "".join(
            f'<tr><td><a href="{topic.path}">{topic.title}</a> by <a href="/user/{topic.posts[0].author}">'
            f"{topic.posts[0].author}</a><td>{len(topic.posts)}<td>{self._looks * 17}"
            f'<td><a href="/post/{topic.posts[-1].number}">{topic.posts[-1].day} June 2026 - 14:05</a> by '
            f'<a href="/user/{topic.posts[-1].author}">{topic.posts[-1].author}</a></tr>'
            for topic in topics
        )
        head = "<tr><th>Topic<th>Posts<th>Views<th>Last post</tr>"
        return f"<h1>Lenses</h1>{pages}<table><thead>{head}</thead><tbody>{rows}</tbody></table>{pages}"

    def _topic(self, topic: Topic, posts: Sequence[Post], pages: str) -> str:
        rows = "".join(
            f'<div class="row post" id="pid{post.number}"><div class="author"><a class="author-name" '
            f'href="/user/{post.author}">{post.author}</a></div><div class="post-meta"><a href="/post/{post.number}">'
            f'{post.day} June 2026 - 14:05</a></div><div class="post-content">{post.text}</div></div>'
            for post in posts
        )
        crumbs = '<ol class=breadcrumb><li><a href="/forum/1-lenses">Lenses</a></ol>'
        return f"{crumbs}<h1>{topic.title}</h1>{pages}{rows}{pages}"


def _parts(every: Sequence[Value]) -> list[Sequence[Value]]:
    return [every[start : start + A_PAGE] for start in range(0, len(every), A_PAGE)]


def _pages(path: str, current: int, last: int) -> str:
    if last == 1:
        return ""
    numbers = " ".join(
        f"<li class=active><a href=#>{one}</a></li>"
        if one == current
        else f'<li><a href="{path}?page={one}">{one}</a></li>'
        for one in range(1, last + 1)
    )
    return f"<ul class=pagination>{numbers}</ul>"
