import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.exceptions import TemplateError
from mentions.outreach.templates import Template, TemplateClass, fill, find, primary, read

HEAD = "---\nid: en/test\nversion: 2\nclass: correction\nsubject: About {{ title }}\n---\n"
VALUES: dict[str, str | bool] = {"title": "Lenses", "name": "", "own": True}


def write(folder: Path, text: str, name: str = "test.txt.jinja") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def filled(folder: Path, body: str) -> str:
    return fill(read(write(folder, HEAD + body)), VALUES)[1]


def test_a_template_is_read_whole(tmp_path: Path) -> None:
    file = write(tmp_path, HEAD + "Hello\n")
    assert read(file) == Template(
        file=file,
        id="en/test",
        version="2",
        template_class=TemplateClass.CORRECTION,
        subject="About {{ title }}",
        subject_line=5,
        body="Hello",
        body_line=7,
        sha256=hashlib.sha256((HEAD + "Hello\n").encode()).hexdigest(),
    )


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    file = write(tmp_path, "\ufeff" + (HEAD + "Hello\nthere").replace("\n", "\r\n"))
    assert fill(read(file), VALUES) == ("About Lenses", "Hello\nthere")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the head is missing"),
        ("Hello", "line 1: the head is missing"),
        ("---\nid: x\n", "line 1: the head is missing"),
        ("---\nid: x\nversion: 1\nclass: promotion\n---\nHello", "line 5: the head lacks subject"),
        (HEAD.replace("en/test", " "), "line 6: the head lacks id"),
        (HEAD.replace("correction", "spam"), "line 4: class is promotion or correction, not spam"),
        (HEAD.replace("version:", "colour:"), "line 3: expected one of id, version, class, subject"),
        (HEAD + "x" * 20_001, "longer than 20000 bytes"),
    ],
)
def test_a_wrong_head_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message) as raised:
        read(write(tmp_path, text))
    assert "test.txt.jinja" in str(raised.value)


def test_a_template_in_another_charset_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "test.txt.jinja"
    file.write_bytes(HEAD.encode() + "Grüße".encode("cp1252"))
    with pytest.raises(TemplateError, match="not UTF-8"):
        read(file)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ title }}{% if name %} {{ name }}{% else %}, you{% endif %}", "Lenses, you"),
        ("{{ title|upper }} {{ name|default('nobody', true) }}", "LENSES nobody"),
        ("{{ 'ours' if own and not name else 'theirs' }}{{ title ~ '!' }}", "oursLenses!"),
        ("{% if title == 'Lenses' %}\nyes\n{% endif %}\n{# said to nobody #}", "yes"),
        ("\n\nA  \n\n\n\n\nB\n\n", "A\n\nB"),
    ],
)
def test_what_templates_can_do(tmp_path: Path, body: str, said: str) -> None:
    assert filled(tmp_path, body) == said


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("\n{{ nobody }}", r"line 8: no variable nobody; known are name, own, title"),
        ("{% if x %}{% endif %}", "line 7: no variable x"),
        ("a\nb\n{{ title", "line 9: "),
        ("{{ title|nosuch }}", "line 7: No filter named 'nosuch'"),
        ("{% for i in title %}{% endfor %}", "line 7: for is not allowed"),
        ("{% for i in range(999999999) %}{% endfor %}", "line 7: for is not allowed"),
        ("{{ range(999999999) }}", "line 7: "),
        ("{{ title * 999999999 }}", "line 7: mul is not allowed"),
        ("{{ title.__class__ }}", "line 7: getattr is not allowed"),
        ("{{ title['__class__'] }}", "line 7: getitem is not allowed"),
        ("{{ title.format() }}", "line 7: call is not allowed"),
        ("{% set a = title %}", "line 7: "),
        ("{% include '/etc/passwd' %}", "line 7: include is not allowed"),
        ("{% import 'x' as x %}", "line 7: import is not allowed"),
        ("{% extends 'x' %}", "line 7: extends is not allowed"),
        ("{{ '%0999999999d' % 1 }}", "line 7: mod is not allowed"),
        ("{{ title|upper(1) }}", "test.txt.jinja: "),
        ("{{ title > 3 }}", "test.txt.jinja: "),
        ("{{ title }}" * 1800, "grew over 10000 bytes"),
        ("{{ " + "(" * 9_000, "test.txt.jinja"),
        ("{% if own %}" * 200 + "{% endif %}" * 200, "test.txt.jinja"),
    ],
)
def test_a_template_that_asks_for_more_is_named_with_line_and_variable(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message) as raised:
        filled(tmp_path, body)
    assert "\n" not in str(raised.value)


def test_a_wrong_subject_is_named_with_its_line(tmp_path: Path) -> None:
    template = read(write(tmp_path, HEAD.replace("title", "nobody") + "Hello"))
    with pytest.raises(TemplateError, match="line 5: no variable nobody"):
        fill(template, VALUES)


@settings(max_examples=50)
@given(st.text())
def test_a_value_is_never_a_template(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    file = write(tmp_path_factory.mktemp("t"), HEAD + "[{{ title }}]")
    body = fill(read(file), {"title": "{{ 7*7 }}" + "".join(value.split())})[1]
    assert body == "[{{ 7*7 }}" + "".join(value.split()) + "]"


def test_the_users_own_template_comes_before_the_shipped_one(tmp_path: Path) -> None:
    shipped = write(tmp_path, HEAD, "shipped/en/blog_unlinked.txt.jinja")
    folders = (tmp_path / "own", tmp_path / "shipped")
    assert find(folders, "en-GB", "blog_unlinked") == shipped
    own = write(tmp_path, HEAD, "own/en/blog_unlinked.txt.jinja")
    assert find(folders, "en-GB", "blog_unlinked") == own
    german = write(tmp_path, HEAD, "shipped/de/blog_unlinked.txt.jinja")
    assert find(folders, "de_AT", "blog_unlinked") == german


@pytest.mark.parametrize("language", ["", "../..", "de/../../x", "DE", "x", "\x00", "german"])
def test_a_language_that_a_page_made_up_falls_back_to_english(tmp_path: Path, language: str) -> None:
    english = write(tmp_path, HEAD, "en/blog_unlinked.txt.jinja")
    assert find([tmp_path], language, "blog_unlinked") == english


@pytest.mark.parametrize("situation", ["", "../secret", "a/b", "no_such"])
def test_a_situation_without_template_is_an_error(tmp_path: Path, situation: str) -> None:
    with pytest.raises(TemplateError):
        find([tmp_path], "en", situation)


@pytest.mark.parametrize(
    ("tag", "language"), [("de-AT", "de"), ("EN_us", "en"), ("yue", "yue"), ("english", ""), ("../x", ""), ("", "")]
)
def test_the_language_of_a_tag(tag: str, language: str) -> None:
    assert primary(tag) == language
