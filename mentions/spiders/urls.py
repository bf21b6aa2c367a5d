"""`scrapy crawl urls`: pages by their addresses, those that `mentions import mentions` brought, or those of a file.

`-a file=addresses.txt` names a text or CSV file, or `-` for standard input. `-a again=yes` asks for them even where
they were visited lately: before an export somebody must have looked.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from typing import Any

from scrapy import Request

from mentions.exceptions import ConfigError
from mentions.items import Kind
from mentions.pages.listings import Offered
from mentions.services.addresses import read_addresses
from mentions.services.importing import next_addresses
from mentions.services.runs import IMPORTED
from mentions.services.visiting import kinds_of
from mentions.services.workspaces import Workspace
from mentions.spiders.telling import TellingSpider


class UrlsSpider(TellingSpider):
    """Reads each page that is named; `-a kind=news|blog|forum` says what those are that are new.

    Without it they are blogs, but for those whose address says better.
    """

    name = "urls"

    def __init__(
        self,
        workspace: Workspace,
        *args: Any,  # noqa: ANN401 - Scrapy's own
        file: str = "",
        kind: str = "",
        again: str = "no",
        **kwargs: Any,  # noqa: ANN401 - Scrapy's own
    ) -> None:
        super().__init__(workspace, *args, **kwargs)
        if kind and kind not in list(Kind):
            raise ConfigError("command line", f"kind={kind}: write one of {', '.join(Kind)}")
        if again == "yes":
            self.revisit_after = timedelta(0)
        self.kind = Kind(kind or Kind.BLOG)
        self._is_kind_said = bool(kind)
        self._file = file
        self._addresses = read_addresses(file) if file else []
        # What a page is was settled when its source was read: an address alone does not say.
        self._known = {} if kind else kinds_of(self.engine, self._addresses)

    def kind_of(self, url: str) -> Kind:
        told = None if self._is_kind_said else self.kind_told(url)
        return self._known.get(url) or told or self.kind

    @property
    def source_names(self) -> list[str]:
        return [self._file or "imported addresses"]

    @property
    def work(self) -> str:
        return self.name if self._file else IMPORTED

    async def start(self) -> AsyncIterator[Request]:
        if self._file:
            async for request in self._asked_for(self._addresses):
                yield request
            return
        some = await asyncio.to_thread(next_addresses, self.engine)
        if not some:
            self.logger.warning("no imported address is left to visit; mentions import mentions FILE brings some")
        while some:
            self._known |= {one.url: one.kind for one in some if one.kind}
            async for request in self._asked_for(one.url for one in some):
                yield request
            some = await asyncio.to_thread(next_addresses, self.engine, after=some[-1].id)

    async def _asked_for(self, addresses: Iterable[str]) -> AsyncIterator[Request]:
        for one in await self.due(Offered(address) for address in addresses):
            if request := self.ask(one):
                yield request
