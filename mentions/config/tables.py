"""The tables of `mentions.toml` under the names that stand in it; a wrong key or type is a fault."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from mentions.config.faults import FaultError, hint, shown
from mentions.config.model import DEFAULT_STORE, Crawl, Detection, Reddit, Search
from mentions.items import Brand, BrandPage, Kind, Sender, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Where results are kept: an address as SQLAlchemy reads it."""

    url: str = DEFAULT_STORE


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The whole file. That unknown keys are forbidden holds for everything below, too."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    store: Store = field(default_factory=Store)
    sender: tuple[Sender, ...] = ()
    crawl: Crawl = field(default_factory=Crawl)
    detection: Detection = field(default_factory=Detection)
    search: Search = field(default_factory=Search)
    reddit: Reddit = field(default_factory=Reddit)
    brand: tuple[Brand, ...] = ()
    source: tuple[Source, ...] = ()


_TYPES: dict[str, type] = {
    "store": Store,
    "sender": Sender,
    "crawl": Crawl,
    "detection": Detection,
    "search": Search,
    "reddit": Reddit,
    "brand": Brand,
    "source": Source,
    "pages": BrandPage,
}
_EXAMPLES = {
    "name": '"Acme Optics"',
    "domains": '["acme.example"]',
    "pages": '[{ url = "https://acme.example/study" }]',
    "kind": '"news"',
    "url": '"https://acme.example/"',
    "key": '"acme"',
    "organisation": '"Acme Optics"',
    "email": '"press@acme.example"',
    "pipeline": '["en_core_web_sm"]',
    "engines": '["gdelt", "hn"]',
    "stack_exchange": '["stackoverflow.com"]',
    "subreddits": '["telescopes"]',
}
_REMEDIES = {
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false, without quotes",
    "int_type": "must be a whole number, without quotes",
    "float_type": "must be a number, without quotes",
    "finite_number": "must be a finite number",
    "greater_than_equal": "must not be below {ge:g}",
    "less_than_equal": "must not be above {le:g}",
}


def tables(document: Mapping[str, Any]) -> Tables:
    """The document with every key known and every value of its type. Raises FaultError."""
    try:
        return _adapter().validate_python(document)
    except ValidationError as error:
        raise _fault(error.errors(include_url=False)) from error


@cache
def _adapter() -> TypeAdapter[Tables]:
    return TypeAdapter(Tables)


def _fault(errors: list[ErrorDetails]) -> FaultError:
    """The first error; a misspelt key goes before the missing one that it explains."""
    error = min(errors, key=lambda one: one["type"] != "unexpected_keyword_argument")
    return FaultError(error["loc"], _explained(error))


def _explained(error: ErrorDetails) -> str:
    """What is wrong and what to write, in words that need no knowledge of the library that found it."""
    *above, key = (part for part in error["loc"] if isinstance(part, str))
    match error["type"]:
        case "unexpected_keyword_argument":
            known = fields(_TYPES[above[-1]] if above else Tables)
            return f"unknown key; {hint(key, (one.name for one in known))}"
        case "missing":
            return f"is missing; write {key} = {_EXAMPLES[key]}"
        case "enum":
            return f"{shown(str(error['input']))} is unknown; {hint(str(error['input']), Kind)}"
        case "tuple_type" | "dataclass_type":
            return _shape(key) if not above else f"must be a list, such as {key} = {_EXAMPLES.get(key, '[]')}"
    remedy = _REMEDIES.get(error["type"])
    return remedy.format(**error.get("ctx", {})) if remedy else error["msg"]


def _shape(table: str) -> str:
    header = f"[{table}]" if table in ("store", "crawl", "detection", "search", "reddit") else f"[[{table}]]"
    return f"must be written {header}, with its keys on the lines below"
