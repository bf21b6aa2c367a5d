"""`mentions init`: a folder with a commented `mentions.toml` and what belongs beside it."""

import json
import shlex
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from os.path import lexists
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import TypeVar

import click

from mentions.cli.terminal import print_json, safe, safe_line
from mentions.exceptions import MentionsError
from mentions.items import Kind
from mentions.urls import is_web

T = TypeVar("T")

KIND = click.Choice([kind.value for kind in Kind])
SPIDERS = {Kind.NEWS: "news", Kind.BLOG: "blogs", Kind.FORUM: "forums"}

SCRAPY_CFG = "[settings]\ndefault = mentions.settings\n"
GITIGNORE = "mentions.db*\nexports/\n"
MENTIONS_TOML = Template("""\
# What `mentions` looks for, and where. Keep this file in git; results go to the database.
# Lines that begin with # are notes or examples: take the # away to use one.

[store]
url = "sqlite:///mentions.db"         # beside this file; or "postgresql+psycopg://user@host/database"

[crawl]
# contact = "https://acme.example/bot"  # goes into the user agent, so that sites can reach you
delay_seconds = 2.0                   # pause between two requests to one host
revisit_days = 30                     # a page that no feed or list calls new is asked again after this
page_budget = 500                     # most pages one source may give in one run
verify_certificates = true

[[brand]]
name = $name
# key = "acme-optics"                 # default: from the name; with a key, a new name keeps the history
domains = $domains
# Links to these domains, or to a subdomain, count as links to the brand. List every domain that is yours.
description = $description
aliases = []                          # other spellings, such as ["AcmeOptics"]
products = []                         # names of products that only this brand has
people = []                           # founders, spokespersons, authors
competitors = []                      # named on the same pages, they speak for the brand
context = []                          # words that speak for the brand, such as ["lens", "telescope"]
not_context = []                      # phrases that speak against it, such as ["acme of"]
# url = "https://acme.example/"       # what drafts suggest to link to; default: the first domain
# pages = [{ url = "https://acme.example/study", about = ["lens study"] }]  # better places to link to
# sender = "acme"                     # who signs; not needed with one sender

# Who signs the drafts. Needed before the first one.
# [[sender]]
# key = "acme"
# name = "Jane Doe"
# role = "Press officer"
# organisation = "Acme Optics"
# email = "jane@acme.example"
# postal_address = "1 Lens Street, 12345 Glass Town"  # drafts that promote something need one

# Where pages come from: feed, sitemap, front page or forum. What it is, is found out.
# kind is news, blog or forum: which of `scrapy crawl news`, `blogs`, `forums` takes it.
$sources
""")
EXAMPLE_SOURCE = """\
# [[source]]
# kind = "news"
# url = "https://news.example/feed.xml"
# brands = []                         # keys or names; empty: all"""


@dataclass(frozen=True)
class Answers:
    """What a user said about the first brand; empty where nothing was said."""

    name: str
    domains: tuple[str, ...]
    description: str
    kind: Kind | None
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was done, and the commands to run next."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    next: tuple[str, ...]


def _brand_name(text: str) -> str:
    if not text.strip():
        raise click.BadParameter("write the brand's name as texts do")
    return text


def _domain(text: str) -> str:
    from mentions.config import own_domain

    try:
        return own_domain(text)
    except ValueError as error:
        raise click.BadParameter(safe_line(str(error))) from error


def _domains(text: str) -> tuple[str, ...]:
    # A blank answer is no domain either: checked as one, it is asked for again.
    return tuple(_domain(part) for part in text.replace(",", " ").split() or [text])


def _address(text: str) -> str:
    if not is_web(text.strip()) or len(text.split()) != 1:
        raise click.BadParameter(f'{safe_line(text)} is no web address; write it whole, with "https://"')
    return text.strip()


