"""Each finding, in a real workspace that lacks or allows just that."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from prospect_examples import BRAND, OTHER_BRAND, SENDER, SOURCES, make_workspace

from mentions import db, paths
from mentions.db import Engine
from mentions.db.store.sources import listing_failed
from mentions.services import runs
from mentions.services.doctor import examining
from mentions.services.doctor.findings import Finding, Level

NOW = datetime.now(UTC)
CRAWL = '[crawl]\ncontact = "https://acme.example/bot"\n'
WHOLE = CRAWL + BRAND + SENDER + SOURCES
FEED = "https://news.example/feed.xml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace in which all is well."""
    write(tmp_path, WHOLE)
    engine = make_workspace(tmp_path, WHOLE).store()
    crawled(engine)
    engine.dispose()
    (tmp_path / "mentions.db").chmod(0o600)
    return tmp_path


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    engine = db.ready(f"sqlite:///{folder / 'mentions.db'}")
    yield engine
    engine.dispose()


def write(folder: Path, configuration: str) -> None:
    (folder / "mentions.toml").write_text(configuration, encoding="utf-8")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n", encoding="utf-8")


def crawled(engine: Engine, *, sources: tuple[str, ...] = (FEED,), at: datetime = NOW) -> None:
    run_id = runs.start(engine, "news", list(sources), now=at)
    counts = {"offered": 1, "fetched": 1, "read": 1}
    runs.finish(engine, run_id, reason="finished", errors=0, counts=counts, now=at)


def examined(folder: Path, **environ: str) -> list[Finding]:
    return list(examining.workspace(folder, environ, NOW))


def wrong(folder: Path, **environ: str) -> list[tuple[str, str, str]]:
    """What is not well: the level, about what, and what is said of it."""
    found = [one for one in examined(folder, **environ) if one.level is not Level.OK]
    assert all(one.mend for one in found)
    return [(one.level.value, one.about.replace(str(folder), "."), one.says) for one in found]


def test_nothing_is_wrong_with_a_workspace_as_it_should_be(folder: Path) -> None:
    assert wrong(folder) == []
    assert [one.about.partition(" /")[0] for one in examined(folder)] == [
        "configuration",
        "user agent",
        "database",
        "disk of",
    ]


