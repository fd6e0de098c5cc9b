"""Which column of a table holds its targets where no listed word says so, and which hold another year's figures.

In: the columns as their words say, and the rows below. Out: the same columns; 目标 is a goal before the levels and a target
behind them, 2022年实际值 beside 2024年目标值 is of no use here, and a column of unknown word between the names and the
results that holds targets, the only one that does, is read as theirs (and doubted: `trust.doubt_columns`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from transform.quantities import squeeze
from transform.shapes import is_target
from transform.tabular.column import LEVELS, Column
from transform.tabular.sheet import Sheet
from transform.wordings import head_word

_MOST: Final = 0.6  # of the cells of a column: so many tell what it holds
_YEAR: Final = re.compile(r"(?P<year>(?:19|20)\d\d)年度?(?P<word>[^\d]{2,10})")
_EARLIER: Final = re.compile(r"(?:实际|预计|完成|执行)(?:值|数|完成值|指标值|情况|水平)*")


def with_targets(sheet: Sheet, columns: Sequence[Column], body: Sequence[int]) -> list[Column]:
    """Return the columns with those of targets found, and those of earlier years put aside."""
    found = _without_earlier_years(columns)
    if any(column.field == "value" for column in found):
        return found
    last = max((column.number for column in found if column.field in (*LEVELS, "content")), default=0)
    behind = [column for column in found if column.number > last > 0 and column.header is not None]
    goals = [column for column in behind if column.field == "goal"]
    unknown = [column for column in behind if column.field == "unknown" and _holds_targets(sheet, column, body)]
    words = {id(column.header) for column in goals or unknown}
    if len(words) != 1:
        return found
    return [replace(column, field="value") if column in (goals or unknown) else column for column in found]


def is_told_by_cells(column: Column) -> bool:
    """Whether a column is read as one of targets though its word does not say so."""
    word = head_word(column.header.text) if column.field == "value" and column.header else None
    is_headed = column.heading is not None or column.headed_by is not column.header
    return column.field == "value" and column.header is not None and word is None and not is_headed


def _holds_targets(sheet: Sheet, column: Column, body: Sequence[int]) -> bool:
    texts = [piece.text for row in body if (piece := sheet.at(row, column.number))]
    return bool(texts) and sum(map(is_target, texts)) >= _MOST * len(texts)


def _without_earlier_years(columns: Sequence[Column]) -> list[Column]:
    """Return the columns with those of results and forecasts of a year before that of the targets put aside."""
    years = {column.number: found for column in columns if (found := _year_of(column))}
    targets = [
        int(years[column.number]["year"])
        for column in columns
        if column.field == "value" and column.number in years and not _is_earlier(years[column.number])
    ]
    if not targets:
        return list(columns)
    return [
        replace(column, field="adjusted", heading=None, heading_kind=None)
        if (said := years.get(column.number)) and _is_earlier(said) and int(said["year"]) < max(targets)
        else column
        for column in columns
    ]


def _year_of(column: Column) -> re.Match[str] | None:
    return _YEAR.fullmatch(squeeze(column.header.text)) if column.header else None


def _is_earlier(said: re.Match[str]) -> bool:
    return bool(_EARLIER.fullmatch(said["word"]))
