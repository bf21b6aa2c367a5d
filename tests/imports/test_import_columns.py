"""Which column is for what, in the files of tools that people use."""

import io

import pytest

from mentions.exceptions import MentionsError, UnreadableError
from mentions.imports.columns import Columns, fingerprint, for_backlinks, for_mentions, spelled, told
from mentions.imports.headers import OF_BACKLINKS, OF_MENTIONS, Role, tool_of
from mentions.imports.tables import Table, open_table

OWN = {"acme.example"}
PAGE, TARGET = "https://blog.example/post", "https://acme.example/study"
AHREFS = (
    "Referring page title,Referring page URL,Domain rating,Target URL,Anchor,Nofollow,UGC,Sponsored,Lost status,"
    "Last seen,Lost"
)
SEMRUSH = (
    "Page ascore,Source title,Source url,Target url,Anchor,Nofollow,Sponsored,Ugc,First seen,Last seen,New link,"
    "Lost link"
)
MAJESTIC = "SourceURL,ACRank,AnchorText,Date,FlagRedirect,FlagNoFollow,FlagDeleted,FlagMention,TargetURL,LastSeenDate"


def table(*lines: str) -> Table:
    return open_table(io.BytesIO("\n".join(lines).encode()))


def by_role(found: Table, columns: Columns) -> dict[str, str]:
    return {role: "+".join(found.headers[number] for number in numbers) for role, numbers in columns.of.items()}


@pytest.mark.parametrize(
    ("headers", "tool", "expected"),
    [
        (
            AHREFS,
            "Ahrefs",
            {"url": "Referring page URL", "target": "Target URL", "lost": "Lost+Lost status", "seen": "Last seen"},
        ),
        (SEMRUSH, "Semrush", {"url": "Source url", "target": "Target url", "lost": "Lost link", "ugc": "Ugc"}),
        (MAJESTIC, "Majestic", {"url": "SourceURL", "target": "TargetURL", "mention": "FlagMention"}),
        ("URL,Title,Anchor Text,Target URL,PA,DA", "Moz", {"url": "URL", "target": "Target URL"}),
        ("url_from,url_to,anchor,is_dofollow", "", {"url": "url_from", "target": "url_to", "followed": "is_dofollow"}),
    ],
)
def test_backlinks_of_known_tools(headers: str, tool: str, expected: dict[str, str]) -> None:
    names = headers.split(",")
    rows = [
        ",".join(PAGE if n == expected["url"] else TARGET if n == expected["target"] else "false" for n in names)
        for _ in range(3)
    ]
    found = table(headers, *rows)
    columns = by_role(found, for_backlinks(found, OWN))
    assert {role: columns.get(role) for role in expected} == expected
    assert tool_of(found.headers) == tool


@pytest.mark.parametrize(
    "headers",
    [
        "Linking page,Last crawled",
        "Verweisende Seite,Zuletzt gecrawlt",
        "Page de liaison,Dernière exploration",
        "Página de enlace,Último rastreo",
        "Pagina di collegamento,Ultima scansione",
        "Página de vinculação,Último rastreamento",
        "Linkende pagina,Laatst gecrawld",
        "דפים מקשרים,סריקה אחרונה",
        "what nobody,ever saw",
    ],
)
def test_latest_links_of_search_console_in_any_language(headers: str) -> None:
    found = table(headers, "https://old.example/a,2026-08-01", '"https://new.example/b","Sep 15, 2026"')
    assert for_backlinks(found, OWN).first(Role.URL) == 0


@pytest.mark.parametrize("headers", ["Site,Linking pages,Target pages", "Sitio web,x,y", "אתר,דפים מקשרים,דפי יעד"])
def test_top_linking_sites(headers: str) -> None:
    columns = for_backlinks(table(headers, "big.example,3,1", 'small.example,"1,240",5'), OWN)
    assert columns.of == {Role.SITE: (0,)}


@pytest.mark.parametrize("headers", ["Target page,Incoming links,Linking sites", "Zielseite,Links,Websites", "א,ב,ג"])
def test_top_linked_pages_are_refused_in_any_language(headers: str) -> None:
    found = table(headers, 'https://acme.example/,"2,100",80', "https://www.acme.example/a,340,25")
    with pytest.raises(UnreadableError, match="pages of your own site"):
        for_backlinks(found, OWN)


def test_of_several_columns_of_addresses_ours_is_the_target() -> None:
    found = table("a,b,c", f"{TARGET},{PAGE}/1,x", f"{TARGET}/2,{PAGE}/2,y")
    assert by_role(found, for_backlinks(found, OWN)) == {"url": "b", "target": "a"}


def test_what_varies_most_is_the_page() -> None:
    icon = "https://cdn.example/icon.png"
    found = table("picture,page", *(f"{icon},{PAGE}/{number}" for number in range(5)))
    assert by_role(found, for_mentions(found, OWN)) == {"url": "page"}


def test_a_header_does_not_count_against_what_the_cells_hold() -> None:
    found = table("Link,Address", *(f"see below,{PAGE}/{number}" for number in range(5)))
    assert by_role(found, for_mentions(found, OWN)) == {"url": "Address"}


def test_without_addresses_the_headers_are_listed() -> None:
    with pytest.raises(UnreadableError, match=r"--map url=HEADER \(Title, Reach\)"):
        for_mentions(table("Title,Reach", "a,1", "b,2"), OWN)


def test_a_person_names_columns_by_header_or_number() -> None:
    found = table("Mention URL,Kind of page,Kind of page", f"{PAGE},News,x")
    columns = told(found, [("url", "mention url"), ("kind", "3")], OF_MENTIONS)
    assert columns.of == {Role.URL: (0,), Role.KIND: (2,)}
    assert spelled(found, columns) == [("url", "Mention URL"), ("kind", "3")]
    assert told(found, spelled(found, columns), OF_MENTIONS) == columns


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ([("title", "Mention URL")], "write one of url, kind"),
        ([("url", "Nothing")], "there are: Mention URL"),
        ([("url", "7")], "no column is called"),
        ([("kind", "1")], "write url=HEADER"),
    ],
)
def test_names_that_lead_nowhere(said: list[tuple[str, str]], what: str) -> None:
    with pytest.raises(MentionsError, match=what):
        told(table("Mention URL,x", f"{PAGE},y"), said, OF_MENTIONS)


def test_lost_may_be_said_by_several_columns() -> None:
    found = table("URL,Lost,Lost status", f"{PAGE},,")
    said = [("url", "URL"), ("lost", "Lost"), ("lost", "Lost status")]
    assert told(found, said, OF_BACKLINKS).of[Role.LOST] == (1, 2)


def test_fingerprints_know_a_file_again() -> None:
    assert fingerprint(["Source URL", "Date"]) == fingerprint(["source_url", "DATE"])
    assert fingerprint(["Source URL", "Date"]) != fingerprint(["Date", "Source URL"])
