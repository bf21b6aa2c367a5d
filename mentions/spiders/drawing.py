"""Sources whose pages a browser draws: it is switched on where one of them asks for it, and nowhere else."""

from scrapy.settings import BaseSettings

from mentions.services import browsers
from mentions.spiders.manners import one_line, workspace_here
from mentions.spiders.walking import WalkingSpider

_DRAWING = "mentions.middlewares.drawing.DrawingMiddleware"
_OUTSIDE = 45
"""The place of what draws pages: outside of all that looks at answers as they were sent."""


class DrawingSpider(WalkingSpider):
    """Has a browser where a source of its kind asks for one."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        with one_line():
            config = workspace_here().config
            if browsers.wanted(config, cls.kind):
                settings.set("BROWSER", browsers.ready(config), priority="spider")
                known = settings.getdict("DOWNLOADER_MIDDLEWARES")
                settings.set("DOWNLOADER_MIDDLEWARES", known | {_DRAWING: _OUTSIDE}, priority="spider")
