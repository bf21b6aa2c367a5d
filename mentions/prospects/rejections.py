"""Why a person rejects a prospect: fixed codes, so that reasons can be counted."""

from enum import StrEnum


class Rejection(StrEnum):
    """What speaks against asking."""

    PASSING = "passing"
    NEGATIVE = "negative"
    NOT_US = "not_us"
    ALREADY_LINKED = "already_linked"
    WRONG_CONTACT = "wrong_contact"
    LOW_QUALITY = "low_quality"
    OLD = "old"
    POLICY = "policy"
    LEGAL = "legal"
    RELATIONSHIP = "relationship"
    COMPETITOR = "competitor"
    OTHER = "other"
