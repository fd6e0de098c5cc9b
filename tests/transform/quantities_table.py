"""The table of targets: `quantities_cases.csv`, one printed string with its surroundings and its record a row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from transform.quantities import Quantity, parse_quantity

TABLE = Path(__file__).with_name("quantities_cases.csv")
CONTEXT = ("header_unit", "label", "fiscal_year", "unit_cell", "sign_cell")
FIELDS = (
    "value_kind",
    "operator",
    "number",
    "number_high",
    "unit",
    "value",
    "value_high",
    "per",
    "period_start",
    "period_end",
)


@dataclass(frozen=True)
class Case:
    """One printed string, what stands around it, and what it must give; `*` as notes: whatever they are."""

    name: str
    text: str
    context: dict[str, Any]
    expected: dict[str, Any]
    notes: str


def read_cases() -> list[Case]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return [_row_to_case(row) for row in csv.DictReader(stream)]


def read(case: Case) -> Quantity:
    return parse_quantity(case.text, **case.context)


def _row_to_case(row: dict[str, str]) -> Case:
    context: dict[str, Any] = {name: row[name] for name in CONTEXT if row[name]}
    if "fiscal_year" in context:
        context["fiscal_year"] = int(context["fiscal_year"])
    return Case(row["class"], row["text"], context, {name: _value(name, row[name]) for name in FIELDS}, row["notes"])


def _value(name: str, text: str) -> object:
    if not text:
        return None
    if name.startswith("period"):
        return date.fromisoformat(text)
    return Decimal(text) if name.startswith(("number", "value")) and name != "value_kind" else text
