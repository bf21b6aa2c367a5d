"""Pelican: the last articles by the feed, the archive by the site's own lists."""

from collections.abc import Iterator
from pathlib import Path

import pelican_site
import pytest
import stories
from forwarding import forwarding
from loopback import workspace
from stories import Change, Story

pytestmark = pytest.mark.system


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with pelican_site.served(tmp_path / "blog") as site, forwarding() as proxy:
        yield Story(site, workspace(tmp_path / "workspace"), proxy)


def test_the_whole_story(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    figures = stories.first_crawl(story, pelican_site.ARTICLES)
    figures.show(story.name, capsys)
    assert not figures.faults, figures.said
    stories.asks_nothing_again(story)
    now = stories.news_is_seen_at_once(story, pelican_site.ARTICLES)
    old = (Change("quiet-3", is_edit=True), Change("unlinked"))
    stories.changes_are_seen(story, now, (Change("quiet-22", is_edit=True, is_shown=True), *old))
