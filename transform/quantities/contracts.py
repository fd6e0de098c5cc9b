"""What a printed target means: the record that every parser of this package fills.

In: nothing. Out: `Quantity`, frozen; the text as printed is always part of it. `Setting` is what stands around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

_MONEY_WORDS: Final = ("成本", "金额", "资金", "元", "费")
_TIME_WORDS: Final = ("时效", "时间", "日期", "期限")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target as printed and as understood; `text` is never thrown away.

    `value_kind` is one of `quantity`, `percent`, `range`, `period`, `qualitative`, `missing`, `unparsed`. `number`
    is in the printed unit, `value` in the canonical `unit` (money in 元, area in 平方米, 95 % as 95 with unit
    `%`). `unparsed` means that nothing was understood for sure, and then no figure is set. Where one cell holds
    several values they are all in `parts`, in order, and no figure is set.
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
    parts: tuple[Quantity, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        """Whether the text is a target beyond doubt: a figure, a period, or a word of the vocabulary."""
        if "in_words" in self.notes or self.parts or self.formula_text:
            return False
        return self.value_kind in {"quantity", "percent", "range", "period"} or self.scale is not None


class Setting(NamedTuple):
    """What stands around a target: header unit, the row's unit, the class, the fiscal year, the kind of source."""

    header_unit: str | None = None
    label: str | None = None
    fiscal_year: int | None = None
    scanned: bool = False
    unit_cell: str | None = None

    @property
    def is_money(self) -> bool:
        """Whether 万 alone means 万元 here."""
        if not (self.header_unit or self.label or self.unit_cell):
            return False
        about = f"{self.header_unit or ''}{self.label or ''}{self.unit_cell or ''}"
        return any(word in about for word in _MONEY_WORDS)

    @property
    def is_time(self) -> bool:
        """Whether a bare 2023 is a year here."""
        return self.label is not None and any(word in self.label for word in _TIME_WORDS)
