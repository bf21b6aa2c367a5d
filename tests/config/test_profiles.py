"""What `imports.toml` remembers of other tools' files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.config.profiles import profile, with_profile
from mentions.exceptions import ConfigError

FILE = Path("imports.toml")
COLUMNS = [("url", "Mention URL"), ("lost", "Lost"), ("lost", "Lost status")]


def read(text: str, fingerprint: str = "ab12") -> list[tuple[str, str]]:
    return profile(text, FILE, what="mentions", fingerprint=fingerprint)


def added(text: str, columns: list[tuple[str, str]], fingerprint: str = "ab12") -> str:
    return with_profile(text, FILE, what="mentions", fingerprint=fingerprint, columns=columns)


def test_what_was_written_is_read() -> None:
    text = added("", COLUMNS)
    assert text.startswith("# Which columns")
    assert read(text) == COLUMNS
    assert read(text, "other") == []
    assert read(added(text, [("url", "x")], "other")) == COLUMNS


def test_a_change_leaves_the_rest_as_it_was() -> None:
    text = added("", COLUMNS).replace('url = "Mention URL"', 'url = "Mention URL" # the short one') + "# mine\n"
    changed = added(text, [("url", "Link")])
    assert read(changed) == [("url", "Link")]
    assert "# mine" in changed
    assert added(changed, [("url", "Link")]) == changed


@pytest.mark.parametrize(
    "text", ["[mentions", "mentions = 1", "[mentions]\nab12 = 1", "[mentions.ab12]\nurl = 1", "[[mentions]]\nx = 1"]
)
def test_what_a_person_broke_is_named(text: str) -> None:
    with pytest.raises(ConfigError, match=r"imports\.toml"):
        read(text)


@given(st.lists(st.tuples(st.sampled_from(["url", "kind", "lost"]), st.text(st.characters(exclude_categories=["Cs"])))))
def test_any_header_comes_back(columns: list[tuple[str, str]]) -> None:
    assert sorted(read(added(added("", COLUMNS), columns))) == sorted(columns)
