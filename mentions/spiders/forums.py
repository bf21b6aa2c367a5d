"""`scrapy crawl forums`."""

from mentions.items import Kind
from mentions.spiders.sources import SourceSpider


class ForumsSpider(SourceSpider):
    """Reads the sources of kind `forum`."""

    name = "forums"
    kind = Kind.FORUM
