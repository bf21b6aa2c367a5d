"""`scrapy crawl identity`: who a site says it is, from its home page and the few pages that speak of it.

`mentions init https://acme.example` starts it.
"""

import asyncio
from dataclasses import asdict
from typing import Any

from mentions import urls
from mentions.exceptions import UnknownPageError
from mentions.items import Unknown
from mentions.pages import Document
from mentions.pages.about_pages import worth_reading
from mentions.pages.identity import proposals
from mentions.spiders.answers import page_of
from mentions.spiders.asking import AskingSpider

MOST_PAGES = 9
"""Pages of a site that are read beside its home page."""


class IdentitySpider(AskingSpider):
    """Reads the site at each `url` of its questions: what it proposes, and why pages of it could not be read."""

    name = "identity"

    async def answer(self, question: dict[str, Any]) -> dict[str, object]:
        url, unread = question["url"], dict[str, str]()
        try:
            home = await self._read(url)
            if home.needs_javascript and not home.objects and not home.head.title:
                raise UnknownPageError(Unknown.NEEDS_JAVASCRIPT)
        except UnknownPageError as error:
            return {"url": url, "read": [], "unread": {url: error.reason}, "proposals": []}
        documents = [home]
        for address in worth_reading(home)[:MOST_PAGES]:
            try:
                document = await self._read(address)
            except UnknownPageError as error:
                unread[address] = error.reason
                continue
            if urls.site_of(document.url) == urls.site_of(home.url):
                documents.append(document)
        found = await asyncio.to_thread(proposals, documents)
        read = [document.url for document in documents]
        return {"url": url, "read": read, "unread": unread, "proposals": list(map(asdict, found))}

    async def _read(self, url: str) -> Document:
        """The page at an address. Raises UnknownPageError."""
        return await asyncio.to_thread(page_of, await self.ask(url), url)
