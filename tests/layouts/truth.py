"""What an invented document says: its projects and indicators as a reader must give them back.

Out: `Truth`, frozen. Text is as printed, white space aside; figures are `Decimal`; what is not printed is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ProjectTruth:
    """One project; the amount of a self-evaluation is the full-year budget of the row of the annual total."""

    ordinal: int
    project_name: str
    unit_name: str | None = None
    unit_code: str | None = None
    amount_yuan: Decimal | None = None
    initial_budget_yuan: Decimal | None = None
    executed_yuan: Decimal | None = None
    goal_text: str | None = None
    open_fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IndicatorTruth:
    """One indicator row; `open_fields` are fields on which two readings are both right."""

    project: int
    level1: str | None
    level2: str | None
    name: str
    value_text: str | None
    operator: str | None = None
    number: Decimal | None = None
    unit: str | None = None
    weight: Decimal | None = None
    actual_text: str | None = None
    score: Decimal | None = None
    reason: str | None = None
    direction: str | None = None
    place_text: str | None = None
    period_text: str | None = None
    open_fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that an invented document says."""

    family: str
    projects: tuple[ProjectTruth, ...]
    indicators: tuple[IndicatorTruth, ...]
