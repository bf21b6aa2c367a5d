"""Which rules a draft must pass: run on each save, approval and export."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mentions.outreach import rules
from mentions.outreach.rules import LintInput

__all__ = ["RULES", "Finding", "LintInput", "Severity", "blocks", "lint"]


class Severity(StrEnum):
    """What a finding does: stop the draft, or only be shown."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a draft."""

    rule: str
    severity: Severity
    message: str


RULES: tuple[tuple[str, Severity, Callable[[LintInput], Iterator[str]]], ...] = (
    ("L01", Severity.BLOCK, rules.leftover_tags),
    ("L02", Severity.BLOCK, rules.empty_or_broken),
    ("L03", Severity.BLOCK, rules.untrue_of_page),
    ("L03", Severity.WARN, rules.quote_left_out),
    ("L04", Severity.BLOCK, rules.payment),
    ("L05", Severity.BLOCK, rules.swap),
    ("L06", Severity.BLOCK, rules.ranking),
    ("L07", Severity.BLOCK, rules.pressure),
    ("L08", Severity.BLOCK, rules.unsigned),
    ("L09", Severity.BLOCK, rules.no_way_out),
    ("L11", Severity.BLOCK, rules.fake_thread),
    ("L12", Severity.BLOCK, rules.far_too_long),
    ("L12", Severity.WARN, rules.out_of_measure),
    ("L13", Severity.WARN, rules.many_asks),
    ("L14", Severity.WARN, rules.flattery),
    ("L16", Severity.WARN, rules.odd_greeting),
    ("L17", Severity.WARN, rules.odd_addresses),
    ("L19", Severity.WARN, rules.loud),
)


def lint(draft: LintInput) -> tuple[Finding, ...]:
    """All findings, in the order of the rules."""
    return tuple(Finding(rule, severity, message) for rule, severity, check in RULES for message in check(draft))


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Whether a draft with these findings must not leave."""
    return any(finding.severity is Severity.BLOCK for finding in findings)
