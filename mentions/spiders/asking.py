"""What spiders are that a command starts to learn something at once: a few addresses, one question after another.

They record nothing, so they need no database, and no turn among the crawls; what they learn goes to a file.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.http import Response

from mentions.exceptions import ConfigError, UnknownPageError
from mentions.items import Unknown
from mentions.spiders import failures
from mentions.spiders.manners import MannersSpider, one_line

MOST_AT_ONCE = 32
"""Questions of the file that are worked on at the same time; a host has one request at a time all the same."""


class AskingSpider(MannersSpider):
    """Answers each line of `-a questions=FILE` (JSON objects) with lines in `-a answers=FILE`."""

    def __init__(self, *args: Any, questions: str = "", answers: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's own
        super().__init__(*args, **kwargs)
        with one_line():
            if not questions or not answers:
                raise ConfigError("command line", "write -a questions=FILE -a answers=FILE")
        self._questions, self._answers = Path(questions), Path(answers)

    async def start(self) -> AsyncIterator[Request]:
        turns = asyncio.Semaphore(MOST_AT_ONCE)

        async def in_turn(question: dict[str, Any]) -> None:
            async with turns:
                self._tell(await self.answer(question))

        questions = [json.loads(line) for line in self._questions.read_text(encoding="utf-8").splitlines()]
        await asyncio.gather(*map(in_turn, questions))
        return
        yield  # whoever starts has to be an iterator of requests; these spiders ask in another way

    async def answer(self, question: dict[str, Any]) -> Mapping[str, object]:
        """What one question is answered with."""
        raise NotImplementedError

    async def ask(self, url: str) -> Response:
        """The answer of an address, after redirects. Raises UnknownPageError where it is none with status 200."""
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - spiders ask only while it runs
        try:
            response = await engine.download_async(Request(_whole(url), dont_filter=True))
        except Exception as error:
            # Nothing is swallowed: whatever kept an address from being read is its reason.
            raise UnknownPageError(failures.of_exception(error), str(error)[:200]) from error
        if response.status != 200:
            raise UnknownPageError(failures.of_status(response.status), f"status {response.status}")
        if not response.body:
            raise UnknownPageError(Unknown.EMPTY)
        return response

    def _tell(self, answer: Mapping[str, object]) -> None:
        with self._answers.open("a", encoding="utf-8") as file:
            file.write(json.dumps(answer, default=datetime.isoformat) + "\n")


def _whole(url: str) -> str:
    """An address with its path: people leave the one slash of a front page out, and not every proxy puts it there."""
    parts = urlsplit(url)
    return url if parts.path else urlunsplit(parts._replace(path="/"))
