"""What lists claim of a page is kept with its visit, and afterwards only where a list came behind the page."""

from typing import Any

from sqlalchemy import Engine, event
from visit_examples import ACME, NOW, URL, visit

from mentions.db import reading
from mentions.db.store.visits import visits_of
from mentions.pages.listings import Offered
from mentions.services.heard import Heard
from mentions.services.recording import record
from mentions.services.visiting import note_claims


def test_what_was_claimed_before_the_visit_is_not_late() -> None:
    heard = Heard()
    heard.hear(Offered(URL, claim={"replies": "4"}))
    assert heard.keep(URL, {"replies": "3", "last post": "17"}) == {"replies": "4", "last post": "17"}
    heard.hear(Offered(URL, claim={"replies": "4", "last post": "17"}))
    assert heard.late() == {}


def test_of_two_words_on_one_thing_the_first_holds() -> None:
    heard = Heard()
    heard.hear(Offered(URL, claim={"replies": "4"}))
    assert heard.hear(Offered(URL, claim={"replies": "3", "views": "9"})).claim == {"replies": "4", "views": "9"}


def test_what_a_list_claims_behind_the_visit_is_late_and_of_pages_never_read_nothing_is() -> None:
    heard = Heard()
    assert heard.keep(URL, {"last post": "17"}) == {"last post": "17"}
    heard.keep(f"{URL}/quiet", {})
    heard.hear(Offered(f"{URL}?page=2", claim={"replies": "4"}, thread=URL))
    heard.hear(Offered(f"{URL}/unread", claim={"replies": "4"}))
    assert heard.late() == {URL: {"last post": "17", "replies": "4"}}


def test_late_claims_are_written_at_once(engine: Engine) -> None:
    every = {f"{URL}/{number}": {"replies": str(number)} for number in range(40)}
    record(engine, [visit(url=url) for url in every], brands=[ACME], run_id=None, settled=[], now=NOW)
    statements: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_: object, __: object, statement: str, *___: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        statements.append(statement)

    note_claims(engine, every)
    assert len([one for one in statements if one.startswith("UPDATE visit")]) == 1
    with reading(engine) as connection:
        assert {address: row.claim for address, row in visits_of(connection, every).items()} == every
