"""`mentions rescore`: judge what is kept by the weights and thresholds of today."""

from collections import Counter
from datetime import UTC, datetime

import click

from mentions.cli.completing import brands
from mentions.cli.opening import brand_key, opened
from mentions.cli.terminal import print_json, progress
from mentions.items import Verdict


@click.command()
@click.option("--brand", metavar="NAME", shell_complete=brands, help="Of one brand only: its name or key.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def rescore(*, brand: str | None, as_json: bool) -> None:
    """Judge mentions by the weights and thresholds of today.

    No page is asked for: the features of each mention are kept. Of use after an upgrade, and after a change of
    [detection] in mentions.toml. What a person said stands.

    \b
    Example:
      mentions rescore
      mentions rescore --brand "Acme Optics" --json
    """
    from mentions.services.rescoring import rescore as judge

    with opened() as (workspace, engine):
        known, key = workspace.config.require_brands(), brand_key(workspace, brand)
        chosen = [one for one in known if key in (None, one.key)]
        pages, found, moves = 0, 0, Counter[tuple[Verdict, Verdict]]()
        for done in progress(judge(engine, chosen, workspace.config.detection, now=datetime.now(UTC)), "Batches"):
            pages, found, moves = pages + done.pages, found + done.mentions, moves + done.moves
    if as_json:
        counted = [{"from": old, "to": new, "count": count} for (old, new), count in moves.most_common()]
        print_json([{"pages": pages, "mentions": found, "moves": counted}])
    else:
        said = ", ".join(f"{count} {old} now {new}" for (old, new), count in moves.most_common())
        click.echo(f"{found} mentions on {pages} pages judged again: {said or 'no verdict changed'}.")
