"""Versions of Python and of packages against their bounds."""

import pytest

from mentions.services.doctor.installation import is_sound, judge

NEEDED = ["click>=8.2.1", "Jinja2>=3.1.6", "sqlalchemy<2.2,>=2.1.0", 'psycopg[binary]>=3.2; extra == "postgres"']
INSTALLED = {"click": "8.5.1", "jinja2": "3.1.6", "sqlalchemy": "2.1.9"}


@pytest.mark.parametrize(
    ("python", "changed", "said"),
    [
        ("3.11.7", {}, []),
        ("3.15.0rc1", {}, []),
        ("3.10.13", {}, ["is 3.10.13; >=3.11 is needed"]),
        ("3.11.7", {"click": "8.1.8"}, ["click is 8.1.8; >=8.2.1 is needed"]),
        ("3.11.7", {"sqlalchemy": "2.2.0"}, ["sqlalchemy is 2.2.0; <2.2,>=2.1.0 is needed"]),
        ("3.11.7", {"jinja2": None}, ["Jinja2 is missing"]),
    ],
)
def test_versions(python: str, changed: dict[str, str | None], said: list[str]) -> None:
    installed = {name: version for name, version in (INSTALLED | changed).items() if version}
    found = list(judge(python, ">=3.11", NEEDED, installed))
    assert [one.says for one in found if one.mend] == said
    assert is_sound(found) == (not said)
    if not said:
        assert [one.says for one in found] == [python, "all 3 are within their bounds"]
