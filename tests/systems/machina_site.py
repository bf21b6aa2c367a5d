"""django-machina 1.3: a forum of Django, with its own templates, whose posts have no numbers but in their links."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import processes
from sites import Deed, Site, last_line

_SCRIPT = Path(__file__).parent / "inside" / "machina_forum.py"


class Machina(Site):
    """Written to by a script inside its own environment."""

    name: ClassVar[str] = "django-machina"
    spider: ClassVar[str] = "forums"

    def __init__(self, port: int, python: Path, folder: Path) -> None:
        super().__init__(port)
        self.python, self.folder = python, folder

    def carry_out(self, deeds: Sequence[Deed]) -> Mapping[str, str]:
        return last_line(processes.run(self.python, _SCRIPT, self.folder, "write", said=json.dumps(deeds)))

    def is_at(self, permalink: str, key: str) -> bool:
        parts, number = urlsplit(permalink), self.ids[key]
        return parts.fragment == number or parse_qs(parts.query).get("post") == [number]

    def is_page(self, url: str) -> bool:
        return "/topic/" in urlsplit(url).path


@contextmanager
def served(folder: Path) -> Iterator[Machina]:
    """A forum, empty at first, while the block lasts."""
    python = processes.environment("machina", "django-machina==1.3.1", "Django==5.2.*")
    folder.mkdir()
    site = Machina(processes.free_port(), python, folder)
    site.carry_out([])
    with processes.running(python, _SCRIPT, folder, "serve", str(site.port), at=site.port, log=folder / "log"):
        yield site
