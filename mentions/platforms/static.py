"""Blogs that are files, made by a program that names itself: read by their feed and sitemap, else by their lists.

Each of these writes `<meta name="generator">` into the pages of its own themes.
"""

from dataclasses import dataclass

from mentions.items import Kind
from mentions.platforms.platform import Front, Platform

_MAKERS = (
    "Astro Docusaurus Eleventy Gatsby Hexo Hugo Jekyll Lektor MkDocs Nikola Octopress Pelican Publii Quarto VitePress "
    "VuePress Zola"
).split()


@dataclass(frozen=True)
class Static(Platform):
    """One of the programs; what it makes has no list but those that every site may have."""

    name: str
    kind: Kind = Kind.BLOG

    def is_at(self, front: Front) -> bool:
        return front.generator.lower().startswith(self.name.lower())


STATIC = tuple(map(Static, _MAKERS))
