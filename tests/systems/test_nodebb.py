"""NodeBB: read by its engine, and by the general reader alone."""

from collections.abc import Iterator
from pathlib import Path

import nodebb_site
import planted
import pytest
import stories
from forwarding import forwarding
from loopback import workspace
from stories import Change, Story

pytestmark = pytest.mark.system


WAYS = {"by its engine": (), "by the general reader": ("-a", "platform=no")}


@pytest.fixture(params=WAYS)
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    with nodebb_site.served(tmp_path / "forum") as site, forwarding() as proxy:
        yield Story(site, workspace(tmp_path / "workspace"), proxy, request.param, WAYS[request.param])


def test_a_topic_that_is_hidden_from_guests_is_gone(tmp_path: Path) -> None:
    with nodebb_site.served(tmp_path / "forum") as site, forwarding() as proxy:
        story, some = Story(site, workspace(tmp_path / "workspace"), proxy), planted.THREADS[:4]
        stories.first_crawl(story, some)
        story.is_right(some)
        site.hide("unlinked")
        story.grow_older()
        story.backfill()
        story.is_right(planted.without(some, "unlinked"))


def test_the_whole_story(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    figures = stories.first_crawl(story, planted.THREADS)
    figures.show(story.name, capsys)
    assert not figures.faults, figures.said
    stories.asks_nothing_again(story)
    now = stories.news_is_seen_at_once(story, planted.THREADS, to="talk-0")
    # Its lists tell programs nothing of a reply that is gone; to readers they show the number of posts.
    reply = Change("reply", is_shown="platform=no" in story.arguments)
    gone = (Change("unlinked"), Change("long-3"), reply)
    stories.changes_are_seen(story, now, (Change("quiet-3", is_edit=True), *gone))
