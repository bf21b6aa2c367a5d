"""Made-up engines of forums, in the shapes that the real ones answer in: each puts the same topics on the web."""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, ClassVar
from urllib.parse import quote

from boards import Post, Topic
from loopback import LoopbackWeb

HOST = "http://forum.example"
Json = dict[str, Any]


def at(post: Post) -> datetime:
    """When a post was written."""
    return datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=post.day)


def iso(post: Post) -> str:
    return at(post).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def seconds(post: Post) -> int:
    return int(at(post).timestamp())


def newest_first(topics: Sequence[Topic]) -> list[Topic]:
    return sorted(topics, key=lambda topic: topic.posts[-1].day, reverse=True)


class Engine(ABC):
    """One engine; `pages_of` says where the pages of a topic are asked for, `permalink` where a person finds a post."""

    source: ClassVar[str] = f"{HOST}/"
    a_page: ClassVar[int] = 1_000

    def __init__(self, web: LoopbackWeb) -> None:
        self.web = web

    @abstractmethod
    def publish(self, topics: Sequence[Topic]) -> None:
        """Put all on the web as it is now."""

    @abstractmethod
    def permalink(self, topic: Topic, post: Post) -> str:
        """The address of a post."""

    @abstractmethod
    def pages_of(self, topic: Topic) -> list[str]:
        """What is asked for to read a topic whole."""

    def json(self, url: str, said: object) -> None:
        """Answer an address, in whatever spelling of its query."""
        for address in (url, quote(url, safe=":/?&=%"), quote(url, safe=":/?&=%,()"), quote(url, safe=":/?&=%[]")):
            self.web.put(address, json.dumps(said), Content_Type="application/json; charset=utf-8", ETag="")

    def front(self, head: str, powered_by: str = "") -> None:
        self.web.put(
            self.source,
            f"<!doctype html><html><head>{head}</head><body><h1>Forum</h1></body></html>",
            ETag="",
            X_Powered_By=powered_by,
        )

    def parts(self, topic: Topic) -> list[Sequence[Post]]:
        return [topic.posts[start : start + self.a_page] for start in range(0, len(topic.posts), self.a_page)]


class Discourse(Engine):
    """Topics of twenty posts a page."""

    a_page = 20

    def publish(self, topics: Sequence[Topic]) -> None:
        self.front('<meta name="generator" content="Discourse 3.1.0 - https://github.com/discourse/discourse">')
        ordered = newest_first(topics)
        rows = [
            {
                "id": topic.number,
                "slug": f"topic-{topic.number}",
                "title": topic.title,
                "posts_count": len(topic.posts),
                "highest_post_number": len(topic.posts),
                "bumped_at": iso(topic.posts[-1]),
                "pinned": False,
            }
            for topic in ordered
        ]
        more = {"more_topics_url": "/latest?no_definitions=true&page=1"}
        self.json(f"{HOST}/latest.json", {"users": [], "topic_list": {**more, "topics": rows[:2]}})
        self.json(f"{HOST}/latest.json?no_definitions=true&page=1", {"topic_list": {"topics": rows[2:]}})
        for topic in topics:
            stream = list(range(1000, 1000 + len(topic.posts)))
            for url, posts in zip(self.pages_of(topic), self.parts(topic), strict=True):
                told = [self._post(topic, post) for post in posts]
                small = {
                    "post_type": 3,
                    "post_number": 999,
                    "username": "system",
                    "cooked": "",
                    "created_at": iso(posts[0]),
                }
                said = {"posts": [*told, small], "stream": stream}
                self.json(
                    url,
                    {
                        "id": topic.number,
                        "title": topic.title,
                        "chunk_size": 20,
                        "views": id(said),
                        "post_stream": said,
                    },
                )

    def _post(self, topic: Topic, post: Post) -> Json:
        return {
            "post_type": 1,
            "post_number": topic.posts.index(post) + 1,
            "username": post.author,
            "created_at": iso(post),
            "cooked": post.text,
        }

    def permalink(self, topic: Topic, post: Post) -> str:
        return f"{HOST}/t/topic-{topic.number}/{topic.number}/{topic.posts.index(post) + 1}"

    def pages_of(self, topic: Topic) -> list[str]:
        more = range(2, len(self.parts(topic)) + 1)
        return [f"{HOST}/t/{topic.number}.json", *(f"{HOST}/t/{topic.number}.json?page={page}" for page in more)]


