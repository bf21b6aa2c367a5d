"""`scrapy crawl blogs`."""

from mentions.items import Kind
from mentions.spiders.sources import SourceSpider


class BlogsSpider(SourceSpider):
    """Reads the sources of kind `blog`."""

    name = "blogs"
    kind = Kind.BLOG