def _kind(text: str) -> Kind:
    return Kind(KIND.convert(text, None, None))


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(_address(part) for part in text.split())


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--name", type=_brand_name, metavar="NAME", help="The brand's name, as texts write it.")
@click.option(
    "--domain",
    "domains",
    type=_domain,
    metavar="DOMAIN",
    multiple=True,
    help="A domain of the brand. Repeatable.",
)
@click.option("--description", metavar="TEXT", help="What the brand makes or does, in one line.")
@click.option("--kind", type=_kind, metavar="[news|blog|forum]", help="What the sources are; default: news.")
@click.option(
    "--source",
    "sources",
    type=_address,
    metavar="URL",
    multiple=True,
    help="Where pages come from. Repeatable.",
)
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as one JSON object.")
def init(
    *,
    folder: Path,
    name: str | None,
    domains: tuple[str, ...],
    description: str | None,
    kind: Kind | None,
    sources: tuple[str, ...],
    yes: bool,
    as_json: bool,
) -> None:
    """Make a workspace: mentions.toml and what belongs beside it.

    Asks for what no option says. FOLDER is the current one unless named, and is made where there is none.
    Nothing is ever overwritten.

    \b
    Example:
      mentions init
      mentions init acme --name "Acme Optics" --domain acme.example --yes
      mentions init --name Acme --domain acme.example --kind blog --source https://blog.example/
    """
    if lexists(folder / "mentions.toml"):
        raise MentionsError(f"{folder / 'mentions.toml'} is there already; nothing was written")
    answers = Answers(name or "", domains, description or "", kind, sources)
    if sys.stdin.isatty() and not yes:
        answers = _asked(answers)
    _require(answers)
    report = _write(folder, answers)
    if as_json:
        print_json([report])
    else:
        _print(report)


def mentions_toml(answers: Answers) -> str:
    """The text of a configuration: the answers, and a comment for each thing that could be said besides."""
    kind = answers.kind or Kind.NEWS
    sources = [f'[[source]]\nkind = "{kind}"\nurl = {_quoted(url)}\n' for url in answers.sources]
    return MENTIONS_TOML.substitute(
        name=_quoted(answers.name),
        domains=f"[{', '.join(_quoted(domain) for domain in answers.domains)}]",
        description=_quoted(answers.description),
        sources="\n".join(sources).rstrip() or EXAMPLE_SOURCE,
    )


def _quoted(text: str) -> str:
    """A TOML string: JSON's rules are TOML's, but for DEL and for what is no Unicode."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _asked(said: Answers) -> Answers:
    """The answers, after a question for each that no option gave."""
    name = said.name or _question("Name of the brand", _brand_name)
    domains = said.domains or _question("Its own domains, with spaces between", _domains)
    description = said.description or _question("What it makes or does, in one line (may be empty)", str, default="")
    sources = said.sources or _question("First source: a feed, site or forum (may be empty)", _addresses, default="")
    kind = said.kind
    if sources and not kind:
        kind = _question(f"What the source is ({', '.join(Kind)})", _kind, default=Kind.NEWS.value)
    return Answers(name, domains, description, kind, sources)


def _question(text: str, answer: Callable[[str], T], *, default: str | None = None) -> T:
    # On stderr: a program may read stdout.
    return click.prompt(text, value_proc=answer, default=default, show_default=bool(default), err=True)


def _require(answers: Answers) -> None:
    said = {"--name NAME": answers.name, "--domain DOMAIN": answers.domains}
    missing = [flag for flag, value in said.items() if not value]
    if missing:
        raise click.UsageError(f"There is nobody to ask: give {' and '.join(missing)}.")


def _write(folder: Path, answers: Answers) -> Report:
    """Writes what is not there yet and says what it did."""
    files = {".gitignore": GITIGNORE, "scrapy.cfg": SCRAPY_CFG, "mentions.toml": mentions_toml(answers)}
    missing = {name: text for name, text in files.items() if not lexists(folder / name)}
    _write_all(folder, missing)
    crawl = f"scrapy crawl {SPIDERS[answers.kind or Kind.NEWS]}"
    is_here = folder.absolute() == Path.cwd()
    return Report(
        folder=folder,
        written=tuple(missing),
        kept=tuple(name for name in files if name not in missing),
        next=(
            crawl if is_here else f"cd {shlex.quote(str(folder))} && {crawl}",
            "mentions list",
            "mentions draft",
        ),
    )


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    """All files, each whole; where that fails, none, and no new folder. Raises MentionsError."""
    made = [one for one in (folder, *folder.parents) if not lexists(one)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".mentions-") as staging:
            for name, text in files.items():
                Path(staging, name).write_text(text, encoding="utf-8")
            for name in files:
                Path(staging, name).rename(folder / name)
    except OSError as error:
        for one in made:
            with suppress(OSError):
                one.rmdir()
        raise MentionsError(f"{folder} cannot be written: {error.strerror}") from error


def _print(report: Report) -> None:
    click.echo(f"Wrote {', '.join(report.written)} in {safe_line(str(report.folder))}.")
    if report.kept:
        click.echo(f"Left as it was: {', '.join(report.kept)}.")
    click.echo("\nLook through mentions.toml: it says what else helps. Then:\n")
    for command in report.next:
        click.echo(f"  {safe(command)}")
