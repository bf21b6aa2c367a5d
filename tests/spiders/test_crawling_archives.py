"""An archive whose threads show their first mail alone but to those without JavaScript; its feed leads to mails."""

import pytest
from loopback import Folder, LoopbackWeb, feed, source

pytestmark = pytest.mark.slow

HOST = "http://lists.example/list/stars@lists.example"
NAMED = "I have looked through one made by Acme Optics for a year now, every night, and would buy it again."
QUIET = "For planets any lens will do that is longer than wide, they say, if only the night is dark and dry."
HASHES = [f"{letter}7Q2WXKZ36LMOPRSTUVHJ45NCDE{number}" for number, letter in enumerate("KABQZM", start=2)]


def mail(name: str, author: str, day: int, text: str) -> str:
    return (
        f'<div class="email"><div class="email-header" id="{name}"><h2 class="email-author">{author}</h2>'
        f'<span class="date">{day} June 2026</span></div><div class="email-body"><p>{text}</p></div>'
        f'<a href="/list/stars@lists.example/message/{name}/" title="Permalink for this message">#</a></div>'
    )


def shown(body: str) -> str:
    return f"<!doctype html><html lang=en><head><title>Stars</title></head><body>{body}</body></html>"


@pytest.fixture
def mails() -> list[list[tuple[str, str]]]:
    """Threads, each a list of mails: name and text."""
    return [[(HASHES[0], QUIET), (HASHES[1], NAMED)], [(HASHES[2], NAMED)], [(HASHES[3], QUIET)]]


def publish(web: LoopbackWeb, threads: list[list[tuple[str, str]]]) -> None:
    rows = "".join(
        f'<div><a href="{HOST}/thread/{one[0][0]}/">Domes</a> <i aria-label="replies"></i> {len(one) - 1}</div>'
        for one in threads
    )
    head = f'<link rel=alternate type="application/rss+xml" href="{HOST}/feed/">'
    web.put(f"{HOST}/", shown(f"{head}<h1>Stars</h1>{rows}"))
    web.put(f"{HOST}/feed/", feed(*(f"{HOST}/message/{name}/" for one in threads for name, _ in one)))
    for one in threads:
        at = f"{HOST}/thread/{one[0][0]}/"
        whole = [mail(name, "ann", day, text) for day, (name, text) in enumerate(one, start=1)]
        web.put(at, shown(f'<h1>Domes</h1>{whole[0]}<noscript><a href="{at}?noscript">Without scripts</a></noscript>'))
        web.put(f"{at}?noscript", shown(f"<h1>Domes</h1>{''.join(whole)}"))
        for (name, _), said in zip(one, whole, strict=True):
            web.put(
                f"{HOST}/message/{name}/", shown(f'<h1>Domes</h1>{said}<a href="{at}#{name}">Back to the thread</a>')
            )


def crawl(folder: Folder, web: LoopbackWeb, *arguments: str) -> list[str]:
    """The threads and mails that a crawl asks for."""
    since = len(web.asked)
    done = folder.crawl("forums", *arguments)
    assert done.status == 0, done.said
    return [url for url in web.pages(since=since) if "/thread/" in url or "/message/" in url]


def found(folder: Folder) -> set[str]:
    rows = folder.rows("SELECT permalink, author FROM mention WHERE NOT gone")
    assert all(author == "ann" for _, author in rows)
    assert len(rows) == len(set(rows))
    return {permalink.rstrip("/").rpartition("/")[2] for permalink, _ in rows}


def test_each_mail_is_found_once_in_its_thread(
    web: LoopbackWeb, folder: Folder, mails: list[list[tuple[str, str]]]
) -> None:
    folder.configure(source(f"{HOST}/", "forum"))
    publish(web, mails)
    asked = crawl(folder, web, "-a", "backfill=yes")
    assert len(asked) == len(set(asked))
    assert found(folder) == {HASHES[1], HASHES[2]}
    assert crawl(folder, web) == []
    mails[0].append((HASHES[4], NAMED))
    publish(web, mails)
    assert len(crawl(folder, web)) == 3  # the mail, its thread, and all of that
    assert found(folder) == {HASHES[1], HASHES[2], HASHES[4]}
