"""Is a mention linked: judged from the links of the raw HTML, host by host, never by substring."""

from typing import NamedTuple

from mentions import urls
from mentions.items import Brand, LinkState
from mentions.pages import Document


class State(NamedTuple):
    """A link state with the link that decides it."""

    link_state: LinkState
    href: str | None = None
    rel: tuple[str, ...] = ()


def links_own(document: Document, brand: Brand) -> bool:
    """Whether any link of the page leads to an own domain of `brand`."""
    return any(urls.belongs(host, brand.domains) for host in document.linked_hosts)


def is_own_site(document: Document, brand: Brand) -> bool:
    """Whether the page itself stands on an own domain of `brand`."""
    return urls.belongs(urls.host_of(document.url), brand.domains)


def state_of(document: Document, brand: Brand, start: int, end: int) -> State:
    """The link state of the mention at `document.visible.text[start:end]`: the first of DESIGN's list that fits."""
    targets = [
        State(LinkState.LINKED_ELSEWHERE, address, anchor.rel)
        for anchor in document.visible.links_within(start, end)
        if (address := urls.resolve(document.base, anchor.href))
    ]
    own = next((s for s in targets if s.href and urls.belongs(urls.host_of(s.href), brand.domains)), None)
    link = own or (targets[0] if targets else None)
    href, rel = (link.href, link.rel) if link else (None, ())
    if is_own_site(document, brand):
        return State(LinkState.OWN_SITE, href, rel)
    if own:
        return State(LinkState.LINKED, href, rel)
    if link:
        return link
    return State(LinkState.PAGE_LINKS if links_own(document, brand) else LinkState.UNLINKED)
