"""FlaskBB 2.0.2: a forum with nothing but HTML, whose pages differ in their bytes at each request."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import processes
from sites import Deed, Site, last_line

_SCRIPT = Path(__file__).parent / "inside" / "flaskbb_forum.py"
_COLLECTIONS = "import collections, collections.abc\nvars(collections).update(vars(collections.abc))\n"
"""The abstract classes, where Python 2 had them."""
# Its own pins, of 2018, do not build any more; with these it runs.
_PINS = """
FlaskBB==2.0.2 Flask==1.1.4 Werkzeug==0.16.1 Jinja2==2.11.3 MarkupSafe==2.0.1 itsdangerous==1.1.0 click==7.1.2
SQLAlchemy==1.3.24 WTForms==2.2.1 pluggy==0.6.0 celery==5.2.7 kombu==5.2.4 vine==5.0.0 amqp==5.1.1 billiard==3.6.4.0
alembic==1.4.3 Mako==1.1.6 attrs==21.4.0 Babel==2.9.1 blinker==1.4 certifi charset-normalizer idna requests urllib3
click-log==0.3.2 Flask-Alembic==2.0.1 flask-allows==0.4 Flask-BabelPlus==2.2.0 Flask-Caching==1.4.0
Flask-DebugToolbar==0.11.0 Flask-Limiter==1.0.1 Flask-Login==0.4.1 Flask-Mail==0.9.1 Flask-Redis==0.4.0
Flask-SQLAlchemy==2.4.4 Flask-Themes2==0.1.5 flask-whooshee==0.7.0 Flask-WTF==0.14.3 limits==1.6 mistune==0.8.4 Pillow
Pygments python-dateutil python-editor==1.0.4 pytz redis==3.5.3 simplejson six speaklater==1.3 SQLAlchemy-Utils==0.36.8
Unidecode Whoosh==2.7.4 click-didyoumean==0.3.0 click-plugins click-repl==0.2.0 prompt-toolkit wcwidth cached-property
zipp setuptools<70 wheel packaging
"""


class FlaskBB(Site):
    """Written to by a script inside its own environment."""

    name = software = "FlaskBB"
    spider: ClassVar[str] = "forums"

    def __init__(self, port: int, python: Path, folder: Path) -> None:
        super().__init__(port)
        self.python, self.folder = python, folder

    def carry_out(self, deeds: Sequence[Deed]) -> Mapping[str, str]:
        return last_line(processes.run(self.python, _SCRIPT, self.folder, "write", said=json.dumps(deeds)))

    def is_at(self, permalink: str, key: str) -> bool:
        number = self.ids[key]
        return permalink == f"{self.address}post/{number}" or permalink.endswith(f"#pid{number}")

    def is_page(self, url: str) -> bool:
        return urlsplit(url).path.startswith(("/topic/", "/post/"))


@contextmanager
def served(folder: Path) -> Iterator[FlaskBB]:
    """A forum, empty at first, while the block lasts."""
    python = processes.environment("flaskbb", *_PINS.split(), is_whole=True)
    (packages,) = python.parent.parent.glob("lib/python*/site-packages")
    (packages / "sitecustomize.py").write_text(_COLLECTIONS)
    folder.mkdir()
    site = FlaskBB(processes.free_port(), python, folder)
    site.carry_out([])
    with processes.running(python, _SCRIPT, folder, "serve", str(site.port), at=site.port, log=folder / "log"):
        yield site
