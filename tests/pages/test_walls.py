"""What stands in the place of a page is not the page; what only speaks of walls is."""

import pytest

from mentions import pages
from mentions.items import Unknown
from mentions.pages.walls import wall

ASKED = "https://news.example/2026/telescopes"


def answer(title: str, *, words: int = 20, url: str = ASKED, asked: str = ASKED) -> Unknown | None:
    """Why an answer is not the page."""
    html = f"<html><head><title>{title}</title></head><body><p>{'word ' * words}</p></body></html>"
    found = wall(pages.read(html.encode(), url), asked)
    return found.reason if found else None


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Just a moment...", Unknown.BLOCKED),
        ("Attention Required! | Cloudflare", Unknown.BLOCKED),
        ("Access Denied", Unknown.BLOCKED),
        ("Verify you are human", Unknown.BLOCKED),
        ("Before you continue to News", Unknown.BLOCKED),
        ("News – Cookie settings", Unknown.BLOCKED),
        ("Log in | Daily News", Unknown.BLOCKED),
        ("Anmelden – Forum", Unknown.BLOCKED),
        ("Page not found - Example News", Unknown.GONE),
        ("Error 404 (Not Found)", Unknown.GONE),
        ("404", Unknown.GONE),
        ("Oops! That page can’t be found. – Blog", Unknown.GONE),
        ("Seite nicht gefunden | Zeitung", Unknown.GONE),
    ],
)
def test_what_says_that_it_is_no_page(title: str, reason: Unknown) -> None:
    assert answer(title) is reason
    assert answer(title, words=400) is None


@pytest.mark.parametrize(
    "title",
    [
        "Acme Optics makes lenses",
        "Access denied: how a telescope was lost",
        "Just a moment of silence for the old telescope",
        "404 lenses sold in a day",
        "Found and not found: a year of comets",
        "How to log in to your telescope and stay there",
        "Consent in science",
        "",
    ],
)
def test_what_only_sounds_like_it(title: str) -> None:
    assert answer(title) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://consent.news.example/m?continue=x", Unknown.BLOCKED),
        ("https://news.example/consent?next=/2026/telescopes", Unknown.BLOCKED),
        ("https://news.example/wp-login.php?redirect_to=x", Unknown.BLOCKED),
        ("https://news.example/users/sign_in", Unknown.BLOCKED),
        ("https://news.example/2026/telescopes-and-consent-forms", None),
        ("https://news.example/2026/login-screens-of-telescopes", None),
        ("https://news.example/moved?from=/login", None),
    ],
)
def test_where_a_request_is_led_to(url: str, reason: Unknown | None) -> None:
    assert answer("Telescopes", url=url) is reason
    assert answer("Telescopes", url=url, asked=url) is None


def test_a_login_page_that_was_asked_for_is_a_page() -> None:
    login = "https://news.example/login"
    assert answer("Log in", url=login, asked=login) is None
