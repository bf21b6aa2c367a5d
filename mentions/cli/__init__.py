"""The command `mentions`. A command's module is imported when it runs: `--help` waits for none of them."""

import io
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

import click
from click.shell_completion import CompletionItem

from mentions import __version__
from mentions.cli.process import complaint, open_closed_streams, tidy_end
from mentions.cli.terminal import safe_line
from mentions.exceptions import MentionsError


class Entry(NamedTuple):
    """Where a command lies, as module:attribute, and the line that lists it."""

    place: str
    short_help: str


COMMANDS = {
    "init": Entry("mentions.cli.init:init", "Make a workspace: mentions.toml and what belongs beside it."),
    "sources": Entry("mentions.cli.sources:sources", "List where pages come from, look there, change the list."),
    "scan": Entry("mentions.cli.scan:scan", "Print the mentions in saved pages."),
    "list": Entry("mentions.cli.listing:list_", "List prospects, one line a site."),
    "show": Entry("mentions.cli.listing:show", "Show a prospect whole."),
    "draft": Entry("mentions.cli.drafts:draft", "Write drafts for qualified prospects."),
    "review": Entry("mentions.cli.review.command:review", "Decide on drafts, one key each."),
    "approve": Entry("mentions.cli.drafts:approve", "Approve drafts for export."),
    "reject": Entry("mentions.cli.drafts:reject", "Reject prospects, with a reason."),
    "labels": Entry("mentions.cli.labels:labels", "Show what people said of mentions."),
    "export": Entry("mentions.cli.exports:export", "Write all approved drafts to a CSV file."),
    "import": Entry("mentions.cli.imports:import_", "Take over lists of other tools: who mentions a brand, who links."),
    "status": Entry("mentions.cli.status:status", "Show how the last crawls went and what is kept."),
    "rescore": Entry("mentions.cli.rescore:rescore", "Judge mentions by the weights and thresholds of today."),
    "doctor": Entry("mentions.cli.doctor:doctor", "Say what is missing, unsafe or stale, and how to mend it."),
    "completion": Entry("mentions.cli.completing:completion", "Print a script that completes commands in a shell."),
    "demo": Entry("mentions.cli.demo:demo", "Run the whole chain on a small made-up web."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by place and imports the one that is asked for.

    It is also the one border where errors of this package, and what the system refuses, become a line on stderr and
    exit status 1.
    """

    entries: ClassVar[Mapping[str, Entry]] = COMMANDS

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        if cmd_name not in self.entries:
            return None
        module, _, attribute = self.entries[cmd_name].place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        names = (name for name in self.entries if name.startswith(incomplete))
        commands = [CompletionItem(name, help=self.entries[name].short_help) for name in names]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - likewise
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.short_help) for name, entry in self.entries.items()])

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's signature
        open_closed_streams()
        with tidy_end():
            try:
                return super().main(*args, **kwargs)
            except OSError as error:
                click.echo(f"Error: {safe_line(complaint(error))}", err=True)
                sys.exit(1)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except MentionsError as error:
            raise click.ClickException(safe_line(str(error))) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mentions")
def main() -> None:
    """Find pages that name a brand without linking to it, and ask politely for the link.

    \b
    Example:
      mentions init --name "Acme Optics" --domain acme.example --yes
      scrapy crawl news
      mentions list
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a character shows "?" in its place; it is no reason to stop.
        sys.stdout.reconfigure(errors="replace")
