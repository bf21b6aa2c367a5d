"""What a page asks of search engines: here, not to follow its links."""

from selectolax.lexbor import LexborHTMLParser

_AGENTS = frozenset(("robots", "googlebot", "bingbot"))
_FOLLOW_NONE = frozenset(("nofollow", "none"))
_WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")


def follows_none(tree: LexborHTMLParser, header: str | None) -> bool:
    """Whether the meta tags of a page, or its `X-Robots-Tag` header, ask not to follow any of its links."""
    said = [node.attributes for node in tree.css("meta[name][content]")]
    asked = [one["content"] or "" for one in said if (one["name"] or "").strip().lower() in _AGENTS]
    return any(_FOLLOW_NONE & _directives(one) for one in (*asked, header or ""))


def _directives(text: str) -> set[str]:
    """The directives that are meant for the large search engines: `otherbot: nofollow` is not."""
    agent, found = "robots", set[str]()
    for part in text.lower().split(","):
        before, colon, behind = part.partition(":")
        names_agent = bool(colon) and before.strip() not in _WITH_VALUE
        agent = before.strip() if names_agent else agent
        if agent in _AGENTS:
            found.update((behind if names_agent else part).split())
    return found
