"""What a mention says of the post it stands in, and mentions that only repeat another post."""

from datetime import UTC, datetime

from mentions.detection import Index, Knowledge, scan
from mentions.items import Brand, Mention, Page, Section, Verdict
from mentions.pages import Document

URL = "https://forum.example/topic/5"
ACME = Brand(name="Acme Optics", key="acme-optics", domains=("acme.example",))
HEAD = '<head><meta name="author" content="Board Team"><meta name="date" content="2001-01-01"></head>'


def post(number: int, author: str, body: str) -> str:
    at = f"2026-03-0{number}T10:00:00Z"
    return (
        f'<div class="post" id="post-{number}"><a class="username" href="/user/{author}">{author}</a>'
        f'<time datetime="{at}">then</time><div class="content">{body}</div></div>'
    )


def scanned(*posts: str) -> Page:
    page = scan(Document(f"{HEAD}<body>{''.join(posts)}</body>", URL), Index([ACME]), Knowledge())
    assert page is not None
    return page


def facts(mention: Mention) -> tuple[object, ...]:
    return mention.section, mention.author, mention.published, mention.permalink, mention.verdict


def test_a_mention_has_what_its_post_says() -> None:
    page = scanned(post(1, "jane", "Who knows a lens?"), post(2, "ole", "Take one of Acme Optics."))
    (mention,) = page.mentions
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert facts(mention) == (Section.POST, "ole", at, f"{URL}#post-2", Verdict.ACCEPTED)
    assert (page.author, page.published) == ("ole", at)


def test_a_quoted_mention_is_rejected_and_still_the_brand() -> None:
    quote = '<blockquote class="quote"><cite>jane wrote:</cite> Take one of Acme Optics.</blockquote>'
    page = scanned(post(1, "jane", "Take one of Acme Optics."), post(2, "ole", f"{quote} So I did."))
    said, repeated = page.mentions
    assert (said.author, said.verdict) == ("jane", Verdict.ACCEPTED)
    assert (repeated.author, repeated.verdict) == ("ole", Verdict.REJECTED)
    assert repeated.confidence == said.confidence
    assert "inside a quote of another post" in [one.reason for one in repeated.evidence]
    assert page.author == "jane"


def test_what_stands_in_another_post_is_a_quote_whoever_is_named_with_it() -> None:
    words = "Take one of Acme Optics, they last a lifetime."
    quote, other = (
        f"<blockquote>{words}</blockquote>",
        "<blockquote>Acme Optics was founded in 1902, says a book.</blockquote>",
    )
    page = scanned(post(1, "jane", words), post(2, "ole", f"{quote} So I did."), post(3, "jane", f"{other} So old."))
    verdicts = [(one.author, one.verdict) for one in page.mentions]
    assert verdicts == [("jane", Verdict.ACCEPTED), ("ole", Verdict.REJECTED), ("jane", Verdict.ACCEPTED)]


def test_outside_of_posts_nothing_is_said_of_a_post() -> None:
    page = scan(Document(f"{HEAD}<article><p>Acme Optics makes lenses.</p></article>", URL), Index([ACME]), Knowledge())
    assert page is not None
    (mention,) = page.mentions
    assert (mention.permalink, mention.author, mention.published) == (None, None, None)
    assert (page.author, page.published) == ("Board Team", datetime(2001, 1, 1, tzinfo=UTC))
