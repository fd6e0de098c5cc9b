"""What a printed target means: the record that every parser of this package fills.

In: nothing. Out: `Quantity`, frozen; the text as printed is always part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target as printed and as understood; `text` is never thrown away.

    `value_kind` is one of `quantity`, `percent`, `range`, `period`, `qualitative`, `missing`, `unparsed`. `number`
    is in the printed unit, `value` in the canonical `unit` (money in 元, area in 平方米, 95 % as 95 with unit
    `%`). `unparsed` means that nothing was understood for sure, and then no figure is set.
    """

    text: str
    value_kind: str
    operator_text: str | None = None
    operator: str | None = None
    operator_source: str | None = None  # "printed", "assumed"
    number: Decimal | None = None
    number_high: Decimal | None = None
    unit_text: str | None = None
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str | None = None
    dimension: str | None = None
    per: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    scale: str | None = None  # of a qualitative word: the scale it stands on
    is_measurable: bool | None = None
    formula_text: str | None = None
    formula_value: Decimal | None = None
    formula_unit: str | None = None
    is_suspect: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        """Whether the text is a target beyond doubt: a figure, a period, or a word of the vocabulary."""
        return self.value_kind in {"quantity", "percent", "range", "period"} or self.scale is not None
