"""Pages that an API tells: asked for there, put together out of its answers, and read as what people see."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from mentions.items import Kind, Source, Visit
from mentions.platforms import Front, Platform, platform_at
from mentions.services.visiting import Due
from mentions.spiders import failures
from mentions.spiders.answers import NOT_MODIFIED
from mentions.spiders.reading import ReadingSpider


class TellingSpider(ReadingSpider):
    """Asks for a page where its software tells it better than it shows it.

    Which software that is, the address of the page says, or what the source runs: `platforms`, by its address.
    """

    knows_platforms = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(*args, **kwargs)
        self.platforms: dict[str, Platform] = {}
        self._untold: set[str] = set()
        self.software: dict[str, str] = {}

    def runs(self, source: Source, platform: Platform | None) -> None:
        """Note what a source runs, also for the time when it is read in another way; None: nothing was recognised."""
        self.software[source.url] = platform.name if platform else ""
        if platform:
            self.platforms[source.url] = platform

    def teller(self, page: str, source: Source | None = None) -> Platform | None:
        """Who tells the page at an address, None where it is read as it is."""
        if page in self._untold:
            return None
        by_address = platform_at(Front(url=page)) if self.knows_platforms else None
        of_source = self.platforms.get(source.url) if source else None
        return next((one for one in (by_address, of_source) if one and one.told_at(page)), None)

    def kind_told(self, page: str) -> Kind | None:
        """What sort of page it is that an API tells, known by its address; None of all others."""
        teller = self.teller(page)
        return teller.kind if teller else None

    def asked_at(self, page: str, source: Source | None) -> str:
        teller = self.teller(page, source)
        return teller.told_at(page)[0] if teller else page

    def _request(self, due: Due, **passed: Any) -> Request:  # noqa: ANN401 - as `ask` has it
        teller = self.teller(due.offered.url, passed.get("source"))
        if teller and len(teller.told_at(due.offered.url)) > 1:
            due = replace(due, standing=None)  # that one of several answers is unchanged says little
        return super()._request(due, **passed)

    async def read(
        self,
        response: Response,
        due: Due,
        source: Source | None,
        answers: tuple[bytes, ...] = (),
        **passed: Any,  # noqa: ANN401 - as `ask` has it
    ) -> AsyncIterator[Visit | Request]:
        """Read a page; one that an API tells is put together when the last of its answers came."""
        page = due.offered.url
        if teller := self.teller(page, source):
            if response.status != NOT_MODIFIED:
                answers = (*answers, response.body)
                if left := teller.left_to_ask(answers, page):
                    request = self._request(due, source=source, answers=answers, **passed)
                    yield request.replace(url=left, headers=None)
                    return
            html = teller.told(answers, page) if answers else None
            if answers and html is None and teller.is_open:
                yield self._as_it_is(due, source=source, **passed)
                return
            response = _told(response.replace(url=page), html)
        async for found in super().read(response, due, source, **passed):
            yield found

    async def fail(self, failure: Failure) -> AsyncIterator[Visit | Request]:
        """Say why a page could not be read; one that its API does not tell is read as it is."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        due, source = request.cb_kwargs["due"], request.cb_kwargs["source"]
        teller = self.teller(due.offered.url, source)
        if teller and teller.is_open and failures.is_lasting(failure.value):
            passed = {name: value for name, value in request.cb_kwargs.items() if name not in ("due", "answers")}
            yield self._as_it_is(due, **passed)
            return
        async for visit in super().fail(failure):
            yield visit

    def _as_it_is(self, due: Due, **passed: Any) -> Request:  # noqa: ANN401 - as `ask` has it
        self._untold.add(due.offered.url)
        return self._request(replace(due, standing=None), **passed)


def _told(response: Response, html: bytes | None) -> Response:
    """The page at the address of `response`, out of what an API answered; the answer itself where that is unchanged."""
    if html is None:
        return response
    headers = response.headers.copy()
    headers["Content-Type"] = "text/html; charset=utf-8"
    return response.replace(body=html, headers=headers)
