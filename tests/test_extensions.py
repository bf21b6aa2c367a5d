"""The record of a run is made of the crawl's own counts."""

import logging

import pytest
from scrapy import Spider
from scrapy.http import HtmlResponse

from mentions.exceptions import StoreError
from mentions.extensions import OneLine, QuietLogFormatter, grouped
from mentions.items import Kind, Page, Visit


def test_counts_are_grouped_by_what_and_why() -> None:
    stats = {
        "mentions/offered": 9,
        "mentions/skipped/visited": 3,
        "mentions/skipped/offered twice": 1,
        "mentions/failed/robots.txt": 2,
        "mentions/listings/failed: no such host": 1,
        "mentions/fetched": 5,
        "downloader/request_count": 17,
        "log_count/ERROR": 1,
        "start_time": "now",
    }
    assert grouped(stats) == {
        "offered": 9,
        "skipped": {"visited": 3, "offered twice": 1},
        "failed": {"robots.txt": 2},
        "listings": {"failed: no such host": 1},
        "fetched": 5,
    }


def test_a_reason_may_hold_a_slash() -> None:
    assert grouped({"mentions/failed/timeout/twice": 1}) == {"failed": {"timeout/twice": 1}}


def test_a_run_without_counts() -> None:
    assert grouped({}) == grouped({"downloader/request_count": 1}) == {}


def test_no_text_of_a_page_reaches_the_log() -> None:
    from datetime import UTC, datetime

    page = Page(url="https://news.example/", text="\x1b]0;secret\x07", mentions=())
    visit = Visit(
        url=page.url, page_url=page.url, kind=Kind.NEWS, at=datetime(2026, 11, 20, tzinfo=UTC), page=page, status=200
    )
    formatter, response, spider = QuietLogFormatter(), HtmlResponse(page.url), Spider("any")
    assert formatter.scraped(visit, response, spider) is None
    said = formatter.item_error(visit, ValueError("broke"), response, spider)
    assert said["level"] == logging.ERROR
    assert "secret" not in said["msg"] % said["args"]
    assert "Visit" in said["msg"] % said["args"]


def test_an_error_of_ours_is_one_line_said_once_and_any_other_keeps_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logger = logging.getLogger("a logger of these tests")
    logger.addFilter(OneLine())
    for error in (StoreError("a.db: the disk\nis full"), StoreError("a.db: the disk\nis full"), ValueError("broke")):
        try:
            raise error
        except (StoreError, ValueError):
            logger.error("Error caught on %s", "handler", exc_info=True)
    ours, other = caplog.records
    assert (ours.getMessage(), ours.exc_info, ours.levelno) == ("a.db: the disk is full", None, logging.ERROR)
    assert (other.getMessage(), bool(other.exc_info)) == ("Error caught on handler", True)
