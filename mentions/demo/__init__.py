"""A small made-up web under names in `.example`, for `mentions demo` and the tests."""

from mentions.demo.expected import ExpectedMention, ExpectedPage, expected
from mentions.demo.serving import ServedWeb, serve
from mentions.demo.web import CONFIG, Answer, Web, later, load, sources

__all__ = [
    "CONFIG",
    "Answer",
    "ExpectedMention",
    "ExpectedPage",
    "ServedWeb",
    "Web",
    "expected",
    "later",
    "load",
    "serve",
    "sources",
]
