"""Links that go through another address: what is written in them, and that no text breaks the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions import redirectors, urls

LENS = "https://acme.example/lens"
ESCAPED = "https%3A%2F%2Facme.example%2Flens"
SOUP = st.text(alphabet=st.sampled_from("https:/?#[]@&=%.-_~3A2F aé\t\\|;"), max_size=40)


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.de/url?q={ESCAPED}&sa=D",
        f"https://www.google.com/url?sa=t&amp;url={ESCAPED}",
        "https://gate.sc/?url=https%253A%252F%252Facme.example%252Flens",
        "https://duckduckgo.com/l/?uddg=//acme.example/lens",
        f"https://www.pixiv.net/jump.php?{ESCAPED}",
        f"https://r.search.yahoo.com/_ylt=A/RV=2/RU={ESCAPED}/RK=2/",
    ],
)
def test_redirectors_are_unwrapped(url: str) -> None:
    assert redirectors.unwrapped(url) == LENS


@pytest.mark.parametrize(
    "url",
    [
        LENS,
        "https://t.co/abc",
        "https://www.google.com/search?q=https://acme.example/lens",
        "https://www.google.com/url?q=lenses",
        "https://google.com.evil.example/url?q=https://acme.example/lens",
        "https://l.facebook.com/l.php?u=javascript:alert(1)",
        f"whatsapp://send?text={LENS}",
    ],
)
def test_any_other_address_stays(url: str) -> None:
    assert redirectors.unwrapped(url) == url


def test_redirectors_that_lead_to_each_other_come_to_an_end() -> None:
    url = LENS
    for _ in range(500):
        url = f"https://href.li/?{url}"
    assert redirectors.unwrapped(url).startswith("https://href.li/?")


@pytest.mark.parametrize(
    ("url", "carried"),
    [
        (f"https://network.example/c?id=1&url={ESCAPED}&sref=https%3A%2F%2Fnews.example%2F", (LENS,)),
        ("https://network.example/c?a=http://one.example/&b=http://two.example/", ("http://one.example/", "http://two.example/")),
        ("https://network.example/c?url=acme.example/lens", ()),
        (f"https://twitter.com/share?url={LENS}", ()),
        (f"https://news.example/login?to={LENS}", ()),
        (LENS, ()),
    ],
)  # fmt: skip
def test_what_the_query_of_a_link_carries(url: str, carried: tuple[str, ...]) -> None:
    assert redirectors.carried(url) == carried


@given(st.sampled_from(["https://www.google.com/url?q=", "https://href.li/?", "https://network.example/?u=", ""]), SOUP)
def test_no_text_breaks_the_reading(start: str, rest: str) -> None:
    address = urls.resolve("https://news.example/", start + rest)
    if address:
        target = redirectors.unwrapped(address)
        assert target == address or urls.is_web(target)
        assert all(map(urls.is_web, redirectors.carried(address)))
