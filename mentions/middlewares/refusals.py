"""Why a request was not let out, as exceptions that its errback is given."""

from scrapy.exceptions import IgnoreRequest

from mentions.services.visiting import Skip


class RobotsForbiddenError(IgnoreRequest):
    """The site's robots.txt forbids the address."""


class RobotsUnreachableError(IgnoreRequest):
    """The site could not say what it forbids; until it can, everything is."""


class PrivateAddressError(IgnoreRequest):
    """The request leads to a private address."""


class NotAskedError(IgnoreRequest):
    """The address was left for another run: nothing is known of it, so there is no visit to record."""

    def __init__(self, skip: Skip, why: str) -> None:
        super().__init__(why)
        self.skip = skip


class KeysError(IgnoreRequest):
    """The API asks for keys that are not there, or does not take them."""


class UndrawnError(IgnoreRequest):
    """A page that needs a browser did not come to its end in one."""
