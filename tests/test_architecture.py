"""Who may import whom: the levels of the design, as one table, checked in every file of the package."""

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mentions"

LEVEL_0 = {"accounts", "exceptions", "items", "urls", "redirectors", "paths"}
PURE = {"pages", "platforms", "detection", "prospects", "outreach", "outcomes", "imports", "searching"}
SCRAPY_EDGE = {"spiders", "settings", "pipelines", "middlewares", "extensions"}
BELOW_THE_EDGES = {*LEVEL_0, *PURE, "config", "db", "services"}

MAY_IMPORT: dict[str, set[str]] = {
    # level 0
    **dict.fromkeys(LEVEL_0, LEVEL_0),
    # level 1
    **dict.fromkeys({"config", *PURE}, LEVEL_0),
    "detection": {*LEVEL_0, "pages"},
    "platforms": {*LEVEL_0, "pages"},
    "searching": {*LEVEL_0, "pages", "platforms"},
    # level 2
    "db": LEVEL_0,
    # level 3
    "services": {*LEVEL_0, *PURE, "config", "db"},
    # level 4
    **dict.fromkeys(SCRAPY_EDGE, BELOW_THE_EDGES | SCRAPY_EDGE),
    "cli": {*BELOW_THE_EDGES, "demo"},
    "demo": LEVEL_0,  # pages and a server for them: a library, not an edge
    "__main__": {"cli"},
    "__init__": set(),
}

LIBRARY_USERS: dict[str, set[str]] = {
    "ahocorasick_rs": {"detection"},
    "alembic": {"db", "migrations"},
    "click": {"cli"},
    "dateparser": {"pages"},
    "email_validator": {"config", "pages", "prospects", "outreach"},
    "fastwarc": {"services", "cli"},
    "feedparser": {"pages"},
    "htmldate": {"pages"},
    "itemadapter": SCRAPY_EDGE,
    "jinja2": {"outreach"},
    "lxml": {"pages", "imports"},  # for XML only; HTML is selectolax's
    "markdown_it": {"platforms"},
    "numpy": {"detection"},
    "packaging": {"services"},
    "playwright": {"middlewares"},
    "pydantic": {"config"},
    "pydantic_core": {"config"},
    "rapidfuzz": {"detection"},
    "rich": {"cli"},
    "scrapy": SCRAPY_EDGE,
    "selectolax": {"pages"},
    "spacy": {"detection"},
    "sqlalchemy": {"db", "migrations"},
    "tldextract": {"urls"},
    "tomlkit": {"config"},
    "twisted": SCRAPY_EDGE,
    "wordllama": {"detection"},
    "w3lib": {"urls", "pages", *SCRAPY_EDGE},
}

# What asks the clock, the environment or the network; the pure parts are told instead.
IMPURE_CALLS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "getenv", "urlopen"}
IMPURE_MODULES = {"asyncio", "http", "os", "random", "secrets", "socket", "sqlite3", "ssl", "subprocess"}

FILES = sorted(PACKAGE.rglob("*.py")) + sorted((ROOT / "migrations").rglob("*.py"))


def unit_of(file: Path) -> str:
    """`mentions/pages/walking.py` → pages, `mentions/urls.py` → urls, `migrations/env.py` → migrations."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "mentions" else parts[0]


def name_of(file: Path) -> str:
    """The dotted name of a module; a package is called by its own name."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file) for file in FILES}


def imports_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, inside functions too; `from a import b` is a.b where that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield node.lineno, whole if whole in MODULES else "." * node.level + (node.module or "")


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def at_run_time(tree: ast.Module) -> ast.Module:
    """The module without what only the type checker reads."""
    return ast.Module([node for node in tree.body if not is_for_types(node)], tree.type_ignores)


@pytest.fixture(params=FILES, ids=lambda file: str(file.relative_to(ROOT)))
def file(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def test_imports_point_down(file: Path) -> None:
    unit = unit_of(file)
    allowed = MAY_IMPORT.get(unit, {"db", *LEVEL_0} if unit == "migrations" else set())
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for line, name in imports_of(tree_of(file))
        if name.startswith("mentions.") and name.split(".")[1] not in {unit, *allowed}
    ]
    assert not wrong, "\n".join(wrong)


def test_libraries_stay_where_they_belong(file: Path) -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for line, name in imports_of(tree_of(file))
        if (library := name.split(".")[0]) not in {"mentions", *sys.stdlib_module_names}
        and unit_of(file) not in LIBRARY_USERS.get(library, set())
    ]
    assert not wrong, "\n".join(wrong)


def test_imports_are_absolute(file: Path) -> None:
    wrong = [f"{file.relative_to(ROOT)}:{line}" for line, name in imports_of(tree_of(file)) if name.startswith(".")]
    assert not wrong, f"relative imports: {wrong}"


def test_pure_parts_are_told_and_do_not_ask(file: Path) -> None:
    if unit_of(file) not in {*PURE, *LEVEL_0}:
        return
    tree = tree_of(file)
    asked = [f"line {line}: import {name}" for line, name in imports_of(tree) if name.split(".")[0] in IMPURE_MODULES]
    asked += [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in IMPURE_CALLS
    ]
    assert not asked, f"{file.relative_to(ROOT)}: {asked}"


def test_every_unit_stands_in_the_table() -> None:
    assert {unit_of(file) for file in FILES} <= {*MAY_IMPORT, "migrations"}


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name_of(file): {name for _, name in imports_of(at_run_time(tree_of(file)))} & MODULES for file in FILES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))
