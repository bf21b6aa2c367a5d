"""Mentions as they are listed and judged."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from mentions import urls
from mentions.db import models
from mentions.db.store.places import PagePlace, place_of
from mentions.db.store.rows import MentionRow
from mentions.db.store.selecting import fetch, select_rows, where_given
from mentions.db.store.upserts import chunks, table_of
from mentions.items import Evidence, LinkState, Section, Stage, Unknown, Verdict

_DECIDED = (LinkState.OWN_SITE, LinkState.LINKED, LinkState.PAGE_LINKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the program now thinks of a mention."""

    mention_id: int
    confidence: float
    verdict: Verdict
    evidence: Sequence[Evidence]


def mentions(
    connection: Connection,
    *,
    brand: str | None = None,
    verdicts: Collection[Verdict] = (),
    with_gone: bool = False,
    limit: int | None = None,
) -> list[MentionRow]:
    """Mentions by page and place; `verdicts` are those that count, a person's above the program's.

    Gone are those that the last look did not find, also because their page was not there.
    """
    row, page = models.Mention, models.Page
    standing = func.coalesce(row.reviewed, row.verdict)
    is_gone = or_(row.gone, _page_is_gone())
    statement = where_given(_select(gone=is_gone), (row.brand, brand), (standing, tuple(verdicts)))
    if not with_gone:
        statement = statement.where(~is_gone)
    return fetch(connection, MentionRow, statement.order_by(page.address, is_gone, row.ordinal, row.id).limit(limit))


def mentions_on(connection: Connection, page_ids: Collection[int]) -> list[MentionRow]:
    """All mentions that still stand on these pages, by page and place."""
    row = models.Mention
    return [
        found
        for some in chunks(page_ids)
        for found in fetch(
            connection,
            MentionRow,
            _select().where(row.page_id.in_(some), ~row.gone).order_by(row.page_id, row.ordinal),
        )
    ]


def doubts(
    connection: Connection, *, brands: Collection[str], but: Collection[Stage], among: Collection[int] | None = None
) -> list[MentionRow]:
    """The doubtful mentions of brands (keys) on which it depends whether their page is worth asking, by page and place.

    Of pages with a prospect in one of the stages `but`, none. `among` holds the ids that are asked about, None for all.
    """
    row = models.Mention
    statement = _select().where(*_in_doubt(brands, but))
    if among is not None:
        statement = statement.where(row.id.in_(among))
    return fetch(connection, MentionRow, statement.order_by(models.Page.address, row.brand, row.ordinal))


def doubtful_pages(connection: Connection, *, brands: Collection[str], but: Collection[Stage]) -> int:
    """How many pages, each counted for each brand, have such mentions."""
    row = models.Mention
    pairs = select(row.page_id, row.brand).where(*_in_doubt(brands, but)).distinct().subquery()
    return connection.scalar(select(func.count()).select_from(pairs)) or 0


def _in_doubt(brands: Collection[str], but: Collection[Stage]) -> Iterator[ColumnElement[bool]]:
    """What qualification calls doubtful: no link, no sure mention, one in doubt outside boilerplate, and no copy."""
    row, other, prospect, visit = models.Mention, aliased(models.Mention), models.Prospect, models.Visit
    page = aliased(models.Page)
    yield row.brand.in_(brands) & ~row.gone & (row.section != Section.BOILERPLATE)
    yield func.coalesce(row.reviewed, row.verdict) == Verdict.DOUBTFUL
    of_page = other.page_id == row.page_id, other.brand == row.brand, ~other.gone
    is_sure = func.coalesce(other.reviewed, other.verdict) == Verdict.ACCEPTED, other.section != Section.BOILERPLATE
    yield ~exists().where(*of_page, or_(other.link_state.in_(_DECIDED), and_(*is_sure)))
    yield ~exists().where(prospect.page_id == row.page_id, prospect.brand == row.brand, prospect.stage.in_(but))
    address = select(models.Page.address).where(models.Page.id == row.page_id).scalar_subquery()
    yield ~exists().where(visit.address == address, visit.unknown == Unknown.GONE)
    yield ~exists().where(page.id == row.page_id, page.original.is_not(None))


def naming_pages(connection: Connection, brands: Collection[str], *, after: int, limit: int) -> list[int]:
    """So many ids of pages that name one of these brands (keys), those above `after`, in order."""
    row = models.Mention
    statement = select(row.page_id).distinct().where(row.brand.in_(brands), ~row.gone, row.page_id > after)
    return list(connection.scalars(statement.order_by(row.page_id).limit(limit)))


def judge_mentions(connection: Connection, judged: Iterable[Judged]) -> None:
    """Keep what the program thinks now; what a person said stands above it as before."""
    row = table_of(models.Mention)
    rows = [
        {
            "of": one.mention_id,
            "as_sure": one.confidence,
            "decided": one.verdict,
            "because": list(map(astuple, one.evidence)),
        }
        for one in judged
    ]
    names = {"confidence": "as_sure", "verdict": "decided", "evidence": "because"}
    if rows:
        statement = update(row).where(row.c.id == bindparam("of"))
        connection.execute(statement.values({column: bindparam(name) for column, name in names.items()}), rows)


def mention(connection: Connection, mention_id: int) -> MentionRow | None:
    """One mention, gone or not."""
    found = fetch(connection, MentionRow, _select().where(models.Mention.id == mention_id))
    return found[0] if found else None


def review_place(connection: Connection, one: PagePlace, verdict: Verdict | None) -> list[int]:
    """Keep a person's verdict on what stands at a place, or take it back with None; of each it changes, the page id."""
    row, page = table_of(models.Mention), models.Page
    here = select(page.id).where(page.address == urls.normalise(one.url)).scalar_subquery()
    # The same words may stand on a page more than once: they are one place.
    alike = row.c.page_id == here, row.c.brand == one.brand, row.c.anchor.startswith(place_of(one))
    changed = update(row).where(*alike, row.c.reviewed.is_distinct_from(verdict)).values(reviewed=verdict)
    return list(connection.scalars(changed.returning(row.c.page_id)))


def review_by_labels(connection: Connection, page_ids: Collection[int]) -> None:
    """Keep on mentions that nobody has judged what was said of their places before they were found there."""
    row, page, label = models.Mention, models.Page, models.Label
    said = select(row.id, label.is_brand).join(page, page.id == row.page_id)
    said = said.join(label, (label.address == page.address) & (label.brand == row.brand) & label.is_current)
    said = said.where(row.reviewed.is_(None), row.anchor.startswith(label.place))
    verdicts = [
        {"of": mention_id, "decided": Verdict.ACCEPTED if is_brand else Verdict.REJECTED}
        for some in chunks(page_ids)
        for mention_id, is_brand in connection.execute(said.where(row.page_id.in_(some)))
    ]
    if verdicts:
        mention = table_of(row)
        statement = update(mention).where(mention.c.id == bindparam("of")).values(reviewed=bindparam("decided"))
        connection.execute(statement, verdicts)


def _page_is_gone() -> ColumnElement[bool]:
    visit = models.Visit
    return exists().where(visit.address == models.Page.address, visit.unknown == Unknown.GONE)


def _select(**told: ColumnElement[Any]) -> Select[Any]:
    page = models.Page
    of_page = {"url": page.url, "page_title": page.title, "page_author": page.author, "page_published": page.published}
    return select_rows(MentionRow, models.Mention, **of_page, **told).join(page)
