"""Posts on pages that nobody foresaw: whatever the markup, units lie in the text, and apart or inside each other."""

from datetime import UTC, datetime
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.pages import Document

URL = "https://board.example/topic/5?page=2"
NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
WORDS = [f'id="{word}{number}"' for word in ("post-", "p", "comment-") for number in (1, 2, 3)]
OPENINGS = [
    *(f"<{tag} {word}>" for tag in ("div", "li", "a") for word in WORDS),
    *(
        '<a name="7">',
        '<article itemscope itemtype="https://schema.org/Comment">',
        '<div class="post">',
        "<tr>",
        "<td>",
    ),
    *("<pre>", "<ul>", "<h1>", "<aside>", "<div hidden>", '<a href="//[">', '<a href="/post/1?reply">'),
    *('<blockquote class="quote">', '<blockquote cite="/post/1">', '<span class="author">', '<a href="/user/jane">'),
    *('<time datetime="2026-01-01T10:00:00Z">', '<time datetime="x">', '<span title="1 day ago">', "<a href='#p1'>"),
    '<div data-timestamp="99999999999999">',
]
PIECES = st.lists(
    st.one_of(
        st.sampled_from(OPENINGS),
        st.sampled_from(["</div>", "</li>", "</a>", "</article>", "</blockquote>", "</pre>", "</time>", "</span>"]),
        st.sampled_from(
            ["Jane wrote:", "3 days ago", "2026-01-02 10:11", "\n> quoted\n", "&gt; quoted", "31.12.9999", "by Ole"]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
).map("".join)


@settings(deadline=None)
@given(PIECES)
def test_units_lie_in_the_text_and_nest(html: str) -> None:
    document = Document(html, URL, now=NOW)
    text, posts = document.visible.text, document.posts
    assert all(0 <= one.start < one.end <= len(text) for one in posts)
    for one, other in combinations(posts, 2):
        assert one.end <= other.start or other.end <= one.start or other.end <= one.end
    for one in posts:
        assert one.author is None or 0 < len(one.author) <= 60
        assert one.published is None or one.published.tzinfo is UTC
        assert one.permalink is None or one.permalink.startswith(("http://", "https://"))
    assert all(0 <= start <= end <= len(text) for start, end in document._units.quoted)
    assert [document.post_at(one.start) is not None for one in posts] == [True] * len(posts)
    assert Document(html, URL, now=NOW).posts == posts


@settings(deadline=None)
@given(PIECES)
def test_what_is_found_does_not_change_the_text(html: str) -> None:
    plain = Document(f"<body>{html}", "https://news.example/story")
    assert Document(f"<body>{html}", URL).visible.text == plain.visible.text
