"""What the look of an address says: was it meant for the brand, is it dead, is it the brand's own account."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.detection.link_notes import is_own_account, looks_dead, was_meant_for
from mentions.items import Brand

ACME = Brand(name="Acme Optics", aliases=("Åcme",), domains=("acme.example", "xn--mller-kva.example"))


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        ("http://https://acme.example/", True),
        ("https:acme.example", True),
        (" https//www.acme.example/a b", True),
        ("htpps://acme.example", True),
        ("www.müller.example", True),
        ("wwww.acme.example", True),
        ("ww.acme.example", True),
        ("http://https://acme.example.evil.example/", False),
        ("https://evil.example/https://acme.example", False),
        ("javascript:open('https://acme.example')", False),
        ("mailto:acme.example", False),
        ("info@acme.example", False),
        ("/acme", False),
        ("", False),
    ],
)
def test_slips_before_an_own_domain(href: str, *, meant: bool) -> None:
    assert was_meant_for(href, ACME) is meant


@pytest.mark.parametrize(
    ("address", "dead"),
    [
        ("https://wwww.acme.example/", True),
        ("https://acme.example/lenses-for-te…", True),
        ("https://acme.example/www.acme.example", True),
        ("https://www.acme.example/", False),
        ("https://wwf.acme.example/", False),
        ("https://acme.example/null-point?to=https://acme.example/", False),
    ],
)
def test_addresses_that_look_dead(address: str, *, dead: bool) -> None:
    assert looks_dead(address) is dead


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://www.instagram.com/acme_optics/", True),
        ("https://x.com/%C3%85cme", True),
        ("https://mobile.twitter.com/acme", True),
        ("https://www.youtube.com/c/AcmeOpticsOfficial", True),
        ("https://www.linkedin.com/in/", False),
        ("https://www.facebook.com/acmebank", False),
        ("https://notx.com/acme", False),
    ],
)
def test_accounts_called_like_the_brand(address: str, *, own: bool) -> None:
    assert is_own_account(address, ACME) is own


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://www.lenses.example/@Optics", True),
        ("http://lenses.example/@optics/115?x=1", True),
        ("https://lenses.example/@opticsfan", False),
        ("https://lenses.example/", False),
        ("https://shop.example/seller?id=7&ref=a", True),
        ("https://shop.example/seller?id=8", False),
        ("mailto:optics@lenses.example", False),
    ],
)
def test_accounts_that_are_listed(address: str, *, own: bool) -> None:
    brand = Brand(
        name="Acme",
        domains=("acme.example",),
        profiles=("https://lenses.example/@optics/", "https://shop.example/seller?id=7"),
    )
    assert is_own_account(address, brand) is own


@given(st.text(max_size=80))
def test_no_text_breaks_a_look(text: str) -> None:
    was_meant_for(text, ACME)
    looks_dead(text)
    was_meant_for("http://" * 2000 + text, ACME)
    looks_dead("https://" + "/..." * 2000 + text)
