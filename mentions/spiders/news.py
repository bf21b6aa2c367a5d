"""`scrapy crawl news`."""

from mentions.items import Kind
from mentions.spiders.sources import SourceSpider


class NewsSpider(SourceSpider):
    """Reads the sources of kind `news`."""

    name = "news"
    kind = Kind.NEWS
