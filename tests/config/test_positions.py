"""The line of a key, in every way that TOML lets one be written."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.config.faults import Keys
from mentions.config.positions import line_of

TEXT = '''\
title = "x" # [brand]
[store]
url = """
[[brand]]
name = "no key" \\""" # no comment
""""

[[brand]]          # the first
name = \'\'\'
[[brand]]
domains = 1\'\'\'
domains = [ # a list
  "a.example", # "b"

  "]", 'c"#',
  ["nested",
   "deep"],
]
"quoted key" = 1
dotted . "in two" = 2

  [[ brand ]]
  name = "second"
  pages = [{ url = "u", about = [] },
    { url = "v" }]
  'single' = 1979-05-27 07:32:00
  [brand.extra]
  x = 1.5
  [[brand.deep]]
  y = 1
  [[brand.deep]]
  y = 2

[a.b.c]
z = { p.q = 1, r = "}" }
'''
LINES: dict[Keys, int] = {
    ("title",): 1,
    ("store",): 2,
    ("store", "url"): 3,
    ("brand",): 8,
    ("brand", 0): 8,
    ("brand", 0, "name"): 9,
    ("brand", 0, "domains"): 12,
    ("brand", 0, "domains", 0): 13,
    ("brand", 0, "domains", 1): 15,
    ("brand", 0, "domains", 2): 15,
    ("brand", 0, "domains", 3): 16,
    ("brand", 0, "domains", 3, 1): 17,
    ("brand", 0, "quoted key"): 19,
    ("brand", 0, "dotted"): 20,
    ("brand", 0, "dotted", "in two"): 20,
    ("brand", 1): 22,
    ("brand", 1, "name"): 23,
    ("brand", 1, "pages"): 24,
    ("brand", 1, "pages", 0, "about"): 24,
    ("brand", 1, "pages", 1): 25,
    ("brand", 1, "pages", 1, "url"): 25,
    ("brand", 1, "single"): 26,
    ("brand", 1, "extra"): 27,
    ("brand", 1, "extra", "x"): 28,
    ("brand", 1, "deep", 0, "y"): 30,
    ("brand", 1, "deep", 1): 31,
    ("brand", 1, "deep", 1, "y"): 32,
    ("a",): 34,
    ("a", "b", "c", "z"): 35,
    ("a", "b", "c", "z", "p", "q"): 35,
    ("a", "b", "c", "z", "r"): 35,
}


@pytest.mark.parametrize("keys", LINES)
def test_a_key_is_found_on_its_line(keys: Keys) -> None:
    tomllib.loads(TEXT)
    assert line_of(TEXT, keys) == LINES[keys]


def test_windows_line_ends_count_once() -> None:
    assert line_of(TEXT.replace("\n", "\r\n"), ("brand", 1, "name")) == 23


def test_what_is_missing_is_on_the_line_of_its_table() -> None:
    assert line_of(TEXT, ("brand", 1, "domains")) == 22
    assert line_of(TEXT, ("brand", 0, "domains", 9)) == 12


def test_what_has_no_place_has_no_line() -> None:
    assert line_of(TEXT, ("crawl", "contact")) is None
    assert line_of(TEXT, ()) is None


def spelled(text: str) -> str:
    """A TOML string of any text, by escapes alone."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
strings = words.map(spelled) | st.text('ab[]{}=,.#\n"', max_size=8).map(lambda text: "'''\n" + text + "'''")
values = st.recursive(
    strings | st.sampled_from(["1", "-1.5e3", "true", "1979-05-27 07:32:00", "inf"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: "[\n" + ",\n# [x]\n".join(items) + "]"),
    max_leaves=6,
)


@given(st.lists(st.tuples(words, values), max_size=6, unique_by=lambda pair: pair[0]))
def test_every_key_is_found_below_whatever_stands_before_it(pairs: list[tuple[str, str]]) -> None:
    text, lines = "", {}
    for key, value in pairs:
        lines[key] = text.count("\n") + 1
        text += f"{spelled(key)} = {value} # note\n"
    assert tomllib.loads(text).keys() == lines.keys()
    for key, line in lines.items():
        assert line_of(text, (key,)) == line
