"""Any coined name in any composition of disguises is found, and the look before the walk never loses it."""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentions.detection import Index
from mentions.detection.folding import fold_text
from mentions.items import Brand
from mentions.pages import Document

URL = "https://news.example/"

SYLLABLES = "zor blax häa gen fim tuk wöb ryl quo dén ñup vel ßig ffa øst kry müx phi".split()
SCRIPTS = ["ホシゾラ", "アクメ", "星空镜业", "별하늘", "ดาราเลนส์", "Жорблакс", "Ζορμπλαξ", "هلالبصر", "כוכבית"]
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=4).map("".join).map(str.capitalize)
SHORT = st.sampled_from("Q Zo Ky Mü Bla Öx Jé".split())
COINED = st.builds(
    lambda words, joints: words[0] + "".join(joint + word for joint, word in zip(joints, words[1:], strict=False)),
    st.lists(WORDS | SHORT, min_size=1, max_size=3) | st.lists(st.sampled_from(SCRIPTS), min_size=1, max_size=1),
    st.lists(st.sampled_from([" ", "-", "", ".", "'", " & ", "&", " and ", " + "]), min_size=2, max_size=2),
)
NAMES = COINED | st.builds("{}'s".format, WORDS) | st.builds("Die {}".format, WORDS)

CASES: list[Callable[[str], str]] = [str, str.upper, str.lower, str.swapcase]
ACCENTS: dict[str, Callable[[str], str]] = {
    "as they are": str,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "dropped": lambda name: re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", name)),
    "spelled out": lambda name: re.sub("[äöüÄÖÜ]", lambda sign: unicodedata.normalize("NFD", sign[0])[0] + "e", name),
}
WIDTHS: dict[str, Callable[[str], str]] = {
    "narrow": str,
    "full": lambda name: re.sub("[!-~]", lambda sign: chr(ord(sign[0]) + 0xFEE0), name),
    "ligatures": lambda name: name.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("ff", "ﬀ"),
}
GAPS = [" ", "-", "", "\u00a0", "\u2003", "\u3000", "  ", "\n   ", "\u2011", "–", ".", "&nbsp; ", "&ensp;"]
ANDS = ["&", "&amp;", " and ", " und ", " et ", " y ", " e ", " & ", "+", "&nbsp;&amp; ", "-and-", "-&-"]
APOSTROPHES = ["'", "’", "´", "`", "ʼ", "＇", ""]
CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\u1160-\u11ff\u0591-\u05c7\u064b-\u065f]*")
INSIDE = ["", "", "", "\u00ad", "\u200b", "\u2060", "&shy;", "<wbr>", "<b></b>", "<!-- x -->", "<i>", "</i>", "\u200e"]
AROUND = [
    ("", ""),
    ("<td>", "</td>"),
    ("of ", " and"),
    ("(", ")"),
    ("l’", " vend"),
    ("the “", "”"),
    ("", "’s lens"),
    ("ein ", "-Gerät"),
    ("@", " on"),
    ("<a href='/'>Home</a><a>", "</a><a>News</a>"),
    ("<p>x</p><p>", "</p><p>x"),
    ("x<br>", "<br>x"),
]


@dataclass(frozen=True, slots=True)
class Disguise:
    """One choice of each kind; what is put inside words comes from `inside`, again and again."""

    case: Callable[[str], str] = str
    accents: str = "as they are"
    width: str = "narrow"
    gap: str | None = None
    ampersand: str | None = None
    apostrophe: str = "'"
    inside: tuple[str, ...] = ("",)
    numbers: bool = False

    def worn_by(self, name: str) -> str:
        """The markup of a name."""
        plain = self.case(ACCENTS[self.accents](name))
        pieces = re.split(r"( ?[&+] ?| and | AND |[ .'-])", plain)
        return "".join(self._gap(piece) if place % 2 else self._word(piece) for place, piece in enumerate(pieces))

    def _gap(self, gap: str) -> str:
        if gap.strip().lower() in ("&", "+", "and"):
            return self.ampersand if self.ampersand is not None else html.escape(gap)
        if gap == "'":
            return self.apostrophe
        return gap if self.gap is None else self.gap

    def _word(self, word: str) -> str:
        signs = CLUSTER.findall(WIDTHS[self.width](word))
        return "".join(self._sign(sign) + self.inside[place % len(self.inside)] for place, sign in enumerate(signs))

    def _sign(self, sign: str) -> str:
        return "".join(f"&#x{ord(one):x};" for one in sign) if self.numbers else sign


DISGUISES = st.builds(
    Disguise,
    case=st.sampled_from(CASES),
    accents=st.sampled_from(sorted(ACCENTS)),
    width=st.sampled_from(sorted(WIDTHS)),
    gap=st.sampled_from([None, *GAPS]),
    ampersand=st.sampled_from([None, *ANDS]),
    apostrophe=st.sampled_from(APOSTROPHES),
    inside=st.lists(st.sampled_from(INSIDE), min_size=1, max_size=7).map(tuple),
    numbers=st.booleans(),
)


@settings(deadline=None, max_examples=400)
@given(NAMES, DISGUISES, st.sampled_from(AROUND))
@example("Häagen & Zoltabren", Disguise(accents="spelled out", ampersand=" und ", inside=("\u00ad", "<wbr>")), ("", ""))
@example("Zor.Blax", Disguise(gap="."), ("", ""))
@example("Kry'Fim", Disguise(apostrophe=""), ("@", " on"))
@example("Q-ZoQ", Disguise(gap=" "), ("", ""))
def test_any_name_is_found_in_any_disguise(name: str, disguise: Disguise, around: tuple[str, str]) -> None:
    written = disguise.worn_by(name)
    index = Index([Brand(name=name, key="it", domains=())])
    document = Document(f"<table><tr><td>{around[0]}{written}{around[1]}</table>", URL)
    assert index.look(document.pieces).may_hold
    found = [fold_text(document.visible.text[hit.start : hit.end]) for hit in index.hits(document.visible)]
    assert fold_text(Document(f"<p>{written}", URL).visible.text).strip() in found
    assert index.may_name(document.loose_text)


@pytest.mark.parametrize("name", ["Zorblax", "Häagen & Zoltabren", "ClearLens", "星空镜业", "Zor Bla"])
def test_a_name_among_ten_thousand_is_found(name: str, many: Index) -> None:
    document = Document(f"<p>We met {html.escape(name)} in spring.</p>", URL)
    assert many.look(document.pieces).may_hold
    assert name in {hit.form.name for hit in many.hits(document.visible)}


@pytest.fixture(scope="module")
def many() -> Index:
    coined = (f"{one}{two}{three}" for one in SYLLABLES for two in SYLLABLES for three in SYLLABLES)
    names = [*("Zorblax", "Häagen & Zoltabren", "ClearLens", "星空镜业", "Zor Bla"), *map(str.capitalize, coined)]
    return Index([Brand(name=name, key=str(place), domains=()) for place, name in enumerate(names[:10_000])])
