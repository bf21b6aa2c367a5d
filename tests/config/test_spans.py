"""Spans of time as a person writes them."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.config.spans import LONGEST, span


@pytest.mark.parametrize(
    ("text", "hours"), [("30m", 0.5), ("6h", 6), (" 6 H ", 6), ("2d", 48), ("1w", 168), ("366d", 8784)]
)
def test_spans(text: str, hours: float) -> None:
    assert span(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "6", "h", "0h", "-1d", "1.5h", "6h30m", "367d", "999999w", "٣h x", "6 hours"])
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        span(text)


@given(st.text(max_size=12))
def test_any_text_is_a_span_within_bounds_or_none(text: str) -> None:
    try:
        found = span(text)
    except ValueError:
        return
    assert timedelta(0) < found <= LONGEST
