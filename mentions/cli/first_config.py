"""The first `mentions.toml`: what the user said, and a comment for each thing that could be said besides."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from string import Template

from mentions.items import Kind

MENTIONS_TOML = Template("""\
# What `mentions` looks for, and where. Keep this file in git; results go to the database.
# Lines that begin with # are notes or examples: take the # away to use one.

[store]
url = "sqlite:///mentions.db"         # beside this file; or "postgresql+psycopg://user@host/database"

[crawl]
# contact = "https://acme.example/bot"  # goes into the user agent, so that sites can reach you
delay_seconds = 2.0                   # pause between two requests to one host
revisit_days = 30                     # a page that no feed or list calls new is asked again after this
page_budget = 500                     # most pages one source may give in one run
# run_budget = 5000                     # most pages all sources may give together in one run
# adapt = false                         # also ask sources in every run that gave nothing new for long
verify_certificates = true

[[brand]]
name = $name
# key = "acme-optics"                 # default: from the name; with a key, a new name keeps the history
domains = $domains
# Links to these domains, or to a subdomain, count as links to the brand. List every domain that is yours.
description = $description
aliases = $aliases  # other spellings, such as ["AcmeOptics"]
products = $products  # names of products that only this brand has
people = $people  # founders, spokespersons, authors
competitors = []                      # named on the same pages, they speak for the brand
context = []                          # words that speak for the brand, such as ["lens", "telescope"]
not_context = []                      # phrases that speak against it, such as ["acme of"]
$url  # what drafts suggest to link to; default: the first domain
$pages  # better places to link to
profiles = $profiles  # accounts on other sites: a link to one is no link to the brand
# sender = "acme"                     # who signs; not needed with one sender

# Who signs the drafts. Needed before the first one.
# [[sender]]
# key = "acme"
# name = "Jane Doe"
# role = "Press officer"
# organisation = "Acme Optics"
# email = "jane@acme.example"
# postal_address = "1 Lens Street, 12345 Glass Town"  # drafts that promote something need one

# Where pages come from: feed, sitemap, front page or forum. What it is, is found out.
# kind is news, blog or forum: which of `scrapy crawl news`, `blogs`, `forums` takes it.
# `mentions sources add URL` looks what stands there, and writes it here.
$sources
""")
_WIDTH = 36
EXAMPLE_URL = '# url = "https://acme.example/"'
EXAMPLE_PAGES = '# pages = [{ url = "https://acme.example/study", about = ["lens study"] }]'
EXAMPLE_SOURCE = """\
# [[source]]
# kind = "news"
# url = "https://news.example/feed.xml"
# brands = []                         # keys or names; empty: all"""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a user said about the first brand; empty where nothing was said."""

    name: str
    domains: tuple[str, ...]
    description: str = ""
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    url: str = ""
    kind: Kind | None = None
    sources: tuple[str, ...] = ()


def mentions_toml(answers: Answers) -> str:
    """The text of the configuration."""
    kind = answers.kind or Kind.NEWS
    sources = [f'[[source]]\nkind = "{kind}"\nurl = {_quoted(url)}\n' for url in answers.sources]
    pages = ", ".join(f"{{ url = {_quoted(url)} }}" for url in answers.pages)
    return MENTIONS_TOML.substitute(
        name=_quoted(answers.name),
        domains=_list(answers.domains),
        description=_quoted(answers.description),
        aliases=_list(answers.aliases).ljust(_WIDTH - len("aliases = ")),
        products=_list(answers.products).ljust(_WIDTH - len("products = ")),
        people=_list(answers.people).ljust(_WIDTH - len("people = ")),
        profiles=_list(answers.profiles).ljust(_WIDTH - len("profiles = ")),
        url=f"url = {_quoted(answers.url)}".ljust(_WIDTH) if answers.url else EXAMPLE_URL.ljust(_WIDTH),
        pages=f"pages = [{pages}]".ljust(_WIDTH) if pages else EXAMPLE_PAGES,
        sources="\n".join(sources).rstrip() or EXAMPLE_SOURCE,
    )


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    """A TOML string: JSON's rules are TOML's, but for DEL and for what is no Unicode."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