class NodeBB(Engine):
    """A list in JSON, topics in HTML with marks; 4.x, where numbers are numbers."""

    a_page = 20

    def publish(self, topics: Sequence[Topic]) -> None:
        self.front("<script>var config = {}</script>", "NodeBB")
        rows = [self._row(topic) for topic in newest_first(topics)]
        for number, some in ((1, rows[:2]), (2, rows[2:])):
            said = {"topics": some, "topicCount": len(rows), "pagination": {"currentPage": number, "pageCount": 2}}
            self.json(f"{HOST}/api/recent" + (f"?page={number}" if number > 1 else ""), said)
        for topic in topics:
            parts = self.parts(topic)
            for number, (url, posts) in enumerate(zip(self.pages_of(topic), parts, strict=True), 1):
                more = f'<link rel="next" href="?page={number + 1}">' if number < len(parts) else ""
                told = "".join(map(self._post, posts))
                head = f"<head><title>{topic.title}</title>{more}</head>"
                html = f"<html>{head}<body><h1>{topic.title}</h1><ul component=topic>{told}</ul></body></html>"
                self.web.put(url, html, ETag="")

    def _row(self, topic: Topic) -> Json:
        slug = f"{topic.number}/topic-{topic.number}"
        return {
            "tid": topic.number,
            "slug": slug,
            "postcount": len(topic.posts),
            "lastposttimeISO": iso(topic.posts[-1]),
            "deleted": 0,
        }

    def _post(self, post: Post) -> str:
        marks = f'data-pid="{post.number}" data-username="{post.author}" data-timestamp="{seconds(post)}000"'
        return (
            f'<li component="post" {marks} itemscope itemprop="comment" itemtype="http://schema.org/Comment">'
            f'<a href="/user/{post.author}" itemprop="author">{post.author}</a>'
            f'<a class="permalink" href="/post/{post.number}"><span class="timeago" title="{iso(post)}"></span></a>'
            f'<meta itemprop="datePublished" content="{iso(post)}">'
            f'<div component="post/content" itemprop="text">{post.text}</div></li>'
        )

    def permalink(self, topic: Topic, post: Post) -> str:
        del topic
        return f"{HOST}/post/{post.number}"

    def pages_of(self, topic: Topic) -> list[str]:
        first = f"{HOST}/topic/{topic.number}/topic-{topic.number}"
        return [first, *(f"{first}?page={page}" for page in range(2, len(self.parts(topic)) + 1))]


class Flarum(Engine):
    """JSON:API, with people and discussions in `included`."""

    a_page = 20

    def publish(self, topics: Sequence[Topic]) -> None:
        payload = r'{"resources":[{"attributes":{"baseUrl":"http:\/\/forum.example"}}]}'
        self.front(f'<script id="flarum-json-payload" type="application/json">{payload}</script>')
        rows = [self._row(topic) for topic in newest_first(topics)]
        first = f"{HOST}/api/discussions?sort=-lastPostedAt&page[limit]=50"
        self.json(first, {"links": {"next": "…"}, "data": rows[:2]})
        self.json(f"{first}&page[offset]=2", {"data": rows[2:]})
        for topic in topics:
            parts = self.parts(topic)
            for number, (url, posts) in enumerate(zip(self.pages_of(topic), parts, strict=True), 1):
                people = sorted({post.author for post in posts})
                included = [{"type": "users", "id": name, "attributes": {"displayName": name}} for name in people]
                included.append(self._row(topic))
                links = {"next": "…"} if number < len(parts) else {}
                self.json(
                    url, {"links": links, "data": [self._post(topic, post) for post in posts], "included": included}
                )

    def _row(self, topic: Topic) -> Json:
        said = {
            "title": topic.title,
            "slug": f"{topic.number}-topic",
            "commentCount": len(topic.posts),
            "lastPostNumber": len(topic.posts),
            "lastPostedAt": at(topic.posts[-1]).isoformat(),
        }
        return {"type": "discussions", "id": str(topic.number), "attributes": said}

    def _post(self, topic: Topic, post: Post) -> Json:
        said = {"number": topic.posts.index(post) + 1, "createdAt": at(post).isoformat(), "contentHtml": post.text}
        related = {
            "user": {"data": {"type": "users", "id": post.author}},
            "discussion": {"data": {"type": "discussions", "id": str(topic.number)}},
        }
        return {"type": "posts", "id": str(post.number), "attributes": said, "relationships": related}

    def permalink(self, topic: Topic, post: Post) -> str:
        return f"{HOST}/d/{topic.number}-topic/{topic.posts.index(post) + 1}"

    def pages_of(self, topic: Topic) -> list[str]:
        words = (
            f"filter[discussion]={topic.number}&filter[type]=comment&sort=number&include=user,discussion&page[limit]=20"
        )
        return [f"{HOST}/api/posts?{words}&page[offset]={20 * part}" for part in range(len(self.parts(topic)))]


