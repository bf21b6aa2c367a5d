"""The spiders, as `scrapy crawl` names them. What they decide is decided elsewhere; here things are fetched."""
