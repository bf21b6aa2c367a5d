"""Networks, and whose account an address belongs to."""

import pytest

from mentions.accounts import account_of, is_network


@pytest.mark.parametrize(
    ("address", "account"),
    [
        ("https://x.com/AcmeOptics/status/1", "acmeoptics"),
        ("https://www.linkedin.com/company/acme-optics/", "acme-optics"),
        ("https://www.youtube.com/@acme", "acme"),
        ("https://bsky.app/profile/acme.bsky.social", "acme"),
        ("https://x.com/%C3%85cme", "åcme"),
        ("https://www.facebook.com/sharer/sharer.php?u=https://acme.example", ""),
        ("https://x.com/intent/tweet?url=x", ""),
        ("https://x.com/", ""),
    ],
)
def test_the_account_of_an_address(address: str, account: str) -> None:
    assert account_of(address) == account


def test_networks_are_told_by_their_host() -> None:
    assert is_network("https://mobile.twitter.com/acme")
    assert not is_network("https://notx.com/acme")
    assert not is_network("acme")