class Lemmy(Engine):
    """Markdown, told by two answers."""

    def publish(self, topics: Sequence[Topic]) -> None:
        self.front('<script>window.isoData = {"path":"/","site_res":{"version":"0.19.5"}}</script>')
        rows = [self._view(topic) for topic in newest_first(topics)]
        self.json(f"{HOST}/api/v3/post/list?type_=Local&sort=NewComments&limit=50", {"posts": rows})
        for topic in topics:
            post, comments = self.pages_of(topic)
            self.json(post, {"post_view": self._view(topic)})
            gone = {"comment": {"id": 9, "content": "Acme Optics", "removed": True}, "creator": {"name": "eve"}}
            self.json(comments, {"comments": [*map(self._comment, topic.posts[1:]), gone]})

    def _view(self, topic: Topic) -> Json:
        first, last = topic.posts[0], topic.posts[-1]
        return {
            "post": {
                "id": topic.number,
                "name": topic.title,
                "body": _markdown(first.text),
                "published": iso(first).rstrip("Z"),
            },
            "creator": {"name": first.author},
            "counts": {"comments": len(topic.posts) - 1, "newest_comment_time": iso(last).rstrip("Z")},
        }

    def _comment(self, post: Post) -> Json:
        said = {
            "id": post.number,
            "content": _markdown(post.text),
            "published": iso(post),
            "deleted": False,
            "removed": False,
        }
        return {"comment": said, "creator": {"name": post.author, "display_name": None}}

    def permalink(self, topic: Topic, post: Post) -> str:
        return f"{HOST}/comment/{post.number}" if post is not topic.posts[0] else f"{HOST}/post/{topic.number}"

    def pages_of(self, topic: Topic) -> list[str]:
        comments = f"post_id={topic.number}&type_=All&sort=Old&max_depth=8"
        return [f"{HOST}/api/v3/post?id={topic.number}", f"{HOST}/api/v3/comment/list?{comments}"]


class Lobsters(Engine):
    """Stories, with people as names."""

    def publish(self, topics: Sequence[Topic]) -> None:
        self.front('<a href="/newest">x</a><ol class="stories"><li class="story_liner" data-shortid="abc"></li></ol>')
        rows = [self._story(topic) for topic in newest_first(topics)]
        for name in ("newest", "active"):
            self.json(f"{HOST}/{name}.json", rows[:2])
            self.json(f"{HOST}/{name}/page/2.json", rows[2:])
            self.json(f"{HOST}/{name}/page/3.json", [])
        for topic in topics:
            comments = list(map(self._comment, topic.posts[1:]))
            self.json(self.pages_of(topic)[0], {**self._story(topic), "comments": comments})

    def _story(self, topic: Topic) -> Json:
        first = topic.posts[0]
        return {
            "short_id": f"abcd{topic.number:02}",
            "comments_url": f"{HOST}/s/abcd{topic.number:02}/a_story",
            "title": topic.title,
            "url": "http://elsewhere.example/story",
            "description": first.text,
            "submitter_user": first.author,
            "created_at": at(first).isoformat(),
            "comment_count": len(topic.posts) - 1,
        }

    def _comment(self, post: Post) -> Json:
        return {
            "short_id": f"c{post.number}",
            "comment": post.text,
            "commenting_user": {"username": post.author},
            "created_at": at(post).isoformat(),
        }

    def permalink(self, topic: Topic, post: Post) -> str:
        page = f"{HOST}/s/abcd{topic.number:02}/a_story"
        return page if post is topic.posts[0] else f"{page}#c_c{post.number}"

    def pages_of(self, topic: Topic) -> list[str]:
        return [f"{HOST}/s/abcd{topic.number:02}.json"]


