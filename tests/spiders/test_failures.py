"""Each way in which a request can fail has its reason, and none is taken for an answer."""

import ssl

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from mentions.items import Unknown
from mentions.middlewares.refusals import (
    NotAskedError,
    PrivateAddressError,
    RobotsForbiddenError,
    RobotsUnreachableError,
)
from mentions.services.visiting import Skip
from mentions.spiders.failures import of_exception, of_status


def answered(status: int) -> HttpError:
    return HttpError(Response("https://news.example/", status=status), "Ignoring non-200 response")


@pytest.mark.parametrize(
    ("statuses", "reason"),
    [
        ((300, 404, 410), Unknown.GONE),
        ((401, 402, 403, 407, 429, 451, 503, 999), Unknown.BLOCKED),
        ((500, 501, 502, 504, 520, 525, 599), Unknown.SERVER),
        ((201, 204, 206, 301, 304, 400, 405, 406, 418, 499), Unknown.REFUSED),
    ],
)
def test_statuses(statuses: tuple[int, ...], reason: Unknown) -> None:
    assert {of_status(status) for status in statuses} == {reason}
    assert {of_exception(answered(status)) for status in statuses} == {reason}


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PrivateAddressError("10.0.0.1 is a private address"), Unknown.PRIVATE),
        (PrivateAddressError("robots.txt.local is a private address"), Unknown.PRIVATE),
        (RobotsForbiddenError("Forbidden by robots.txt"), Unknown.ROBOTS),
        (RobotsUnreachableError("robots.txt answers 503"), Unknown.SERVER),
        (NotAskedError(Skip.HAD_ENOUGH, "news.example asked to be left alone"), Unknown.BLOCKED),
        (IgnoreRequest("max redirections reached at http://news.example/robots.txt"), Unknown.REFUSED),
        (IgnoreRequest("max redirections reached"), Unknown.REFUSED),
        (DownloadCancelledError("Expected response size larger than download max size"), Unknown.TOO_LARGE),
        (CannotResolveHostError("no such host"), Unknown.DNS),
        (DownloadTimeoutError("took longer than 60.0 seconds"), Unknown.TIMEOUT),
        (DownloadConnectionRefusedError("Connection was refused by other side"), Unknown.CONNECTION),
        (DownloadFailedError("Connection to the other side was lost"), Unknown.CONNECTION),
        (DownloadFailedError("[('SSL routines', '', 'certificate verify failed')]"), Unknown.CERTIFICATE),
        (DownloadFailedError("Certificate does not match hostname"), Unknown.CERTIFICATE),
        (ssl.SSLCertVerificationError("self-signed certificate"), Unknown.CERTIFICATE),
        (ResponseDataLossError("the body broke off"), Unknown.CONNECTION),
        (UnsupportedURLSchemeError("gopher"), Unknown.CONNECTION),
        (OSError("network is unreachable"), Unknown.CONNECTION),
        (None, Unknown.CONNECTION),
    ],
)
def test_exceptions(error: BaseException | None, reason: Unknown) -> None:
    assert of_exception(error) is reason


def test_words_that_only_hold_ssl_say_nothing_of_certificates() -> None:
    assert of_exception(DownloadFailedError("Connection lost: https://crossladder.example/")) is Unknown.CONNECTION


@pytest.mark.parametrize("mismatch", ["IPAddressMismatch(mismatched_id=…)", "DNSMismatch(mismatched_id=…)"])
def test_a_certificate_for_another_name_is_a_bad_one(mismatch: str) -> None:
    said = f"[<twisted.python.failure.Failure service_identity.exceptions.VerificationError: ([{mismatch}])>]"
    assert of_exception(DownloadFailedError(said)) is Unknown.CERTIFICATE
