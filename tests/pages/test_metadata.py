"""Moments and JSON-LD by themselves; whole pages are in tests/cases/pages/metadata-*."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.pages.metadata import moment, objects_of


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("20260302", datetime(2026, 3, 2, tzinfo=UTC)),
        (" 2026-03-02T10:30:00Z ", datetime(2026, 3, 2, 10, 30, tzinfo=UTC)),
        ("2026-03-02 10:30", datetime(2026, 3, 2, 10, 30, tzinfo=UTC)),
        ("2026-03-02T10:30:00+05:30", datetime(2026, 3, 2, 5, 0, tzinfo=UTC)),
        ("2026-03-02T10:30:00.123456Z", datetime(2026, 3, 2, 10, 30, 0, 123456, tzinfo=UTC)),
        ("yesterday", None),
        ("2026-02-30", None),
        ("1850-01-01", None),
        ("2999-01-01", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("", None),
    ],
)
def test_moments(text: str, at: datetime | None) -> None:
    assert moment(text) == at


@given(st.one_of(st.text(max_size=30), st.datetimes().map(str), st.dates().map(str)))
def test_a_moment_is_utc_or_none(text: str) -> None:
    at = moment(text)
    assert at is None or (at.tzinfo is UTC and 1990 <= at.year <= 2100)


@pytest.mark.parametrize(
    ("block", "objects"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('[{"a": 1}, {"b": 2}]', [{"a": 1}, {"b": 2}]),
        ('{"a": {"b": {"c": 3}}}', [{"a": {"b": {"c": 3}}}, {"b": {"c": 3}}, {"c": 3}]),
        ('<!-- {"a": 1} -->', [{"a": 1}]),
        ('\n<!--\n{"a": "x --> y"}\n-->\n', [{"a": "x --> y"}]),
        ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
        ('{"a": "raw\nbreak"}', [{"a": "raw\nbreak"}]),
        ('{"a": 1', []),
        ("", []),
        ("null", []),
        ("9" * 5000, []),
    ],
)
def test_objects_of_a_block(block: str, objects: list[dict[str, Any]]) -> None:
    assert objects_of([block]) == objects


def test_a_broken_block_does_not_hide_the_next() -> None:
    assert objects_of(["{", '{"a": 1}']) == [{"a": 1}]
