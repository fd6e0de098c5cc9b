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
from transform.vocabulary import parse_labels
from transform.wordings import column_word, head_word

_MOST: Final = 0.6  # of the cells of a column: so many tell what it holds
_YEAR: Final = re.compile(r"(?P<year>(?:19|20)\d\d)年度?(?P<word>[^\d]{2,10})")
NAMES: Final = frozenset({"level3", "content", "standard"})
_MAY_NAME: Final = frozenset({"unknown", "value", "group", "note", "goal"})
_ONCE: Final = frozenset({"value", "actual", "weight", "score", "unit", "sign"})
_POINTS: Final = frozenset({"weight", "score"})
_POINT: Final = re.compile(r"\d{1,3}(?:\.\d+)?分?")
_KEPT: Final = _ONCE | {"reason", "level1", "level2", "level3"}
_EARLIER: Final = re.compile(r"(?:实际|预计|完成|执行)(?:值|数|完成值|指标值|情况|水平)*")


def with_targets(sheet: Sheet, columns: Sequence[Column], body: Sequence[int]) -> list[Column]:
    """Return the columns with those of targets found, and those of earlier years put aside."""
    found = with_loose_words(sheet, _without_earlier_years(columns), body)
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


def with_levels(sheet: Sheet, columns: Sequence[Column], body: Sequence[int]) -> list[Column]:
    """Return the columns with those of labels and names that a header in unknown words has: 类别, 分类, 考核指标."""
    found = list(columns)
    for field, level in (("level1", 1), ("level2", 2)):
        if not any(column.field == field for column in found):
            at = next((at for at, column in enumerate(found) if _holds_labels(sheet, column, body, level)), None)
            if at is not None:
                found[at] = replace(found[at], field=field)
    last = max((column.number for column in found if column.field in {"level1", "level2"}), default=0)
    if last and not any(column.field in NAMES for column in found):
        behind = [at for at, column in enumerate(found) if column.number > last and column.header is not None]
        at = next((at for at in behind if found[at].field in _MAY_NAME and _is_first_behind(found, at, last)), None)
        if at is not None:
            found[at] = replace(found[at], field="level3")
    return found


def with_loose_words(sheet: Sheet, columns: Sequence[Column], body: Sequence[int]) -> list[Column]:
    """Return the columns with those behind the labels whose last parts tell what they head, and whose cells agree."""
    last = max((column.number for column in columns if column.field in LEVELS), default=0)
    found = list(columns)
    for at, column in enumerate(columns):
        is_open = column.field == "unknown" and column.number > last > 0 and column.heading is None
        word = column_word(column.header.text) if is_open and column.header else None
        if word is None or (word.field in _ONCE and any(other.field == word.field for other in found)):
            continue
        if word.field not in _POINTS or _holds_figures(sheet, column, body):
            found[at] = replace(column, field=word.field)
    return found


def _holds_figures(sheet: Sheet, column: Column, body: Sequence[int]) -> bool:
    texts = [squeeze(piece.text) for row in body if (piece := sheet.at(row, column.number))]
    return bool(texts) and sum(bool(_POINT.fullmatch(text)) for text in texts) >= _MOST * len(texts)


def _is_first_behind(columns: Sequence[Column], at: int, last: int) -> bool:
    return all(column.number <= last or column.header is None for column in columns[:at])


def _holds_labels(sheet: Sheet, column: Column, body: Sequence[int], level: int) -> bool:
    if column.header is None or column.field not in _MAY_NAME | {"ordinal", "project_type"}:
        return False
    pieces = dict.fromkeys(piece for row in body if (piece := sheet.at(row, column.number)))
    labels = [any(label.level == level for label in parse_labels(piece.text)) for piece in pieces]
    return bool(labels) and sum(labels) >= _MOST * len(labels)


def is_guessed(column: Column) -> bool:
    """Whether a column has a meaning that no sure word gave it, but its cells or what its word may say."""
    is_headed = column.heading is not None or column.headed_by is not column.header
    is_known = column.header is None or is_headed or head_word(column.header.text) is not None
    return column.field in _KEPT and not is_known


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
