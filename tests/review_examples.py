"""Drafted prospects on several sites, and all that a review may change of them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from prospect_examples import BRAND, NOW, SENDER, crawl, make_workspace, visit

from mentions import db
from mentions.db import Engine
from mentions.services.dialogue import Dialogue
from mentions.services.drafting import draft_sites
from mentions.services.workspaces import Workspace

SITES = ("alpha.example", "beta.example", "gamma.example", "delta.example")


_STATES = """
SELECT prospect.id, stage, snooze_until, subject, body, contact_id, suggested_url, approved_by, approved_sha256,
       reviewed, suppression.reason, label.id, label.is_brand
FROM prospect JOIN page ON page.id = prospect.page_id JOIN site ON site.id = site_id
JOIN mention ON mention.id = mention_id
LEFT JOIN draft ON draft.prospect_id = prospect.id AND draft.is_current LEFT JOIN suppression ON value = domain
LEFT JOIN label ON label.address = page.address AND label.is_current
"""


class State(NamedTuple):
    """Of one prospect: all that a review may change."""

    stage: str
    snooze_until: str | None
    subject: str | None
    body: str | None
    contact_id: int | None
    suggested_url: str | None
    approved_by: str | None
    approved_sha256: str | None
    reviewed: str | None
    suppressed: str | None
    label: int | None
    is_brand: bool | None


def drafted(folder: Path, *, config: str = BRAND + SENDER) -> tuple[Workspace, Engine]:
    """A workspace with two pages on each of the sites, and a draft about the better one."""
    workspace = make_workspace(folder, config)
    (folder / "mentions.db").write_bytes(_drafted_store())
    return workspace, workspace.store()


@cache
def _drafted_store() -> bytes:
    """Made once: that is most of what a test would wait for."""
    with TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder))
        engine = workspace.store()
        for site in SITES:
            best = visit(f"https://{site}/acme", title=f"Acme Optics, a portrait of the workshop, by {site}")
            crawl(workspace, engine, visit(f"https://{site}/telescopes"), best)
        list(draft_sites(engine, workspace, workspace.config.brands[0], now=NOW))
        engine.dispose()
        return (Path(folder) / "mentions.db").read_bytes()


def dialogue(workspace: Workspace, engine: Engine, by: str = "Zoe", *, sites: int | None = None) -> Dialogue:
    return Dialogue(engine, workspace, by=by, clock=lambda: NOW, sites=sites)


def states(engine: Engine) -> dict[int, State]:
    """How all prospects stand, by their ids."""
    with db.reading(engine) as connection:
        return {row[0]: State(*row[1:]) for row in connection.exec_driver_sql(_STATES)}


def history(engine: Engine) -> list[tuple[object, ...]]:
    """All that happened, the oldest first."""
    with db.reading(engine) as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM event ORDER BY id")]


def actors(events: Sequence[tuple[object, ...]]) -> list[object]:
    """Who did these."""
    return [event[4] for event in events]
