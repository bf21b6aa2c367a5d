"""public-inbox: the last mails by its feed, the others by threads that show what stands elsewhere, too."""

from collections.abc import Iterator
from pathlib import Path

import mails
import public_inbox_site
import pytest
import stories
from forwarding import forwarding
from loopback import workspace
from stories import Change, Story

pytestmark = pytest.mark.system


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with public_inbox_site.served(tmp_path / "archive") as site, forwarding() as proxy:
        yield Story(site, workspace(tmp_path / "workspace"), proxy)


def test_the_whole_story(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    figures = stories.first_crawl(story, mails.THREADS)
    figures.show(story.name, capsys)
    assert not figures.faults, figures.said
    stories.asks_nothing_again(story)
    now = stories.news_is_seen_at_once(story, mails.THREADS, to="talk-0")
    stories.changes_are_seen(story, now, (Change("unlinked"),))
