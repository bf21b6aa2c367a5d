"""Links that do not reach an own domain, and yet are about the brand: by the look of their addresses alone."""

import re

from mentions import urls
from mentions.accounts import account_of, is_network
from mentions.detection.folding import fold_text
from mentions.items import Brand

_ENDINGS = re.compile(r"(?:hq|official|inc|app|global|team)$")

_SCHEME = r"h{0,2}t{1,3}p{1,2}s{0,2}"
_WRITTEN_HOST = re.compile(
    # Whatever was meant for `https://`, once or twice, and the host.
    rf"(?:{_SCHEME}\s*[:;.]?\s*[/\\]+\s*|{_SCHEME}\s*[:;]\s*)*(?:www?w?\d?[.,])?([^/?#\s\\]+)",
    re.IGNORECASE,
)
_LOOKS_DEAD = re.compile(
    # A slip before the host; an address cut short; a host or scheme where the path begins; a blank never filled in.
    r"https?://(?:ww|wwww+|https?|www\.www)\.|.*(?:\.{3}|…|%E2%80%A6)/?$|https?://[^/]+/+(?:https?:|www\.)"
    r"|.*(?:\{\{|%7B%7B|/(?:undefined|null)/?(?:[?#]|$)|\[object)",
    re.IGNORECASE | re.DOTALL,
)


def looks_dead(address: str) -> bool:
    """Whether an address of an own domain is one that hardly ever leads to a page."""
    return bool(_LOOKS_DEAD.match(address))


def was_meant_for(href: str, brand: Brand) -> bool:
    """Whether an `href` that leads elsewhere, or nowhere, was to lead to an own domain: `http://https://acme.example`."""
    written = _WRITTEN_HOST.match(href.strip().lstrip("/\\"))
    if written is None:
        return False
    host = written[1]
    return urls.belongs(urls.ascii_host(host if "@" in host else host.partition(":")[0]), brand.domains)


def is_own_account(address: str, brand: Brand) -> bool:
    """Whether an address is one of the brand's account on a network: it is listed, or the account is called so."""
    if brand.profiles and _is_listed(address, brand.profiles):
        return True
    if not is_network(address):
        return False
    names = {_squashed(name) for name in (brand.name, *brand.aliases)} | {
        spelling for domain in brand.domains for spelling in (_squashed(domain), _squashed(domain.split(".")[0]))
    }
    called = _squashed(account_of(address))
    return bool(called) and bool({called, _ENDINGS.sub("", called)} & names)


def _is_listed(address: str, profiles: tuple[str, ...]) -> bool:
    """Whether an address is one of these profiles, or lies below one."""
    if not urls.is_web(address):
        return False
    page = urls.likeness(address).casefold()
    known = (urls.likeness(profile).casefold() for profile in profiles)
    return any(page == one or page.startswith((f"{one}/", f"{one}?", f"{one}&")) for one in known)


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]", "", fold_text(text))
