"""Whole columns of printed targets to figures.

In: a frame with `value_text` and what surrounds it. Out: the same rows with the quantity columns filled. Only distinct
combinations are parsed, with ordinary Python, and mapped back.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from transform.quantities import Quantity, parse_quantity

# The columns of a frame that decide what a target means, with the argument of `parse_quantity` that each one is.
_CONTEXT: Final = {"header_unit": "header_unit", "level2": "label", "fiscal_year": "fiscal_year", "scanned": "scanned"}
FILLED: Final = (
    "value_kind", "operator_text", "operator", "operator_source", "operator_inferred", "number", "number_high",
    "unit_text", "value", "value_high", "unit", "dimension", "per", "period_start", "period_end",
)  # fmt: skip
_INFERRED: Final = {"成本": "<=", "满意度": ">="}


def normalise_quantities(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the quantity columns of the `indicators` table filled from `value_text`.

    Where the frame has them, `level2` (the class), `fiscal_year`, `header_unit` and `scanned` are taken into account.
    A gap in `value_text` is `missing`. Doing it twice changes nothing.
    """
    keys = _keys(frame)
    filled = {key: _fill(*key) for key in set(keys)}
    columns = {name: pd.Series([filled[key][place] for key in keys], index=frame.index, dtype=object)
               for place, name in enumerate(FILLED)}  # fmt: skip
    return frame.assign(**columns)


def _keys(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    columns = [_plain(frame["value_text"])]
    columns += [_plain(frame[name]) if name in frame else [None] * len(frame) for name in _CONTEXT]
    return list(zip(*columns, strict=True))


def _plain(column: pd.Series) -> list[object]:
    return column.astype(object).where(column.notna(), None).tolist()


def _fill(text: object, *context: object) -> tuple[object, ...]:
    header_unit, label, fiscal_year, scanned = context
    if text is None:
        return ("missing", *[None] * (len(FILLED) - 1))
    quantity = parse_quantity(
        str(text),
        header_unit=str(header_unit) if header_unit else None,
        label=str(label) if label else None,
        fiscal_year=int(str(fiscal_year)) if fiscal_year else None,
        scanned=bool(scanned),
    )
    return quantity_to_columns(quantity, str(label) if label else None)


def quantity_to_columns(quantity: Quantity, label: str | None) -> tuple[object, ...]:
    """Return what `FILLED` names, in that order."""
    inferred = next((operator for word, operator in _INFERRED.items() if word in (label or "")), None)
    return tuple(
        (inferred if quantity.operator == "~" else None) if name == "operator_inferred" else getattr(quantity, name)
        for name in FILLED
    )
