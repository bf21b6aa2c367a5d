"""README and docs are true: what they name exists, and what exists is named."""

import argparse
import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path

import click
import manual
import pytest
from click.testing import CliRunner
from scrapy.commands.crawl import Command as Crawl
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from mentions import config, items, pages, settings
from mentions.cli import COMMANDS, main
from mentions.cli.review.deciding import REASONS
from mentions.cli.review.doubting import ON_DOUBT
from mentions.cli.review.keys import ALWAYS, ON_CARD
from mentions.config import tables
from mentions.config.model import Crawl as CrawlTable
from mentions.detection import Index, Knowledge, scan
from mentions.detection.forms import Ambiguity, ambiguity_of
from mentions.imports.headers import OF_BACKLINKS, OF_MENTIONS
from mentions.items import DEFAULT_THRESHOLDS
from mentions.outreach import drafting, linting, templates
from mentions.outreach.exporting import load_preset
from mentions.pages.listings import ListingKind
from mentions.prospects import contacts, scoring, stages
from mentions.prospects.qualifying import Situation
from mentions.prospects.rejections import Rejection
from mentions.services import drafting as drafts
from mentions.services import letters, visiting
from mentions.services.status import COUNTS

SPIDERS = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": settings.SPIDER_MODULES}))
LANGUAGE_RULE = letters.LANGUAGE


def names(of: type) -> list[str]:
    return [field.name for field in fields(of)]


TABLES: list[tuple[str, str, Iterable[str]]] = [
    ("configuration.md", "## `[store]`", names(tables.Store)),
    ("configuration.md", "## `[[sender]]`", names(items.Sender)),
    ("configuration.md", "## `[crawl]`", names(CrawlTable)),
    ("configuration.md", "## `[[brand]]`", names(items.Brand)),
    ("configuration.md", "Each entry of `pages`", names(items.BrandPage)),
    ("configuration.md", "## `[[source]]`", names(items.Source)),
    ("configuration.md", "## Exit status", ("0", "1", "2")),
    ("sources.md", "# Sources", ListingKind),
    ("sources.md", "## What is asked again", [*visiting.Skip, "asked before"]),
    ("sources.md", "## Pages that could not be read", items.Unknown),
    ("sources.md", "## The record of a run", COUNTS),
    ("detection.md", "## A mention", items.Match),
    ("detection.md", "## Section", items.Section),
    ("detection.md", "## Evidence, confidence, verdict", items.Verdict),
    ("detection.md", "How much more", Ambiguity),
    ("outreach.md", "## What becomes a prospect", Situation),
    ("outreach.md", "The score", scoring.WEIGHTS),
    ("outreach.md", "## Stages", items.Stage),
    ("outreach.md", "## Contacts", contacts._TRUST),
    ("outreach.md", "Why no draft was written", drafts.Skip),
    ("outreach.md", "The head needs", drafting.variables()),
    ("outreach.md", "## Lint rules", {LANGUAGE_RULE, *(rule for rule, _, _ in linting.RULES)}),
    ("outreach.md", "`mentions reject 12", Rejection),
    ("import.md", "## Mentions", OF_MENTIONS),
    ("review.md", "## Keys", [*(key.shown for key in ON_CARD), *ALWAYS]),
    ("review.md", "- **`a`**", REASONS),
    ("review.md", "y it is the brand", [key.shown for key in ON_DOUBT]),
    ("review.md", "## Labels", names(items.Label)),
]


@pytest.mark.parametrize(("file", "mark", "known"), TABLES)
def test_tables_explain_all_there_is_and_nothing_else(file: str, mark: str, known: Iterable[str]) -> None:
    assert sorted(manual.named(file, mark)) == sorted(known)


def test_roles_of_backlinks() -> None:
    said = [name for row in manual.rows("import.md", "## Backlinks") for name in row[0].split(", ")]
    assert manual.terms(said) == list(OF_BACKLINKS)


def test_keys_do_what_is_said() -> None:
    said = {row[0].strip("`"): row[1] for row in manual.rows("review.md", "## Keys")}
    assert said == {key.shown: key.does for key in ON_CARD} | ALWAYS
    said = {row[0].strip("`"): row[1] for row in manual.rows("review.md", "y it is the brand")}
    assert said == {key.shown: key.does for key in ON_DOUBT}
    reasons = {row[0].strip("`"): row[1].strip("`") for row in manual.rows("review.md", "- **`a`**")}
    assert reasons == REASONS


