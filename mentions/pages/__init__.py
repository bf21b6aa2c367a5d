"""What stands on a page: a `Document` made once from the bytes of an answer. Pure."""

from mentions.pages.document import MAX_BYTES, Document, read

__all__ = ["MAX_BYTES", "Document", "read"]
