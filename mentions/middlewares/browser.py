"""A browser without a network: it is given a page, asks us for the parts of it, and says what it drew.

All that leaves this machine is sent by Scrapy, so robots.txt, private addresses, sizes and certificates are looked
after as for any other request. Whatever the browser would send itself finds no way out.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

from playwright.async_api import Browser as Chromium
from playwright.async_api import Error, Page, Request, Route, async_playwright
from playwright.async_api import TimeoutError as PatienceError

from mentions.middlewares.refusals import UndrawnError

logger = logging.getLogger(__name__)

DRAWN_WITHIN = 30.0
"""Seconds that a page has to draw itself."""
QUIET_WITHIN = 10.0
"""Seconds after it was loaded in which it may go on asking for parts; some never stop."""
CLOSED_WITHIN = 10.0
AT_ONCE = 2
"""Pages that are drawn at the same time: each takes some 100 MB."""
MOST_PARTS = 200
MOST_BYTES = 30_000_000
"""Of all parts of a page together."""

_FETCHED = frozenset(("script", "xhr", "fetch"))
_KEPT_HEADERS = ("content-type", "access-control-")
_ARGUMENTS = (
    # Nothing is resolved, and so nothing but what we answer is reached, not even by a socket of another kind.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://nowhere.invalid:9",
    "--proxy-bypass-list=<-loopback>",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-dev-shm-usage",
)


@dataclass(frozen=True, slots=True)
class Part:
    """What an address answered."""

    status: int
    headers: dict[str, str]
    body: bytes


_NOTHING, _NO_STYLE = Part(204, {}, b""), Part(200, {"content-type": "text/css"}, b"")
"""A browser that is answered 204 stays where it is."""

Fetch = Callable[[str, dict[str, str]], Awaitable[Part | None]]
"""From an address and headers to what it answers; None where it is not to be had."""


class Browser:
    """The browser at `program`, started with the first page; `fetch` gets the parts of pages."""

    def __init__(self, program: str, agent: str, fetch: Fetch) -> None:
        self._program, self._agent, self._fetch = program, agent, fetch
        self._turns, self._starting = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
        self._running = AsyncExitStack()
        self._chromium: Chromium | None = None

    async def draw(self, url: str, html: bytes, content_type: str) -> str:
        """The HTML of a page after its scripts have run. Raises UndrawnError."""
        async with self._turns:
            try:
                async with asyncio.timeout(DRAWN_WITHIN):
                    return await self._drawn(url, Part(200, {"content-type": content_type}, html))
            except TimeoutError as error:
                raise UndrawnError(f"the browser was not done with it after {DRAWN_WITHIN:g} seconds") from error
            except Error as error:
                raise UndrawnError(f"the browser gave up: {error.message.splitlines()[0][:150]}") from error

    async def _drawn(self, url: str, page: Part) -> str:
        chromium = await self._started()
        context = await chromium.new_context(
            user_agent=self._agent, accept_downloads=False, service_workers="block", permissions=[]
        )
        try:
            await context.route("**/*", _Drawing(page, self._fetch).answer)
            await context.route_web_socket("**/*", lambda socket: socket.close())
            tab = await context.new_page()
            await tab.goto(url, timeout=0)
            await _quiet(tab)
            drawn = str(await tab.content())
            if not tab.url.startswith(("http://", "https://")):
                raise UndrawnError("it led elsewhere")
            return drawn
        finally:
            await self._close(context.close())

    async def _started(self) -> Chromium:
        async with self._starting:
            if self._chromium is None or not self._chromium.is_connected():
                await self.stop()
                driver = await self._running.enter_async_context(async_playwright())
                self._chromium = await driver.chromium.launch(
                    executable_path=self._program,
                    args=list(_ARGUMENTS),
                    chromium_sandbox=not _is_root(),
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                )
                self._running.push_async_callback(self._chromium.close)
            return self._chromium

    async def _close(self, closing: Awaitable[None]) -> None:
        """Close what a page was drawn in; where it does not let go, the whole browser."""
        try:
            await asyncio.wait_for(closing, CLOSED_WITHIN)
        except (TimeoutError, Error):
            logger.info("a page did not let go of the browser, which is started anew")
            await self.stop()

    async def stop(self) -> None:
        """End the browser, if it runs."""
        self._chromium, running = None, self._running.pop_all()
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(running.aclose(), CLOSED_WITHIN)


def _is_root() -> bool:
    # Chromium does not put pages of root's into a sandbox, and would not start.
    return os.geteuid() == 0


async def _quiet(tab: Page) -> None:
    with suppress(PatienceError):
        await tab.wait_for_load_state("networkidle", timeout=QUIET_WITHIN * 1000)


@dataclass
class _Drawing:  # without slots: Playwright keeps a note of its own on what it calls
    """The answers to what one page asks for."""

    page: Part
    fetch: Fetch
    is_given: bool = False
    parts: int = 0
    size: int = 0

    async def answer(self, route: Route) -> None:
        with suppress(Error):  # the page was closed meanwhile
            part = await self._part(route.request)
            if part is None:
                await route.abort()
            else:
                await route.fulfill(status=part.status, headers=part.headers, body=part.body)

    async def _part(self, request: Request) -> Part | None:
        if request.is_navigation_request():
            # The first is for the page itself: it leads nowhere else, opens no other, and has no frames.
            was_given, self.is_given = self.is_given, True
            return _NOTHING if was_given else self.page
        if request.resource_type == "stylesheet":
            return _NO_STYLE  # and not none: some scripts wait for it
        is_fetched = request.resource_type in _FETCHED and request.method == "GET"
        if not is_fetched or self.parts >= MOST_PARTS or self.size >= MOST_BYTES:
            return None
        self.parts += 1
        found = await self.fetch(request.url, _asked(await request.all_headers()))
        self.size += len(found.body) if found else 0
        return found


def _asked(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name in ("accept", "origin")}


def kept(headers: dict[str, str]) -> dict[str, str]:
    """The headers of an answer that a page may see: no cookies, and none that spoke of how it was sent."""
    return {name: value for name, value in headers.items() if name.startswith(_KEPT_HEADERS)}
