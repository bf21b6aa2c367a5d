"""Reddit's API, and nothing else of Reddit: the user's keys for a token, the token for answers, neither to anyone else.

Application-only OAuth2, https://github.com/reddit-archive/reddit/wiki/OAuth2: a token lives an hour. The rules of the
API (https://github.com/reddit-archive/reddit/wiki/API) stand in the place of robots.txt there, which forbids the pages.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached
from w3lib.http import basic_auth_header

from mentions.middlewares.refusals import KeysError, RobotsForbiddenError
from mentions.platforms import reddit
from mentions.platforms.answers import object_of, text

_FOR_TOKEN, _AGAIN = "for a token of Reddit", "with a new token of Reddit"
_MARGIN = 60
"""Seconds before its end that a token is no longer used."""
_UNAUTHORISED = 401


class RedditRules:
    """Its pages are never asked for, whatever leads there; its API is, and it leads nowhere else."""

    def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        if parts.hostname == reddit.HOST and parts.scheme == "https":
            request.meta.update(dont_obey_robotstxt=True, dont_redirect=True)
        elif reddit.is_of(parts.hostname or "") and not request.meta.get(_FOR_TOKEN):
            raise RobotsForbiddenError(
                "Reddit forbids its pages: name a subreddit, https://www.reddit.com/r/NAME/, which its API tells"
            )


class RedditToken:
    """Puts the token on what is sent to the API, as its last step, and takes it off before anybody sees the answer."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._variables = crawler.settings.getlist("REDDIT_VARIABLES")
        self._agent = crawler.settings.get("REDDIT_USER_AGENT")
        self._turn = asyncio.Lock()
        self._token, self._until = "", 0.0
        self._failed: Exception | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if _is_to_api(request):
            request.headers["User-Agent"] = self._agent
            request.headers["Accept"] = "application/json"
            request.headers["Authorization"] = f"Bearer {await self._current()}"

    def process_response(self, request: Request, response: Response) -> Request | Response:
        sent = _taken_off(request)
        if not sent or response.status != _UNAUTHORISED or request.meta.get(_AGAIN):
            return response
        if sent == f"Bearer {self._token}".encode():
            self._token = ""
        return request.replace(dont_filter=True, meta=request.meta | {_AGAIN: True})

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - Scrapy's
        _taken_off(request)

    async def _current(self) -> str:
        """The token of now. Raises what kept it from being had, which holds for the whole run."""
        async with self._turn:
            if self._failed:
                raise self._failed
            if not self._token or time.monotonic() >= self._until:
                try:
                    self._token, lives = await self._asked_for()
                except Exception as error:
                    self._failed = error
                    raise
                self._until = time.monotonic() + lives - _MARGIN
            return self._token

    async def _asked_for(self) -> tuple[str, float]:
        keys = reddit_keys(self._variables)
        if not keys:
            raise KeysError(missing(self._variables))
        engine = self._crawler.engine
        assert engine is not None  # noqa: S101 - requests pass only while it runs
        response = await engine.download_async(_for_token(keys, self._agent))
        if response.status == _UNAUTHORISED:
            raise KeysError(f"Reddit does not take the keys in {' and '.join(self._variables)}")
        if response.status != 200:
            raise HttpError(response)
        found = object_of(response.body)
        token, lives = text(found.get("access_token")), found.get("expires_in")
        if not token.isprintable() or not token:
            raise KeysError(f"Reddit gives no token for the keys in {' and '.join(self._variables)}")
        return token, float(lives) if isinstance(lives, int | float) else 0.0


def reddit_keys(variables: Sequence[str]) -> tuple[str, ...]:
    """The keys in these environment variables, none unless all of them are there."""
    found = tuple(os.environ.get(name, "").strip() for name in variables)
    return found if all(found) else ()


def missing(variables: Sequence[str]) -> str:
    """That there are no keys."""
    return f"the environment variables {' and '.join(variables)} hold no keys"


def _for_token(keys: Sequence[str], agent: str) -> Request:
    return Request(
        reddit.TOKENS,
        method="POST",
        headers={
            "Authorization": basic_auth_header(*keys),
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "User-Agent": agent,
        },
        body=b"grant_type=client_credentials",
        meta={_FOR_TOKEN: True, "dont_obey_robotstxt": True, "dont_redirect": True},
        callback=NO_CALLBACK,
        dont_filter=True,
    )


def _is_to_api(request: Request) -> bool:
    parts = urlparse_cached(request)
    return parts.scheme == "https" and parts.hostname == reddit.HOST and parts.port in (None, 443)


def _taken_off(request: Request) -> bytes | None:
    """What authorised a request to the API, which from now on does not know it any more."""
    found: list[bytes] = request.headers.pop("Authorization", []) if _is_to_api(request) else []
    return found[0] if found else None
