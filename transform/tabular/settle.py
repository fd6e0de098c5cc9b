"""What a column holds where its header word misleads: told by its cells, its neighbours and its place.

In: the columns of a header and the rows below it. Out: the same columns, each with the field that it really holds. 指标性质
heads signs in one province and 正向 in another; one word heads sign, figure and unit; 单位 heads offices or units of measure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from transform.pieces import Piece
from transform.quantities import squeeze
from transform.quantities.surroundings import read_sign_cell
from transform.shapes import is_target, is_value
from transform.tabular.column import LEVELS, Column
from transform.tabular.sheet import Sheet
from transform.tabular.targets import with_levels, with_targets
from transform.vocabulary import parse_label_cell
from transform.wordings import key_word

_LAST_YEAR: Final = re.compile(r"(?:上年度?|上一年度?|去年|前一年度?)(?:实际|完成|指标)?(?:值|数|情况)?")
_TERM: Final = re.compile(
    r"(?:(?:(?:19|20)\d\d年)?第?[一二三四1-4]季度|[上下]半年|中期|中长期|长期|实施期|年度|本年度?|当年|全年|(?:19|20)\d\d年度?)"
    r"(?:绩效)?(?:目标值?|指标值|计划值)(?:\([^()]{0,24}\))?"  # a bare 一季度 may as well head results
)
_UNIT_WORDS: Final = frozenset({"单位"})
_DIRECTIONS: Final = frozenset({"正向", "反向", "正向指标", "反向指标", "正", "反"})
_NATURES: Final = frozenset({"定性", "定量", "定性指标", "定量指标"})
_OF_LISTS: Final = frozenset({"amount", "budget", "executed", "goal", "unit_name", "department", "unit_code", "fiscal"})
_MOST_LABELS_AMONG_NAMES: Final = 0.2
_MOST: Final = 0.6  # of the cells of a column: so many tell what it holds
NAMES: Final = ("level3", "content", "standard")  # the first of them that a table has heads its names


def settle_columns(sheet: Sheet, columns: Sequence[Column], body: Sequence[int]) -> Iterator[Column]:
    """Yield the columns with the fields that only their cells can tell."""
    columns = with_targets(sheet, _with_terms(sheet, with_levels(sheet, columns, body), body), body)
    fields = {column.field for column in columns}
    naming = next((field for field in NAMES if field in fields), None)
    level2 = [text for column in columns if column.field == "level2" for text in _texts(sheet, column.number, body)]
    if naming != "level3" and names_in_level2(level2):
        columns = [replace(column, field="level3") if column.field == "level2" else column for column in columns]
        naming = "level3"
    is_list = "project_name" in fields
    first = min((column.number for column in columns if column.field in LEVELS), default=0)
    last = max((column.number for column in columns if column.field in LEVELS), default=0)
    years = {column.heading for column in columns if _says_its_year(column)}
    for printed in columns:
        column = _without_year(printed) if len(years) == 1 and _says_its_year(printed) else printed
        texts = _texts(sheet, column.number, body)
        field = column.field
        if is_list and column.number < first and field in {"score", "amount"}:
            field = _of_project(column, field, fields)
            field = _part_of_sum(columns, column) if field == "amount" else field
        elif field == "unit_name" and column.number > last > 0 and column.header and _is_unit_word(column.header):
            field = "unit" if "unit" not in fields else field
        elif field in NAMES:
            field = "level3" if field == naming else "note"
        elif field in {"nature", "sign", "direction"}:
            field = _nature(texts, field)
        elif field == "value" and _is_last_year(column):
            field = "adjusted"
        elif field == "value" and _has_neighbour(columns, column):
            field = _value_part(texts)
        elif field in {"unknown", "blank"}:
            key = key_word(column.header.text) if is_list and column.header else None
            field = _of_key(key.field, fields) if key else _unheaded(texts, column)
        yield replace(column, field=field)


def _with_terms(sheet: Sheet, columns: Sequence[Column], body: Sequence[int]) -> Sequence[Column]:
    """Return the columns with those of targets that stand side by side, each headed by its term: 一季度, 中期目标值."""
    terms = {
        column.number: squeeze(column.header.text)
        for column in columns
        if column.header and _is_of_term(sheet, column, body)
    }
    if len(set(terms.values())) < 2 or len(set(terms.values())) < len(terms):
        return columns
    return [
        replace(column, field="value", heading=column.header.text, heading_kind="span", headed_by=column.header)
        if column.number in terms and column.header
        else column
        for column in columns
    ]


def _is_of_term(sheet: Sheet, column: Column, body: Sequence[int]) -> bool:
    """Whether the header word of a column says for which term its targets are, and targets stand below it."""
    is_headed_above = column.headed_by is not None and column.headed_by is not column.header
    if column.field not in {"value", "unknown"} or is_headed_above or column.header is None:
        return False
    texts = _texts(sheet, column.number, body)
    return (
        bool(_TERM.fullmatch(squeeze(column.header.text)))
        and bool(texts)
        and sum(map(is_target, texts)) >= _MOST * len(texts)
    )


def names_in_level2(texts: Sequence[str]) -> bool:
    """Whether what stands below 二级指标, where nothing heads the names, are the names themselves and no labels.

    >>> names_in_level2(["资金到位率", "预算支出进度"]), names_in_level2(["数量指标", "质量指标"])
    (True, False)
    """
    known = sum(bool(parse_label_cell(text, 2)) for text in texts)
    return len(texts) > 1 and known <= _MOST_LABELS_AMONG_NAMES * len(texts)


def _says_its_year(column: Column) -> bool:
    """Whether the header word of a column of values is one of a year: 2023年目标值."""
    return column.field == "value" and column.heading is not None and column.headed_by is column.header


def _without_year(column: Column) -> Column:
    """Return a column of values without the year in its own word, which is the year of the whole table."""
    return replace(column, heading=None, heading_kind=None, headed_by=None)


def _of_project(column: Column, field: str, fields: Collection[str]) -> str:
    """Return what a column before the levels of a list holds of the project: its whole score, its first budget."""
    if field == "score":
        return "total_score"
    key = key_word(column.header.text) if column.header else None
    return "initial_budget" if key and key.field == "initial_budget" and "budget" in fields else field


def _of_key(field: str, fields: Collection[str]) -> str:
    """Return what a column of a list holds whose word is known as a key of forms only; nothing that another column has."""
    name = {"money": "amount", "long_goal": "goal"}.get(field, field)
    return name if name in _OF_LISTS and name not in fields else "unknown"


def _part_of_sum(columns: Sequence[Column], column: Column) -> str:
    """Return which part of the sum a column holds where one word heads several: 合计, 财政拨款, 其他资金."""
    parts = {
        other.number: key.field
        for other in columns
        if other.header is column.header and other.headed_by and (key := key_word(other.headed_by.text))
    }
    return parts.get(column.number, "amount") if list(parts.values()).count("amount") == 1 else "amount"


def _is_unit_word(piece: Piece) -> bool:
    """Whether a word behind the names heads the units of measure, and no offices."""
    return squeeze(piece.text) in _UNIT_WORDS


def _texts(sheet: Sheet, number: int, body: Sequence[int]) -> list[str]:
    pieces = dict.fromkeys(piece for row in body if (piece := sheet.at(row, number)))
    return [squeeze(piece.text) for piece in pieces if len(piece.text) <= 200]


def _share(texts: Sequence[str], holds: frozenset[str]) -> float:
    return sum(text in holds for text in texts) / len(texts) if texts else 0.0


def _nature(texts: Sequence[str], field: str) -> str:
    """Return what a column headed 指标性质 holds: signs (定性 among them where there is none), directions, or 定量 and 定性."""
    signs = sum(read_sign_cell(text)[0] is not None for text in texts)
    directions = sum(text in _DIRECTIONS for text in texts)
    if signs and signs >= directions:
        return "sign"
    if directions:
        return "direction"
    return "nature" if any(text in _NATURES for text in texts) else field


def _has_neighbour(columns: Sequence[Column], column: Column) -> bool:
    """Whether one printed word heads several columns, this one among them."""
    return sum(other.header is column.header for other in columns) > 1


def _is_last_year(column: Column) -> bool:
    """Whether a column of values is headed by the year before: it is no target."""
    words = [column.heading or "", column.headed_by.text if column.headed_by else ""]
    return any(_LAST_YEAR.fullmatch(squeeze(word)) for word in words)


def _value_part(texts: Sequence[str]) -> str:
    """Return which part of a target stands in a column of several below 年度指标值: its sign, its unit, or itself."""
    if texts and sum(read_sign_cell(text)[0] is not None for text in texts) >= _MOST * len(texts):
        return "sign"
    if (
        texts
        and all(not any(c.isdigit() for c in text) and len(text) <= 6 for text in texts)
        and not any(is_value(text) for text in texts)
    ):
        return "unit"
    return "value"


def _unheaded(texts: Sequence[str], column: Column) -> str:
    """Return what a column holds whose header is blank or unknown; `blank` for one without any text."""
    if not texts:
        return "blank"
    if column.heading_kind == "place" and sum(is_value(text) for text in texts) >= _MOST * len(texts):
        return "value"
    if sum(read_sign_cell(text)[0] is not None for text in texts) >= _MOST * len(texts):
        return "sign"
    if _share(texts, _DIRECTIONS) >= _MOST:
        return "direction"
    return "unknown"
