"""Is a mention linked: judged from the links of the raw HTML, host by host, never by substring."""

from typing import NamedTuple

from mentions import redirectors, urls
from mentions.detection.link_notes import is_own_account, looks_dead, was_meant_for
from mentions.items import Brand, LinkNote, LinkState
from mentions.pages import Document
from mentions.pages.walking import Anchor


class State(NamedTuple):
    """A link state with the link that decides it."""

    link_state: LinkState
    href: str | None = None
    rel: tuple[str, ...] = ()
    note: LinkNote | None = None


def links_own(document: Document, brand: Brand) -> bool:
    """Whether any link of the page leads to an own domain of `brand`."""
    return any(urls.belongs(host, brand.domains) for host in document.linked_hosts)


def is_own_site(document: Document, brand: Brand) -> bool:
    """Whether the page itself stands on an own domain of `brand`."""
    return urls.belongs(urls.host_of(document.url), brand.domains)


def state_of(document: Document, brand: Brand, start: int, end: int) -> State:
    """The link state of the mention at `document.visible.text[start:end]`: the first of DESIGN's list that fits."""
    anchors = document.visible.links_within(start, end)
    links = [state for anchor in anchors if (state := _state_of_link(document, anchor, brand))]
    link = next((one for one in links if one.link_state is LinkState.LINKED), links[0] if links else None)
    if is_own_site(document, brand):
        return link._replace(link_state=LinkState.OWN_SITE) if link else State(LinkState.OWN_SITE)
    if link:
        return link
    return State(LinkState.PAGE_LINKS if links_own(document, brand) else LinkState.UNLINKED)


def _state_of_link(document: Document, anchor: Anchor, brand: Brand) -> State | None:
    """What a link makes of the name inside it; None where it leads nowhere, and was not meant to."""
    written = urls.resolve(document.base, anchor.href)
    address = redirectors.unwrapped(written) if written else ""
    rel = document.rel_of(anchor)
    if urls.is_web(address) and urls.belongs(urls.host_of(address), brand.domains):
        return State(LinkState.LINKED, address, rel, _note_on_own(address, is_wrapped=address != written))
    if any(urls.belongs(urls.host_of(one), brand.domains) for one in redirectors.carried(address)):
        return State(LinkState.LINKED, address, rel, LinkNote.WRAPPED)
    if was_meant_for(anchor.href, brand):
        return State(LinkState.LINKED_ELSEWHERE, address or anchor.href.strip(), rel, LinkNote.BROKEN)
    if not address:
        return None
    note = LinkNote.PROFILE if is_own_account(address, brand) else None
    return State(LinkState.LINKED_ELSEWHERE, address, rel, note)


def _note_on_own(address: str, *, is_wrapped: bool) -> LinkNote | None:
    if looks_dead(address):
        return LinkNote.BROKEN
    return LinkNote.WRAPPED if is_wrapped else None
