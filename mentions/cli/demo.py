"""`mentions demo`: the whole chain on a made-up web, by the commands that a user types."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mentions.cli.passages import passage
from mentions.cli.terminal import print_table, safe, safe_line
from mentions.exceptions import MentionsError

if TYPE_CHECKING:
    from mentions.demo import ServedWeb

MARK = "MADE_BY_MENTIONS_DEMO.txt"
NOTE = "The next `mentions demo` may delete this folder and all that is in it.\n"
READER = "demo reader"
FEED = "http://daily-lantern.example/feed.rss"
LINE = 78


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default="demo",
    metavar="DIR",
    help="The workspace to make. Default: demo.",
)
@click.option("--yes", is_flag=True, help="Replace the workspace of an earlier demo without a question.")
def demo(*, folder: Path, yes: bool) -> None:
    """Run the whole chain on a small made-up web: crawl, mentions, prospects, a draft, a CSV, and the link that came.

    Its sites have made-up names and are served on this machine alone; nothing else is asked for anything. The
    workspace stays, so that you can look round in it.

    \b
    Example:
      mentions demo
      mentions demo --folder /tmp/demo --yes
    """
    from mentions.demo import later, serve

    _make(folder, yes=yes)
    with serve() as served:
        shell = Shell(folder, _environment(served.proxy_url))
        _find(shell, served)
        _ask(shell, url := next(iter(later())))
        _look_again(shell, served, url)
    _say_what_next(folder)


def _make(folder: Path, *, yes: bool) -> None:
    """A new workspace with the demo's configuration. Raises MentionsError where something else is in the way."""
    from mentions.demo import CONFIG

    try:
        _clear(folder, yes=yes)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(NOTE, encoding="utf-8")
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = mentions.settings\n", encoding="utf-8")
        shutil.copyfile(CONFIG, folder / "mentions.toml")
    except OSError as error:
        raise MentionsError(f"{folder} cannot be written: {error.strerror}") from error


def _clear(folder: Path, *, yes: bool) -> None:
    if not lexists(folder) or (not folder.is_symlink() and not any(folder.iterdir())):
        return
    if folder.is_symlink() or not (folder / MARK).is_file():
        raise MentionsError(f"{folder} is there and no demo made it; name another folder with --folder")
    if not yes and not (sys.stdin.isatty() and click.confirm(f"{folder} is an earlier demo. Replace it?", err=True)):
        raise MentionsError(f"{folder} is an earlier demo; --yes replaces it")
    shutil.rmtree(folder)


