import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.outreach.cleaning import plain, plain_url, shorten, width, words_in


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("Jane\r\nBcc: all@list.example", "Jane Bcc: all@list.example"),
        ("a\u2028b\x85c\td\x0be", "a b c d e"),
        ("\x1b]52;c;ZXZpbA==\x07title\x9b2J", "]52;c;ZXZpbA==title2J"),
        ("gpj.\u202eexe\u2066\u200b\ufeff\u00ad", "gpj.exe"),
        ("flag\U000e0067\U000e007f", "flag"),
        ("lone \ud800 surrogate, NUL \x00 and \ue000", "lone surrogate, NUL and"),
        ("{{7*7}} {% raw %} {# x #} {a|b} {FirstName}", "((7*7)) (% raw %) (# x #) (a|b) (FirstName)"),
        ("*|FNAME|* and *|*", "* |FNAME| * and * | *"),
        ("Cafe\u0301", "Café"),
        ("  much   room \u00a0 here ", "much room here"),
        ('=HYPERLINK("https://evil.example","x")', '=HYPERLINK("https://evil.example","x")'),
    ],
)
def test_what_a_page_says_becomes_one_harmless_line(hostile: str, harmless: str) -> None:
    assert plain(hostile) == harmless


def test_joiners_stay_where_a_script_needs_them() -> None:
    assert plain("می\u200cخواهم क्\u200dष") == "می\u200cخواهم क्\u200dष"
    assert plain("Ac\u200cme\u200d \u200c") == "Acme"


@given(st.text() | st.text(alphabet="{}%#*|a \r\n\u200c\u0600\u0301\u202e"))
def test_cleaning_twice_changes_nothing_and_leaves_nothing_harmful(text: str) -> None:
    clean = plain(text)
    assert plain(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in clean)
    assert not any(tag in clean for tag in ("{", "}", "*|", "|*", "  "))


@pytest.mark.parametrize(
    ("url", "harmless"),
    [
        ("https://acme.example/study", "https://acme.example/study"),
        ("https://acme.example/{{x}}?q=a|b c", "https://acme.example/%7B%7Bx%7D%7D?q=a%7Cb%20c"),
        ("https://acme.example/\r\nBcc:x", "https://acme.example/%20Bcc:x"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_an_address_stays_one_word_or_goes(url: str, harmless: str) -> None:
    assert plain_url(url) == harmless


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short enough", 12, "short enough"),
        ("cut between these words", 14, "cut between…"),
        ("cut, between", 6, "cut…"),
        ("unbreakable", 6, "unbre…"),
        ("望遠鏡の話", 7, "望遠鏡…"),
    ],
)
def test_text_is_cut_between_words(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(st.text(max_size=60).map(plain), st.integers(2, 50))
def test_a_cut_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert width(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


def test_words_are_counted_where_there_are_no_spaces_too() -> None:
    assert words_in("Don't count this as seven words") == 6
    assert words_in("望遠鏡の話") == 2
