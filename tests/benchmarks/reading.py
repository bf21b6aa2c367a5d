"""`PYTHONPATH=tests python -m benchmarks.reading`: what a page costs, from its bytes to its mentions.

Every page is different, and each contender sees each page once a round.
"""

from collections.abc import Callable, Sequence
from time import perf_counter

from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from benchmarks.measuring import Contender, Timed, medians, report, timed
from benchmarks.pages import EVERY, Sample, coined, samples
from mentions import pages
from mentions.detection import Index, Knowledge, scan
from mentions.items import Brand
from mentions.pages import walking
from mentions.pages.charset import decode
from mentions.pages.walking import INVISIBLE

PAGES, ROUNDS = 200, 7
NAMES = (1, 100, 10_000)
FEW = (1, 100)
"""More would take minutes the plain way."""


def main() -> None:
    """Print the table."""
    brands = coined(max(NAMES))
    made = samples(PAGES, brands[0].name)
    contenders = [
        Contender("floor: decode, parse, strip_tags, text", _each(made, _floor)),
        *(Contender(f"candidates only, {count:,} names", _each(made, _candidates(brands[:count]))) for count in NAMES),
        *(Contender(f"scan, {count:,} names", _each(made, _scan(brands[:count]))) for count in NAMES),
        Contender("the walk alone, of every page", _walk(made)),
        *(Contender(f"lxml text_content + in, {count:,} names", _each(made, _lxml(brands[:count]))) for count in FEW),
    ]
    size = sum(len(one.body) for one in made) / len(made) / 1000
    title = f"{PAGES} pages of {size:.0f} kB, 1 in {EVERY} with a mention; medians of {ROUNDS} rounds"
    report(title, medians(contenders, ROUNDS), of=PAGES, unit="page")


def _each(made: Sequence[Sample], work: Callable[[Sample], object]) -> Timed:
    def all_pages() -> None:
        for one in made:
            work(one)

    return timed(all_pages)


def _floor(sample: Sample) -> str:
    tree = LexborHTMLParser(decode(sample.body))
    tree.strip_tags(INVISIBLE)
    return tree.body.text(separator="") if tree.body else ""


def _candidates(brands: Sequence[Brand]) -> Callable[[Sample], bool]:
    index = Index(brands)
    return lambda sample: index.look(pages.read(sample.body, sample.url).pieces).may_hold


def _scan(brands: Sequence[Brand]) -> Callable[[Sample], object]:
    index = Index(brands)
    return lambda sample: scan(pages.read(sample.body, sample.url), index, Knowledge())


def _walk(made: Sequence[Sample]) -> Timed:
    """The walk without the parse before it."""

    def measure() -> float:
        seconds = 0.0
        for sample in made:
            body = pages.read(sample.body, sample.url)._body
            began = perf_counter()
            walking.walk(body)
            seconds += perf_counter() - began
        return seconds

    return measure


def _lxml(brands: Sequence[Brand]) -> Callable[[Sample], list[str]]:
    """What most people would write first: exact names only, scripts and all, and no links."""
    names = [brand.name for brand in brands]

    def found(sample: Sample) -> list[str]:
        text = str(lxml_html.fromstring(sample.body).xpath("string()"))
        return [name for name in names if name in text]

    return found


if __name__ == "__main__":
    main()
