"""Medium: the last ten posts of a person or publication by a feed; older ones are in its sitemap alone.

https://help.medium.com/hc/en-us/articles/214874118 (feeds: `/feed/@NAME`, `/feed/PUBLICATION`, `/feed` of an own
domain).
"""

import re
from urllib.parse import urljoin, urlsplit

from mentions.items import Kind
from mentions.platforms.platform import Front, Platform

_SIGN = re.compile(rb"al:(?:ios|android):app_name[\"'][^>]*content=[\"']Medium[\"']|https://cdn-client\.medium\.com/")


class Medium(Platform):
    """Its feed does not page, and its lists are a program."""

    name = "Medium"
    kind = Kind.BLOG

    def is_at(self, front: Front) -> bool:
        return _SIGN.search(front.body) is not None

    def lists(self, front: Front) -> tuple[str, ...]:
        parts = urlsplit(front.url)
        if (parts.hostname or "") not in ("medium.com", "www.medium.com"):
            return (urljoin(front.url, "/feed"),)
        who = parts.path.strip("/").split("/")[0]
        return (urljoin(front.url, f"/feed/{who}"),) if who else ()
