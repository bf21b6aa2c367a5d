"""Lists of other tools in the store: what is kept, what it changes, and that twice is once."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from prospect_examples import BRAND, NOW, OTHER_BRAND, crawl, hours, make_workspace, visit

from mentions import db
from mentions.db import Engine
from mentions.db.store.prospects import prospects
from mentions.exceptions import UnreadableError
from mentions.imports.columns import for_backlinks, for_mentions
from mentions.imports.linking import Reading
from mentions.imports.rows import Row
from mentions.imports.tables import open_table
from mentions.items import Kind, Stage, Unknown, Visit
from mentions.services.importing import File, Taken, next_addresses, take_backlinks, take_mentions
from mentions.services.rejects import Rejects
from mentions.services.visiting import TRIES
from mentions.services.workspaces import Workspace

PAGE = "https://blog.example/post"
HEAD = "Source url,Target url,Nofollow,Lost link,Last seen"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, BRAND + OTHER_BRAND)


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[Engine]:
    engine = workspace.store()
    yield engine
    engine.dispose()


def take(engine: Engine, workspace: Workspace, text: str, *, backlinks: bool = False, at: float = 0) -> Taken:
    """Import a text as a file, `at` so many hours from now."""
    known, now = workspace.config.brands, hours(at)
    own = {domain for brand in known for domain in brand.domains}
    with ExitStack() as stack:
        table = open_table(io.BytesIO(text.encode()))
        columns = for_backlinks(table, own) if backlinks else for_mentions(table, own)
        rejects = stack.enter_context(Rejects(workspace.folder / "list.rejects.csv", table.headers))
        file = File(table.rows, columns, "Semrush (list.csv)", rejects)
        if backlinks:
            return take_backlinks(engine, file, Reading(file.source, now, known, known[0]))
        return take_mentions(engine, file, known, kind=None, now=now)


def claims(engine: Engine, workspace: Workspace, *rows: str, at: float = 0) -> Taken:
    return take(engine, workspace, "\n".join((HEAD, *rows)), backlinks=True, at=at)


def states(engine: Engine) -> dict[str, tuple[Stage, str]]:
    with db.reading(engine) as connection:
        return {row.url: (row.stage, row.situation) for row in prospects(connection)}


def reasons(engine: Engine) -> list[str]:
    with db.reading(engine) as connection:
        return [str(reason) for row in prospects(connection) for reason in row.reasons]


def test_addresses_wait_until_they_are_visited(engine: Engine, workspace: Workspace) -> None:
    text = f"URL,Category\n{PAGE}/1,News\n{PAGE}/2,\n{PAGE}/2?utm_source=x,\nhttps://acme.example/,\n"
    taken = take(engine, workspace, text)
    assert (taken.rows, taken.new, taken.known, taken.left_out, taken.waiting) == (4, 2, 1, {"own pages": 1}, 2)
    assert [(one.url, one.kind) for one in next_addresses(engine)] == [
        (f"{PAGE}/1", Kind.NEWS),
        (f"{PAGE}/2?utm_source=x", None),
    ]
    crawl(workspace, engine, visit(f"{PAGE}/1"))
    assert [one.url for one in next_addresses(engine)] == [f"{PAGE}/2?utm_source=x"]
    again = take(engine, workspace, text)
    assert (again.new, again.known, again.waiting) == (0, 3, 1)


def test_an_address_that_fails_is_tried_as_often_as_any(engine: Engine, workspace: Workspace) -> None:
    take(engine, workspace, f"URL\n{PAGE}/slow\n{PAGE}/gone\n")

    def failed(name: str, reason: Unknown, number: int) -> Visit:
        return Visit(url=f"{PAGE}/{name}", page_url=f"{PAGE}/{name}", kind=Kind.BLOG, at=hours(number), unknown=reason)

    for number in range(TRIES):
        assert f"{PAGE}/slow" in [one.url for one in next_addresses(engine)]
        crawl(workspace, engine, failed("slow", Unknown.TIMEOUT, number), failed("gone", Unknown.GONE, number))
        assert f"{PAGE}/gone" not in [one.url for one in next_addresses(engine)]
    assert next_addresses(engine) == []


def test_addresses_come_some_at_a_time_and_each_once(engine: Engine, workspace: Workspace) -> None:
    take(engine, workspace, "URL\n" + "\n".join(f"{PAGE}/{number}" for number in range(25)))
    found, last = [], 0
    while some := next_addresses(engine, after=last, limit=10):
        found += [one.url for one in some]
        last = some[-1].id
    assert sorted(found) == sorted(f"{PAGE}/{number}" for number in range(25))


def test_a_page_that_is_said_to_link_is_not_asked(engine: Engine, workspace: Workspace) -> None:
    crawl(workspace, engine, visit(PAGE), visit("https://other.example/post"))
    assert set(states(engine).values()) == {(Stage.QUALIFIED, "blog_unlinked")}
    taken = claims(engine, workspace, "http://www.blog.example/post/,https://acme.example/study,false,,")
    assert (taken.new, taken.judged) == (1, 1)
    assert states(engine) == {
        PAGE: (Stage.STALE, "blog_unlinked"),
        "https://other.example/post": (Stage.QUALIFIED, "blog_unlinked"),
    }


def test_a_later_look_counts_for_more_than_a_claim(engine: Engine, workspace: Workspace) -> None:
    crawl(workspace, engine, visit(PAGE))
    claims(engine, workspace, f"{PAGE},https://acme.example/,,,{NOW - timedelta(days=60):%Y-%m-%d}")
    assert states(engine)[PAGE][0] is Stage.QUALIFIED
    claims(engine, workspace, f"{PAGE},https://acme.example/,,,")
    assert states(engine)[PAGE][0] is Stage.STALE
    crawl(workspace, engine, visit(PAGE, at=hours(1)))
    assert states(engine)[PAGE][0] is Stage.QUALIFIED


def test_other_pages_of_the_site_are_warm_with_the_source_in_words(engine: Engine, workspace: Workspace) -> None:
    crawl(workspace, engine, visit(PAGE))
    with db.reading(engine) as connection:
        (before,) = prospects(connection)
    claims(engine, workspace, "https://blog.example/elsewhere,https://acme.example/,,,")
    with db.reading(engine) as connection:
        (after,) = prospects(connection)
    assert after.score < before.score
    assert "another page of this site links to the brand, by the word of Semrush (list.csv)" in reasons(engine)


@pytest.mark.parametrize(
    "row",
    [
        "https://blog.example/elsewhere,https://acme.example/,,true,",
        "https://blog.example/elsewhere,https://borealis.example/,,,",
        "https://far.example/elsewhere,https://acme.example/,,,",
    ],
)
def test_what_is_no_link_now_warms_nothing(engine: Engine, workspace: Workspace, row: str) -> None:
    crawl(workspace, engine, visit(PAGE))
    claims(engine, workspace, f"{PAGE}/x,https://kindling.example/,,,", row)
    assert "no page of this site is known to link to the brand" in reasons(engine)


def test_of_two_claims_the_later_look_counts_and_of_one_day_that_it_is_there(
    engine: Engine, workspace: Workspace
) -> None:
    to = "https://acme.example/"

    def is_lost() -> bool:
        with db.reading(engine) as connection:
            return bool(connection.exec_driver_sql("SELECT lost FROM claim").scalar_one())

    claims(engine, workspace, f"{PAGE},{to},,true,2026-03-01", f"{PAGE},{to},true,,2026-03-01")
    assert not is_lost()
    claims(engine, workspace, f"{PAGE},{to},,true,2026-02-01")
    assert not is_lost()
    claims(engine, workspace, f"{PAGE},{to},,true,2026-04-01")
    assert is_lost()


def test_an_approved_letter_is_held_back(engine: Engine, workspace: Workspace) -> None:
    crawl(workspace, engine, visit(PAGE))
    with db.transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE prospect SET stage = 'drafted'")
    claims(engine, workspace, f"{PAGE},https://acme.example/,,,")
    with db.reading(engine) as connection:
        why = list(connection.exec_driver_sql("SELECT why FROM event ORDER BY id").scalars())
    assert "the page links to https://acme.example/ already" in why[-1]


def test_the_same_file_twice_is_the_same_as_once(engine: Engine, workspace: Workspace) -> None:
    rows = [f"{PAGE}/{number},https://acme.example/,,," for number in range(5)]
    assert (claims(engine, workspace, *rows).new, claims(engine, workspace, *rows, at=1).new) == (5, 0)


def test_what_cannot_be_used_is_in_a_file_that_can_be_mended_and_imported(engine: Engine, workspace: Workspace) -> None:
    text = f'URL,Title\n{PAGE},a\nsee there,=HYPERLINK("x")\n{PAGE}/2,b\n{PAGE}/3,\0\n'
    assert take(engine, workspace, text).rejected == 2
    path = workspace.folder / "list.rejects.csv"
    assert path.stat().st_mode & 0o77 == 0
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["line", "reason", "URL", "Title", "whole line"]
    assert rows[0] == ["3", "has no web address where one should be", "see there", '\'=HYPERLINK("x")']
    assert rows[1] == ["5", "holds a NUL character", "", "", f"{PAGE}/3,"]
    mended = path.read_text(encoding="utf-8").replace("see there", f"{PAGE}/4")
    assert take(engine, workspace, mended).new == 1


def test_another_file_is_never_written_over(workspace: Workspace) -> None:
    path = workspace.folder / "notes.csv"
    path.write_text("mine")
    with pytest.raises(UnreadableError, match="name another file"):
        Rejects(path, ["URL"])
    assert path.read_text() == "mine"


def test_a_broken_import_leaves_no_rejects(workspace: Workspace) -> None:
    path = workspace.folder / "list.rejects.csv"
    before = list(workspace.folder.iterdir())

    def interrupted() -> None:
        with Rejects(path, ["URL"]) as rejects:
            rejects.add(Row(2, ("x",)), "wrong")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(workspace.folder.iterdir()) == before


class Many(io.RawIOBase):
    """A long list that is made while it is read."""

    def __init__(self, rows: int) -> None:
        self._rows, self._number, self._rest = rows, 0, b"URL,Title\n"

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, _offset: int, _whence: int = 0) -> int:
        self._number, self._rest = 0, b"URL,Title\n"
        return 0

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # any buffer
        while len(self._rest) < len(buffer) and self._number < self._rows:
            self._rest += b"https://blog%d.example/post-%d,a title\n" % (self._number % 5000, self._number)
            self._number += 1
        some, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


def test_memory_does_not_grow_with_the_file(engine: Engine, workspace: Workspace, tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        table = open_table(io.BufferedReader(Many(rows)))  # type: ignore[type-var] # of the above
        columns = for_mentions(table, {"acme.example"})
        with Rejects(tmp_path / "long.rejects.csv", table.headers) as rejects:
            file = File(table.rows, columns, "long.csv", rejects)
            assert take_mentions(engine, file, workspace.config.brands, kind=None, now=NOW).rows == rows
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(10_000) < 12_000_000
