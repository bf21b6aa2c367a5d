"""The manifest against the pages themselves, read with the standard library alone."""

import json
import re
import tomllib
import urllib.robotparser
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from mentions.demo import CONFIG, ExpectedPage, expected, load, sources
from mentions.items import LinkState, Section, Unknown, Verdict

WEB = load()
PAGES = expected()
READABLE = [page for page in PAGES if page.mentions]
NAMES = re.compile(r"Acm[eé][- ]?Optics|Kindling|ClearLens|(?<![\w.@])acme\.example(?!/)", re.IGNORECASE)
OWN = {"Acme Optics": "acme.example", "Kindling": "kindling.example"}


class Seen(HTMLParser):
    """Visible text, and each link with its text."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.base, self.text, self.silent = url, "", 0
        self.links: list[tuple[str, str]] = []
        self.feeds: list[str] = []
        self._starts: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.silent += tag in {"head", "script", "style"}
        if tag == "base":
            self.base = urljoin(self.base, values["href"])
        elif tag == "link" and values["rel"] == "alternate":
            self.feeds.append(urljoin(self.base, values["href"]))
        elif tag == "a":
            self._starts.append((urljoin(self.base, values["href"]), len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"head", "script", "style"}
        if tag == "a":
            href, start = self._starts.pop()
            self.links.append((href, self.text[start:]))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text += data.replace("\N{SOFT HYPHEN}", "")


def body(url: str) -> str:
    answer = WEB.answer(url)
    content = answer.body
    declared = re.search(rb"charset=\"?([\w-]+)", content)
    return content.decode(declared[1].decode() if declared else "utf-8").removeprefix("\ufeff")


def seen(url: str) -> Seen:
    parser = Seen(url)
    parser.feed(body(url))
    return parser


def under(url: str, domain: str) -> bool:
    return f".{urlsplit(url).netloc}".endswith(f".{domain}")


def offered(url: str) -> Iterator[str]:
    """The pages of a source: of a feed, a sitemap, else what the page or robots.txt names, else its links."""
    content_type = dict(WEB.answer(url).headers)["Content-Type"]
    if "xml" in content_type:
        yield from _listed(url)
        return
    front = urlsplit(url)
    lists = seen(url).feeds or re.findall(r"Sitemap: (\S+)", body(f"http://{front.netloc}/robots.txt"))
    if lists:
        for listing in lists:
            yield from _listed(listing)
    else:
        yield from _linked(url)


def _listed(url: str) -> Iterator[str]:
    tree = ET.fromstring(WEB.answer(url).body)  # noqa: S314 - our own file
    for element in tree.iter():
        name = element.tag.rsplit("}")[-1]
        if name == "loc" and tree.tag.endswith("sitemapindex"):
            yield from _listed(element.text or "")
        elif name == "loc" or (name == "link" and element.text and tree.tag == "rss"):
            yield element.text or ""
        elif name == "link" and element.get("rel") == "alternate":
            yield urljoin(url, element.attrib["href"])


def _linked(front: str) -> Iterator[str]:
    waiting, known = [front], {front}
    while waiting:
        url = waiting.pop()
        yield url
        if WEB.answer(url).status == 200:
            links = {href.split("#")[0] for href, _ in seen(url).links}
            new = {href for href in links - known if urlsplit(href).netloc == urlsplit(front).netloc}
            known |= new
            waiting += sorted(new)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url)
def test_the_web_answers_as_the_manifest_says(page: ExpectedPage) -> None:
    answer = WEB.answer(page.url)
    assert answer.status == page.status
    if page.page_url != page.url:
        assert dict(answer.headers)["Location"] == page.page_url
        assert WEB.answer(page.page_url).status == 200


def test_the_sources_lead_to_every_page() -> None:
    found = {address for _, url in sources() for address in offered(url)}
    assert {page.url for page in PAGES} - found == set()


def test_every_offered_page_that_names_a_brand_is_in_the_manifest() -> None:
    known = {page.url for page in PAGES} | {page.page_url for page in PAGES}
    found = {address for _, url in sources() for address in offered(url)}
    silent = [url for url in found - known if WEB.answer(url).status == 200]
    assert [url for url in silent if NAMES.search(seen(url).text)] == []


@pytest.mark.parametrize("page", READABLE, ids=lambda page: page.url)
def test_links_inside_a_site_lead_somewhere(page: ExpectedPage) -> None:
    site = urlsplit(page.page_url).netloc
    inside = {href.split("#")[0] for href, _ in seen(page.page_url).links if urlsplit(href).netloc == site}
    dead = {urlsplit(href).path for href in inside if WEB.answer(href).status != 200}
    assert {path for path in dead if not path.startswith(("/member/", "/cdn-cgi/"))} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url)
def test_robots_txt_forbids_what_the_manifest_says(page: ExpectedPage) -> None:
    robots = urllib.robotparser.RobotFileParser()
    answer = WEB.answer(f"http://{urlsplit(page.url).netloc}/robots.txt")
    robots.parse(answer.body.decode().splitlines() if answer.status == 200 else [])
    assert robots.can_fetch("mentions", page.url) == (page.unknown is not Unknown.ROBOTS)


def test_one_site_asks_for_a_delay() -> None:
    assert "Crawl-delay: 1" in body("http://plainpages.example/robots.txt")


@pytest.mark.parametrize("page", READABLE, ids=lambda page: page.url)
def test_the_mentions_are_all_there_and_in_order(page: ExpectedPage) -> None:
    found = NAMES.findall(seen(page.page_url).text)
    assert found == [mention.surface for mention in page.mentions]


@pytest.mark.parametrize("page", READABLE, ids=lambda page: page.url)
def test_link_states_are_what_the_links_say(page: ExpectedPage) -> None:
    parsed = seen(page.page_url)
    for mention in page.mentions:
        own = OWN[mention.brand]
        if mention.href:
            assert any(href == mention.href and mention.surface in text for href, text in parsed.links)
        brand_links = [href for href, _ in parsed.links if under(href, own)]
        if under(page.page_url, own):
            state = LinkState.OWN_SITE
        elif mention.href:
            state = LinkState.LINKED if under(mention.href, own) else LinkState.LINKED_ELSEWHERE
        else:
            state = LinkState.PAGE_LINKS if brand_links else LinkState.UNLINKED
        assert mention.link_state == state


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url)
def test_what_cannot_be_read_has_no_mentions(page: ExpectedPage) -> None:
    is_endless = page.status == 302
    assert bool(page.mentions) != bool(page.unknown or is_endless)


def test_empty_and_shell_pages_show_no_text() -> None:
    assert body("http://daily-lantern.example/2026/09/empty.html") == ""
    shell = seen("http://daily-lantern.example/live/ticker.html").text
    assert not NAMES.search(shell)
    assert "JavaScript" in shell


def test_the_redirect_without_end_goes_round() -> None:
    start = "http://wire.example/go/carousel"
    there = dict(WEB.answer(start).headers)["Location"]
    assert there != start
    assert dict(WEB.answer(there).headers)["Location"] == start


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url)
def test_contacts_are_printed_or_stated(page: ExpectedPage) -> None:
    text = seen(page.page_url).text if page.mentions else ""
    stated = re.findall(r'"email": "mailto:([^"]+)"', body(page.page_url)) if page.mentions else []
    for address in page.contacts:
        assert address in text or address in stated


def test_never_contacts_are_there_to_tempt() -> None:
    never = {address for page in PAGES for address in page.never_contacts}
    temptations = {address for page in PAGES for address in page.never_contacts if address in body(page.page_url)}
    code = re.search(r'data-cfemail="(\w+)"', body("http://starfield-notes.example/2026/barlow/"))
    assert code
    key, *hidden = bytes.fromhex(code[1])
    assert temptations | {"".join(chr(sign ^ key) for sign in hidden)} == never
    assert never.isdisjoint(address for page in PAGES for address in page.contacts)


def test_the_hostile_title_is_hostile() -> None:
    title = re.search(r"<h1>(.*)</h1>", body("http://wire.example/releases/hostile.html"))
    assert title
    assert all(part in title[1] for part in ("=HYPERLINK(", "&#27;[2J", "{{7*7}}", "&lt;script&gt;"))


def test_the_manifest_covers_every_state_section_and_verdict() -> None:
    mentions = [mention for page in PAGES for mention in page.mentions]
    assert {mention.link_state for mention in mentions} == set(LinkState)
    assert {mention.section for mention in mentions} >= {*Section} - {Section.UNCLEAR}
    assert {mention.verdict for mention in mentions} == {Verdict.ACCEPTED, Verdict.REJECTED, None}
    assert len({page.case for page in PAGES}) == len({page.url for page in PAGES}) == len(PAGES)


def test_the_manifest_knows_only_configured_brands() -> None:
    configured = tomllib.loads(CONFIG.read_text("utf-8"))["brand"]
    assert {m.brand for page in PAGES for m in page.mentions} == {brand["name"] for brand in configured}
    assert {brand["name"]: brand["domains"][0] for brand in configured} == OWN


def test_structured_data_can_be_read() -> None:
    blocks = [
        block
        for url in WEB.answers
        if "daily-lantern" in url
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body(url), re.DOTALL)
    ]
    assert len(blocks) > 10
    assert all(json.loads(block)["@type"] == "NewsArticle" for block in blocks)
