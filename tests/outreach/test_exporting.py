import csv
import hashlib
import io
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentions.exceptions import ExportError
from mentions.outreach.exporting import Offender, export_csv, load_preset, offenders, sidecar

GENERIC = load_preset("generic")
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ROW: Mapping[str, str] = dict.fromkeys(GENERIC.columns, "") | {
    "mention_id": "m1",
    "email": "jane@blog.example",
    "contact_name": "Jane Doe",
    "domain": "blog.example",
    "page_url": "https://blog.example/1",
    "page_title": "Ten telescopes",
    "situation": "blog_unlinked",
    "subject": "A link in your post",
    "body": 'Hello Jane,\n\n“quoted”, with "quotes"; and, commas\n- a dash on a later line\n\nZoe Park',
}


def row(**changes: str) -> dict[str, str]:
    return {**ROW, **changes}


def read(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter, strict=True))


def cell(column: str, value: str) -> str:
    return read(export_csv([row(**{column: value})], GENERIC))[0][column]


def test_the_generic_preset_has_the_agreed_columns() -> None:
    assert len(GENERIC.columns) == len(set(GENERIC.columns)) == 30
    assert GENERIC.columns[:3] == ("mention_id", "campaign", "email")
    assert GENERIC.columns[-1] == "export_batch_id"
    assert all(column.isascii() for column in GENERIC.columns)
    assert GENERIC.mail | {GENERIC.address} <= set(GENERIC.columns)


@pytest.mark.parametrize("name", ["nosuch", "../presets/generic", ""])
def test_a_preset_that_is_not_shipped_is_an_error(name: str) -> None:
    with pytest.raises(ExportError, match="known are generic"):
        load_preset(name)


def test_the_file_is_rfc_4180_with_every_cell_quoted() -> None:
    content = export_csv([row()], replace(GENERIC, columns=("mention_id", "email", "subject", "body")))
    assert content == (
        b'"mention_id","email","subject","body"\r\n'
        b'"m1","jane@blog.example","A link in your post","Hello Jane,\n\n'
        + "“quoted”, with ".encode()
        + b'""quotes""; and, commas\n- a dash on a later line\n\nZoe Park"\r\n'
    )


def test_for_excel_there_is_a_byte_order_mark_and_another_delimiter() -> None:
    content = export_csv([row()], GENERIC, excel=True, delimiter=";")
    assert content.startswith(b'\xef\xbb\xbf"mention_id";"campaign"')
    assert read(content, delimiter=";")[0]["body"] == ROW["body"]
    assert not export_csv([row()], GENERIC).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("delimiter", ["", "x", ",,", '"', "\n"])
def test_an_odd_delimiter_is_refused(delimiter: str) -> None:
    with pytest.raises(ExportError, match="cannot separate columns"):
        export_csv([row()], GENERIC, delimiter=delimiter)


def test_rows_are_sorted_by_domain_and_id_whatever_their_order() -> None:
    rows = [row(mention_id=name, domain=domain) for name, domain in [("b", "z"), ("c", "a"), ("a", "z")]]
    assert [found["mention_id"] for found in read(export_csv(rows, GENERIC))] == ["c", "a", "b"]
    assert export_csv(rows, GENERIC) == export_csv(rows[::-1], GENERIC)


def test_nothing_approved_gives_a_header_alone() -> None:
    assert export_csv([], GENERIC).count(b"\r\n") == 1


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('=HYPERLINK("https://evil.example","x")', '\'=HYPERLINK("https://evil.example","x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  \u00a0=1", "'=1"),
        ("\t=1", "'=1"),
        ("\u200b\ufeff=1", "'=1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("fine\n=1\r\n-2\r@3\u2028+4", "fine\n'=1\n'-2\n'@3\n'+4"),
        ("\x1b[2Jtitle\x07", "[2Jtitle"),
        ("{{7*7}} *|FNAME|*", "((7*7)) * |FNAME| *"),
        ("x" * 10_000, "x" * 10_000),
        ("a = b", "a = b"),
    ],
)
def test_info_columns_are_made_safe(title: str, shown: str) -> None:
    assert cell("page_title", title) == shown


