"""WordPress with a classic and with a block theme, read by its REST lists, and as if nobody knew it."""

from collections.abc import Iterator
from pathlib import Path

import planted
import pytest
import stories
import wordpress_site
from forwarding import forwarding
from loopback import workspace
from stories import Change, Story

pytestmark = pytest.mark.system

CLASSIC, BLOCKS = "twentytwentyone", "twentytwentythree"


@pytest.fixture(params=[CLASSIC, BLOCKS])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    with wordpress_site.served(tmp_path, request.param) as site, forwarding() as proxy:
        yield Story(site, workspace(tmp_path / "workspace"), proxy, f"({request.param})")


@pytest.fixture(params=[CLASSIC, BLOCKS])
def general(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    with wordpress_site.served(tmp_path, request.param) as site, forwarding() as proxy:
        folder, way = workspace(tmp_path / "workspace"), f"({request.param}, general)"
        yield Story(site, folder, proxy, way, ("-a", "platform=no"))


def test_the_whole_story(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    figures = stories.first_crawl(story, planted.ARTICLES)
    figures.show(story.name, capsys)
    assert not figures.faults, figures.said
    stories.asks_nothing_again(story)
    now = stories.news_is_seen_at_once(story, planted.ARTICLES, to="talked-about")
    gone = (Change("unlinked"), Change("comment-1", is_shown=True), Change("reply", is_shown=True))
    stories.changes_are_seen(story, now, (Change("quiet-3", is_edit=True, is_shown=True), *gone))


def test_the_general_reader_alone(general: Story, capsys: pytest.CaptureFixture[str]) -> None:
    figures = stories.first_crawl(general, planted.ARTICLES)
    figures.show(general.name, capsys)
    assert not figures.faults, figures.said
    stories.asks_nothing_again(general)
    now = stories.news_is_seen_at_once(general, planted.ARTICLES)
    gone = (Change("unlinked"), Change("comment-1"))
    stories.changes_are_seen(general, now, (Change("quiet-3", is_edit=True), *gone))
