"""`scrapy crawl urls -a file=addresses.txt`: pages by their addresses, from a text or CSV file or standard input."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request

from mentions.exceptions import ConfigError
from mentions.items import Kind
from mentions.pages.listings import Offered
from mentions.services.addresses import read_addresses
from mentions.services.workspaces import Workspace
from mentions.spiders.reading import ReadingSpider


class UrlsSpider(ReadingSpider):
    """Reads each page that the file names; `-a kind=news|blog|forum` says what they are, `blog` unless told."""

    name = "urls"

    def __init__(self, workspace: Workspace, *args: Any, file: str = "", kind: str = Kind.BLOG, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(workspace, *args, **kwargs)
        if not file:
            raise ConfigError("command line", "which addresses? -a file=addresses.txt, or -a file=- for standard input")
        if kind not in list(Kind):
            raise ConfigError("command line", f"kind={kind}: write one of {', '.join(Kind)}")
        self.kind = Kind(kind)
        self._file = file
        self._addresses = read_addresses(file)

    @property
    def source_names(self) -> list[str]:
        return [self._file]

    async def start(self) -> AsyncIterator[Request]:
        for one in await self.due(Offered(address) for address in self._addresses):
            if request := self.ask(one):
                yield request
