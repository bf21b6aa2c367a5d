"""What a `Retry-After` header asks for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.middlewares.pace import seconds

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("-5", 0),
        ("1.5", 1.5),
        ("Sun, 01 Mar 2026 12:02:00 GMT", 120),
        ("Sun, 01 Mar 2026 13:02:00 +0100", 120),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("Sunday, 01-Mar-26 12:02:00 GMT", 120),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("Sun, 99 Mar 2026 12:02:00 GMT", None),
    ],
)
def test_seconds_and_dates(said: str, wait: float | None) -> None:
    assert seconds(said, now=NOW) == wait


@given(st.text(max_size=60))
def test_whatever_is_said_is_a_wait_or_nothing(said: str) -> None:
    wait = seconds(said, now=NOW)
    assert wait is None or wait >= 0
