"""django-machina: a forum that nobody knows by name, read by the general reader."""

from collections.abc import Iterator
from pathlib import Path

import machina_site
import planted
import pytest
import stories
from forwarding import forwarding
from loopback import workspace
from stories import Change, Story

pytestmark = pytest.mark.system


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with machina_site.served(tmp_path / "forum") as site, forwarding() as proxy:
        yield Story(site, workspace(tmp_path / "workspace"), proxy)


def test_the_whole_story(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    figures = stories.first_crawl(story, planted.THREADS)
    figures.show(story.name, capsys)
    assert not figures.faults, figures.said
    stories.asks_nothing_again(story)
    now = stories.news_is_seen_at_once(story, planted.THREADS, to="talk-0")
    gone = (Change("unlinked"), Change("long-3"), Change("reply"))
    stories.changes_are_seen(story, now, (Change("quiet-3", is_edit=True), *gone))