def test_link_states_stand_in_the_order_in_which_they_are_tried() -> None:
    assert manual.named("detection.md", "## Link state") == list(items.LinkState)


@pytest.mark.parametrize("row", manual.rows("detection.md", "## Link state"), ids=lambda row: row[0])
def test_examples_of_link_states(row: list[str]) -> None:
    html, url = [*re.findall(r"`([^`]+)`", row[2]), "https://blog.example/"][:2]
    brand = config.brand_from_flags("Acme Optics", ["acme.example"])
    page = scan(pages.read(f"<p>{html}</p>".encode(), url), Index([brand]), Knowledge())
    assert page is not None
    assert [f"`{mention.link_state}`" for mention in page.mentions] == [row[0]]


@pytest.mark.parametrize("text", re.findall(r'found in (".*?);', manual.text("detection.md"), re.DOTALL))
def test_spellings_that_are_found(text: str) -> None:
    index = Index([config.brand_from_flags("Acme Optics", ["acme.example"])])
    for spelling in (spellings := re.findall(r'"([^"]+)"', text)):
        assert scan(
            pages.read(f"<p>By {spelling} lenses.</p>".encode(), "https://blog.example/"), index, Knowledge()
        ), spelling
    assert len(spellings) > 3


@pytest.mark.parametrize("row", manual.rows("detection.md", "How much more"), ids=lambda row: row[0])
def test_examples_of_ambiguity(row: list[str]) -> None:
    assert {f"`{ambiguity_of(name)}`" for name in row[1].split(", ")} == {row[0]}


def test_thresholds_of_the_verdicts() -> None:
    said = {row[0].strip("`"): row[1] for row in manual.rows("detection.md", "## Evidence, confidence, verdict")}
    assert said["accepted"] == f"{DEFAULT_THRESHOLDS.accept:.2f} and above"
    assert said["rejected"] == f"below {DEFAULT_THRESHOLDS.reject:.2f}"


def test_reasons_that_are_tried_again() -> None:
    said = [row for row in manual.rows("sources.md", "## Pages that could not be read") if row[2] == "yes"]
    assert set(manual.terms([row[0] for row in said])) == visiting.PASSING


def test_defaults_of_the_crawl() -> None:
    said = {row[0].strip("`"): row[2] for row in manual.rows("configuration.md", "## `[crawl]`")}
    known = {key: getattr(CrawlTable(), key) for key in said}
    assert {
        key: {"empty": "", "none": (), "true": True, "no bound": None}.get(value, value) for key, value in said.items()
    } == {key: str(value) if type(value) in (int, float) else value for key, value in known.items()}


def test_moves_between_stages() -> None:
    said = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[2])) for row in manual.rows("outreach.md", "## Stages")}
    assert said == stages.MOVES


def test_weights_of_the_score() -> None:
    said = {row[0].strip("`"): float(row[1]) for row in manual.rows("outreach.md", "The score")}
    assert said == scoring.WEIGHTS


@pytest.mark.parametrize(("column", "severity"), [(1, linting.Severity.BLOCK), (2, linting.Severity.WARN)])
def test_rules_that_block_and_rules_that_warn(column: int, severity: linting.Severity) -> None:
    said = {row[0].strip("`") for row in manual.rows("outreach.md", "## Lint rules") if row[column]}
    assert said - {LANGUAGE_RULE} == {rule for rule, weight, _ in linting.RULES if weight is severity}


def test_columns_of_an_export_in_order_and_those_that_become_the_mail() -> None:
    preset, said = load_preset("generic"), manual.rows("outreach.md", "The file is UTF-8")
    assert manual.terms([row[0] for row in said]) == list(preset.columns)
    assert set(manual.terms([row[0] for row in said if row[0].endswith(" *")])) == preset.mail


def test_environment_variables() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in (manual.ROOT / "mentions").rglob("*.py"))
    said = [name for row in manual.rows("configuration.md", "## Environment") for name in row[0].split(", ")]
    ours = {name for name in manual.terms(said) if name.startswith("MENTIONS_")}
    assert ours == set(re.findall(r'environ\.get\("(MENTIONS_\w+)"', source))


