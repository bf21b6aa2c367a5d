"""Where a link leads that goes through another address, by what is written in it: nothing is fetched."""

import re
from functools import cache
from urllib.parse import parse_qsl, unquote, urlsplit

from mentions import urls

# Host (those below it count, too), beginning of the path, parameters that carry the address; "*": the whole query.
_TABLE = """
google.com                          /url            q url
google.com                          /aclk           adurl
facebook.com                        /l.php          u
facebook.com                        /flx/warn       u
l.facebook.com                      /               u
lm.facebook.com                     /               u
l.instagram.com                     /               u
l.threads.com                       /               u
l.threads.net                       /               u
l.messenger.com                     /               u
l.workplace.com                     /               u
out.reddit.com                      /               url
linkedin.com                        /redir          url
linkedin.com                        /safety/go      url
slack-redir.net                     /link           url
vk.com                              /away           to
ok.ru                               /dk             st.link
youtube.com                         /redirect       q
duckduckgo.com                      /l/             uddg
steamcommunity.com                  /linkfilter     url u *
t.umblr.com                         /redirect       z
disq.us                             /url            url
exit.sc                             /               url
gate.sc                             /               url
medium.com                          /r/             url
getpocket.com                       /redirect       url
curseforge.com                      /linkout        remoteUrl
deviantart.com                      /users/outgoing *
pixiv.net                           /jump.php       url *
t.me                                /iv             url
href.li                             /               *
anonym.to                           /               *
nullrefer.com                       /               *
dereferer.org                       /               *
link.zhihu.com                      /               target
link.juejin.cn                      /               target
link.csdn.net                       /               target
gitee.com                           /link           target
jianshu.com                         /go-wild        url
weibo.cn                            /sinaurl        u
c.pc.qq.com                         /               pfurl
safelinks.protection.outlook.com    /               url
urldefense.proofpoint.com           /v2/url         u
linkprotect.cudasvc.com             /url            a
"""
# Those that carry the address in their path.
_IN_PATHS = tuple(
    map(
        re.compile,
        (
            r"https?://(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/amp/(?:s/)?([^?#]+)",
            r"https?://[^/]+\.cdn\.ampproject\.org/[acv]/(?:s/)?([^?#]+)",
            r"https?://urldefense\.(?:proofpoint\.)?com/v3/__(.+?)__;",
            r"https?://r\.search\.yahoo\.com/.*/RU=([^/]+)/",
        ),
    )
)
# Where affiliate networks put the address behind a mark in the path.
_NETWORK_PATH = re.compile(r"/(?:type/dlg/|destination:)(.+)")
_CARRIES = re.compile(r"[?]|/amp/|\.ampproject\.|/v3/__|/RU=")
_HOLDS_ANOTHER = re.compile(r"https?(?::|%)", re.IGNORECASE)
_GOOGLE = re.compile(r"(?:^|(?<=\.))google(?:\.[a-z]{2,3}){1,2}$")
_DEEPEST = 3
"""Redirectors within redirectors: more have not been seen."""

# What sends readers to others, asks who they are, or speaks about a page does not lead to it.
_LEADS_BACK = re.compile(
    r"(?<![a-z])(?:share|sharer|sharearticle|intent|submit|pin/create|send|compose|bookmark|translate|translator|"
    r"validator|log-?in|sign-?in|sign-?up|register|o?auth|search|archive|cache|whois)(?![a-z])",
    re.IGNORECASE,
)
_ASIDE = frozenset(
    (
        "ref referer referrer sref source src via origin parent next continue back return returnto return_to returnurl "
        "return_url redirect_uri text title body subject description image img media picture icon logo"
    ).split()
)
_HOST_ALONE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)")


@cache
def _redirectors() -> dict[str, list[tuple[str, list[str]]]]:
    """By host: the beginning of the path, and the parameters."""
    by_host: dict[str, list[tuple[str, list[str]]]] = {}
    for host, path, *parameters in map(str.split, _TABLE.strip().splitlines()):
        by_host.setdefault(host, []).append((path, parameters))
    return by_host


def unwrapped(url: str) -> str:
    """Where an address leads: the one that a known redirector carries, through several of them; any other unchanged."""
    for _ in range(_DEEPEST):
        target = _target(url)
        if target is None:
            break
        url = target
    return url


def carried(url: str) -> tuple[str, ...]:
    """The addresses in the query of a link, as affiliate networks and pages that say goodbye carry them.

    None for what does not lead there: share buttons, logins, searches.
    """
    if not _HOLDS_ANOTHER.search(url, len("https:")):
        return ()
    parts = urlsplit(url)
    if _LEADS_BACK.search(f"{parts.netloc}{parts.path}"):
        return ()
    values = (value for name, value in _values(parts.query).items() if name.lower() not in _ASIDE)
    candidates = (parts.query, *values, *_NETWORK_PATH.findall(parts.path))
    return tuple(dict.fromkeys(address for one in candidates if (address := _address(one))))


def _target(url: str) -> str | None:
    if not _CARRIES.search(url):
        return None
    parts = urlsplit(url)
    labels = _GOOGLE.sub("google.com", urls.host_of(url)).split(".")
    for position in range(len(labels) - 1):
        for path, parameters in _redirectors().get(".".join(labels[position:]), ()):
            if (parts.path or "/").startswith(path):
                return _first_address(parts.query, parameters)
    written = next((match[1] for pattern in _IN_PATHS if (match := pattern.match(url))), None)
    return _address(written, host_alone=True) if written else None


def _first_address(query: str, parameters: list[str]) -> str | None:
    values = _values(query)
    candidates = (query if name == "*" else values.get(name, "") for name in parameters)
    return next((address for one in candidates if (address := _address(one, host_alone=True))), None)


def _values(query: str) -> dict[str, str]:
    # Many pages escape the ampersand twice.
    return {name.removeprefix("amp;"): value for name, value in parse_qsl(query)}


def _address(value: str, *, host_alone: bool = False) -> str | None:
    """The web address that a value is, however it was escaped; also without a scheme where `host_alone`."""
    value = value.strip()
    if re.match(r"(?i)https?-3A__", value):
        value = value.translate(str.maketrans("-_", "%/"))
    if re.match(r"(?i)(?:https?)?%(?:25)*(?:3a|2f)", value):
        value = unquote(unquote(value))
    # A comment service puts a checksum behind the address.
    value = re.sub(r":[\w-]{20,}$", "", value)
    if value.startswith("//") or (host_alone and _HOST_ALONE.match(value)):
        value = f"https://{value.lstrip('/')}"
    return value if urls.is_web(value) else None
