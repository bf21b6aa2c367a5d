"""What every spider of ours begins with: the manners that `mentions.toml` sets, and errors of users in one line."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scrapy import Spider
from scrapy.settings import BaseSettings

from mentions import __version__
from mentions.exceptions import MentionsError
from mentions.services import workspaces
from mentions.services.workspaces import Workspace

CHATTY = ("alembic", "scrapy.addons", "scrapy.crawler", "scrapy.middleware")
"""Loggers that tell on each start, over many lines, how they were set up."""


class MannersSpider(Spider):
    """A spider with the manners of its workspace, or the default ones where there is none."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        for name in CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)
        with one_line():
            config = workspace_here().config
        crawl, reddit = config.crawl, config.reddit
        whose = f" (+{crawl.contact})" if crawl.contact else ""
        agent = f"mentions/{__version__}{whose}"
        # As the rules of its API want it: platform, program, version, and whom to talk to.
        to_reddit = f"python:mentions:v{__version__}" + (f" (by /u/{reddit.user})" if reddit.user else whose)
        for name, value in {
            "USER_AGENT": agent,
            "DOWNLOAD_DELAY": crawl.delay_seconds,
            "AUTOTHROTTLE_START_DELAY": crawl.delay_seconds,
            "DOWNLOAD_VERIFY_CERTIFICATES": crawl.verify_certificates,
            "REDDIT_VARIABLES": list(reddit.variables),
            "REDDIT_USER_AGENT": to_reddit,
            "ALLOW_PRIVATE": list(crawl.allow_private),
        }.items():
            settings.set(name, value, priority="spider")


@contextmanager
def one_line() -> Iterator[None]:
    """What a user can mend ends the command with a line and status 1; Scrapy would show a traceback and end with 0."""
    try:
        yield
    except MentionsError as error:
        sys.exit(f"Error: {' '.join(str(error).split())}")


def workspace_here() -> Workspace:
    """The workspace round the current folder. Raises ConfigError."""
    return workspaces.find(Path.cwd(), os.environ)
