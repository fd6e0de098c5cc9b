"""The whole truth of the first document, and a record of the store in the same shape.

In: `tests/data/qilian-arou-2023.expected.csv`. Out: one tuple an indicator, white space and width aside.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "samples" / "qilian-arou-2023.txt"
_EXPECTED = Path(__file__).resolve().parent / "data" / "qilian-arou-2023.expected.csv"


def squeeze(text: str | None) -> str:
    """Return a text without white space, in one width."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def expected_records() -> list[tuple[Any, ...]]:
    """Return the 174 indicators as they must come out."""
    with _EXPECTED.open(encoding="utf-8", newline="") as lines:
        return [_expected(row) for row in csv.DictReader(lines)]


def _expected(row: Mapping[str, str]) -> tuple[Any, ...]:
    return (
        int(row["project_no"]),
        row["unit_code"],
        squeeze(row["project"]),
        Decimal(row["amount_wan_yuan"]) * 10000,
        int(row["indicator_no"]),
        row["level1"],
        row["level2"],
        row["level2_printed"] == "yes",
        squeeze(row["name"]),
        squeeze(row["value_text"]),
        row["value_kind"],
        row["operator_printed"] or None,
        row["operator"] or None,
        Decimal(row["number"]) if row["number"] else None,
        row["unit"] or None,
        row["canonical"].replace("个村", "村") or None,
    )


def store_record(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return a row of projects joined with indicators in the shape of `expected_records`."""
    return (
        row["project_ordinal"],
        row["unit_code"],
        squeeze(row["project_name"]),
        row["amount_yuan"],
        row["ordinal"],
        row["level1"],
        row["level2"],
        row["level_source"] != "inferred",
        squeeze(row["name"]),
        squeeze(row["value_text"]),
        row["value_kind"],
        row["operator_text"],
        row["operator"],
        row["number"],
        squeeze(row["unit_text"]) or None,
        _canonical(row),
    )


def _canonical(row: Mapping[str, Any]) -> str | None:
    if row["value_kind"] == "period":
        return f"{row['period_start']}/{row['period_end']}"
    return None if row["value"] is None else f"{row['value'].normalize():f} {row['unit']}"
