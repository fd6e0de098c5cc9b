"""Whole columns of printed targets to figures.

In: a frame with `value_text` and what surrounds it. Out: the same rows with the quantity columns filled. Only distinct
combinations are parsed, with ordinary Python, and mapped back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, Final

import numpy as np
import pandas as pd

from transform.quantities import Quantity, parse_name, parse_quantity, squeeze

# The columns of a frame that decide what a target means, with the argument of `parse_quantity` that each one is.
_CONTEXT: Final = {
    "header_unit": "header_unit", "level2": "label", "fiscal_year": "fiscal_year", "scanned": "scanned",
    "unit_cell": "unit_cell", "sign_cell": "sign_cell",
}  # fmt: skip
FILLED: Final = (
    "value_kind", "operator_text", "operator", "operator_source", "operator_inferred", "number", "number_high",
    "unit_text", "value", "value_high", "unit", "dimension", "per", "period_start", "period_end",
)  # fmt: skip
NOTES: Final = "quantity_notes"
_TELLING: Final = "telling_name"
_MAY_TELL: Final = r"[(（\[≥≤≧≦＞＜><=═≈*]|不少于|不低于|不小于|不超过|不高于|不大于|等于|至少|达到|控制在|月数"
_TELLS: Final = re.compile(_MAY_TELL)
_YEAR: Final = re.compile(r"\s*((?:19|20)\d\d)(?!\d)")
_BARE_MONTH: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月")
_INFERRED: Final = {"成本": "<=", "满意度": ">="}
_BEFORE: Final = attrgetter(*FILLED[: FILLED.index("operator_inferred")])
_AFTER: Final = attrgetter(*FILLED[FILLED.index("operator_inferred") + 1 :])


def normalise_quantities(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the quantity columns of the `indicators` table filled from `value_text`.

    Where the frame has them, `level2` (the class), `fiscal_year`, `header_unit`, `scanned`, `unit_cell` and `sign_cell`
    are taken into account, and what a `name` says of its value: `总面积(亩)`. A gap in `value_text` is `missing`.
    `quantity_notes` says what a reader should know, joined by `; `. Doing it twice changes nothing. Raises `ValueError`
    where there is no `value_text`.
    """
    if "value_text" not in frame:
        raise ValueError(f"the frame has no column value_text; it has {list(map(str, frame.columns))[:10]}")
    frame = frame.assign(**{_TELLING: _telling_names(frame["name"])}) if "name" in frame else frame
    codes, keys = _distinct(frame)
    rows = [_fill(*key) for key in keys]
    columns = {}
    for place, name in enumerate((*FILLED, NOTES)):
        found = np.empty(len(rows), dtype=object)
        found[:] = [row[place] for row in rows]
        columns[name] = pd.Series(found[codes], index=frame.index, dtype=object)
    return frame.drop(columns=_TELLING, errors="ignore").assign(**columns)


def normalise_records(rows: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return rows of `indicators` with their quantity columns filled, as `normalise_quantities` fills those of a frame.

    For the rows of one document, which are too few to be worth a frame.
    """
    known: dict[tuple[object, ...], tuple[object, ...]] = {}
    filled = []
    for row in rows:
        name = row.get("name")
        key = (
            row["value_text"],
            *map(row.get, _CONTEXT),
            name if name is not None and _TELLS.search(str(name)) else None,
        )
        if (found := known.get(key)) is None:
            found = known[key] = _fill(*key)
        filled.append({**row, **dict(zip((*FILLED, NOTES), found, strict=True))})
    return filled


def _telling_names(names: pd.Series) -> pd.Series:
    """Return the names that may say something of their value, and None for the others: most say nothing."""
    return names.where(names.astype(str).str.contains(_MAY_TELL), None)


def _distinct(frame: pd.DataFrame) -> tuple[np.ndarray[Any, Any], list[tuple[object, ...]]]:
    """Return for each row the number of its combination, and every combination once."""
    names = ["value_text", *_CONTEXT, _TELLING]
    codes = np.zeros(len(frame), dtype=np.int64)
    columns: list[tuple[np.ndarray[Any, Any], list[object]]] = []
    for name in names:
        if name not in frame:
            columns.append((np.zeros(len(frame), dtype=np.int64), [None]))
            continue
        found, values = _factorize(frame[name])
        columns.append((found + 1, [None, *values.tolist()]))
        codes, _ = pd.factorize(codes * (len(values) + 1) + found + 1)
    _, first = np.unique(codes, return_index=True)
    keys = list(zip(*([values[code] for code in found[first]] for found, values in columns), strict=True))
    return codes, keys


def _factorize(column: pd.Series) -> tuple[np.ndarray[Any, Any], pd.Index[Any]]:
    try:
        found, values = pd.factorize(column)
    except TypeError:  # lists and dicts have no hash
        found, values = pd.factorize(column.map(str, na_action="ignore"))
    return found, pd.Index(values)


def _fill(text: object, *context: object) -> tuple[object, ...]:
    header_unit, label, fiscal_year, scanned, unit_cell, sign_cell, name = context
    if text is None:
        return ("missing", *[None] * len(FILLED))
    quantity = parse_quantity(
        str(text),
        header_unit=_text(header_unit),
        label=_text(label),
        fiscal_year=_year(fiscal_year),
        scanned=bool(scanned),
        unit_cell=_text(unit_cell),
        sign_cell=_text(sign_cell),
    )
    notes = quantity.notes
    if name:
        quantity = _count_of_months(str(name), quantity, _text(sign_cell)) or quantity
        reading = parse_name(str(name), quantity)
        quantity, notes = reading.quantity, (*reading.quantity.notes, *reading.notes)
    return (*quantity_to_columns(quantity, _text(label)), "; ".join(dict.fromkeys(notes)) or None)


def _year(value: object) -> int | None:
    """Return the year of 2023, 2023.0 and 2023年; None where there is none."""
    match = _YEAR.match(str(value)) if value else None
    return int(match[1]) if match else None


def _count_of_months(name: str, quantity: Quantity, sign_cell: str | None) -> Quantity | None:
    """Return 12月 as twelve months where the name counts months (发放补贴月数), and elsewhere nothing: there it is December."""
    word = squeeze(quantity.text)
    if "月数" not in name or quantity.value_kind != "period" or not _BARE_MONTH.fullmatch(word):
        return None
    count = parse_quantity(word.replace("月", "个月"), sign_cell=sign_cell)
    return replace(count, text=quantity.text, unit_text="月")


def _text(value: object) -> str | None:
    return str(value) if value else None


def quantity_to_columns(quantity: Quantity, label: str | None) -> tuple[object, ...]:
    """Return what `FILLED` names, in that order."""
    inferred = None
    if quantity.operator == "~":
        inferred = next((operator for word, operator in _INFERRED.items() if word in (label or "")), None)
    return (*_BEFORE(quantity), inferred, *_AFTER(quantity))
