"""`scrapy crawl look`: what stands at an address, before it becomes a source or when it gives nothing any more.

It asks for what a crawl would ask for first, and for what else is there, in the same order; for no page.
`mentions sources add` and `mentions sources check` start it.
"""

import asyncio
from dataclasses import asdict, replace
from typing import Any

from scrapy.http import Response

from mentions.exceptions import UnknownPageError
from mentions.items import Kind, Unknown
from mentions.pages import Document
from mentions.pages.listings import Listing, ListingKind, read_listing
from mentions.platforms import Front, Platform, platform_at
from mentions.platforms.kinds import Guess, kind_of
from mentions.platforms.sights import Look, Sight, Way, of_index, read_of, sight
from mentions.platforms.ways import WELL_KNOWN, Ways, newest, ways_of
from mentions.spiders.answers import front_of, page_of
from mentions.spiders.asking import AskingSpider

MOST_PARTS = 3
"""Sitemaps of one index that are looked at, the newest first."""
MOST_LISTS = 6
"""Lists that belong together, of which so many are looked at."""


class LookSpider(AskingSpider):
    """Looks at each `url` of its questions, as a source of `kind`, where that is said."""

    name = "look"

    async def answer(self, question: dict[str, Any]) -> dict[str, object]:
        return asdict(await self._look(question["url"], question.get("kind")))

    async def _look(self, url: str, said: str | None) -> Look:
        wanted = Guess(Kind(said), "you say so") if said else None
        if (platform := platform_at(Front(url=url))) and platform.lists(Front(url=url)):
            return await self._api(url, platform, wanted)
        try:
            response = await self.ask(url)
            found = await asyncio.to_thread(read_listing, response.body, response.url)
            if found:
                return await self._list(url, response, found, wanted)
            document = await asyncio.to_thread(page_of, response, url)
        except UnknownPageError as error:
            guess = wanted or Guess(Kind.BLOG, "it could not be read", is_sure=False)
            return Look(url=url, kind=guess.kind, why=guess.why, unknown=error.reason, detail=error.detail)
        return await self._page(url, response, document, wanted)

    async def _api(self, url: str, platform: Platform, wanted: Guess | None) -> Look:
        """A site that is known by its address: of which a crawl asks for no page."""
        front = Front(url=url)
        guess = wanted or kind_of(front, None, platform)
        (seen,) = await self._steps(Ways(platform=platform, lists=platform.lists(front)))
        read = tuple(one for one in seen if one.kind)
        looked = Look(url=url, kind=guess.kind, why=guess.why, is_sure=guess.is_sure, software=platform.name)
        if not read:
            return replace(looked, unknown=seen[0].unknown if seen else Unknown.EMPTY)
        return _by_its_lists(replace(looked, reads=read))

    async def _list(self, url: str, response: Response, found: Listing, wanted: Guess | None) -> Look:
        guess = wanted or kind_of(front_of(response), None, None)
        seen = await self._whole(found, response, url, None)
        is_empty = seen.entries == 0 and not seen.is_part
        return Look(
            url=url,
            kind=guess.kind,
            why=guess.why,
            is_sure=guess.is_sure,
            way=Way.NONE if is_empty else Way.LISTS,
            reads=(seen,),
            entries=seen.entries,
            is_part=seen.is_part,
            unknown=Unknown.EMPTY if is_empty else "",
        )

    async def _page(self, url: str, response: Response, document: Document, wanted: Guess | None) -> Look:
        front = front_of(response)
        ways = ways_of(document, front, Kind.BLOG, source=url)
        guess = wanted or kind_of(front, document, ways.platform)
        ways = ways_of(document, front, guess.kind, source=url)
        steps = await self._steps(ways)
        read, goes_on = read_of(steps, guess.kind)
        looked = Look(
            url=url,
            kind=guess.kind,
            why=guess.why,
            is_sure=guess.is_sure,
            software=ways.platform.name if ways.platform else front.generator[:80],
            reads=read,
            beside=tuple(one for step in steps for one in step if one not in read),
        )
        return _by_its_links(looked, ways, document) if goes_on else _by_its_lists(looked)

    async def _steps(self, ways: Ways) -> list[list[Sight]]:
        """What is tried step by step, also behind the step that is enough, up to the first sitemap."""
        steps, left = list[list[Sight]](), ways
        while not any(one.kind in (ListingKind.SITEMAP, ListingKind.INDEX) for step in steps for one in step):
            lists, left = left.next()
            if not lists:
                break
            seen = []
            for address in lists[:MOST_LISTS]:
                one, left = await self._see(address, ways.platform, left)
                seen += [one] if one else []
            steps.append(seen)
        return steps

    async def _see(self, address: str, platform: Platform | None, left: Ways) -> tuple[Sight | None, Ways]:
        """The list at an address, and what is left to try now."""
        try:
            response = await self.ask(address)
        except UnknownPageError as error:
            is_news = error.reason != Unknown.GONE or not address.endswith(WELL_KNOWN)
            return Sight(url=address, unknown=error.reason) if is_news else None, left
        found = platform.listing(response.body, response.url) if platform else None
        found = found or await asyncio.to_thread(read_listing, response.body, response.url)
        if found:
            return await self._whole(found, response, address, platform), left
        return None, left.behind(address, response.body, response.url)

    async def _whole(self, found: Listing, response: Response, asked: str, platform: Platform | None) -> Sight:
        """What a list holds; an index, what some of its sitemaps hold."""
        if found.kind is not ListingKind.INDEX:
            return sight(found, front_of(response), asked, platform)
        parts = [(await self._see(one.url, None, Ways()))[0] for one in newest(found)[:MOST_PARTS]]
        return of_index(asked, [one for one in parts if one], of=len(found.offered))


def _by_its_lists(looked: Look) -> Look:
    return replace(
        looked,
        way=Way.LISTS,
        entries=sum(one.entries for one in looked.reads),
        is_part=any(one.is_part for one in looked.reads),
    )


def _by_its_links(looked: Look, ways: Ways, document: Document) -> Look:
    """Where the page itself is what leads on, beside the feed of a forum."""
    if document.needs_javascript:
        return _by_its_lists(looked) if looked.reads else replace(looked, unknown=Unknown.NEEDS_JAVASCRIPT)
    entries = len(ways.rows) if ways.is_section else len(ways.rows) + len(ways.links)
    if not entries:
        return replace(looked, unknown=Unknown.EMPTY, detail="it leads nowhere")
    way = Way.ROWS if ways.is_section else Way.LINKS
    return replace(looked, way=way, entries=entries, is_part=not ways.is_section)
