"""What software blogs and forums run, and what it tells beside its pages: lists of posts and topics, with their dates.

One module an engine; each holds a `Platform`. They decide from bytes; the spiders fetch.
"""

from mentions.platforms.blogger import Blogger
from mentions.platforms.boards import BOARDS
from mentions.platforms.discourse import Discourse
from mentions.platforms.flarum import Flarum
from mentions.platforms.ghost import Ghost
from mentions.platforms.hackernews import HackerNews
from mentions.platforms.lemmy import Lemmy
from mentions.platforms.lobsters import Lobsters
from mentions.platforms.medium import Medium
from mentions.platforms.nodebb import NodeBB
from mentions.platforms.platform import Front, Platform
from mentions.platforms.reddit import Reddit
from mentions.platforms.stackexchange import StackExchange
from mentions.platforms.static import STATIC
from mentions.platforms.substack import Substack
from mentions.platforms.tumblr import Tumblr
from mentions.platforms.wordpress import WordPress

__all__ = ["PLATFORMS", "Front", "Platform", "platform_at", "platform_named"]

PLATFORMS: tuple[Platform, ...] = (
    *(HackerNews(), StackExchange(), Reddit()),
    *(Discourse(), NodeBB(), Flarum(), Lemmy(), Lobsters()),
    *(WordPress(), Ghost(), Blogger(), Substack(), Medium(), Tumblr(), *STATIC),
    *BOARDS,
)
"""All that are known by name, the surest sign first."""


def platform_at(front: Front) -> Platform | None:
    """The software that a site runs, None where none of ours is recognised."""
    return next((one for one in PLATFORMS if one.is_at(front)), None)


def platform_named(name: str) -> Platform | None:
    """The software of this name, None where none of ours has it."""
    return next((one for one in PLATFORMS if one.name == name), None)
