"""Level labels of an indicator: canonical names, and what stands in for a label that was not printed.

In: the labels in force and the target. Out: `Levels`. An inferred label is marked as such and always reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transform.quantities import Quantity, parse_quantity
from transform.readings import Row
from transform.reference import read_reference

_COST: Final = "成本指标"
_ONLY_CLASS: Final = {"满意度指标": "服务对象满意度指标"}
_OUTPUT_BY_KIND: Final = {"percent": "质量指标", "period": "时效指标", "quantity": "数量指标"}


@dataclass(frozen=True, slots=True)
class Levels:
    """The two upper levels of an indicator; `source` tells where level 2 comes from."""

    level1: str | None
    level2: str | None
    source: str  # "printed", "merged", "inferred"

    @property
    def cost_class(self) -> str | None:
        """The cost class in every edition: level 2 成本指标 under 产出, or the level 2 under 成本指标."""
        if self.level1 == _COST:
            return self.level2 or _COST
        return _COST if self.level2 == _COST else None


def row_to_levels(row: Row) -> Levels:
    """Return the levels of a row; a missing level 2 is inferred from the name or the kind of value, where it can be."""
    level1 = row.level1.name if row.level1 else None
    if row.level2 is not None:
        return Levels(level1 or row.level2.parent, row.level2.name, "printed" if row.is_first_of_level2 else "merged")
    value = row.value.text if row.value else ""
    return Levels(level1, _infer_level2(level1, row.name.text, parse_quantity(value)), "inferred")


def _infer_level2(level1: str | None, name: str, quantity: Quantity) -> str | None:
    if level1 in _ONLY_CLASS:
        return _ONLY_CLASS[level1]
    for row in read_reference("level2_hints.csv", ("level1", "word")):
        if row["level1"] == level1 and row["word"] in name:
            return row["level2"]
    if level1 == "效益指标":
        return "社会效益指标"
    if level1 == "产出指标":
        return _COST if quantity.dimension == "money" else _OUTPUT_BY_KIND.get(quantity.value_kind)
    return None
