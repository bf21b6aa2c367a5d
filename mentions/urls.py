"""Addresses: their normal form, the site they belong to, and whether a host is one of a brand's own domains.

Hosts are compared label by label, never by substring: `notacme.example` is not `acme.example`.
"""

import ipaddress
import re
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

import tldextract
from w3lib.url import canonicalize_url, url_query_cleaner

TRACKING = (
    "utm_source utm_medium utm_campaign utm_term utm_content utm_id utm_name fbclid gclid dclid gbraid wbraid "
    "msclkid yclid igshid mc_cid mc_eid srsltid _ga _gl ref_src ref_url spm cmpid ns_campaign ns_source "
    "ns_mchannel oly_anon_id oly_enc_id vero_id wickedid twclid ttclid"
).split()

# Who is visiting: addresses that differ in nothing else are one page. Short names count where the value looks like it,
# as `sid` is the number of a story elsewhere.
_SESSION_NAMED = r"phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|oscsid|zenid|xtcsid|session_?id|sessid"
_SESSION_LIKE = r"(?:sid|s|session|sess)=(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{20,}"
_SESSION = re.compile(
    rf"(?i)(?<=[?&])(?:(?:{_SESSION_NAMED})=[^&#]*|{_SESSION_LIKE}(?=&|#|$))&?|;(?:jsessionid|phpsessid)=[^?#/;]*"
)

# Platforms that give each customer a host of their own but are not on the public suffix list.
HOSTING = frozenset(
    (
        "wordpress.com substack.com medium.com tumblr.com livejournal.com typepad.com over-blog.com hatenablog.com "
        "hatenablog.jp hateblo.jp fc2.com blog.fc2.com dreamwidth.org micro.blog write.as squarespace.com "
        "bandcamp.com itch.io posthaven.com svbtle.com postach.io tistory.com naver.com blog.jp seesaa.net "
        "cocolog-nifty.com canalblog.com blogg.se blogg.no blogspot.com proboards.com forumotion.com createaforum.com "
        "freeforums.net discoursehosting.net"
    ).split()
)

# Hosts whose addresses say nothing of where they lead.
SHORTENERS = frozenset(
    (
        "t.co bit.ly j.mp goo.gl tinyurl.com ow.ly buff.ly is.gd v.gd lnkd.in fb.me dlvr.it ift.tt rebrand.ly cutt.ly "
        "t.ly trib.al shorturl.at rb.gy tiny.cc bl.ink s.id adf.ly soo.gd hubs.ly po.st owl.li"
    ).split()
)

_DEFAULT_PORTS = {"http": 80, "https": 443}
# How most links are written: nothing about them is left to mend or to doubt, and pages hold hundreds.
_SAFE = r"[\w/.,:@!$&'()*+=~%-]"
_TAIL = rf"(?:\?{_SAFE}+)?(?:#{_SAFE}+)?"
_PLAIN = re.compile(rf"https?://((?:[a-z0-9-]+\.)+[a-z0-9-]+)(?:/{_SAFE}*{_TAIL})?", re.ASCII)
_PLAIN_PATH = re.compile(rf"(?!//|{_SAFE}*/\.)/{_SAFE}*{_TAIL}", re.ASCII)
# Made from the list inside the package: the default would fetch a newer one in the middle of a crawl.
_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def suffix_list_date() -> date | None:
    """When the list of public suffixes was made, None where it does not say."""
    head = files(tldextract).joinpath(".tld_set_snapshot").read_text(encoding="utf-8")[:2000]
    said = re.search(r"^// VERSION: (\d{4}-\d{2}-\d{2})", head, re.MULTILINE)
    return date.fromisoformat(said[1]) if said else None


def is_web(url: str) -> bool:
    """Whether this is an absolute http or https address with a host."""
    if _PLAIN.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


@lru_cache(maxsize=65_536)
def normalise(url: str) -> str:
    """The form in which an address is kept: ASCII host, sorted query; no tracking, session, fragment default port.

    Raises ValueError where `url` is no http or https address.
    """
    url = url.strip()
    if not is_web(url):
        raise ValueError(f"not a web address: {url[:200]}")
    parts = urlsplit(canonicalize_url(url_query_cleaner(without_session(url), TRACKING, remove=True, unique=False)))
    return urlunsplit(parts._replace(netloc=_netloc(parts), path=parts.path or "/", fragment=""))


def likeness(url: str) -> str:
    """What addresses share that differ in no more than scheme, `www.` and a slash at the end: other tools mix these.

    Raises ValueError where `url` is no http or https address.
    """
    parts = urlsplit(normalise(url))
    path = parts.path.rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}" + (f"?{parts.query}" if parts.query else "")


def without_session(url: str) -> str:
    """The address without the number of a visit, which sites write into every link where they are given no cookie."""
    clean = _SESSION.sub("", url)
    return clean.rstrip("?&") if clean != url else url