@pytest.mark.parametrize("column", sorted(GENERIC.mail - {"email"}))
@pytest.mark.parametrize("value", ["=1+1", " +1", "\u00a0-1", "@x", "＝1", "\ta", "\ra", "\u200b=1", "\n=1"])
def test_mail_columns_that_start_like_a_formula_are_refused(column: str, value: str) -> None:
    rows = [row(), row(mention_id="m2", **{column: value})]
    assert {offender.mention_id for offender in offenders(rows, GENERIC)} == {"m2"}
    with pytest.raises(ExportError, match="m2"):
        export_csv(rows, GENERIC)


@pytest.mark.parametrize("value", ["a\x00", "a\x1b[2J", "a\x9b", "a\ud800"])
def test_mail_columns_with_control_characters_are_refused(value: str) -> None:
    assert offenders([row(subject=value)], GENERIC)


def test_a_nul_is_refused_everywhere() -> None:
    assert offenders([row(page_title="a\x00")], GENERIC) == (Offender("m1", "page_title holds a NUL"),)


@pytest.mark.parametrize(
    "email",
    [
        *("", "jane", "jane@blog.example, joe@blog.example", "Jane <jane@blog.example>", "=1@blog.example"),
        *("+jane@blog.example", "-jane@blog.example", "jane@blog.example\n", '"a b"@blog.example', "jane@[127.0.0.1]"),
    ],
)
def test_what_is_not_one_plain_address_is_refused(email: str) -> None:
    assert offenders([row(email=email)], GENERIC)


def test_all_offenders_are_named_and_nothing_is_written() -> None:
    rows = [row(), row(mention_id="m2", email="no"), row(mention_id="m3", subject="=1")]
    with pytest.raises(ExportError) as raised:
        export_csv(rows, GENERIC)
    assert str(raised.value) == (
        "nothing was exported, 2 of 3 stand in the way: "
        "m2: not one valid address: 'no'; m3: subject starts like a formula: '=1'"
    )


def test_a_missing_column_is_an_offence() -> None:
    short = {key: value for key, value in ROW.items() if key != "body"}
    assert offenders([short], GENERIC) == (Offender("m1", "body is missing"),)


def test_line_ends_become_those_of_unix() -> None:
    assert cell("body", "Hello,\r\n\r\nyou\rthere") == "Hello,\n\nyou\nthere"


def test_the_sidecar_describes_the_file() -> None:
    rows = [row(), row(mention_id="m2", email="JANE@blog.example", situation="news_unlinked")]
    content = export_csv(rows, GENERIC)
    beside = sidecar(content, rows, GENERIC, batch_id="b7", version="0.1.0", now=NOW)
    assert json.loads(json.dumps(beside)) == {
        "batch": "b7",
        "exported_at": "2026-11-20T09:30:00+00:00",
        "version": "0.1.0",
        "preset": "generic",
        "columns": list(GENERIC.columns),
        "rows": 2,
        "recipients": 1,
        "situations": {"blog_unlinked": 1, "news_unlinked": 1},
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


LETTER = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=200)


@given(st.lists(st.tuples(LETTER, LETTER, st.text(max_size=60)), max_size=4), st.sampled_from([",", ";", "\t"]))
def test_letters_come_back_as_they_were_and_cells_never_run(drafts: list[tuple[str, str, str]], delimiter: str) -> None:
    rows = [
        row(mention_id=f"m{number}", subject=f"S{subject}", body=f"B{body}", page_title=title.replace("\0", ""))
        for number, (subject, body, title) in enumerate(drafts)
    ]
    content = export_csv(rows, GENERIC, delimiter=delimiter)
    again = read(content, delimiter=delimiter)
    frame = pd.read_csv(io.BytesIO(content), sep=delimiter, dtype=str, keep_default_na=False)
    for column in ("mention_id", "subject", "body"):
        assert [found[column] for found in again] == [given_row[column] for given_row in rows]
        assert list(frame[column]) == [given_row[column] for given_row in rows]
    for found in again:
        for line in found["page_title"].split("\n"):
            assert line.lstrip(" \u00a0")[:1] not in tuple("=+-@\t\r＝＋－＠")
            assert not any(unicodedata.category(sign) in ("Cc", "Cf") for sign in line if sign not in "\u200c\u200d")


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_row_is_either_refused_or_written_whole(email: str, subject: str, title: str) -> None:
    rows = [row(email=email, subject=subject, page_title=title)]
    if offenders(rows, GENERIC):
        with pytest.raises(ExportError):
            export_csv(rows, GENERIC)
    else:
        assert len(read(export_csv(rows, GENERIC))) == 1
