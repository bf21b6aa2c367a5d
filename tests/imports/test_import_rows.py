"""What single rows say: addresses, claims, and why they are left out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions import urls
from mentions.config import brand_from_flags
from mentions.imports import linking, naming
from mentions.imports.columns import Columns
from mentions.imports.headers import Role
from mentions.imports.linking import Reading, claim_of
from mentions.imports.naming import Offer, RejectedError, offer_of
from mentions.imports.rows import Row
from mentions.imports.values import address, domain, moment, yes
from mentions.items import BacklinkClaim, Kind

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ACME = brand_from_flags("Acme Optics", ["acme.example", "my-acme.example"])
OWN = set(ACME.domains)
READING = Reading("Ahrefs (a.csv)", NOW, [ACME], ACME)
PAGE, TARGET = "https://blog.example/post", "https://acme.example/study"
LINKS = {Role.URL: 0, Role.TARGET: 1, Role.NOFOLLOW: 2, Role.LOST: 3, Role.SEEN: 4, Role.MENTION: 5, Role.REL: 6}


def columns(*roles: Role) -> Columns:
    return Columns({role: (number,) for number, role in enumerate(roles)})


def offered(*cells: str) -> Offer | naming.Left:
    return offer_of(Row(7, cells), columns(Role.URL, Role.KIND), OWN)


def claimed(*cells: str) -> BacklinkClaim | linking.Left:
    return claim_of(Row(7, cells), Columns({role: (number,) for role, number in LINKS.items()}), READING)


def claim(*cells: str) -> BacklinkClaim:
    found = claimed(*cells)
    assert isinstance(found, BacklinkClaim)
    return found


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (f" {PAGE} ", PAGE),
        ("blog.example/post", PAGE),
        ("//blog.example/post", PAGE),
        (f"<{PAGE}>", PAGE),
        (f"'{PAGE}", PAGE),
        ("HTTPS://Blog.example/Post", "HTTPS://Blog.example/Post"),
        ("https://www.google.com/url?rct=j&sa=t&url=https://blog.example/post&ct=ga", PAGE),
    ],
)
def test_addresses_as_tools_write_them(cell: str, expected: str) -> None:
    assert address(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        *("", "n/a", "1.5", "12.03.2026", "a title. Another", "javascript:alert(1)", "ftp://a.example/"),
        *(f"{PAGE}\n{PAGE}", "=HYPERLINK(1)", "https://", "jane@blog.example", "https://x.example/" + "a" * 5000),
        "https://a.example/\x1b]52;",
    ],
)
def test_what_is_no_address(cell: str) -> None:
    assert address(cell) is None


def test_bare_domains() -> None:
    assert (domain("big.example"), domain("https://big.example/")) == ("big.example", "big.example")
    assert (domain("big.example/page"), domain("1,240")) == (None, None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-10-02", "2026-10-02T00:00"),
        ("2026-10-02 13:30:00", "2026-10-02T13:30"),
        ("2026-10-02T13:30:00+02:00", "2026-10-02T11:30"),
        ("Sep 15, 2026", "2026-09-15T00:00"),
        ("15 Sep 2026", "2026-09-15T00:00"),
        ("15.09.2026", "2026-09-15T00:00"),
        ("02/10/2026", None),
        ("soon", None),
    ],
)
def test_days_that_can_be_told_for_certain(cell: str, expected: str | None) -> None:
    found = moment(cell)
    assert (found.strftime("%Y-%m-%dT%H:%M") if found else None) == expected


def test_yes_and_no() -> None:
    assert all(map(yes, ("true", "Yes", "1", "+", "x", "2026-09-01", "Removed", "nofollow")))
    assert not any(map(yes, ("", " ", "false", "No", "0", "-", "nein", "FALSE")))


def test_a_row_offers_an_address_and_what_it_is() -> None:
    assert offered(PAGE, "News") == Offer(PAGE, Kind.NEWS)
    assert offered(PAGE, "Forums") == Offer(PAGE, Kind.FORUM)
    assert offered(PAGE, "Podcasts") == Offer(PAGE)
    assert offered(PAGE) == Offer(PAGE)


@pytest.mark.parametrize(
    "url",
    [
        "https://stats.example/site/acme.example",
        "https://stats.example/www.acme.example/",
        "https://acme.example.proxy.example/a",
        "https://acme-example.translate.goog/a",
        "https://my--acme-example.translate.goog/a",
        "https://web.archive.org/web/2020/https://acme.example/a",
        "https://whois.example/?domain=ACME.example",
        "https://cache.example/get?u=https%3A%2F%2Facme.example%2Fa",
    ],
)
def test_copies_of_own_pages_and_reports_on_a_domain_are_left_out(url: str) -> None:
    assert offered(url) is naming.Left.ABOUT_DOMAIN


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/acme.example-raises-prices",
        "https://notacme.example.net/a",
        "https://blog.example/why-acme-example",
        "https://acmeexample.example/",
    ],
)
def test_a_name_within_words_is_no_copy(url: str) -> None:
    assert offered(url) == Offer(url)


def test_own_pages_and_those_of_the_alert_service_are_left_out() -> None:
    assert offered("https://www.acme.example/a") is naming.Left.OWN
    assert offered("https://www.google.com/alerts/remove?s=1") is naming.Left.TOOL


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (Row(1, ("",)), "has no address"),
        (Row(1, ()), "has too few cells"),
        (Row(1, ("see there",)), "no web address"),
        (Row(1, ("x",), "holds a NUL character"), "NUL"),
    ],
)
def test_rows_that_cannot_be_used_say_why(row: Row, why: str) -> None:
    for read in (lambda: offer_of(row, columns(Role.URL), OWN), lambda: claim_of(row, columns(Role.URL), READING)):
        with pytest.raises(RejectedError, match=why):
            read()


def test_a_claim_keeps_what_the_file_says() -> None:
    found = claim(PAGE, TARGET, "true", "", "2026-10-02", "", "ugc sponsored")
    assert (found.url, found.site, found.to_host, found.lost) == (PAGE, "blog.example", "acme.example", False)
    assert found.rel == ("nofollow", "sponsored", "ugc")
    assert (found.seen_at, found.imported_at) == (datetime(2026, 10, 2, tzinfo=UTC), NOW)
    assert claim(PAGE, TARGET).rel == ()
    assert claim(PAGE, TARGET).seen_at == NOW
    assert claim(PAGE, TARGET, "", "", "2031-01-01").seen_at == NOW


@pytest.mark.parametrize("cell", ["2026-09-01", "true", "Removed", "+"])
def test_links_that_were_lost_are_told(cell: str) -> None:
    assert claim(PAGE, TARGET, "", cell).lost


def test_what_is_no_link_to_us_is_left_out() -> None:
    assert claimed(PAGE, TARGET, "", "", "", "+") is linking.Left.MENTION
    assert claimed(PAGE, "https://borealis.example/") is linking.Left.ELSEWHERE
    assert claimed("https://www.acme.example/a", TARGET) is linking.Left.OWN
    with pytest.raises(RejectedError, match="target"):
        claimed(PAGE, "somewhere")


def test_sites_alone_claim_for_the_brand_that_was_chosen() -> None:
    found = claim_of(Row(1, ("news.big.example", "3")), columns(Role.SITE), READING)
    assert isinstance(found, BacklinkClaim)
    assert (found.url, found.site, found.target) == ("", "big.example", "https://acme.example/")
    with pytest.raises(RejectedError, match="no domain"):
        claim_of(Row(1, ("a title", "3")), columns(Role.SITE), READING)


@given(st.lists(st.text(max_size=60) | st.sampled_from([PAGE, TARGET, "true", "-1"]), max_size=8))
def test_any_cells_are_a_claim_left_out_or_rejected(cells: list[str]) -> None:
    try:
        found = claimed(*cells)
    except RejectedError:
        return
    assert isinstance(found, linking.Left) or (urls.is_web(found.url) and urls.is_web(found.target))


@given(st.text(max_size=200))
def test_any_cell_is_an_address_or_none(cell: str) -> None:
    found = address(cell)
    assert found is None or urls.normalise(found)
