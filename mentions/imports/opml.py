"""Lists of sources as feed readers exchange them: OPML, both ways."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from lxml import etree

from mentions import urls
from mentions.exceptions import UnreadableError
from mentions.imports.sources import Listed
from mentions.imports.values import kind
from mentions.items import Kind, Source

# By the grammar of XML 1.0.
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KIND, _BRAND = "/kind/", "/brand/"


def read_opml(body: bytes) -> list[Listed]:
    """The sources in a list, in its order; entities and foreign files are not followed. Raises UnreadableError."""
    # Entities could fill the memory, or bring in files of this machine.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"it is no OPML: {error.msg}") from error
    if not isinstance(root.tag, str) or etree.QName(root).localname.lower() != "opml":
        raise UnreadableError("it is XML, but no OPML; a feed or a sitemap is a source itself: write it as [[source]]")
    return [_listed(outline) for outline in root.iter("{*}outline") if _address(outline)]


def write_opml(sources: Iterable[Source]) -> bytes:
    """A list that feed readers take, and `read_opml` gives back the same: a folder for each kind of source."""
    every = list(sources)
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Sources of mentions"
    body = etree.SubElement(root, "body")
    for group in Kind:
        if some := [one for one in every if one.kind is group]:
            folder = etree.SubElement(body, "outline", text=group.value)
            for one in some:
                _add(folder, one)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add(folder: Any, source: Source) -> None:  # noqa: ANN401 - lxml's element
    category = ",".join((f"{_KIND}{source.kind}", *(f"{_BRAND}{key}" for key in source.brands)))
    host = urls.unicode_host(urls.host_of(source.url))
    etree.SubElement(folder, "outline", type="rss", text=host, xmlUrl=_legal(source.url), category=category)


def _legal(url: str) -> str:
    """An address without the signs that XML cannot hold."""
    return _ILLEGAL.sub(lambda found: quote(found[0]), url)


def _listed(outline: Any) -> Listed:  # noqa: ANN401 - lxml's element
    said = [one.strip() for one in outline.get("category", "").split(",")]
    above = (one.get("text") or one.get("title") or "" for one in outline.iterancestors("{*}outline"))
    words = (*(one.removeprefix(_KIND).strip("/") for one in said), *above)
    return Listed(
        line=outline.sourceline or 0,
        url=_address(outline),
        kind=next((found for word in words if (found := kind(word))), None),
        brands=tuple(one.removeprefix(_BRAND) for one in said if one.startswith(_BRAND)),
    )


def _address(outline: Any) -> str:  # noqa: ANN401 - lxml's element
    """What the outline subscribes to, else the page it is about; "" where it is a folder."""
    known = {name.lower(): value for name, value in outline.attrib.items()}
    said = (known.get(name, "").strip() for name in ("xmlurl", "htmlurl", "url"))
    return next((one for one in said if one), "")
