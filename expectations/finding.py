"""What an auditor gets to see: findings, and the outcome of each rule on each document.

In: nothing. Out: the records that the rules fill. One `Finding` is one thing that a person should look at.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

SEVERITY_ORDER = ("info", "low", "medium", "high", "error")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `message` is Chinese and complete, the cells are the evidence."""

    rule_id: str
    document_id: str
    project_id: str | None
    indicator_id: str | None
    severity: str
    basis: str
    message: str
    expected: str | None
    actual: str | None
    evidence_cell_ids: tuple[str, ...]
    is_extraction_suspect: bool

    @property
    def finding_id(self) -> str:
        """The same for the same thing in every run."""
        parts = (self.rule_id, self.document_id, self.project_id, self.indicator_id, self.message)
        return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:16]


def cap_severity(severity: str, *, is_extraction_suspect: bool) -> str:
    """Return the severity, at most `medium` where the reading itself is in doubt.

    >>> cap_severity("error", is_extraction_suspect=True)
    'medium'
    """
    if not is_extraction_suspect:
        return severity
    return min(severity, "medium", key=SEVERITY_ORDER.index)
