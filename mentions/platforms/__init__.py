"""What software blogs and forums run, and what it tells beside its pages: lists of posts and topics, with their dates.

One module an engine; each holds a `Platform`. They decide from bytes; the spiders fetch.
"""

from mentions.platforms.platform import Front, Platform
from mentions.platforms.wordpress import WordPress

__all__ = ["PLATFORMS", "Front", "Platform", "platform_at"]

PLATFORMS: tuple[Platform, ...] = (WordPress(),)
"""All that are known by name, the surest sign first."""


def platform_at(front: Front) -> Platform | None:
    """The software that a site runs, None where none of ours is recognised."""
    return next((one for one in PLATFORMS if one.is_at(front)), None)