def _netloc(parts: SplitResult) -> str:
    host = ascii_host(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


@lru_cache(maxsize=65_536)
def ascii_host(host: str) -> str:
    """A host in lower-case ASCII (IDNA), without a trailing dot; as it stands where it cannot be encoded."""
    host = unquote(host).strip().rstrip(".").lower()
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def unicode_host(host: str) -> str:
    """A host as people read it: `xn--mller-kva.example` becomes `müller.example`; any other as it stands."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def host_of(url: str) -> str:
    """The ASCII host of an address, "" where there is none."""
    if plain := _PLAIN.fullmatch(url):
        return plain[1]
    try:
        return ascii_host(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def belongs(host: str, domains: frozenset[str] | tuple[str, ...]) -> bool:
    """Whether `host` is one of `domains` or below one of them."""
    labels = host.split(".")
    return any(".".join(labels[i:]) in domains for i in range(len(labels)))


def is_shortener(url: str) -> bool:
    """Whether an address goes through a link shortener, so that its target is not known."""
    return belongs(host_of(url), SHORTENERS)


@lru_cache(maxsize=65_536)
def site_of_host(host: str) -> str:
    """The registered domain of a host: the grain of memory and caps. On a hosting platform each customer is a site."""
    labels = host.split(".")
    for position in range(len(labels)):
        if ".".join(labels[position:]) in HOSTING:
            return ".".join(labels[position - 1 if position and labels[position - 1] != "www" else position :])
    return _extract(host).top_domain_under_public_suffix or _without_known_suffix(host)


def _without_known_suffix(host: str) -> str:
    """`.example`, `.internal` and what registries have yet to invent: the last two labels."""
    is_address = ":" in host or host.replace(".", "").isdigit()
    return host if is_address else ".".join(host.split(".")[-2:])


def site_of(url: str) -> str:
    """The site an address belongs to, "" where it has no host."""
    return site_of_host(host_of(url))


def resolve(base: str, href: str) -> str | None:
    """The absolute address an `href` leads to; None where it leads nowhere: `#`, `javascript:`, `mailto:`, `tel:`.

    A link into another program (`whatsapp://send`) leads somewhere: it is given back as it is.
    """
    if _PLAIN.fullmatch(href):
        return href
    if _PLAIN_PATH.fullmatch(href) and (origin := _plain_origin(base)):
        return origin.address + href
    return _resolve(base, href)


class WebLink(NamedTuple):
    """Where a link leads on the web: the absolute address, and its host in ASCII."""

    address: str
    host: str


def web_link(base: str, href: str) -> WebLink | None:
    """What `resolve` and `host_of` say of a link, in one look; None where it does not lead to a web address."""
    if href.startswith("#"):
        return None
    if plain := _PLAIN.fullmatch(href):
        return WebLink(href, plain[1])
    if _PLAIN_PATH.fullmatch(href) and (origin := _plain_origin(base)):
        return WebLink(origin.address + href, origin.host)
    address = _resolve(base, href)
    return WebLink(address, host_of(address)) if address and is_web(address) else None


@lru_cache(maxsize=16)
def _plain_origin(base: str) -> WebLink | None:
    """The beginning of an address that leads to its host, where the address is a plain one."""
    plain = _PLAIN.fullmatch(base)
    return WebLink(base[: plain.end(1)], plain[1]) if plain else None


def _resolve(base: str, href: str) -> str | None:
    href = _as_browsers_read(href)
    if not href or href.startswith("#"):
        return None
    try:
        # As browsers do: `http:/acme.example` lacks a slash, but for a page that is itself on http.
        url = re.sub(r"(?i)^(https?):/?(?=[^/])", r"\1://", urljoin(base, href))
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    if scheme in _DEFAULT_PORTS:
        return url if is_web(url) else None
    return url if scheme and scheme not in _NO_LINKS else None


def _as_browsers_read(href: str) -> str:
    """Line breaks are left out, backslashes are slashes, and a host has two of them in front, whatever is written."""
    href = _LINE_BREAKS.sub("", href.strip("\t\n\f\r "))
    if not re.match(r"(?i)(?!https?:)[a-z][a-z0-9+.-]*:", href):
        path, mark, rest = href.partition("?")
        href = path.replace("\\", "/") + mark + rest
    return re.sub(r"(?i)^(https?:)?/{2,}", r"\1//", href)


_LINE_BREAKS = re.compile(r"[\t\n\r]")  # as browsers do, wherever in the address they stand
_NO_LINKS = frozenset(("javascript", "mailto", "tel", "sms", "callto", "data", "blob", "about", "vbscript"))


def domain_of(text: str) -> str:
    """The bare domain a user meant: `https://www.acme.example/` becomes `acme.example`.

    Raises ValueError where nothing like a domain is left.
    """
    text = text.strip()
    host = host_of(text if "://" in text else f"//{text}").removeprefix("www.")
    if (
        "." not in host
        or any(not label or len(label) > 63 for label in host.split("."))
        or not is_web(f"https://{host}/")
    ):
        raise ValueError(f"not a domain: {text[:200]}")
    if not all(c.isalnum() or c in "-." for c in host):
        raise ValueError(f"not a domain: {text[:200]}")
    return host


def is_private_host(host: str) -> bool:
    """Whether a host names this machine or a local network by its spelling alone; nothing is looked up."""
    host = host.strip("[]").rstrip(".").lower()
    try:
        return is_private_address(host)
    except ValueError:
        return _is_numeric(host) or "." not in host or host.endswith(_LOCAL_SUFFIXES)


def is_private_address(address: str) -> bool:
    """Whether an IP address lies outside the public internet. Raises ValueError where it is none."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and (wrapped := _wrapped(found)):
        return is_private_address(str(wrapped))
    return not found.is_global or found.is_multicast


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that one of the four ways of wrapping leads to."""
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


_NAT64, _COMPATIBLE = ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96")
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa")


def _is_numeric(host: str) -> bool:
    """Shorthand such as `127.1`, `0x7f.1` or `2130706433`, which resolvers read as an IPv4 address."""
    last = host.rsplit(".", 1)[-1]
    return last.isdigit() or (last.startswith("0x") and all(c in "0123456789abcdef" for c in last[2:]))