def test_looking_changes_nothing(folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    examined(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_looking_makes_nothing(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    assert wrong(tmp_path) == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mentions.toml", "scrapy.cfg"]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert wrong(tmp_path) == [("fail", "workspace", f"no mentions.toml in {tmp_path} or above it")]


def test_scrapy_cfg_alone(tmp_path: Path) -> None:
    write(tmp_path, "")
    (tmp_path / "mentions.toml").unlink()
    assert wrong(tmp_path) == [("warn", "configuration", "there is none")]


def test_no_scrapy_cfg(folder: Path) -> None:
    (folder / "scrapy.cfg").unlink()
    ((level, about, says),) = wrong(folder)
    assert (level, about) == ("fail", "scrapy.cfg")
    assert "scrapy crawl does not work there" in says


@pytest.mark.parametrize(
    ("configuration", "says"),
    [
        ("nonsense", "line 1: is no TOML: "),
        (WHOLE + "\n[crawls]\n", "unknown key"),
        (b"\xff\xfe", "is not UTF-8"),
        ('[store]\nurl = "mysql://x"\n', "must begin with"),
    ],
)
def test_a_configuration_that_cannot_be_used(folder: Path, configuration: str | bytes, says: str) -> None:
    data = configuration if isinstance(configuration, bytes) else configuration.encode()
    (folder / "mentions.toml").write_bytes(data)
    ((level, about, said),) = wrong(folder)
    assert (level, about) == ("fail", "configuration")
    assert says in said


def test_a_configuration_that_is_not_there(folder: Path) -> None:
    ((level, about, says),) = wrong(folder, MENTIONS_CONFIG="elsewhere/mentions.toml")[1:]
    assert (level, about) == ("fail", "configuration")
    assert "no such file" in says


def without(part: str, by: str = "") -> str:
    assert part in WHOLE
    return WHOLE.replace(part, by)


@pytest.mark.parametrize(
    ("configuration", "level", "about", "says"),
    [
        (without(CRAWL), "warn", "user agent", "names nobody whom a site could ask"),
        (without(CRAWL, CRAWL + "delay_seconds = 0.5\n"), "warn", "delay", "0.5 seconds between two requests"),
        (without(CRAWL, CRAWL + "verify_certificates = false\n"), "warn", "certificates", "are not verified"),
        (without(CRAWL, CRAWL + 'allow_private = ["10.0.0.1:80"]\n'), "warn", "private addresses", "10.0.0.1:80"),
        (without(SENDER), "warn", "senders", "no draft can be written"),
        (without('postal_address = "1 Lens Road, 12345 Springfield"\n'), "warn", "sender acme", "no postal address"),
        (
            without(SENDER, SENDER + SENDER.replace('"acme"', '"other"')),
            "warn",
            "brand Acme Optics",
            "nobody who signs",
        ),
        (without(BRAND), "fail", "brands", "none to look for"),
        (
            without('description = "Makes lenses for telescopes and cameras"\n'),
            "warn",
            "brand Acme Optics",
            "has no description",
        ),
        (without('"Acme Optics"\ndomains', '"Target"\ndomains').replace("context", "aliases"), "warn", "", "a word"),
        (without('"Acme Optics"\ndomains', '"HN"\ndomains').replace("context", "aliases"), "warn", "", "many things"),
        (WHOLE + '[detection]\npipeline = "no_such"\n', "fail", "pipeline", "no_such is neither a folder in"),
        (without(SOURCES), "warn", "sources", "no crawl has anything to read"),
    ],
)
def test_what_a_configuration_leaves_out_or_allows(
    folder: Path, configuration: str, level: str, about: str, says: str
) -> None:
    write(folder, configuration)
    ((level_found, about_found, said),) = wrong(folder)
    assert level_found == level
    assert about in about_found
    assert says in said.replace("is also a word", "a word")


def test_a_name_with_context_needs_no_more(folder: Path) -> None:
    write(folder, without('"Acme Optics"\ndomains', '"Target"\ndomains'))
    assert wrong(folder) == []


def empty(file: Path) -> None:
    file.write_bytes(b"")


def scrawl(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096 * 2 : 4096 * 8] = b"\xff" * (4096 * 6)
    file.write_bytes(data)


def replace_by_text(file: Path) -> None:
    file.write_text("my diary\n" * 1000)


def make_newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def make_anothers(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE diary (day)")


def replace_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (scrawl, "damaged"),
        (replace_by_text, "this is no SQLite database"),
        (make_newer, "was made by a newer version of mentions (revision 9999); upgrade mentions"),
        (make_anothers, "holds the tables of another program"),
        (replace_by_folder, "is no file"),
    ],
)
def test_a_database_that_cannot_be_used(folder: Path, damage: Callable[[Path], None], says: str) -> None:
    damage(folder / "mentions.db")
    (level, about, said), *_ = wrong(folder)
    assert level == "fail"
    assert about.startswith("database")
    assert says in said
    assert "mentions.db" in about + said


@pytest.mark.parametrize("damage", [empty, Path.unlink])
def test_a_database_that_is_still_to_be_made(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder / "mentions.db")
    (folder / "mentions.db").chmod(0o600) if (folder / "mentions.db").exists() else None
    assert wrong(folder) == []
    assert "is not there yet; the first use makes it" in [one.says for one in examined(folder)]


def test_a_database_of_an_older_version(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program with one migration more."""
    (later := tmp_path / "later").mkdir()
    shutil.copytree(paths.migrations(), later / "migrations")
    (later / "migrations" / "versions" / "9998_more.py").touch()
    monkeypatch.setattr(paths, "migrations", lambda: later / "migrations")
    from mentions.db import upgrade

    upgrade.revisions.cache_clear()
    try:
        ((level, about, says),) = wrong(folder)
    finally:
        upgrade.revisions.cache_clear()
    assert (level, about, says) == ("warn", "database ./mentions.db", "was made by an older version")


def test_a_database_without_wal(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "mentions.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    ((level, _, says),) = wrong(folder)
    assert (level, "WAL" in says) == ("warn", True)


def test_a_database_in_a_folder_that_is_not_there(folder: Path) -> None:
    ((level, _, says),) = wrong(folder, MENTIONS_DATABASE_URL="sqlite:////no/such/folder/mentions.db")
    assert (level, says) == ("fail", "/no/such/folder/mentions.db: there is no such folder; make it")


@pytest.mark.parametrize("url", ["mysql://x", "sqlite:///:memory:", "postgresql+psycopg://nobody@127.0.0.1:1/x"])
def test_an_address_that_leads_to_no_database(folder: Path, url: str) -> None:
    ((level, about, _),) = wrong(folder, MENTIONS_DATABASE_URL=url)
    assert level == "fail"
    assert about in ("configuration", "database")


def test_files_that_others_can_read(folder: Path) -> None:
    (folder / "exports").mkdir()
    files = [folder / "mentions.db", folder / "mentions.db.before-0001", folder / "exports" / "it's.csv"]
    for file in files:
        file.touch()
        file.chmod(0o640)
    says = "can be read or written by other users of this machine"
    assert wrong(folder) == [("warn", f"./{file.relative_to(folder)}", says) for file in files]
    assert [one.mend for one in examined(folder) if one.mend][2].endswith("""/exports/it'"'"'s.csv'""")


def test_a_disk_with_little_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, level in ((99_000_000, "fail"), (900_000_000, "warn")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        ((found, about, says),) = wrong(folder)
        assert (found, about, says) == (level, "disk of .", f"{free // 1_000_000} MB are free")


def test_crawls_that_failed_or_did_not_happen(folder: Path, engine: Engine) -> None:
    write(folder, WHOLE + SOURCES.replace("news", "blog"))
    assert ("warn", "crawls", "blogs: never ran") in wrong(folder)
    crawled(engine, at=NOW - timedelta(days=30))
    later = NOW + timedelta(days=9)
    says = [one.says for one in examining.workspace(folder, {}, later) if one.about == "crawls"]
    assert any(line.startswith("news: last ran") for line in says)


def test_a_source_that_no_run_has_read(folder: Path, engine: Engine) -> None:
    new = "https://other.example/feed"
    write(folder, WHOLE + SOURCES.replace(FEED, new))
    assert wrong(folder) == [("warn", f"source {new}", "was never read")]
    crawled(engine, sources=(FEED, new))
    assert wrong(folder) == []


def test_a_source_that_fails_again_and_again(folder: Path, engine: Engine) -> None:
    for times in (1, 2, 3):
        with db.transaction(engine) as connection:
            listing_failed(connection, FEED, source_url=FEED)
            listing_failed(connection, "https://gone.example/feed", source_url="https://gone.example/feed")
        assert bool(wrong(folder)) == (times == 3)
    assert wrong(folder) == [("warn", f"source {FEED}", f"{FEED} could not be read 3 times in a row")]


def test_a_clock_that_is_behind(folder: Path, engine: Engine) -> None:
    crawled(engine, at=NOW + timedelta(days=2))
    ((level, about, says),) = wrong(folder)
    assert (level, about) == ("warn", "clock")
    assert f"but a crawl started on {NOW + timedelta(days=2):%Y-%m-%d}" in says


def template(folder: Path, place: str, text: str | None = None, version: str = "1") -> Path:
    file = folder / "outreach_templates" / place
    file.parent.mkdir(parents=True, exist_ok=True)
    shipped = paths.templates(Path("/"))[-1] / "en" / "blog_unlinked.txt.jinja"
    words = shipped.read_text(encoding="utf-8").replace("version: 1", f"version: {version}")
    file.write_text(words if text is None else text, encoding="utf-8")
    return file


def test_own_templates_that_are_as_they_should_be(folder: Path) -> None:
    template(folder, "de/news_unlinked.txt.jinja")
    template(folder, "en/blog_unlinked.txt.jinja")
    (folder / "outreach_templates" / "README").touch()
    assert wrong(folder) == []
    assert "your own 2 can be filled" in [one.says for one in examined(folder)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: the head is missing"),
        ("---\nid: x\nversion: 1\nclass: promotion\nsubject: x\n---\n{{ nam }}", "line 7: no variable nam"),
        ("---\nid: x\nversion: 1\nclass: promotion\nsubject: {% if %}\n---\n", "line 5: "),
        ("---\nid: x\nversion: 1\nclass: promotion\nsubject: x\n---\n{% for x in y %}{% endfor %}", "not allowed"),
    ],
)
def test_a_template_that_cannot_be_filled(folder: Path, text: str, says: str) -> None:
    template(folder, "en/blog_unlinked.txt.jinja", text)
    ((level, about, said),) = wrong(folder)
    assert (level, about) == ("fail", "template en/blog_unlinked.txt.jinja")
    assert says in said


@pytest.mark.parametrize(
    "place",
    [
        "blog_unlinked.txt.jinja",
        "en/blog.txt.jinja",
        "EN/blog_unlinked.txt.jinja",
        "en/blog_unlinked.jinja",
        "en/old/blog_unlinked.txt.jinja",
    ],
)
def test_a_template_that_is_never_used(folder: Path, place: str) -> None:
    template(folder, place)
    assert wrong(folder) == [("warn", f"template {place}", "is never used")]


def test_a_template_that_has_fallen_behind(folder: Path) -> None:
    template(folder, "en/blog_unlinked.txt.jinja", version="0")
    says = "is made from version 0 of one that is now at 1"
    assert wrong(folder) == [("warn", "template en/blog_unlinked.txt.jinja", says)]


def test_an_installation_without_its_folders(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "site-packages")
    monkeypatch.setattr(paths, "CHECKOUT", tmp_path)
    assert ("fail", "installation") in [(level, about) for level, about, _ in wrong(folder)]


def test_two_brands_that_need_nothing(folder: Path) -> None:
    write(folder, WHOLE + OTHER_BRAND + 'description = "A shop"\ncontext = ["firewood"]\n')
    assert wrong(folder) == []