def spider_arguments(name: str) -> set[str]:
    """What `-a` may give a spider: the named parameters of its constructors."""
    classes = [one for one in SPIDERS.load(name).__mro__ if one is not object]
    makers: list[Callable[..., object]] = [*classes]
    makers += [vars(one)["from_crawler"].__func__ for one in classes if "from_crawler" in vars(one)]
    given = [one for maker in makers for one in inspect.signature(maker).parameters.values()]
    # `with` is a word of Python's own, which a parameter cannot be called.
    return {one.name.rstrip("_") for one in given if one.kind is one.KEYWORD_ONLY}


def test_spider_arguments() -> None:
    said: dict[str, set[str]] = {name: set() for name in SPIDERS.list()}
    for argument, of, _ in manual.rows("configuration.md", "## Spider arguments"):
        for name in SPIDERS.list() if of == "all spiders" else manual.terms(of.split(", ")):
            said[name].add(argument.strip("`"))
    assert said == {name: spider_arguments(name) for name in SPIDERS.list()}


@pytest.mark.parametrize("block", manual.fenced("toml"))
def test_examples_of_configuration_load(block: str, tmp_path: Path) -> None:
    file = tmp_path / "mentions.toml"
    file.write_text(block, encoding="utf-8")
    assert config.load(file).brands


@pytest.mark.parametrize("block", manual.fenced("text"))
def test_examples_of_templates_can_be_filled(block: str, tmp_path: Path) -> None:
    file = tmp_path / "blog_unlinked.txt.jinja"
    file.write_text(block, encoding="utf-8")
    subject, _ = templates.fill(templates.read(file), dict.fromkeys(drafting.variables(), "X"))
    assert "X" in subject


def test_filters_of_templates() -> None:
    said = re.search(r"the filters (.*?):", manual.text("outreach.md"), re.DOTALL)
    assert said is not None
    assert set(re.findall(r"`(\w+)`", said[1])) == set(templates._FILTERS)


@pytest.mark.parametrize("file", manual.FILES, ids=lambda file: str(file.name))
def test_relative_links_lead_to_files(file: Path) -> None:
    assert [link for link in manual.links(file) if not (file.parent / link).is_file()] == []


@pytest.mark.parametrize("file", manual.FILES, ids=lambda file: str(file.name))
def test_commands_that_are_shown_can_be_typed(file: Path) -> None:
    for line in manual.shown_lines(file):
        for command in manual.commands(line):
            if command[:1] == ["mentions"]:
                of = main.get_command(click.Context(main), command[1])
                assert of is not None, line
                of.make_context(command[1], command[2:])
            elif command[:2] == ["scrapy", "crawl"]:
                check_crawl(command[2:])


@pytest.mark.parametrize("file", manual.FILES, ids=lambda file: str(file.name))
def test_commands_in_running_text_exist(file: Path) -> None:
    for span in manual.spans(file):
        words = span.split()
        if words[0] == "mentions" and len(words) > 1 and words[1].islower():
            of = main.get_command(click.Context(main), words[1])
            assert of is not None, span
            of.make_parser(click.Context(of)).parse_args(words[2:])
        elif words[:2] == ["scrapy", "crawl"] and len(words) > 2:
            check_crawl(words[2:])


def check_crawl(words: list[str]) -> None:
    """Raises SystemExit where Scrapy has no such option; fails where the spider or its argument does not exist."""
    crawl, parser = Crawl(), argparse.ArgumentParser(conflict_handler="resolve")
    crawl.settings = Settings()
    crawl.add_options(parser)
    said, (name,) = parser.parse_known_args(words)
    assert {one.partition("=")[0] for one in said.spargs} <= spider_arguments(name)


@pytest.mark.parametrize(("name", "entry"), COMMANDS.items(), ids=COMMANDS)
def test_commands_explain_themselves_as_they_are_listed(name: str, entry: tuple[str, str]) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help is not None
    assert command.help.startswith(entry[1].rstrip("."))
    assert re.search(rf"Example:\n(?:.*\n)*? *mentions {name}\b", command.help + "\n") or name == "status"


def test_exit_statuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MENTIONS_CONFIG", "there-is-none.toml")
    ended = [CliRunner().invoke(main, words).exit_code for words in (["--help"], ["list"], ["list", "--wrong"])]
    assert ended == [0, 1, 2]
