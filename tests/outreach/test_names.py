import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.outreach.names import first_name, is_name


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe",
        "J. R. Hartley",
        "Anne-Marie O'Neil",
        "Ludwig van Beethoven",
        "Åsa Öberg",
        "Ольга Петрова",
        "JD Salinger",
    ],
)
def test_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Jane", "jane doe", "JANE DOE", "Jane doe", "van der Berg", "The Daily Lens Staff", "By Jane Doe"),
        *("Jane and John Doe", "Editorial Team", "Admin User", "Guest Author", "Jane Doe 2", "jane@blog.example Doe"),
        *("Jane Doe Writes About Lenses", "=Jane Doe", "Jane <b>Doe</b>", "山田 太郎", "Jane (Acme)", "- Doe", ". ."),
    ],
)
def test_what_is_no_persons_name(text: str) -> None:
    assert not is_name(text)


def test_a_first_name_is_used_only_where_it_is_certain() -> None:
    assert first_name("Jane Doe", "en") == "Jane"
    assert first_name("Jane Mary Doe", "en") == ""
    assert first_name("J. Doe", "en") == ""
    assert first_name("Nagy Anna", "hu") == ""
    assert first_name("Ольга Петрова", "ru") == ""
    assert first_name("Night Notes Staff", "en") == ""


@given(st.text(max_size=40))
def test_any_text_may_stand_in_an_author_field(text: str) -> None:
    first = first_name(text, "en")
    assert first == "" or (is_name(text) and text.split()[0] == first)
