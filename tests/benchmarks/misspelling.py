"""`make misspellings CORPUS=FOLDER`: words taken for misspelt names, and misspelt names that are found.

What the pages of a corpus use is learnt from one half of their hosts, and what is still taken for a slip is counted in
the other half, the other way round too; what a label calls the brand is a real slip. Then slips of each kind are made
of each name, and looked for. A corpus is as `benchmarks.labelled` says.
"""

import gzip
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random

from mentions import pages, urls
from mentions.config import load
from mentions.detection import Index, Knowledge
from mentions.detection.folding import fold_text
from mentions.detection.forms import Hit, forms_of, slots_of
from mentions.detection.spelling import _is_telling
from mentions.items import Brand
from mentions.pages import Document

TYPOS = 30
"""Of each kind and name."""
MOST_SHOWN = 12
LANGUAGES = ("en", "de")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BEFORE, BEHIND = "the by from with at of".split(), "and is has for was on".split()


@dataclass(frozen=True, slots=True)
class Read:
    """A page: its language, site, number of words, what on it may be a slip, and where a label does not say it is."""

    language: str
    site: str
    words: int
    slips: tuple[str, ...]
    hits: tuple[Hit, ...]


def main(corpus: Path) -> None:
    """Print both tables."""
    brands = load(corpus / "brands.toml").require_brands()
    sought = [brand for brand in brands if _is_sought(brand)]
    index = Index(sought)
    _say(f"{len(sought)} names, of {len(brands)}: the others are too short, or abbreviations\n")
    real = _real(corpus)
    read = [_read(body, known, index, real) for body, known in _pages(corpus)]
    for language in LANGUAGES:
        some = [page for page in read if page.language == language]
        _say(_false_hits(language, some, read, len(sought)))
    _say(f"\n{'one slip':<22}{'found':>8}  of {TYPOS} a name")
    for kind, slip in KINDS.items():
        found = {brand.name: _recall(brand, slip, index) for brand in sought}
        worst = sorted(found, key=lambda name: found[name])[:5]
        _say(f"{kind:<22}{sum(found.values()) / len(found):>8.3f}  least: {', '.join(worst)}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _is_sought(brand: Brand) -> bool:
    """Whether slips of its name, and not only of an alias, are looked for."""
    return any(_is_telling(slot) for form in forms_of(brand) if form.name == brand.name for slot in slots_of(form))


def _pages(corpus: Path) -> Iterator[tuple[bytes, dict[str, str]]]:
    for line in (corpus / "dev" / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        known = json.loads(line)
        if known["lang"] in LANGUAGES:
            yield gzip.decompress((corpus / "dev" / "pages" / f"{known['id']}.html.gz").read_bytes()), known


def _real(corpus: Path) -> set[tuple[str, str, str]]:
    """Page, brand and folded text of each place that is the brand."""
    labels = map(json.loads, (corpus / "dev" / "labels.jsonl").read_text(encoding="utf-8").splitlines())
    return {(one["page"], one["brand"], fold_text(one["surface"])) for one in labels if one["is_brand"]}


def _read(body: bytes, known: dict[str, str], index: Index, real: set[tuple[str, str, str]]) -> Read:
    document = pages.read(body, known["url"], "text/html")
    slips, hits = _found(document, index)
    text = document.visible.text
    unlabelled = (
        hit for hit in hits if (known["id"], hit.form.brand.name, fold_text(text[hit.start : hit.end])) not in real
    )
    return Read(known["lang"], urls.site_of(known["url"]), len(text.split()), slips, tuple(unlabelled))


def _found(document: Document, index: Index) -> tuple[tuple[str, ...], tuple[Hit, ...]]:
    slips = index.look(document.pieces).slips
    hits = index.hits(document.visible, [form for forms in slips.values() for form in forms]) if slips else []
    return tuple(slips), tuple(hit for hit in hits if hit.form.misspelt)


def _false_hits(language: str, some: Sequence[Read], read: Iterable[Read], names: int) -> str:
    halves = (Knowledge(), Knowledge())
    for page in read:
        halves[_half(page.site)].learn(page.slips, page.site)
    taken = Counter[str]()
    for page in some:
        known = halves[1 - _half(page.site)]
        taken.update(
            f"{hit.form.misspelt} ({hit.form.name})"
            for hit in page.hits
            if not known.is_word(hit.form.misspelt, page.site)
        )
    words = sum(page.words for page in some)
    rate = taken.total() / (words / 1e6) / names
    shown = ", ".join(f"{word} {times}" for word, times in taken.most_common(MOST_SHOWN))
    return f"{language}: {taken.total()} in {words:,} words, {rate:.2f} per million words and name\n    {shown}"


def _half(site: str) -> int:
    return zlib.crc32(site.encode()) % 2


def _recall(brand: Brand, slip: Callable[[str, Random], str], index: Index) -> float:
    random = Random(brand.name)  # noqa: S311
    made = [slip(brand.name, random) for _ in range(TYPOS)]
    return sum(_is_found(one, brand, index) for one in made) / TYPOS


def _is_found(typo: str, brand: Brand, index: Index) -> bool:
    document = pages.read(
        f"<p>Yesterday we heard {escape(typo)} named once more.</p>".encode(), "https://blog.example/"
    )
    _, hits = _found(document, index)
    own = [hit for hit in (*hits, *index.hits(document.visible)) if hit.form.brand.key == brand.key]
    return bool(own)


def _place(name: str, random: Random, *, last: bool = True) -> int:
    """A letter of a name; not its last one where `last` is false."""
    places = [at for at, sign in enumerate(name) if sign.isalpha() and (last or name[at + 1 : at + 2].isalpha())]
    return random.choice(places)


def _neighbour(name: str, random: Random) -> str:
    at = _place(name, random)
    beside = _beside().get(name[at].lower())
    if not beside:  # a letter that the keyboard lacks
        return _neighbour(name, random)
    letter = random.choice(beside)
    return name[:at] + (letter.upper() if name[at].isupper() else letter) + name[at + 1 :]


def _beside() -> dict[str, str]:
    near = defaultdict[str, str](str)
    for number, row in enumerate(ROWS):
        for at, letter in enumerate(row):
            near[letter] += row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            for other in ROWS[max(0, number - 1) : number] + ROWS[number + 1 : number + 2]:
                near[letter] += other[at : at + 1]
    return near


def _swap(name: str, random: Random) -> str:
    at = _place(name, random, last=False)
    one, other = name[at], name[at + 1]
    if one.lower() == other.lower():
        return _swap(name, random)
    if one.isupper() and not other.isupper():  # the capital stays in front
        one, other = one.lower(), other.upper()
    return name[:at] + other + one + name[at + 2 :]


def _drop(name: str, random: Random) -> str:
    at = _place(name, random)
    rest = name[at + 1 :]
    return name[:at] + (rest[:1].upper() + rest[1:] if name[at].isupper() else rest)


def _double(name: str, random: Random) -> str:
    at = _place(name, random)
    return name[: at + 1] + name[at].lower() + name[at + 1 :]


def _split(name: str, random: Random) -> str:
    """Two letters at least to each side."""
    words = name.split()
    at = random.choice([number for number, word in enumerate(words) if len(word) > 3] or [0])
    cut = random.randint(2, max(2, len(words[at]) - 2))
    return " ".join((*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]))


def _glued(name: str, random: Random) -> str:
    return random.choice(BEFORE) + name if random.random() < 0.5 else name + random.choice(BEHIND)


KINDS: dict[str, Callable[[str, Random], str]] = {
    "keyboard neighbour": _neighbour,
    "swapped": _swap,
    "dropped": _drop,
    "doubled": _double,
    "split in two": _split,
    "glued to a word": _glued,
}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
