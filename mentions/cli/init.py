"""`mentions init`: a folder with a commented `mentions.toml` and what belongs beside it."""

import shlex
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from os.path import lexists
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import click

from mentions.cli.first_config import Answers, mentions_toml
from mentions.cli.terminal import print_json, safe, safe_line
from mentions.exceptions import MentionsError
from mentions.items import Kind
from mentions.urls import is_web

if TYPE_CHECKING:
    from mentions.cli.introducing import Introduction

T = TypeVar("T")

KIND = click.Choice([kind.value for kind in Kind])
SPIDERS = {Kind.NEWS: "news", Kind.BLOG: "blogs", Kind.FORUM: "forums"}

SCRAPY_CFG = "[settings]\ndefault = mentions.settings\n"
GITIGNORE = "mentions.db*\nexports/\n"


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
@click.argument("where", metavar="[URL] [FOLDER]", nargs=-1, type=click.Path(file_okay=False))
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
    where: tuple[str, ...],
    name: str | None,
    domains: tuple[str, ...],
    description: str | None,
    kind: Kind | None,
    sources: tuple[str, ...],
    yes: bool,
    as_json: bool,
) -> None:
    """Make a workspace: mentions.toml and what belongs beside it.

    With the URL of the brand's own site, reads its home page and some pages that speak of it (about, team, press,
    imprint, products), and proposes name, aliases, description, products, people, domains and profiles, each with where
    it was found. Asks for what no option says; --yes takes what is sure. FOLDER is the current one unless named, and is
    made where there is none. Nothing is ever overwritten.

    \b
    Example:
      mentions init
      mentions init https://acme.example
      mentions init acme --name "Acme Optics" --domain acme.example --yes
      mentions init --name Acme --domain acme.example --kind blog --source https://blog.example/
    """
    url, folder = _place(where)
    if lexists(folder / "mentions.toml"):
        raise MentionsError(f"{folder / 'mentions.toml'} is there already; nothing was written")
    answers = Answers(name=name or "", domains=domains, description=description or "", kind=kind, sources=sources)
    has_person = sys.stdin.isatty() and not yes
    found = _introduction(url) if url else None
    if found:
        answers = _confirmed(found.answers(answers), answers) if has_person else found.answers(answers)
    elif has_person:
        answers = _asked(answers)
    _require(answers)
    report = _write(folder, answers)
    if as_json:
        print_json([{**asdict(report), **({"proposals": found.proposals} if found else {})}])
    else:
        _print(report)


def _place(where: tuple[str, ...]) -> tuple[str, Path]:
    """The site that was named, "" where none was, and the folder."""
    sites = [_address(one) for one in where if "://" in one]
    folders = [Path(one) for one in where if "://" not in one]
    if len(sites) > 1 or len(folders) > 1:
        raise click.UsageError("Name one site and one folder at most.")
    return "".join(sites), folders[0] if folders else Path()


def _introduction(url: str) -> "Introduction":
    from mentions.cli.introducing import introduce, show

    found = introduce(url)
    show(found)
    return found


def _confirmed(proposed: Answers, said: Answers) -> Answers:
    click.echo("Enter takes what stands in brackets; write it anew, with ; between, or - for nothing.\n", err=True)
    return replace(
        proposed,
        name=said.name or _question("Name of the brand", _brand_name, default=proposed.name or None),
        domains=said.domains or _question("Its own domains", _domains, default=" ".join(proposed.domains)),
        description=said.description or _question("What it makes or does", _one, default=proposed.description or "-"),
        aliases=_several("Other names", proposed.aliases),
        products=_several("Products", proposed.products),
        people=_several("People", proposed.people),
        profiles=_several("Profiles on other sites", proposed.profiles, _address),
        pages=_several("Pages that drafts may suggest", proposed.pages, _address),
    )


def _several(text: str, proposed: tuple[str, ...], each: Callable[[str], str] = str.strip) -> tuple[str, ...]:
    def parts(said: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each(part) for part in _one(said).split(";") if part.strip()))

    return _question(text, parts, default="; ".join(proposed) or "-")


def _one(text: str) -> str:
    return "" if text.strip() == "-" else text.strip()


def _asked(said: Answers) -> Answers:
    """The answers, after a question for each that no option gave."""
    name = said.name or _question("Name of the brand", _brand_name)
    domains = said.domains or _question("Its own domains, with spaces between", _domains)
    description = said.description or _question("What it makes or does, in one line (may be empty)", str, default="")
    sources = said.sources or _question("First source: a feed, site or forum (may be empty)", _addresses, default="")
    kind = said.kind
    if sources and not kind:
        kind = _question(f"What the source is ({', '.join(Kind)})", _kind, default=Kind.NEWS.value)
    return Answers(name=name, domains=domains, description=description, kind=kind, sources=sources)


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
