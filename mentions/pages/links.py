"""Where the links of a page lead, and which of them may lead to other pages of its site."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from mentions import redirectors, urls
from mentions.urls import WebLink

_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|pdf|zip|gz|rar|7z|exe|dmg|apk|mp[34]|m4[av]|avi|mov|webm"
    r"|ogg|wav|docx?|xlsx?|pptx?|epub|ics|woff2?|ttf)(?:[?#]|$)",
    re.IGNORECASE,
)
_WRITTEN_OUT = re.compile(r"(?:https?:/)?/(?!\S*/\.)[^\\\t\n\r\f]*")
"""A link that holds its whole path as it is, and is no redirector's."""


def leads_to(base: str, href: str) -> WebLink | None:
    """The web address that a link leads to, behind redirectors that say it; None where it is none."""
    written = urls.web_link(base, href)
    address = redirectors.unwrapped(written.address) if written else ""
    return written if not written or address == written.address else WebLink(address, urls.host_of(address))


def pages(addresses: Iterable[str]) -> tuple[str, ...]:
    """Those that may be pages, each once, in order."""
    found = (address.partition("#")[0] for address in addresses if not _FILES.search(address))
    return tuple(dict.fromkeys(map(urls.without_session, found)))


def below(tree: LexborHTMLParser, base: str, host: str, path: str) -> tuple[str, ...]:
    """The pages on a host that the links of a tree lead to, whose path begins with `path`.

    Links that are written out and do not hold it, nearly all on most pages, are not resolved.
    """
    written = (node.attributes.get("href") or "" for node in tree.css("a[href], area[href]"))
    near = (href for href in written if path in href or not _WRITTEN_OUT.fullmatch(href))
    found = (link.address for href in near if (link := leads_to(base, href)) and link.host == host)
    return pages(address for address in found if urlsplit(address).path.startswith(path))
