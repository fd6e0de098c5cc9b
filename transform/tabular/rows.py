"""The rows below a header to indicators: each field from its own column.

In: a sheet, a row of a body, its columns, the labels in force. Out: `Row`s, one a level 3 indicator (one a place or span
where a table has several columns of values), and whether the row is a total or a note instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from transform.moves import Pair, Text
from transform.pairs import FUSED, split_fused
from transform.quantities import squeeze
from transform.readings import BESIDE, Row
from transform.shapes import is_target
from transform.tabular.column import Column
from transform.tabular.groups import Group, own_columns, text_of
from transform.tabular.labels import Levels
from transform.tabular.paragraphs import paired_lines
from transform.tabular.sheet import Sheet
from transform.vocabulary import is_note, is_total

_TEMPLATE: Final = re.compile(r"(?:指标\d*[:：]?|[.…]+|[*/—-]+)")
_NAME_FROM_ELSEWHERE: Final = 2.0
_NAME_AND_VALUE: Final = 2  # columns: a cell over more of them is no name with its value in it


def read_row(sheet: Sheet, row: int, group: Group, levels: Levels) -> Iterator[Row]:
    """Yield the indicators of one row: none where it has neither name nor value; one for each place or span."""
    name = _cell_of_name(sheet, row, group.columns("level3"))
    values = group.columns("value")
    beside: dict[str, Text] = {
        field: text
        for field in BESIDE
        if field in group.fields and (text := text_of(sheet, row, own_columns(group, field)))
    }
    headed = [column for column in values if column.heading]
    if len({column.heading for column in headed}) > 1:
        targets = [(column, text_of(sheet, row, [column])) for column in headed]
        is_blank = all(target is None for _, target in targets)
        for column, target in targets:
            # One place of several without a target has none of this name; where all are blank, the name has no target.
            if target is not None or name is None or is_blank or column.heading_kind != "place":
                yield from _rows(levels, name, target, beside, column)
        return
    heading = headed[0] if headed else None
    yield from _rows(levels, name, text_of(sheet, row, values), beside, heading)


def _cell_of_name(sheet: Sheet, row: int, columns: Sequence[Column]) -> Text | None:
    """Return the name of a row; where its column is split, `指标1：` before the name is no part of it."""
    text = text_of(sheet, row, columns)
    said = [piece for piece in text.pieces if not is_template(piece.text)] if text else []
    if text is None or not said or len(said) == len(text.pieces):
        return text
    return Text("\n".join(piece.text for piece in said), tuple(said))


def _rows(
    levels: Levels, name: Text | None, value: Text | None, beside: dict[str, Text], heading: Column | None
) -> Iterator[Row]:
    if heading is not None and heading.headed_by is not None and heading.heading and heading.heading_kind:
        beside = beside | {heading.heading_kind: Text(heading.heading, (heading.headed_by,))}
    if value is not None and is_template(value.text) and (name is None or is_template(name.text)):
        value = None
    if name is not None and value is not None and name.pieces[0] is value.pieces[0]:
        if name.pieces[0].cell.column_span > _NAME_AND_VALUE:
            return  # a line across the table: 考核组意见：同意。
        value = None
    if (name is None or is_template(name.text)) and value is None and not _has_result(beside):
        return
    oddities: tuple[str, ...] = () if value is not None else ("no_value",)
    cost = 0.0
    if name is None:
        name, oddities, cost = _name_from_elsewhere(levels, beside, oddities)
        if name is None:
            return
    pairs = paired_lines(name, value) or [_one_pair(name, value, oddities, cost)]
    for number, pair in enumerate(pairs):
        fresh = levels.is_fresh and number == 0
        yield Row(levels.level1, levels.level2, levels.piece1, levels.piece2, pair, fresh, beside)


def _one_pair(name: Text, value: Text | None, oddities: tuple[str, ...], cost: float) -> Pair:
    """Return a name and its value; a value that was run into its name is taken out of it, and said to be."""
    fused = split_fused(name.text) if value is None else None
    if fused is None:
        return Pair(name, value, oddities, cost)
    return Pair(Text(fused[0], name.pieces), Text(fused[1], name.pieces), ("value_in_name",), cost + FUSED)


def _has_result(beside: dict[str, Text]) -> bool:
    return any(field in beside for field in ("actual", "sign"))


def _name_from_elsewhere(
    levels: Levels, beside: dict[str, Text], oddities: tuple[str, ...]
) -> tuple[Text | None, tuple[str, ...], float]:
    """Return a name for a value that has none: its description, else the label it stands under."""
    note = beside.get("note")
    if note is not None and not is_target(note.text):
        return note, (*oddities, "label_as_name"), _NAME_FROM_ELSEWHERE
    piece = levels.piece2 or levels.piece1
    if piece is None:
        return None, oddities, 0.0
    return Text(piece.text, (piece,)), (*oddities, "label_as_name"), _NAME_FROM_ELSEWHERE


def is_template(text: str) -> bool:
    """Whether a text is what a form's template leaves where nothing was filled in: `指标1：`, `……`.

    >>> is_template("指标1："), is_template("……"), is_template("里程")
    (True, True, False)
    """
    return bool(_TEMPLATE.fullmatch(squeeze(text)))


def is_body_total(sheet: Sheet, row: int) -> bool:
    """Whether a row is a total: of money, or of points."""
    first = sheet.row(row)[:2]
    return any(
        is_total(piece.text) or squeeze(piece.text) in {"总分", "总得分", "得分合计", "自评总分"} for piece in first
    )


def is_foot(sheet: Sheet, row: int) -> bool:
    """Whether a row is a note or a signature of the form."""
    pieces = sheet.row(row)
    return bool(pieces) and is_note(pieces[0].text)
