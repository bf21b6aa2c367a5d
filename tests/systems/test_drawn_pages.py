"""Pages that draw themselves by script, read with Debian's Chromium: what they say, and what they may not do."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from loopback import Folder, LoopbackWeb, feed, page, serve, source, workspace
from processes import CHECKOUT, debian, run

from mentions.paths import CHECKOUT as ROOT

pytestmark = pytest.mark.system

APP, OTHER = "http://app.example", "http://plain.example"
TEXT = (
    "It had rained for a week, and nobody thought that there would be anything to see. "
    "On the first clear night they looked at the stars through a telescope by {} and wrote down what they saw."
)
SHELL = (
    "<!doctype html><html lang=en><head><title>App</title><script defer src=/app.js></script></head>"
    "<body><header><nav><a href=/>Home</a> <a href=/about>About</a></nav></header><div id=root></div>"
    "<noscript>You need to enable JavaScript to run this app.</noscript>{}</body></html>"
)
SCRIPT = """
const say = what => { document.getElementById("root").innerHTML = what };
fetch("/api" + location.pathname).then(answer => answer.json()).then(post => say(post.html));
"""
BAD = """<img src=/picture.png><iframe src=/frame></iframe><script>
fetch("http://127.0.0.1:%d/secret").catch(() => 0);
fetch("/forbidden/api").catch(() => 0);
fetch("/write", {method: "POST", body: "x"}).catch(() => 0);
new Image().src = "/beacon.gif";
new WebSocket("ws://127.0.0.1:%d/socket");
navigator.sendBeacon("/seen", "x");
window.open("/popup");
</script>"""
STUCK = "<script>location = '/elsewhere'; while (true) {}</script>"


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    debian("chromium", proof="/usr/bin/chromium")
    if find_spec("playwright") is None:
        known = tomllib.loads((ROOT / "pyproject.toml").read_text())
        needed = known["project"]["optional-dependencies"]["browser"]
        run(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *needed)


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with serve() as web:
        yield web


@pytest.fixture
def folder(tmp_path: Path, web: LoopbackWeb) -> Folder:
    return workspace(tmp_path, web)


@pytest.fixture
def app(web: LoopbackWeb) -> LoopbackWeb:
    web.put(f"{APP}/robots.txt", "User-agent: *\nDisallow: /forbidden/\n", Content_Type="text/plain")
    web.put(f"{APP}/feed.xml", feed(f"{APP}/night", f"{APP}/other-night"))
    web.put(f"{APP}/app.js", SCRIPT, Content_Type="text/javascript")
    web.put(f"{APP}/night", SHELL.format(""))
    web.put(f"{APP}/other-night", SHELL.format(""))
    say(web, "/night", article(TEXT.format("Acme Optics")))
    say(web, "/other-night", article("<p>" + "Nothing of note was seen. " * 9) + comment("Acme Optics"))
    return web


def say(web: LoopbackWeb, path: str, html: str) -> None:
    """What the script draws at a path."""
    web.put(f"{APP}/api{path}", json.dumps({"html": html}), Content_Type="application/json")


def article(text: str) -> str:
    return f"<article><h1>A night</h1><p>{text}</p></article>"


def comment(brand: str) -> str:
    said = TEXT.format(f"<a href=http://acme.example/>{brand}</a>")
    return (
        '<section class="comments"><div class="comment" id="comment-7" itemscope itemtype="https://schema.org/Comment">'
        '<span itemprop="author">Lena</span> <a itemprop="url" href="#comment-7">'
        '<time itemprop="dateCreated" datetime="2026-11-01T10:00:00Z">1 November</time></a>'
        f'<div itemprop="text"><p>{said}</p></div></div></section>'
    )


def drawn(url: str, kind: str = "news") -> str:
    return source(url, kind) + "browser = true\n"


def found(folder: Folder) -> set[tuple[str, str, str | None, str | None]]:
    """Where the brand is named, whether it is linked, and in whose post."""
    query = "SELECT page.url, link_state, permalink, mention.author FROM mention JOIN page ON page.id = page_id"
    return set(folder.rows(f"{query} WHERE NOT gone"))


FIRST = (f"{APP}/night", "unlinked")
SECOND = (f"{APP}/other-night", "linked", f"{APP}/other-night#comment-7", "Lena")


def test_without_a_browser_nothing_is_known(app: LoopbackWeb, folder: Folder) -> None:
    folder.configure(source(f"{APP}/feed.xml"))
    assert folder.crawl("news").status == 0
    assert folder.visits() == {f"{APP}/{path}": "needs javascript" for path in ("night", "other-night")}
    assert f"{APP}/app.js" not in app.pages()


def test_with_a_browser_it_is_read_and_read_again(app: LoopbackWeb, folder: Folder) -> None:
    folder.configure(drawn(f"{APP}/feed.xml"), "", crawl="revisit_days = 0")
    done = folder.crawl("news")
    assert done.status == 0
    assert " ERROR: " not in done.said, done.said
    assert {one[:2] for one in found(folder)} == {FIRST, SECOND[:2]}, done.said
    assert SECOND in found(folder)
    assert {asked.headers["User-Agent"].partition("/")[0] for asked in app.asked} == {"mentions"}
    # The shell is what it was, and what it draws is not.
    say(app, "/night", article(TEXT.format("nobody")))
    assert folder.crawl("news").status == 0
    assert found(folder) == {SECOND}


def test_what_a_page_may_not_do(app: LoopbackWeb, folder: Folder) -> None:
    folder.configure(drawn(f"{APP}/feed.xml"))
    app.put(f"{APP}/night", SHELL.format(BAD % (app.port, app.port)))
    app.put(f"{APP}/other-night", SHELL.format(STUCK))
    done = folder.crawl("news")
    assert done.status == 0
    assert {one[:2] for one in found(folder)} == {FIRST}, done.said
    assert folder.visits() == {f"{APP}/night": None, f"{APP}/other-night": "needs javascript"}
    expected = {"/feed.xml", "/night", "/other-night", "/app.js", "/api/night"}
    assert set(app.pages()) == {f"{APP}{path}" for path in expected}


def test_other_sources_stay_as_they_are(app: LoopbackWeb, folder: Folder) -> None:
    app.put(f"{OTHER}/feed.xml", feed(f"{OTHER}/1"))
    app.put(f"{OTHER}/1", page(1, body=f"<p>{TEXT}</p><script src=/x.js></script>"))
    folder.configure(source(f"{OTHER}/feed.xml"), drawn(f"{APP}/feed.xml"))
    assert folder.crawl("news").status == 0
    assert (f"{OTHER}/1", "unlinked") in {one[:2] for one in found(folder)}
    assert f"{OTHER}/x.js" not in app.pages()


def test_a_site_whose_front_draws_itself(app: LoopbackWeb, folder: Folder) -> None:
    app.put(f"{APP}/", SHELL.format(""))
    say(
        app,
        "/",
        "<main><ul><li><a href=/night>A night</a></li><li><a href=/other-night>Another night</a></li></ul></main>",
    )
    folder.configure(drawn(f"{APP}/", "blog"))
    done = folder.crawl("blogs")
    assert done.status == 0
    assert {one[:2] for one in found(folder)} == {FIRST, SECOND[:2]}, done.said


def test_the_doctor_knows_it(folder: Folder) -> None:
    folder.configure(drawn(f"{APP}/feed.xml"))
    done = subprocess.run(
        [sys.executable, "-m", "mentions", "doctor", "--json"],
        cwd=folder.path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": CHECKOUT, "PATH": "/usr/bin:/bin"},
    )
    said = [one for one in map(json.loads, done.stdout.splitlines()) if one["about"] == "browser"]
    assert said[0]["level"] == "ok"
    assert "Chromium" in said[0]["says"]
