"""What `mentions.toml` says, once it has been checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from mentions.config.faults import hint, shown
from mentions.exceptions import ConfigError
from mentions.items import DEFAULT_THRESHOLDS, Brand, Sender, Source, Thresholds

DEFAULT_STORE = "sqlite:///mentions.db"

# Strict: `revisit_days = "30"` or `verify_certificates = 1` is a slip of the pen, not another way to say it.
_Seconds = Annotated[float, Field(strict=True, ge=0, le=86_400, allow_inf_nan=False)]
_Days = Annotated[int, Field(strict=True, ge=0, le=36_500)]
_Count = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
_Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
_Switch = Annotated[bool, Field(strict=True)]
_Texts = Annotated[tuple[str, ...], BeforeValidator(lambda one: (one,) if isinstance(one, str) else one)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """How crawls behave.

    `contact` goes into the user agent. A page that nothing calls new is asked again after `revisit_days`.
    `allow_private` holds `host:port` of private addresses that may be fetched. `page_budget` is the most
    pages that one source may give in one run, `run_budget` the most of all sources together. Where it `adapt`s, a
    source that gives nothing new is asked less often. `browser` is the program that reads sources with
    `browser = true`; empty: Chromium, as it is found on the PATH.
    """

    contact: str = ""
    delay_seconds: _Seconds = 2.0
    revisit_days: _Days = 30
    verify_certificates: _Switch = True
    allow_private: tuple[str, ...] = ()
    page_budget: _Count = 500
    run_budget: _Count | None = None
    adapt: _Switch = True
    browser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection(Thresholds):
    """When a mention counts: `accept` and `reject` as in `Thresholds`, each 0 to 1; and who advises.

    `pipeline` names trained spaCy pipelines, installed packages or folders, each for pages in its own language;
    `semantic` turns on what compares passages and profiles in meaning.
    """

    accept: _Share = DEFAULT_THRESHOLDS.accept
    reject: _Share = DEFAULT_THRESHOLDS.reject
    pipeline: _Texts = ()
    semantic: _Switch = False


ENGINES = ("gdelt", "hn", "stackexchange", "reddit", "brave", "sites")
"""What `scrapy crawl search` can ask; `sites` are the configured sources that have a search of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What `scrapy crawl search` asks: these `engines`, by default all that need nothing of the user.

    `stack_exchange` holds the domains of the sites there, `subreddits` names those of Reddit ("all" is all of it).
    `brave_key_variable` names the environment variable that holds the key: this file is kept in git, and shown to
    others.
    """

    engines: _Texts = ()
    stack_exchange: _Texts = ("stackoverflow.com",)
    subreddits: _Texts = ("all",)
    brave_key_variable: str = "BRAVE_SEARCH_API_KEY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reddit:
    """How Reddit's API is asked: the `user` there whose keys they are, and the environment variables that hold them."""

    user: str = ""
    id_variable: str = "REDDIT_CLIENT_ID"
    secret_variable: str = "REDDIT_CLIENT_SECRET"  # noqa: S105 - a name

    @property
    def variables(self) -> tuple[str, str]:
        """Both variables: without one of them there are no keys."""
        return self.id_variable, self.secret_variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A checked configuration. `path` is the file it came from, None where there is none.

    Keys and names are unique, every brand and sender that is referred to exists, `Source.brands` holds keys.
    """

    path: Path | None = None
    store_url: str = DEFAULT_STORE
    senders: tuple[Sender, ...] = ()
    crawl: Crawl = Crawl()
    detection: Detection = Detection()
    search: Search = Search()
    reddit: Reddit = Reddit()
    brands: tuple[Brand, ...] = ()
    sources: tuple[Source, ...] = ()

    def brand(self, name_or_key: str) -> Brand:
        """The brand of that key, else of that name in any case. Raises ConfigError where there is none."""
        if found := find_brand(self.brands, name_or_key):
            return found
        known = hint(name_or_key, (brand.key for brand in self.brands))
        raise self._error(f"no brand {shown(name_or_key)}; {known}")

    def require_brands(self) -> tuple[Brand, ...]:
        """The brands. Raises ConfigError where there is none."""
        if not self.brands:
            raise self._error('no brand; write one: [[brand]] with name = "…" and domains = ["…"]')
        return self.brands

    def sender_of(self, brand: Brand) -> Sender:
        """Who signs the drafts of a brand; an only sender signs for all. Raises ConfigError."""
        if not brand.sender and len(self.senders) == 1:
            return self.senders[0]
        for sender in self.senders:
            if sender.key == brand.sender:
                return sender
        what = "give it a sender" if self.senders else "add a [[sender]] with key, name, organisation, email"
        raise self._error(f"nobody signs for brand {shown(brand.name)}; {what}")

    def _error(self, message: str) -> ConfigError:
        return ConfigError(self.path or "mentions.toml", message)


def find_brand(brands: tuple[Brand, ...], name_or_key: str) -> Brand | None:
    """The brand of that key, else of that name in any case."""
    name = name_or_key.casefold()
    by_name = (brand for brand in brands if brand.name.casefold() == name)
    return next((brand for brand in brands if brand.key == name_or_key), next(by_name, None))
