"""Keys, own domains, brands from flags, and the fingerprint that decides what is looked at again."""

import re
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.config import brand_from_flags, finds_the_same, fingerprints, own_domain
from mentions.config.brands import slug
from mentions.exceptions import ConfigError
from mentions.items import Brand, BrandPage

ACME = Brand(name="Acme", key="acme", domains=("acme.example",), aliases=("ACM", "Acme Inc"))
OTHER = Brand(name="Other", key="other", domains=("other.example",))
# What changes neither which mentions are found nor how they are judged.
INDIFFERENT = {
    "url": "https://acme.example/new",
    "sender": "jane",
    "pages": (BrandPage(url="https://acme.example/a"),),
}
# What changes the verdict on a mention, and not whether there is one.
JUDGED_BY = ("description", "competitors", "context", "not_context", "profiles")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Acme Optics", "acme-optics"),
        ("Levi's", "levis"),
        ("L’Oréal", "loreal"),
        ("Ørsted & Søn A/S", "orsted-son-a-s"),
        ("C++", "c"),
        ("42", "42"),
        ("東京 Optics", "optics"),
    ],
)
def test_a_key_is_made_of_the_name(name: str, key: str) -> None:
    assert slug(name) == key


def test_a_name_without_ascii_letters_has_a_key_of_its_own() -> None:
    assert slug("東京") == slug("東京") != slug("大阪")
    assert slug("東京").startswith("brand-")


@given(st.text())
def test_any_name_has_a_key_that_is_safe_in_a_file_name(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", slug(name))


@pytest.mark.parametrize(
    "text",
    [
        "acme.example",
        " ACME.example. ",
        "https://www.acme.example/",
        "http://acme.example:8080",
        "//acme.example/",
    ],
)
def test_a_domain_may_be_written_as_an_address(text: str) -> None:
    assert own_domain(text.removeprefix("//")) == "acme.example"


def test_a_domain_in_another_script() -> None:
    assert own_domain("bücher.example") == "xn--bcher-kva.example"


@pytest.mark.parametrize(
    "text",
    ["", "acme", "https://", "*.acme.example", "acme..example", "a b.example", "https://host.example/acme"],
)
def test_what_is_no_domain_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write"):
        own_domain(text)


@given(st.text(max_size=40))
def test_any_text_is_a_plain_host_or_refused(text: str) -> None:
    try:
        host = own_domain(text)
    except ValueError:
        return
    assert re.fullmatch(r"[a-z0-9.-]+", host)


def test_a_brand_from_flags() -> None:
    brand = brand_from_flags("Acme Optics", ["https://www.acme.example/", "acme.example"])
    assert brand == Brand(name="Acme Optics", key="acme-optics", domains=("acme.example",), url="https://acme.example/")


@pytest.mark.parametrize(
    ("name", "domains", "message"),
    [
        ("", ["acme.example"], "command line: name: is empty"),
        ("Acme", [], "command line: domains: is empty"),
        ("Acme", ["acme"], "command line: domains: 'acme' is no domain"),
    ],
)
def test_flags_that_make_no_brand(name: str, domains: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        brand_from_flags(name, domains)


def test_the_order_does_not_count() -> None:
    turned = replace(ACME, aliases=ACME.aliases[::-1])
    assert fingerprints([ACME, OTHER]) == fingerprints([OTHER, turned])
    assert fingerprints([ACME, OTHER])["other"] == fingerprints([OTHER])["other"]


@pytest.mark.parametrize("field", [field.name for field in fields(Brand)])
def test_the_fingerprint_changes_with_what_detection_goes_by(field: str) -> None:
    value: object = "changed" if isinstance(getattr(ACME, field), str) else ("changed.example",)
    other = replace(ACME, **{field: INDIFFERENT.get(field, value)})  # type: ignore[arg-type]
    before, after = *fingerprints([ACME]).values(), *fingerprints([other]).values()
    assert (before == after and other.key == ACME.key) is (field in INDIFFERENT)
    assert finds_the_same(before, after) is (field in INDIFFERENT or field in JUDGED_BY)


def test_moving_a_word_from_one_field_to_another_counts() -> None:
    as_product = replace(ACME, aliases=("ACM",), products=("Acme Inc",))
    assert fingerprints([ACME]) != fingerprints([as_product])


def test_a_fingerprint_outlives_the_process() -> None:
    assert fingerprints([OTHER]) == {"other": "e0f423488a5c0d14"}
