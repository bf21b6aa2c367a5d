"""Made-up pages of the size and shape of real ones: 100 to 200 kB, of which a tenth or less is text to read.

Everything comes from a seed. Words follow Zipf's law, so that pages share their common words and differ in the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from mentions.items import Brand

EVERY = 20
"""Of so many pages one names the brand."""

_SYLLABLES = (
    "ba be bi co cu da de di fa fe ga ge ho ka ke la le li lo ma me mi na ne no pa pe ra re ri sa se si ta te to"
)
_COINED = "zor vex quil yth xan wop jub krev zyl vaq juzz gwix dwyr olk uzh phry skaw ymb inx eqwo"
_ACCENTED = ("café", "Zürich", "“so”", "naïve", "it’s", "—", "São")


@dataclass(frozen=True, slots=True)
class Sample:
    """One page as it would come from the network."""

    url: str
    body: bytes


def coined(count: int, seed: int = 1) -> tuple[Brand, ...]:
    """Brands with names that no text holds by chance, half of them of two words."""
    random, parts, names = _random(seed), _COINED.split(), dict[str, None]()
    while len(names) < count:
        word = "".join(random.choices(parts, k=4)).capitalize()
        names[word if len(names) % 2 else f"{word} {''.join(random.choices(parts, k=2)).capitalize()}"] = None
    return tuple(
        Brand(name=name, key=f"brand-{number}", domains=(f"brand-{number}.example",))
        for number, name in enumerate(names)
    )


def samples(count: int, name: str, *, seed: int = 2) -> list[Sample]:
    """Distinct pages of seven sites; every twentieth holds `name`, in its text and in a list of links."""
    writer = _Writer(seed)
    return [
        Sample(f"https://site-{number % 7}.example/{number}", writer.page(number, name * (number % EVERY == 0)))
        for number in range(count)
    ]


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - made-up pages are no secret


class _Writer:
    def __init__(self, seed: int) -> None:
        self._random = _random(seed)
        syllables = _SYLLABLES.split()
        self._words = ["".join(self._random.choices(syllables, k=self._random.randint(1, 5))) for _ in range(30_000)]
        self._weights = list(_running_sum(1 / rank for rank in range(1, len(self._words) + 1)))

    def page(self, number: int, name: str) -> bytes:
        paragraphs = self._paragraphs(self._random.randint(25, 60), name)
        html = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{self._line(7)}</title>\n'
            f'<meta property="og:title" content="{self._line(7)}"><link rel="canonical" href="/{number}">\n'
            f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{self._line(7)}",'
            f'"datePublished":"2026-{number % 12 + 1:02}-11T08:00:00Z"}}</script>\n'
            f"<style>{self._styles(350)}</style></head>\n"
            f'<body class="single post-{number}">\n'
            f'<header><nav class="site-nav"><ul>{self._links(90)}</ul></nav></header>\n'
            f'<main><article class="entry"><h1>{self._line(8)}</h1><div class="entry-content">\n'
            f"{paragraphs}</div></article>\n"
            f'<section id="comments">{self._comments(12)}</section></main>\n'
            f'<aside class="sidebar"><ul>{self._links(70, name)}</ul></aside>\n'
            f"<footer><ul>{self._links(60)}</ul></footer>{self._scripts(self._random.randint(600, 1500))}</body></html>"
        )
        return html.encode()

    def _line(self, words: int) -> str:
        chosen = self._random.choices(self._words, cum_weights=self._weights, k=words)
        if self._random.random() < 0.2:
            chosen[-1] = self._random.choice(_ACCENTED)
        return " ".join(chosen).capitalize()

    def _paragraphs(self, count: int, name: str) -> str:
        texts = [". ".join(self._line(self._random.randint(6, 18)) for _ in range(3)) for _ in range(count)]
        if name:
            texts[count // 3] += f". Much of it was made by {name} in {self._line(4)}"
        return "\n".join(f'<p class="has-text" data-n="{n}">{self._marked(text)}.</p>' for n, text in enumerate(texts))

    def _marked(self, text: str) -> str:
        """A link and some emphasis in each, as editors write."""
        first, _, rest = text.partition(" ")
        return f'<a href="/tag/{first.lower()}">{first}</a> <em>{rest[:12]}</em>{rest[12:]}'

    def _links(self, count: int, name: str = "") -> str:
        texts = [self._line(self._random.randint(1, 5)) for _ in range(count)]
        if name:
            texts[-1] = name
        return "".join(
            f'<li class="menu-item menu-item-{n}"><a class="link" href="/{n}/{text[:9]}"><span>{text}</span></a></li>'
            for n, text in enumerate(texts)
        )

    def _comments(self, count: int) -> str:
        return "".join(
            f'<div class="comment"><b>{self._line(2)}</b><p>{self._line(30)}</p></div>' for _ in range(count)
        )

    def _styles(self, count: int) -> str:
        return "".join(
            f".{self._line(1)}-{n}>.x{{margin:{n % 9}px;color:#{n:06x};display:flex}}\n" for n in range(count)
        )

    def _scripts(self, lines: int) -> str:
        code = "".join(f'window.q=(window.q||[]).concat({{"k{n}":"{self._line(5)}"}});\n' for n in range(lines))
        return f"<script>{code}</script><noscript><img src='/pixel'></noscript>"


def _running_sum(values: Iterator[float]) -> Iterator[float]:
    total = 0.0
    for value in values:
        total += value
        yield total
