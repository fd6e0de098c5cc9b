"""The unit of money where none is printed, by evidence alone.

In: the records of projects and indicators. Out: the amounts that could be filled, with the unit. The cost rows of a
project must add up exactly to its amount under one unit only, for two projects, or for one with three cost rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from transform.draft import Record
from transform.heads import parse_amount

_UNITS: Final = ("元", "千元", "万元")
_FEWEST_PROJECTS, _FEWEST_ROWS = 2, 3


def infer_money_unit(projects: Sequence[Record], indicators: Iterable[Record]) -> str | None:
    """Return the unit that the cost rows prove for amounts without one; None where they prove none or disagree."""
    costs: dict[object, list[Decimal]] = {}
    for row in indicators:
        if isinstance(value := row["value"], Decimal) and _is_cost(row):
            costs.setdefault(row["project_id"], []).append(value)
    proven: dict[str, int] = {}
    for project in projects:
        found = costs.get(project["project_id"], [])
        matching = [unit for unit in _UNITS if found and _amount(project, unit) == sum(found)]
        if len(matching) == 1:
            is_enough = len(found) >= _FEWEST_ROWS
            proven[matching[0]] = proven.get(matching[0], 0) + (_FEWEST_PROJECTS if is_enough else 1)
    (unit, votes) = next(iter(proven.items()), ("", 0))
    return unit if len(proven) == 1 and votes >= _FEWEST_PROJECTS else None


def _is_cost(row: Record) -> bool:
    return bool(row["cost_class"]) and row["dimension"] == "money" and not row["per"]


def _amount(project: Record, unit: str) -> Decimal | None:
    text = project["amount_text"]
    return parse_amount(str(text), unit)[0] if text else None
