"""Pelican 4.12: a blog of files, with a feed of the last ten articles, list pages, no sitemap and no comments."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import planted
import processes
from planted import PAGE_BREAK, Thread
from sites import Deed, Site

from mentions.items import Section

_SETTINGS = """
SITENAME, SITEURL, PATH, TIMEZONE, DEFAULT_LANG = "Stars", "{address}", "content", "UTC", "en"
ARTICLE_URL = ARTICLE_SAVE_AS = "posts/{{date:%Y}}/{{slug}}.html"
FEED_DOMAIN, FEED_MAX_ITEMS = SITEURL, 10
FEED_ALL_ATOM, FEED_ALL_RSS, CATEGORY_FEED_ATOM = "feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/{{slug}}.atom.xml"
DEFAULT_PAGINATION, DELETE_OUTPUT_DIRECTORY, CACHE_CONTENT = 10, True, False
"""


class Pelican(Site):
    """Written to as files, of which the whole site is made anew."""

    name = software = "Pelican"
    spider: ClassVar[str] = "blogs"
    first: ClassVar[Section] = Section.ARTICLE

    def __init__(self, port: int, python: Path, folder: Path) -> None:
        super().__init__(port)
        self.python, self.folder = python, folder
        (folder / "content").mkdir(parents=True)
        (folder / "settings.py").write_text(_SETTINGS.format(address=self.address.rstrip("/")))

    def carry_out(self, deeds: Sequence[Deed]) -> Mapping[str, str]:
        ids = {deed["key"]: self._written(deed) for deed in deeds}
        processes.run(self.python, "-m", "pelican", "--settings", "settings.py", "--quiet", cwd=self.folder)
        return ids

    def _written(self, deed: Deed) -> str:
        file = self.folder / "content" / f"{deed['key']}.md"
        if deed["deed"] == "delete":
            file.unlink()
        elif deed["deed"] == "edit":
            old, _, _ = file.read_text().partition("\n\n")
            file.write_text(f"{old}\nModified: {deed['at']}\n\n{deed['text']}\n")
        else:
            entry = deed["entry"]
            known = {"Title": deed["title"], "Date": entry["at"], "Author": entry["author"], "Category": deed["board"]}
            lines = "\n".join(f"{name}: {said}" for name, said in {**known, "Slug": deed["key"]}.items())
            file.write_text(f"{lines}\n\n{entry['text'].replace(PAGE_BREAK, ' ')}\n")
        return f"{self.address}posts/2026/{deed['key']}.html"

    def is_at(self, permalink: str, key: str) -> bool:
        return permalink == self.ids[key]

    def is_page(self, url: str) -> bool:
        return urlsplit(url).path.startswith("/posts/")


ARTICLES: tuple[Thread, ...] = tuple(replace(one, entries=one.entries[:1]) for one in planted.ARTICLES)
"""Without comments, which no static site has."""


@contextmanager
def served(folder: Path) -> Iterator[Pelican]:
    """A blog, empty at first, while the block lasts."""
    python = processes.environment("pelican", "pelican[markdown]==4.12.0")
    site = Pelican(processes.free_port(), python, folder)
    words = ("-m", "http.server", str(site.port), "--bind", "127.0.0.1", "--directory", folder / "output")
    (folder / "output").mkdir()
    with processes.running(python, *words, at=site.port, log=folder / "log"):
        yield site
    shutil.rmtree(folder)
