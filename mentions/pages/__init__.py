"""What stands on a page: a `Document` made once from the bytes of an answer. Pure."""

from mentions.pages.document import MAX_BYTES, SEAM, Document, read

__all__ = ["MAX_BYTES", "SEAM", "Document", "read"]
