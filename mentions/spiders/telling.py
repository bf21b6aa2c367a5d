"""Pages that an API tells: asked for there, put together out of its answers, and read as what people see."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from mentions.items import Source, Visit
from mentions.services.visiting import Due
from mentions.spiders.answers import NOT_MODIFIED
from mentions.spiders.walking import WalkingSpider

if TYPE_CHECKING:
    from mentions.platforms import Platform


class TellingSpider(WalkingSpider):
    """Knows what software its sources run; a page that this tells better than it shows is asked of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(*args, **kwargs)
        self.platforms: dict[str, Platform] = {}

    def _told_at(self, page: str, source: Source | None) -> tuple[str, ...]:
        platform = self.platforms.get(source.url) if source else None
        return platform.told_at(page) if platform else ()

    def asked_at(self, page: str, source: Source | None) -> str:
        return (*self._told_at(page, source), page)[0]

    def _request(self, due: Due, **passed: Any) -> Request:  # noqa: ANN401 - as `ask` has it
        if len(self._told_at(due.offered.url, passed.get("source"))) > 1:
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
        page, addresses = due.offered.url, self._told_at(due.offered.url, source)
        if addresses and response.status != NOT_MODIFIED:
            answers = (*answers, response.body)
            if len(answers) < len(addresses):
                request = self._request(due, source=source, answers=answers, **passed)
                yield request.replace(url=addresses[len(answers)])
                return
        if addresses:
            response = self._told(response.replace(url=page), answers, source)
        async for found in super().read(response, due, source, **passed):
            yield found

    def _told(self, response: Response, answers: tuple[bytes, ...], source: Source | None) -> Response:
        """The page at the address of `response`, out of what an API answered; the answer itself where it tells none."""
        platform = self.platforms.get(source.url) if source else None
        html = platform.told(answers, response.url) if platform and answers else None
        if html is None:
            return response
        headers = response.headers.copy()
        headers["Content-Type"] = "text/html; charset=utf-8"
        return response.replace(body=html, headers=headers)
