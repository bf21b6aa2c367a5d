"""Every error that a user may meet. The two edges turn them into one line and a non-zero exit."""


class MentionsError(Exception):
    """Base of all errors this package raises on purpose; its text is one clear line."""


class ConfigError(MentionsError):
    """`mentions.toml` cannot be used as it is.

    The text names the file, the line where it is known, and what to write instead.
    """

    def __init__(self, file: object, message: str, *, line: int | None = None) -> None:
        self.file, self.line, self.message = str(file), line, message
        place = self.file if line is None else f"{self.file}, line {line}"
        super().__init__(f"{place}: {message}")


class UnreadableError(MentionsError):
    """A file or document that was named cannot be read; the text says which, and why."""


class StoreError(MentionsError):
    """The database is missing, locked, damaged, or newer than this program."""


class MoveError(MentionsError):
    """A prospect cannot go from its stage to the one asked for."""


class TemplateError(MentionsError):
    """A draft template is missing, wrong, or asks for a value that is not known."""


class ExportError(MentionsError):
    """An export was refused as a whole; the text lists the drafts that stood in its way."""


class UnknownPageError(MentionsError):
    """A document could not be read; `reason` is a `mentions.items.Unknown`. Such a page is never one without a link."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}" if detail else reason)