def _environment(proxy: str) -> dict[str, str]:
    """The user's, but for what would lead to their own workspace, or past the made-up web."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("MENTIONS_", "SCRAPY_"))}
    names = [f"{scheme}_proxy" for scheme in ("http", "https")]
    return mine | {name: proxy for one in names for name in (one, one.upper())} | {"no_proxy": "", "NO_PROXY": ""}


@dataclass(frozen=True)
class Shell:
    """The workspace that commands are run in, each shown as it would be typed."""

    folder: Path
    environment: Mapping[str, str]

    def crawl(self, *spiders: str) -> None:
        """Run spiders, one after the other."""
        from mentions.cli.crawling import crawl

        for spider in spiders:
            click.echo(f"$ scrapy crawl {spider}")
            crawl(self.folder, spider, environment=self.environment, log=self.folder / "crawl.log")

    def show(self, *arguments: str) -> None:
        """Run a command and show what it prints."""
        click.echo(f"$ {shlex.join(('mentions', *arguments))}")
        click.echo(safe(self._printed(arguments)).rstrip())
        click.echo()

    def ask(self, *arguments: str) -> list[dict[str, Any]]:
        """Run a command, which is not shown, and give back the objects it prints."""
        return [json.loads(line) for line in self._printed((*arguments, "--json")).splitlines()]

    def _printed(self, arguments: Iterable[str]) -> str:
        command = [sys.executable, "-m", "mentions", *arguments]
        environment = {**self.environment, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise MentionsError(f"`{shlex.join(('mentions', *arguments))}` failed: {said}")
        return done.stdout.decode("utf-8")


def _find(shell: Shell, served: "ServedWeb") -> None:
    """From the sources to prospects."""
    pages = sum(1 for url in served.web.answers if url.endswith(("/", ".html", ".htm")))
    _title(
        "1. Crawl",
        f"A made-up web of {len(served.web.hosts)} sites and {pages} pages runs on this machine. Two made-up brands, "
        "Acme Optics and Kindling, look for pages that name them without a link. Kindling is also a word.",
    )
    shell.crawl("news", "blogs", "forums")
    click.echo()
    shell.show("status")
    _title(
        "2. Mentions",
        "Of what the command prints, one of each kind, made readable: the verdict, the link state, the passage, and "
        "the reasons that weigh most for (+) and against (-) it.",
    )
    click.echo("$ mentions list --mentions --all --json")
    for mention in _of_each_kind(shell.ask("list", "--mentions", "--all")):
        _print_mention(mention)
    _title("3. Prospects", "Pages worth asking, one line a site. A forum gets no mail: that is for a person to do.")
    shell.show("list")


def _ask(shell: Shell, url: str) -> None:
    """From a prospect to the CSV."""
    _title("4. Drafts", "Only to addresses that a page prints for its readers; none is ever guessed.")
    shell.show("draft", "--brand", "acme-optics")
    _title(
        "5. Approval",
        "Nothing leaves that no person approved, word for word. Here you would read and decide; the demo does it in "
        f'the name "{READER}".',
    )
    drafted = [one["id"] for one in shell.ask("show", url) if one["stage"] == "drafted"]
    if not drafted:
        raise MentionsError(f"the demo is broken: it should have a draft for {url}")
    shell.show("approve", str(drafted[0]), "--by", READER, "--yes-i-read-it")
    _title("6. Export", "Approved drafts go into a file for your mail tool. Nothing is sent from here.")
    shell.show("export", "--by", READER)
    _print_csv(shell.folder)


def _look_again(shell: Shell, served: "ServedWeb", url: str) -> None:
    """The editor answered: the next crawl finds the link."""
    from mentions.demo import later

    _title("7. The link came", "Weeks later the editor has linked the name, and the site's feed calls the page new.")
    served.publish(url, later()[url])
    served.publish(FEED, _announced(served.web.answer(FEED).body.decode(), url))
    before = len(served.requests)
    shell.crawl("news")
    lists = ("robots.txt", ".rss", ".atom", ".xml")
    asked = [one.url for one in served.requests[before:] if not one.url.endswith(lists)]
    click.echo("\nBesides robots.txt and the lists it asked for nothing but what is new:")
    for page in asked:
        click.echo(f"  {safe_line(page)}")
    click.echo()
    for mention in shell.ask("list", "--mentions"):
        if mention["url"] == url:
            _print_mention(mention)


def _announced(feed: str, url: str) -> str:
    """A feed in which the item of a page has a new date."""
    item = re.compile(rf"(<link>{re.escape(url)}</link>.*?<pubDate>)[^<]*", re.DOTALL)
    return item.sub(r"\g<1>Wed, 30 Dec 2026 08:00:00 +0000", feed, count=1)


def _of_each_kind(mentions: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The first accepted mention of each link state, then the first of each other verdict."""
    kinds: dict[tuple[str, str], Mapping[str, Any]] = {}
    for mention in mentions:
        accepted = mention["verdict"] == "accepted"
        kinds.setdefault((mention["verdict"], mention["link_state"] if accepted else ""), mention)
    yield from (kinds[kind] for kind in sorted(kinds))


def _print_mention(mention: Mapping[str, Any]) -> None:
    state = mention["link_state"].replace("_", " ")
    to = f" {mention['href']}" if mention["href"] else ""
    lines = [
        f"{mention['verdict']} at {mention['confidence']:.2f}, {state}{to}",
        passage(mention["before"], mention["surface"], mention["after"], width=LINE - 2),
        *(f"{'+-'[reason['weight'] < 0]} {reason['reason']}" for reason in mention["evidence"][:2]),
    ]
    click.echo(safe_line(mention["url"], width=LINE))
    for line in lines:
        click.echo(f"  {safe_line(line, width=LINE - 2)}")
    click.echo()


def _print_csv(folder: Path) -> None:
    import csv

    file = next((folder / "exports").glob("export-*.csv"))
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    shown = ("mention_id", "email", "domain", "subject")
    click.echo(f"The first of its {len(rows[0])} columns; the file is {safe_line(str(file))}")
    print_table([[row[name] for name in shown] for row in rows], shown)
    click.echo()


def _title(title: str, text: str) -> None:
    click.echo(f"== {title} {'=' * (LINE - len(title) - 4)}")
    click.echo(f"{click.wrap_text(text, LINE)}\n")


def _say_what_next(folder: Path) -> None:
    _title("Now your own brand", f"Look round in {folder}, a workspace like any other. Then make your own:")
    for line in (
        'mentions init acme --name "Your Brand" --domain your-brand.example',
        "cd acme                  # look through mentions.toml: sources, and who signs",
        "scrapy crawl news        # or blogs, forums; later by cron",
        "mentions list            # whom one could ask",
        "mentions draft           # then show, approve, export",
    ):
        click.echo(f"  {line}")
