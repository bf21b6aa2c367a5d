"""The manners that no single crawl shows for sure."""

import pytest
from scrapy.settings import Settings


@pytest.fixture
def settings() -> Settings:
    found = Settings()
    found.setmodule("mentions.settings")
    return found


def test_no_delay_is_shorter_than_configured(settings: Settings) -> None:
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0


def test_a_host_is_asked_for_one_page_at_a_time(settings: Settings) -> None:
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings.getbool("ROBOTSTXT_OBEY")


@pytest.mark.parametrize("name", ["TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED"])
def test_nothing_listens_and_nothing_is_kept_of_a_visit(settings: Settings, name: str) -> None:
    assert settings.getbool(name) is False


def test_each_host_is_asked_at_its_own_pace(settings: Settings) -> None:
    assert settings["SCHEDULER_PRIORITY_QUEUE"] == "mentions.middlewares.queueing.FairQueue"
    assert 0 < settings.getfloat("REFUSAL_PAUSE") <= settings.getfloat("REFUSAL_PAUSE_MAX")
    assert settings.getint("REFUSALS_MAX") > settings.getint("RETRY_TIMES")


def test_only_the_web_is_fetched(settings: Settings) -> None:
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}
