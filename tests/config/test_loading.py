"""What `load` accepts, and the one line it answers with where it does not."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.config import Config, Crawl, load
from mentions.exceptions import ConfigError
from mentions.items import Brand, BrandPage, Kind, Source

WHOLE = """\
[store]
url = "postgresql+psycopg://press@db.example/mentions"

[[sender]]
key = "acme"
name = "Jane Doe"
organisation = "Acme Optics"
email = "jane@acme.example"

[crawl]
contact = "https://acme.example/bot"
delay_seconds = 0
allow_private = ["127.0.0.1:8080", "[::1]:80", "Intranet:81"]

[[brand]]
name = " Acme  Optics "
domains = ["https://www.acme.example/", "acme.example", "ACME-lens.example"]
aliases = ["AcmeOptics"]
pages = [{ url = "https://acme.example/study", about = ["lens study"] }]
profiles = [" https://x.com/acmeoptics ", "https://x.com/acmeoptics"]

[[brand]]
name = "東京"
key = "tokyo"
domains = ["tokyo.example"]
url = "https://shop.example/tokyo"

[[source]]
kind = "forum"
url = " https://forum.example/ "
brands = ["TOKYO", "東京", "acme optics", "tokyo"]
""".replace('"TOKYO", ', "")

BRAND = '[[brand]]\nname = "Acme"\ndomains = ["acme.example"]\n'
SENDER = '[[sender]]\nkey = "acme"\nname = "J"\norganisation = "A"\nemail = "j@acme.example"\n'


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "mentions.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def complaint(folder: Path, text: str | bytes) -> tuple[int | None, str]:
    file = written(folder, text)
    with pytest.raises(ConfigError) as caught:
        load(file)
    message = str(caught.value)
    assert message.startswith(str(file))
    assert "\n" not in message
    return caught.value.line, caught.value.message


def test_a_whole_file(tmp_path: Path) -> None:
    config = load(written(tmp_path, WHOLE))
    assert config.path == tmp_path / "mentions.toml"
    assert config.store_url == "postgresql+psycopg://press@db.example/mentions"
    assert config.crawl == Crawl(
        contact="https://acme.example/bot",
        delay_seconds=0,
        allow_private=("127.0.0.1:8080", "[::1]:80", "intranet:81"),
    )
    acme, tokyo = config.brands
    assert acme == Brand(
        name="Acme Optics",
        key="acme-optics",
        domains=("acme.example", "acme-lens.example"),
        aliases=("AcmeOptics",),
        url="https://acme.example/",
        sender="acme",
        pages=(BrandPage(url="https://acme.example/study", about=("lens study",)),),
        profiles=("https://x.com/acmeoptics",),
    )
    assert (tokyo.key, tokyo.url, tokyo.sender) == ("tokyo", "https://shop.example/tokyo", "acme")
    assert config.sources == (Source(kind=Kind.FORUM, url="https://forum.example/", brands=("tokyo", "acme-optics")),)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", b"\xef\xbb\xbf# with a byte order mark\r\n"])
def test_an_empty_file_has_defaults_and_no_brand(tmp_path: Path, text: str | bytes) -> None:
    config = load(written(tmp_path, text))
    assert config == Config(path=tmp_path / "mentions.toml")
    assert config.crawl == Crawl(delay_seconds=2.0, revisit_days=30, verify_certificates=True, page_budget=500)
    with pytest.raises(ConfigError, match=r"mentions\.toml: no brand; write one"):
        config.require_brands()


def test_a_file_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    text = BRAND.replace("\n", "\r\n")
    assert load(written(tmp_path, b"\xef\xbb\xbf" + text.encode())).brands[0].name == "Acme"


WRONG = {
    "unknown key": (BRAND + 'domians = ["a.example"]\n', 4, 'brand.domians: unknown key; did you mean "domains"?'),
    "misspelt, so also missing": (
        '[[brand]]\nname = "A"\ndomain = ["a.example"]\n',
        3,
        'brand.domain: unknown key; did you mean "domains"?',
    ),
    "unknown table": ("\n[brands]\nx = 1\n", 2, 'brands: unknown key; did you mean "brand"?'),
    "nothing near": (
        "zzz = 1\n",
        1,
        "zzz: unknown key; known: store, sender, crawl, detection, search, reddit, brand, source",
    ),
    "unknown key of a page": (
        BRAND + 'pages = [\n  { url = "https://a.example/" },\n  { url = "https://a.example/", abuot = [] },\n]\n',
        6,
        'brand.pages.abuot: unknown key; did you mean "about"?',
    ),
    "brand without domain": (
        BRAND + '\n[[brand]]\nname = "Other"\n',
        5,
        'brand.domains: is missing; write domains = ["acme.example"]',
    ),
    "brand without name": (
        '[[brand]]\ndomains = ["a.example"]\n',
        1,
        'brand.name: is missing; write name = "Acme Optics"',
    ),
    "blank name": ('[[brand]]\nname = " "\ndomains = ["a.example"]\n', 2, "brand.name: is empty"),
    "no domain in the list": ('[[brand]]\nname = "A"\ndomains = []\n', 3, "brand.domains: is empty"),
    "text for a list": (
        '[[brand]]\nname = "A"\ndomains = "a.example"\n',
        3,
        'brand.domains: must be a list, such as domains = ["acme.example"]',
    ),
    "number for text": ('[[brand]]\nname = 7\ndomains = ["a.example"]\n', 2, "brand.name: must be text in quotes"),
    "number in a list": (BRAND + 'aliases = [\n  "A",\n  7,\n]\n', 6, "brand.aliases: must be text in quotes"),
    "single brackets": ('[brand]\nname = "A"\n', 1, "brand: must be written [[brand]]"),
    "double brackets": ("[[crawl]]\ndelay_seconds = 1\n", 1, "crawl: must be written [crawl]"),
    "a value for a table": ('\nstore = "sqlite:///x.db"\n', 2, "store: must be written [store]"),
    "no domain": (
        '[[brand]]\nname = "A"\ndomains = [\n  "a.example",\n  "not a domain",\n]\n',
        5,
        "brand.domains: 'not a domain' is no domain; write the host alone",
    ),
    "a word": ('[[brand]]\nname = "A"\ndomains = ["localhost"]\n', 3, "brand.domains: 'localhost' is no domain"),
    "part of a site": (
        '[[brand]]\nname = "A"\ndomains = ["https://host.example/acme"]\n',
        3,
        'is a page, not a domain; write "host.example"',
    ),
    "empty alias": (BRAND + 'aliases = ["A", " "]\n', 4, "brand.aliases: holds an empty text"),
    "key with a slash": (
        BRAND + 'key = "../Acme"\n',
        4,
        "brand.key: '../Acme' is no key; use a-z, 0-9, - and _, such as 'acme'",
    ),
    "two of a name": (
        BRAND + '[[brand]]\nkey = "b"\nname = "ACME"\ndomains = ["b.example"]\n',
        6,
        "brand.name: two [[brand]] have the name 'acme'",
    ),
    "two of a key": (
        BRAND + '[[brand]]\nname = "Acme!"\ndomains = ["b.example"]\n',
        4,
        "brand.key: two [[brand]] have the key 'acme'",
    ),
    "two senders of a key": (SENDER + SENDER, 7, "sender.key: two [[sender]] have the key 'acme'"),
    "sender without e-mail": (
        '[[sender]]\nkey = "a"\nname = "J"\norganisation = "A"\n',
        1,
        'sender.email: is missing; write email = "press@acme.example"',
    ),
    "sender with a name for an e-mail": (
        SENDER.replace("j@acme.example", "Jane"),
        5,
        "sender.email: 'Jane' is no mail address",
    ),
    "mail header": (SENDER.replace("j@acme.example", "j@acme.example\\nBcc: x@y.example"), 5, "is no mail address"),
    "blank sender name": (SENDER.replace('"J"', '""'), 3, "sender.name: is empty"),
    "unknown sender": (
        SENDER + BRAND + 'sender = "amce"\n',
        9,
        "no [[sender]] has the key 'amce'; did you mean \"acme\"?",
    ),
    "sender, and none there": (BRAND + 'sender = "jane"\n', 4, "no [[sender]] has the key 'jane'; known: none"),
    "unknown kind": (
        '[[source]]\nkind = "blogs"\nurl = "https://b.example/"\n',
        2,
        "source.kind: 'blogs' is unknown; did you mean \"blog\"?",
    ),
    "address without scheme": (
        '[[source]]\nkind = "blog"\nurl = "b.example"\n',
        3,
        "source.url: 'b.example' is no web address",
    ),
    "other scheme": ('[[source]]\nkind = "blog"\nurl = "ftp://b.example/"\n', 3, "is no web address"),
    "address with a space": ('[[source]]\nkind = "blog"\nurl = "https://b.example/a b"\n', 3, "is no web address"),
    "unknown brand of a source": (
        BRAND + '[[source]]\nkind = "blog"\nurl = "https://b.example/"\nbrands = ["acme", "amce"]\n',
        7,
        "no [[brand]] is called 'amce'; did you mean \"acme\"?",
    ),
    "address of the brand": (BRAND + 'url = "acme.example"\n', 4, "brand.url: 'acme.example' is no web address"),
    "address of a profile": (BRAND + 'profiles = ["@acme"]\n', 4, "brand.profiles: '@acme' is no web address"),
    "address of a page": (BRAND + 'pages = [{ url = "study" }]\n', 4, "brand.pages.url: 'study' is no web address"),
    "negative delay": ("[crawl]\ndelay_seconds = -1\n", 2, "crawl.delay_seconds: must not be below 0"),
    "negative days": ("[crawl]\nrevisit_days = -1\n", 2, "crawl.revisit_days: must not be below 0"),
    "an engine nobody knows": (
        '[search]\nengines = ["gdelt", "gdlet"]\n',
        2,
        "gdlet",
    ),
    "a site that is an address": (
        '[search]\nstack_exchange = "https://superuser.com/"\n',
        2,
        "is no domain; write it bare",
    ),
    "a key in the place of its variable": (
        '[search]\nbrave_key_variable = "BSAq9x-secret"\n',
        2,
        "search.brave_key_variable: must be the name of an environment variable",
    ),
    "no subreddit": ('[search]\nsubreddits = ["r/lenses"]\n', 2, "search.subreddits: 'r/lenses' is no subreddit"),
    "a secret in the place of its variable": (
        '[reddit]\nsecret_variable = "x9-secret"\n',
        2,
        "reddit.secret_variable: must be the name of an environment variable",
    ),
    "a path in the place of a user": ('[reddit]\nuser = "u/ann"\n', 2, "reddit.user: 'u/ann' is no user of Reddit"),
    "more than sure": ("[detection]\naccept = 75\n", 2, "detection.accept: must not be above 1"),
    "nothing between": (
        "[detection]\nreject = 0.9\n",
        2,
        "detection.reject: must not be above accept, which is 0.82: between the two a person decides",
    ),
    "a nameless pipeline": (
        '[detection]\npipeline = ["en_core_web_sm", " "]\n',
        2,
        "detection.pipeline: names nothing",
    ),
    "a pipeline without quotes": (
        "[detection]\npipeline = 3\n",
        2,
        'detection.pipeline: must be a list, such as pipeline = ["en_core_web_sm"]',
    ),
    "no span": (
        BRAND + '[[source]]\nkind = "news"\nurl = "https://a.example/"\nevery = "6 hours"\n',
        7,
        "source.every: '6 hours' is no span of time up to a year; write 30m, 6h, 2d or 1w",
    ),
    "no page of a source": (
        BRAND + '[[source]]\nkind = "news"\nurl = "https://a.example/"\nbudget = 0\n',
        7,
        "source.budget: must not be below 1",
    ),
    "no page at all in a run": ("[crawl]\nrun_budget = 0\n", 2, "crawl.run_budget: must not be below 1"),
    "no page at all": ("[crawl]\npage_budget = 0\n", 2, "crawl.page_budget: must not be below 1"),
    "for ever": ("[crawl]\nrevisit_days = 99999999\n", 2, "crawl.revisit_days: must not be above 36500"),
    "infinite delay": ("[crawl]\ndelay_seconds = inf\n", 2, "crawl.delay_seconds: must"),
    "no number": ("[crawl]\ndelay_seconds = nan\n", 2, "crawl.delay_seconds: must be a finite number"),
    "quoted number": (
        '[crawl]\nrevisit_days = "30"\n',
        2,
        "crawl.revisit_days: must be a whole number, without quotes",
    ),
    "half a day": ("[crawl]\nrevisit_days = 1.5\n", 2, "crawl.revisit_days: must be a whole number"),
    "quoted switch": ('[crawl]\nverify_certificates = "no"\n', 2, "must be true or false, without quotes"),
    "contact on two lines": ('[crawl]\ncontact = "a\\r\\nX-Header: b"\n', 2, "crawl.contact: must be one line"),
    "private host without port": (
        '[crawl]\nallow_private = ["localhost"]\n',
        2,
        "crawl.allow_private: 'localhost' is no host with a port",
    ),
    "other database": (
        '[store]\nurl = "mysql://root:secret@db.example/x"\n',
        2,
        'store.url: must begin with "sqlite:///"',
    ),
    "not closed": ('\n\nname = "A\n', 3, "is no TOML: "),
    "no equals sign": ("[crawl]\n\ndelay_seconds 2\n", 3, "is no TOML: "),
    "ends too early": ("[crawl]\nallow_private = [", 2, "is no TOML: "),
    "written twice": (BRAND + 'name = "B"\n', 4, "is no TOML: "),
    "Latin-1": (BRAND.encode() + 'description = "Brillengläser"\n'.encode("latin-1"), 4, "is not UTF-8"),
    "UTF-16": (BRAND.encode("utf-16"), 1, "is not UTF-8"),
    "too many digits": ("x = " + "9" * 5000, None, "is no TOML: "),
    "too deep": ("x = " + "[" * 5000 + "]" * 5000, None, "is nested too deeply"),
}


@pytest.mark.parametrize(("text", "line", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, line: int | None, message: str
) -> None:
    found, said = complaint(tmp_path, text)
    assert message in said
    assert found == line


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    _, said = complaint(tmp_path, '[store]\nurl = "mysql://root:secret@db.example/x"\n')
    assert "secret" not in said


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"mentions\.toml: no such file; `mentions init` makes one"):
        load(tmp_path / "mentions.toml")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a folder"):
        load(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = written(tmp_path, BRAND)
    file.chmod(0)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        load(file)


def test_a_path_below_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Not a directory"):
        load(written(tmp_path, BRAND) / "mentions.toml")


@pytest.mark.parametrize("written", ['" en_core_web_sm"', '["en_core_web_sm"]'])
def test_a_single_pipeline_needs_no_list(tmp_path: Path, written: str) -> None:
    file = tmp_path / "mentions.toml"
    file.write_text(f"[detection]\npipeline = {written}\n", encoding="utf-8")
    assert load(file).detection.pipeline == ("en_core_web_sm",)


def test_a_brand_by_key_or_name(tmp_path: Path) -> None:
    config = load(written(tmp_path, WHOLE))
    assert config.brand("tokyo") is config.brand("東京")
    assert config.brand("ACME OPTICS") is config.brand("acme-optics")
    with pytest.raises(ConfigError, match="no brand 'acme-optic'; did you mean \"acme-optics\""):
        config.brand("acme-optic")


def test_who_signs(tmp_path: Path) -> None:
    other = SENDER.replace('"acme"', '"other"')
    one, two = load(written(tmp_path, SENDER + BRAND)), load(written(tmp_path, SENDER + other + BRAND))
    assert one.sender_of(one.brands[0]).key == "acme"
    assert one.sender_of(Brand(name="From a flag", domains=("f.example",))).key == "acme"
    with pytest.raises(ConfigError, match="nobody signs for brand 'Acme'; give it a sender"):
        two.sender_of(two.brands[0])
    with pytest.raises(ConfigError, match=r"add a \[\[sender\]\]"):
        Config().sender_of(one.brands[0])
    named = load(written(tmp_path, SENDER + other + BRAND + 'sender = "other"\n'))
    assert named.sender_of(named.brands[0]).key == "other"


def test_two_senders_and_a_brand_of_neither_is_no_error(tmp_path: Path) -> None:
    other = SENDER.replace('"acme"', '"other"')
    assert load(written(tmp_path, SENDER + other + BRAND)).brands[0].sender == ""


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_load_or_are_refused_in_one_line(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = written(tmp_path_factory.mktemp("any"), data)
    try:
        load(file)
    except ConfigError as error:
        lines = str(error).splitlines()
    else:
        lines = ["fine"]
    assert len(lines) == 1


def test_a_key_that_stands_in_the_file_is_not_repeated(tmp_path: Path) -> None:
    _, said = complaint(tmp_path, '[search]\nbrave_key_variable = "BSAq9x-secret"\n')
    assert "BSAq9x" not in said


def test_engines_of_the_search(tmp_path: Path) -> None:
    file = tmp_path / "mentions.toml"
    file.write_text('[search]\nengines = "gdelt"\nstack_exchange = ["superuser.com"]\n', encoding="utf-8")
    found = load(file).search
    assert (found.engines, found.stack_exchange) == (("gdelt",), ("superuser.com",))
    assert found.brave_key_variable == "BRAVE_SEARCH_API_KEY"
