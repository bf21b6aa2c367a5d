"""Sources written into `mentions.toml` and taken out of it: nothing else changes, no comment goes."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.config import load
from mentions.config.amending_sources import add_source, add_sources, remove_source
from mentions.items import Kind, Source

FILE = Path("mentions.toml")
BRAND = '# ours\n[[brand]]\nname = "Acme Optics" # the name\ndomains = ["acme.example"]\n'
FEED = Source(kind=Kind.NEWS, url="https://news.example/feed.xml")
BLOG = Source(kind=Kind.BLOG, url="https://blog.example/", brands=("acme-optics",))
THREE = f"""{BRAND}
# the first
[[source]]
kind = "news"            # or so
url = "https://news.example/feed.xml"

# the second
[[source]]
kind = "blog"
# asked them
url = "https://blog.example/"
brands = [
    "acme-optics",       # alone
]

# the third
[[source]]
kind = "forum"
url = '''https://forum.example/'''

[crawl]
delay_seconds = 3
"""


def sources(text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads(text).get("source", [])
    return found


def test_a_source_is_added_behind_what_stands_there(tmp_path: Path) -> None:
    text = add_sources(BRAND, [FEED, BLOG], FILE)
    assert text.startswith(BRAND)
    (tmp_path / "mentions.toml").write_text(text)
    assert load(tmp_path / "mentions.toml").sources == (FEED, BLOG)


@pytest.mark.parametrize("text", [BRAND.rstrip("\n"), BRAND.replace("\n", "\r\n"), "", THREE])
def test_whatever_the_file_looks_like(text: str) -> None:
    changed = add_source(text, BLOG, FILE)
    assert changed.startswith(text)
    assert "\r" not in changed or "\n" not in changed.replace("\r\n", "")
    assert sources(changed)[-1] == {"kind": "blog", "url": BLOG.url, "brands": ["acme-optics"]}


def test_into_an_array_in_a_line() -> None:
    text = 'source = [{ kind = "news", url = "https://a.example/" }] # all\n'
    changed = add_source(text, FEED, FILE)
    assert [one["url"] for one in sources(changed)] == ["https://a.example/", FEED.url]
    assert "# all" in changed
    assert remove_source(changed, 1, FILE).count("{") == 1
    assert sources(remove_source(text, 0, FILE)) == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_what_is_removed_leaves_the_others_and_all_comments_between(number: int) -> None:
    changed = remove_source(THREE, number, FILE)
    left = [one for place, one in enumerate(sources(THREE)) if place != number]
    assert sources(changed) == left
    assert tomllib.loads(changed) == tomllib.loads(THREE) | {"source": left}
    assert all(f"# the {name}" in changed for name in ("first", "second", "third"))
    assert "\n\n\n" not in changed


def test_the_last_one_may_go_too() -> None:
    text = add_source(BRAND, FEED, FILE)
    assert remove_source(text, 0, FILE).strip() == BRAND.strip()


def test_what_was_added_can_be_taken_out_again() -> None:
    assert remove_source(add_source(THREE, FEED, FILE), 3, FILE).rstrip() == THREE.rstrip()


URL = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda text: f"https://a.example/{text}")


@given(st.lists(st.builds(Source, kind=st.sampled_from(Kind), url=URL), min_size=1, max_size=5), st.data())
def test_any_address_comes_back_and_goes_again(added: list[Source], data: st.DataObject) -> None:
    text = add_sources(THREE, added, FILE)
    assert [one["url"] for one in sources(text)[3:]] == [one.url for one in added]
    number = data.draw(st.integers(0, len(added) + 2))
    left = sources(text)
    del left[number]
    assert sources(remove_source(text, number, FILE)) == left
