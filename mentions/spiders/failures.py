"""Why a page could not be read: from Scrapy's exceptions and HTTP statuses to our reasons."""

import re

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.spidermiddlewares.httperror import HttpError

from mentions.items import Unknown
from mentions.middlewares.refusals import (
    KeysError,
    NotAskedError,
    PrivateAddressError,
    RobotsForbiddenError,
    RobotsUnreachableError,
    UndrawnError,
)

_REFUSED = {
    PrivateAddressError: Unknown.PRIVATE,
    RobotsUnreachableError: Unknown.SERVER,
    RobotsForbiddenError: Unknown.ROBOTS,
    NotAskedError: Unknown.BLOCKED,
    KeysError: Unknown.NEEDS_KEYS,
    UndrawnError: Unknown.NEEDS_JAVASCRIPT,
}


_LASTING = frozenset((400, 401, 403, 404, 405, 410, 451))


def of_status(status: int) -> Unknown:
    """The reason an HTTP status other than 200 stands for."""
    if status in (300, 404, 410):  # 300 names other places to look at
        return Unknown.GONE
    if status in (401, 402, 403, 407, 429, 451, 503, 999):
        return Unknown.BLOCKED
    return Unknown.SERVER if status >= 500 else Unknown.REFUSED


def is_lasting(error: BaseException | None) -> bool:
    """Whether another attempt would end alike: what was asked for is not there, or not for us."""
    if isinstance(error, HttpError):
        return error.response.status in _LASTING
    return isinstance(error, RobotsForbiddenError)


def of_exception(error: BaseException | None) -> Unknown:
    """The reason an exception of a request stands for."""
    if isinstance(error, HttpError):
        return of_status(error.response.status)
    for kind, reason in _REFUSED.items():
        if isinstance(error, kind):
            return reason
    if isinstance(error, IgnoreRequest):
        is_bomb = isinstance(error.__cause__, ValueError)  # the one thing that Scrapy could not unpack
        return Unknown.TOO_LARGE if is_bomb else Unknown.REFUSED
    if isinstance(error, DownloadCancelledError):
        return Unknown.TOO_LARGE  # the one thing we cancel for
    if isinstance(error, CannotResolveHostError):
        return Unknown.DNS
    if isinstance(error, DownloadTimeoutError):
        return Unknown.TIMEOUT
    is_about_tls = _TLS.search(f"{type(error).__name__} {error}")
    return Unknown.CERTIFICATE if is_about_tls else Unknown.CONNECTION


_TLS = re.compile(r"(?i:certificate)|\b(?:ssl|tls)\b|SSL|TLS|VerificationError")
