"""Shells that a browser fills, and short pages that are none."""

import pytest

from mentions.pages import Document, shells

URL = "https://app.example/"
MENU = "<header><nav>" + "".join(f'<a href="/{n}">Part {n} of it</a> ' for n in range(12)) + "</nav></header>"
COOKIES = "<footer><p>We use cookies to make this site better, to count its readers, and to show you what you like. "
COOKIES += "You may refuse all of them, or choose those that you want to allow; nothing else changes.</p></footer>"
SCRIPT = '<script src="/app.js"></script>'
SENTENCES = [
    "You need to enable JavaScript to run this app.",
    "Please enable JavaScript to continue using this application.",
    "We're sorry but app doesn't work properly without JavaScript enabled.",
    "This site requires JavaScript.",
    "JavaScript is disabled in your browser.",
    "JavaScript must be turned on.",
    "Bitte aktivieren Sie JavaScript, um diese Seite zu sehen.",
    "JavaScript ist in Ihrem Browser deaktiviert.",
    "Vous devez activer JavaScript pour lancer cette application.",
    "Debes habilitar JavaScript para ejecutar esta aplicación.",
    "Você precisa habilitar o JavaScript para usar este site.",
    "È necessario attivare JavaScript.",
    "Schakel JavaScript in: JavaScript is vereist.",
    "Włącz JavaScript, aby korzystać z tej strony.",
    "Для работы сайта включите JavaScript.",
    "このサイトではJavaScriptを有効にしてください。",
    "请启用 JavaScript 来运行此应用。",
    "이 앱을 실행하려면 JavaScript를 활성화해야 합니다.",
]


@pytest.mark.parametrize("said", SENTENCES)
def test_asks_for_scripts(said: str) -> None:
    assert shells.asks_for_scripts(said)
    assert Document(f"{MENU}<noscript>{said}</noscript><div id=x></div>{SCRIPT}", URL).needs_javascript
    assert Document(f"{MENU}<p>{said}</p>{SCRIPT}", URL).needs_javascript


@pytest.mark.parametrize(
    "said",
    [
        "A library for JavaScript, written in Rust.",
        "Why JavaScript won the browser",
        "Learn JavaScript in a week",
        "Works in Java, script or not",
    ],
)
def test_speaks_of_scripts_and_asks_for_none(said: str) -> None:
    assert not shells.asks_for_scripts(said)


@pytest.mark.parametrize(
    "inside",
    [
        "<div id=root></div>",
        '<div id="__next"><div class="spinner"></div></div>',
        '<div id="__nuxt"></div>',
        "<div data-reactroot></div>",
        "<app-root></app-root>",
        '<div id="app"><p>Loading…</p></div>',
        "<main><p>Loading...</p></main>",
        "<main><p>Please wait</p></main>",
        "<main><p>Wird geladen …</p></main>",
        "<main><p>読み込み中...</p></main>",
    ],
)
def test_menus_and_notes_on_cookies_are_no_page(inside: str) -> None:
    assert Document(f"{MENU}{inside}{COOKIES}{SCRIPT}", URL).needs_javascript


POST = (
    "<p>I bought a lens of Acme Optics last week, and wrote down here what I saw with it on the first clear night.</p>"
)
QUESTION = "<h1>Which lens?</h1><p>One of Acme Optics, or is there another that you would take with you?</p>"


@pytest.mark.parametrize(
    "html",
    [
        f"{MENU}<div id=root><article>{POST}{POST}</article></div>{SCRIPT}",
        f"{MENU}<noscript>{SENTENCES[0]}</noscript><article>{POST}{POST}</article>{SCRIPT}",
        f"{MENU}<noscript>{SENTENCES[0]}</noscript><article>{QUESTION}</article>{COOKIES}{SCRIPT}",
        f"{MENU}<article><p>Loading dock doors of Acme Optics: which did you buy?</p></article>{SCRIPT}",
        f"{MENU}<div id=root></div>{COOKIES}",
        f"<article>{POST}<p>{'word ' * 30}</p></article><div id=root></div>{SCRIPT}",
    ],
)
def test_pages_that_say_something(html: str) -> None:
    assert not Document(html, URL).needs_javascript


def test_words_of_languages_without_spaces() -> None:
    text = "先週、友人の家で新しい望遠鏡を見せてもらいました。とても明るく、月の山がはっきりと見えて驚きました。"
    assert not Document(f"<p>{text * 2}</p>{SCRIPT}", URL).needs_javascript
    assert Document(f"<p>望遠鏡</p>{SCRIPT}", URL).needs_javascript


def test_what_tells_programs_of_a_page_does_not_draw_it() -> None:
    told = '<script type="application/ld+json">{"@type": "WebPage"}</script>'
    assert not Document(f"<body>{told}<p>We look up.</p></body>", URL).needs_javascript
    assert Document(f"<body>{told}{SCRIPT}<p>Loading</p></body>", URL).needs_javascript


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("?plain", f"{URL}?plain"),
        (f"{URL}?plain=1#top", f"{URL}?plain=1"),
        ("/other?plain", None),
        ("//other.example/?plain", None),
        ("#top", None),
        ("", None),
        ("http://[", None),
    ],
)
def test_where_a_page_shows_all_of_itself_without_scripts(link: str, address: str | None) -> None:
    page = f'<p>One post.</p><noscript><a href="{link}">Without JavaScript</a></noscript>'
    assert Document(page, URL).without_scripts == address


def test_a_page_that_is_read_without_scripts_leads_to_no_other() -> None:
    page = '<p>One post.</p><noscript><a href="?plain">Without JavaScript</a></noscript>'
    assert Document(page, f"{URL}?plain").without_scripts is None