class HackerNews(Engine):
    """Two lists, of stories and of comments; comments stand inside each other."""

    source = "http://news.ycombinator.com/"
    api: ClassVar[str] = "http://hn.algolia.com/api/v1"

    def publish(self, topics: Sequence[Topic]) -> None:
        stories = [
            {"objectID": str(self._id(topic)), "story_id": self._id(topic), "num_comments": len(topic.posts) - 1}
            for topic in newest_first(topics)
        ]
        posts = sorted(
            ((post.day, post, topic) for topic in topics for post in topic.posts[1:]), key=lambda one: -one[0]
        )
        comments = [{"objectID": str(post.number), "story_id": self._id(topic)} for _, post, topic in posts]
        for tags, hits in (("story", stories), ("comment", comments)):
            self.json(f"{self.api}/search_by_date?tags={tags}&hitsPerPage=100", {"hits": hits, "page": 0, "nbPages": 1})
        for topic in topics:
            first, *rest = topic.posts
            below: list[Json] = []
            for post in reversed(rest):
                below = [self._item(post, post.number, below)]
            gone: Json = {"id": 1, "author": None, "text": None, "children": []}
            story = {
                **self._item(first, self._id(topic), [gone, *below]),
                "title": topic.title,
                "url": "http://elsewhere.example/",
            }
            self.json(self.pages_of(topic)[0], story)

    def _id(self, topic: Topic) -> int:
        return 9000 + topic.number

    def _item(self, post: Post, number: int, below: list[Json]) -> Json:
        return {"id": number, "author": post.author, "created_at": iso(post), "text": post.text, "children": below}

    def permalink(self, topic: Topic, post: Post) -> str:
        return f"{self.source}item?id={self._id(topic) if post is topic.posts[0] else post.number}"

    def pages_of(self, topic: Topic) -> list[str]:
        return [f"{self.api}/items/{self._id(topic)}"]


class StackExchange(Engine):
    """Questions and answers, escaped names, seconds since 1970."""

    source = "http://optics.stackexchange.com/"
    api: ClassVar[str] = "http://api.stackexchange.com/2.3"

    def publish(self, topics: Sequence[Topic]) -> None:
        rows = [self.question(topic) for topic in newest_first(topics)]
        first = f"{self.api}/questions?order=desc&sort=activity&pagesize=100&site=optics.stackexchange.com"
        self.json(first, {"items": rows[:2], "has_more": True, "quota_remaining": 290})
        self.json(f"{first}&page=2", {"items": rows[2:], "has_more": False, "quota_remaining": 289})
        for topic in topics:
            question, answers = self.pages_of(topic)
            self.json(question, {"items": [self.question(topic)], "quota_remaining": 288})
            self.json(answers, {"items": [{"answer_id": post.number, **self._post(post)} for post in topic.posts[1:]]})

    def _post(self, post: Post) -> Json:
        return {"owner": {"display_name": escape(post.author)}, "creation_date": seconds(post), "body": post.text}

    def question(self, topic: Topic) -> Json:
        """A question as the API tells it."""
        last = {"last_activity_date": seconds(topic.posts[-1]), "answer_count": len(topic.posts) - 1}
        link = f"{self.source}questions/{topic.number}/a-question"
        return {
            "question_id": topic.number,
            "link": link,
            "title": escape(topic.title),
            **last,
            **self._post(topic.posts[0]),
        }

    def permalink(self, topic: Topic, post: Post) -> str:
        return f"{self.source}q/{topic.number}" if post is topic.posts[0] else f"{self.source}a/{post.number}"

    def pages_of(self, topic: Topic) -> list[str]:
        path, end = f"{self.api}/questions/{topic.number}", "&pagesize=100&site=optics.stackexchange.com"
        return [f"{path}?filter=withbody{end}", f"{path}/answers?order=asc&sort=creation&filter=withbody{end}"]


def _markdown(html: str) -> str:
    return html.replace("<p>", "").replace("</p>", "\n\n").replace('<a href="', "[here](").replace('">here</a>', ")")


ENGINES: tuple[type[Engine], ...] = (Discourse, NodeBB, Flarum, Lemmy, Lobsters, HackerNews, StackExchange)
