"""What most people would write: two well-known stacks that look for names in a page, and whether they are linked.

Both need the dependency group `bench`.
"""

from collections.abc import Callable, Sequence

from mentions.services.saved import Saved

Look = Callable[[Saved], object]


def beautiful_soup(names: Sequence[str]) -> Look:
    """BeautifulSoup with lxml, `in` for each name, and the links whose text is one."""
    from bs4 import BeautifulSoup

    def look(page: Saved) -> object:
        soup = BeautifulSoup(page.body, "lxml")
        text = soup.get_text(" ")
        found = [name for name in names if name in text]
        return [(name, [a for a in soup.find_all("a", href=True) if name in a.get_text()]) for name in found]

    return look


def trafilatura_and_spacy(names: Sequence[str]) -> Look:
    """The main text by trafilatura, its links kept, and a PhraseMatcher of a blank pipeline over it."""
    import spacy
    import trafilatura
    from spacy.matcher import PhraseMatcher

    pipeline = spacy.blank("en")
    pipeline.max_length = 10_000_000
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    matcher.add("names", list(pipeline.pipe(names)))

    def look(page: Saved) -> object:
        text = trafilatura.extract(page.body, include_links=True) or ""
        return matcher(pipeline(text))

    return look
