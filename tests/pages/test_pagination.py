"""Which page comes next, by addresses in the shapes of the forums and blogs that use them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.pages import Document
from mentions.pages.pagination import continued, numbered, shown_whole, without_first

VIEW, SHOW = "viewtopic.php?", "showthread.php?"
F, B = "https://forum.example", "https://blog.example"
ARTICLE = '<meta property="og:type" content="article">'


def page(url: str, *hrefs: str, head: str = "") -> Document:
    links = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    return Document(f"<head>{head}</head><body><p>Some words.</p>{links}</body>", url)


@pytest.mark.parametrize(
    ("url", "links", "following"),
    [
        # phpBB 3: offsets; the forum may be missing from a link
        (f"{F}/{VIEW}f=2&t=7", [f"/{VIEW}t=7&start=20", f"/{VIEW}t=8"], f"/{VIEW}t=7&start=20"),
        (f"{F}/{VIEW}t=7&start=20", [f"/{VIEW}t=7&start=40", f"/{VIEW}t=7"], f"/{VIEW}t=7&start=40"),
        (f"{F}/viewtopic.php?t=7&start=40", ["/viewtopic.php?t=7&start=20", "/viewtopic.php?t=7&start=0"], None),
        # vBulletin 3, 4 and its addresses rewritten
        (f"{F}/{SHOW}t=5", [f"/{SHOW}t=5&page=2", f"/{SHOW}t=5&page=9"], f"/{SHOW}t=5&page=2"),
        (f"{F}/threads/5-lens/page2", ["/threads/5-lens/page3", "/threads/5-lens"], "/threads/5-lens/page3"),
        (f"{F}/thread53668-3.html", ["/thread53668-4.html", "/thread53669-4.html"], "/thread53668-4.html"),
        # XenForo 2
        (f"{F}/threads/lens.5/", ["/threads/lens.5/page-2", "/threads/lens.5/latest"], "/threads/lens.5/page-2"),
        # SMF, both ways
        (f"{F}/?topic=5.0", ["/?topic=5.15", "/?topic=5.30", "/?topic=6.15"], "/?topic=5.15"),
        (f"{F}/index.php/topic,5.15.html", ["/index.php/topic,5.30.html"], "/index.php/topic,5.30.html"),
        # MyBB
        (f"{F}/thread-5.html", ["/thread-5-page-2.html", "/thread-6-page-2.html"], "/thread-5-page-2.html"),
        # NodeBB, FlaskBB, Discourse
        (f"{F}/topic/10-lens?page=1", ["/topic/10-lens?page=2", "/topic/10-lens?page=3"], "/topic/10-lens?page=2"),
        (f"{F}/t/lens/55", ["/t/lens/55?page=2", "/t/other/56?page=2"], "/t/lens/55?page=2"),
        (f"{F}/topic/10-lens?page=2", ["/topic/10-lens?page=1"], None),
        # lists of topics are no documents
        (f"{F}/viewforum.php?f=2", ["/viewforum.php?f=2&start=25"], None),
        (f"{F}/forum/1-talk", ["/forum/1-talk?page=2"], None),
        (f"{F}/", ["/?page=2"], None),
    ],
)  # fmt: skip
def test_topics_go_on(url: str, links: list[str], following: str | None) -> None:
    document = page(url, *links)
    assert continued(document) == (F + following if following else None)


@pytest.mark.parametrize(
    ("url", "links", "following"),
    [
        (
            f"{B}/2023/05/lenses/",
            ["/2023/05/lenses/2/", "/2023/05/lenses/3/", "/2023/06/others/2/"],
            "/2023/05/lenses/2/",
        ),
        (f"{B}/2023/05/lenses/2/", ["/2023/05/lenses/", "/2023/05/lenses/3/"], "/2023/05/lenses/3/"),
        (f"{B}/lenses.html", ["/lenses-2.html", "/others-2.html"], "/lenses-2.html"),
        (f"{B}/lenses", ["/lenses?page=2"], "/lenses?page=2"),
        (f"{B}/2023/05/lenses/", ["/2023/05/lenses/comment-page-2/"], "/2023/05/lenses/comment-page-2/"),
        (f"{B}/top-10.html", ["/top-25.html", "/top-5.html"], None),
        (f"{B}/2023/05/", ["/2023/06/", "/2023/04/"], None),
        (f"{B}/category/lenses/", ["/category/lenses/page/2/"], None),
    ],
)
def test_articles_go_on(url: str, links: list[str], following: str | None) -> None:
    assert continued(page(url, *links, head=ARTICLE)) == (B + following if following else None)
    assert continued(page(url, *links)) is None  # nothing says that this is a text, and no list


def test_a_theme_says_that_a_page_is_a_single_entry() -> None:
    body = '<body class="post-template-default single single-post postid-12"><a href="/2023/05/lenses/2/">2</a>'
    assert continued(Document(body, f"{B}/2023/05/lenses/")) == f"{B}/2023/05/lenses/2/"


def test_the_next_article_is_no_next_page() -> None:
    head = f'{ARTICLE}<link rel="next" href="{B}/2023/06/another/">'
    assert continued(page(f"{B}/2023/05/lenses/", head=head)) is None
    head = f'{ARTICLE}<link rel="next" href="{B}/2023/05/lenses/2/">'
    assert continued(page(f"{B}/2023/05/lenses/", head=head)) == f"{B}/2023/05/lenses/2/"


def test_a_page_that_goes_on_nowhere_is_not_read_for_that() -> None:
    document = page(f"{B}/2023/05/lenses/", "/2023/06/others/2/", "/about", head=ARTICLE)
    assert continued(document) is None
    assert not {"visible", "metadata", "hrefs"} & vars(document).keys()


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        (f"{F}/topic/10?page=1", f"{F}/topic/10"),
        (f"{F}/topic/10?page=1&sort=new#p4", f"{F}/topic/10?sort=new#p4"),
        (f"{F}/viewtopic.php?t=7&start=0", f"{F}/viewtopic.php?t=7"),
        (f"{F}/threads/lens.5/page-1", f"{F}/threads/lens.5"),
        (f"{B}/page/1/", f"{B}/"),
        (f"{F}/topic/10?page=2", f"{F}/topic/10?page=2"),
        (f"{F}/topic/10?page=11", f"{F}/topic/10?page=11"),
        (f"{F}/page/12/", f"{F}/page/12/"),
    ],
)
def test_the_first_page_is_the_bare_address(url: str, bare: str) -> None:
    assert without_first(url) == bare


SIGNS = "/ page 2 1 ? & start = 20 - .html topic , 5.15 # ; ٣ %zz".split()
PARTS = st.lists(st.sampled_from(SIGNS), max_size=12).map("".join)


@given(PARTS, PARTS)
def test_any_address_is_taken(here: str, there: str) -> None:
    url = f"{F}/{here}"
    assert numbered(url).number >= 0
    assert without_first(without_first(url)) == without_first(url)
    following = continued(page(url, there, f"{F}/{there}"))
    assert following is None or numbered(following).document == numbered(url).document


@pytest.mark.parametrize(("link", "is_whole"), [("?plain=1", True), ("?page=2", False), ("?page=9", False)])
def test_without_scripts_a_page_leads_to_all_of_itself_or_to_its_next_part(link: str, *, is_whole: bool) -> None:
    page = f'<p>One post.</p><noscript><a href="{link}">On</a></noscript>'
    address = "https://forum.example/topic/29/all-nights"
    assert shown_whole(Document(page, address)) == (f"{address}{link}" if is_whole else None)
