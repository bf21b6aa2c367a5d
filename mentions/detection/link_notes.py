"""Links that do not reach an own domain, and yet are about the brand: by the look of their addresses alone."""

import re
from urllib.parse import unquote, urlsplit

from mentions import urls
from mentions.detection.folding import fold_text
from mentions.items import Brand

_NETWORKS = frozenset(
    (
        "twitter.com x.com facebook.com instagram.com threads.net threads.com tiktok.com youtube.com linkedin.com "
        "github.com gitlab.com pinterest.com bsky.app t.me medium.com vk.com weibo.com xing.com reddit.com twitch.tv "
        "mastodon.social flickr.com vimeo.com soundcloud.com snapchat.com tumblr.com"
    ).split()
)
_BEFORE_THE_ACCOUNT = frozenset(
    (
        "c channel company g groups in o org orgs organizations p pages people pg profile r s school showcase u user"
    ).split()
)
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
    """Whether an address is one of the brand's account on a network: the account is called like the brand."""
    if not urls.belongs(urls.host_of(address).removeprefix("www."), _NETWORKS):
        return False
    segments = [unquote(segment).lower() for segment in urlsplit(address).path.split("/") if segment]
    account = next((segment for segment in segments if segment not in _BEFORE_THE_ACCOUNT), "").lstrip("@")
    names = {_squashed(name) for name in (brand.name, *brand.aliases)} | {
        spelling for domain in brand.domains for spelling in (_squashed(domain), _squashed(domain.split(".")[0]))
    }
    called = _squashed(account.removesuffix(".bsky.social"))
    return bool(called) and bool({called, _ENDINGS.sub("", called)} & names)


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]", "", fold_text(text))
