"""Ghost: all posts in a sitemap of their own, with their dates. Its content API wants a key, its `/ghost/` no visitors.

TryGhost/Ghost 5, ghost/core/core/frontend/services: sitemap (sitemap-posts.xml, newest change first), rss (`/rss/`).
"""

from urllib.parse import urljoin

from mentions.items import Kind
from mentions.platforms.platform import Front, Platform


class Ghost(Platform):
    """Read by the sitemap of its posts, else as any other."""

    name = "Ghost"
    kind = Kind.BLOG

    def is_at(self, front: Front) -> bool:
        return front.generator.lower().startswith("ghost")

    def lists(self, front: Front) -> tuple[str, ...]:
        return (urljoin(front.url, "/sitemap-posts.xml"),)
