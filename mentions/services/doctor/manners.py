"""Whether crawls behave as this program means them to, judged by the settings that Scrapy would use."""

from collections.abc import Iterator, Mapping
from typing import Any

from mentions.services.doctor.findings import Finding, Level, ok

ABOUT = "Scrapy settings"
_MEND = "take it out of your settings, or begin them with: from mentions.settings import *"
_WANTED: Mapping[str, tuple[Any, Level, str]] = {
    "ROBOTSTXT_OBEY": (True, Level.FAIL, "robots.txt is ignored"),
    "REMOTE_CONTROL_ENABLED": (False, Level.FAIL, "a port runs whatever code is sent to it"),
    "TELNETCONSOLE_ENABLED": (False, Level.FAIL, "a port runs whatever code is typed into it"),
    "TWISTED_DNS_RESOLVER": (
        "mentions.middlewares.addresses.PublicResolver",
        Level.FAIL,
        "names that lead to private addresses are asked",
    ),
    "AUTOTHROTTLE_ENABLED": (True, Level.WARN, "slow hosts are asked as fast as others"),
    "CONCURRENT_REQUESTS_PER_DOMAIN": (1, Level.WARN, "a host is asked for several pages at once"),
    "COOKIES_ENABLED": (False, Level.WARN, "sites can follow the crawl from page to page"),
}
_PARTS: Mapping[str, tuple[str, str]] = {
    "DOWNLOADER_MIDDLEWARES": (
        "mentions.middlewares.addresses.PublicAddressMiddleware",
        "private addresses are fetched",
    ),
    "ITEM_PIPELINES": ("mentions.pipelines.RecordPipeline", "nothing that is found is kept"),
    "EXTENSIONS": ("mentions.extensions.RunRecord", "no run is recorded, so that nobody sees one that failed"),
}
NAMES = (*_WANTED, *_PARTS)
"""The settings that are looked at."""


def judge(settings: Mapping[str, Any]) -> Iterator[Finding]:
    """Of the values of NAMES; a setting that holds components is a mapping from their import paths."""
    wrong = [*_switches(settings), *_components(settings)]
    yield from wrong or [ok(ABOUT, "robots.txt, delays and limits are as they should be")]


def _switches(settings: Mapping[str, Any]) -> Iterator[Finding]:
    for name, (wanted, level, says) in _WANTED.items():
        if settings[name] != wanted:
            yield Finding(level, ABOUT, f"{name} = {settings[name]!r}: {says}", _MEND)


def _components(settings: Mapping[str, Any]) -> Iterator[Finding]:
    for name, (component, says) in _PARTS.items():
        if settings[name].get(component) is None:
            yield Finding(Level.FAIL, ABOUT, f"{name} lacks {component}: {says}", _MEND)
