"""MHonArc, as Debian has it: a list's archive of files, each mail on a page of its own."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import processes
from mails import Mailbox, identifier
from sites import Deed, Site

_BEGUN = b"From list Mon Jun  1 14:05:00 2026\n"
_NAMED = re.compile("X-Message-Id: (.+?) --")
_PAGE = re.compile(r"/msg\d+\.html")


class MHonArc(Site):
    """Written to by mails, which are added to its files."""

    name = software = "MHonArc"
    spider: ClassVar[str] = "forums"

    def __init__(self, port: int, folder: Path) -> None:
        super().__init__(port)
        self.folder, self.mailbox = folder, Mailbox()
        self.address = f"http://127.0.0.1:{port}/stars/"
        self.numbers: dict[str, str] = {}

    def carry_out(self, deeds: Sequence[Deed]) -> Mapping[str, str]:
        gone = [self._numbers()[self.ids[deed["key"]]] for deed in deeds if deed["deed"] == "delete"]
        new = [deed for deed in deeds if deed["deed"] != "delete"]
        words = ("-quiet", "-outdir", self.folder / "stars", "-multipg", "-idxsize", "20", "-reverse", "-treverse")
        if gone:
            processes.run("mhonarc", "-rmm", *words, *gone)
        if new:
            box = self.folder / "new.mbox"
            box.write_bytes(b"".join(_BEGUN + self.mailbox.mail(deed).as_bytes() + b"\n" for deed in new))
            processes.run("mhonarc", "-add", *words, box)
        shutil.copyfile(self.folder / "stars" / "maillist.html", self.folder / "stars" / "index.html")
        return {deed["key"]: identifier(deed["key"]) for deed in new}

    def _numbers(self) -> dict[str, str]:
        """The number of each mail in the archive, by its identifier."""
        # One that was deleted is still known by its number.
        pages = {page.stem.removeprefix("msg"): page.read_text() for page in (self.folder / "stars").glob("msg*.html")}
        named = ((_NAMED.search(text), number) for number, text in pages.items())
        self.numbers |= {found[1].replace("&#45;", "-"): number for found, number in named if found}
        return self.numbers

    def is_at(self, permalink: str, key: str) -> bool:
        return permalink == f"{self.address}msg{self._numbers().get(self.ids[key])}.html"

    def is_page(self, url: str) -> bool:
        return bool(_PAGE.search(urlsplit(url).path))


@contextmanager
def served(folder: Path) -> Iterator[MHonArc]:
    """An archive, empty at first, while the block lasts."""
    processes.debian("mhonarc", proof="/usr/bin/mhonarc")
    site = MHonArc(processes.free_port(), folder)
    (folder / "stars").mkdir(parents=True)
    words = ("python3", "-m", "http.server", str(site.port), "--bind", "127.0.0.1", "--directory", folder)
    with processes.running(*words, at=site.port, log=folder / "log"):
        yield site
