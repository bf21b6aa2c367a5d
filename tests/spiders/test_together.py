"""Two people review while crawls go on: nobody waits in vain, and nothing is lost or done twice."""

from pathlib import Path

import pytest
from together import PEOPLE, together


@pytest.mark.slow
def test_two_reviewers_and_a_crawl_at_once(tmp_path: Path) -> None:
    seen = together(tmp_path, 20)
    assert list(seen.faults()) == []
    assert {name for name, _, _ in seen.done} == set(PEOPLE)
    assert {what for _, _, what in seen.done} == {
        "approved", "rejected", "snoozed", "blocked", "edited", "drafted", "undone",
    }  # fmt: skip
    assert len(seen.crawls) > 1
    assert seen.drafted == len(seen.urls)
