"""Proposals from repeated verdicts, and the file they are written to."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prospect_examples import NOW, make_workspace

from mentions import config, db
from mentions.cli import main
from mentions.db import Engine
from mentions.db.store.labels import save_label
from mentions.items import Evidence, Label, LabelSource

FILE = """# ours
[[brand]]  # the first
name = "Swift"
domains = ["swift.example"]
not_context = [
    "swift fox",  # the animal
]

# who signs
[[sender]]
key = "a"
name = "A"
organisation = "S"
email = "a@swift.example"
"""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.chdir(tmp_path)
    engine = make_workspace(tmp_path, FILE).store()
    yield engine
    engine.dispose()


def say(
    engine: Engine, before: str, surface: str, after: str, *, is_brand: bool, pages: int, slip: bool = False
) -> None:
    evidence = (Evidence("is misspelt", -4.4, "spelling.slip", 1.0),) if slip else ()
    with db.transaction(engine) as connection:
        for number in range(pages):
            label = Label(
                brand="swift",
                url=f"https://{before.split()[0].lower()}{number}.example/",
                surface=surface,
                before=before,
                after=after,
                is_brand=is_brand,
                actor="Zoe",
                at=NOW,
                source=LabelSource.REVIEW,
                evidence=evidence,
            )
            save_label(connection, label)


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["labels", "propose", *arguments], input=stdin)


def found() -> list[tuple[str, str, int]]:
    return [(one["key"], one["text"], one["times"]) for one in map(json.loads, run("--json").stdout.splitlines())]


def test_what_three_pages_agree_on(engine: Engine) -> None:
    say(engine, "We saw Taylor ", "Swift", ", who sang", is_brand=False, pages=3)
    say(engine, "Payments by ", "Swfit", ", the network", is_brand=True, pages=4, slip=True)
    say(engine, "One Jonathan ", "Swift", ", the writer", is_brand=False, pages=2)
    assert found() == [
        ("aliases", "Swfit", 4),
        ("not_context", "taylor swift", 3),
        ("context", "network", 4),
        ("context", "payments", 4),
    ]


def test_nothing_that_a_single_page_denies(engine: Engine) -> None:
    say(engine, "We saw Taylor ", "Swift", " there", is_brand=False, pages=3)
    say(engine, "About Taylor ", "Swift", " there", is_brand=True, pages=1)
    assert found() == []
    assert run().stdout.startswith("Nothing to propose")


def test_only_what_is_confirmed_is_written_and_all_else_stays(engine: Engine, tmp_path: Path) -> None:
    say(engine, "We saw Taylor ", "Swift", ", who sang", is_brand=False, pages=3)
    say(engine, "Payments by ", "Swift", ", and", is_brand=True, pages=3)
    assert run(stdin="n\nn\n").exit_code == 0
    assert (tmp_path / "mentions.toml").read_text() == FILE
    assert run(stdin="y\nn\n").exit_code == 0
    written = (tmp_path / "mentions.toml").read_text()
    assert [line for line in FILE.splitlines() if line not in written.splitlines()] == []
    (brand,) = config.load(tmp_path / "mentions.toml").brands
    assert (brand.not_context, brand.context) == (("swift fox", "taylor swift"), ())
    assert found() == [("context", "payments", 3)]
    assert run("--yes").exit_code == 0
    (brand,) = config.load(tmp_path / "mentions.toml").brands
    assert brand.context == ("payments",)
    assert (found(), [one.name for one in tmp_path.glob(".mentions*")]) == ([], [])


def test_line_ends_and_a_byte_order_mark_stay(engine: Engine, tmp_path: Path) -> None:
    before = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()
    (tmp_path / "mentions.toml").write_bytes(before)
    say(engine, "We saw Taylor ", "Swift", ", who sang", is_brand=False, pages=3)
    assert run("--yes").exit_code == 0
    after = (tmp_path / "mentions.toml").read_bytes()
    assert after.startswith(before[:60])
    assert b"taylor swift" in after
    assert config.load(tmp_path / "mentions.toml").brands[0].not_context == ("swift fox", "taylor swift")


def test_a_hostile_text_stays_a_text(engine: Engine, tmp_path: Path) -> None:
    say(engine, "By ", 'Sw"]\n[store]\nurl = "x', " here", is_brand=True, pages=3, slip=True)
    assert run("--yes").exit_code == 0
    (brand,) = config.load(tmp_path / "mentions.toml").brands
    assert brand.aliases == ('Sw"] [store] url = "x',)
