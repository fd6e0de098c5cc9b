"""A row of the best path as a `Row` of its project, or one for each place of a matrix, with its doubts.

In: a row edge, the labels in force, the readings that tie with it. Out: rows and doubts in the project.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from transform.fused.columns import Column, HeaderRun
from transform.fused.edges import RowEdge
from transform.fused.levels import Levels
from transform.fused.script import Script
from transform.moves import Pair, Text
from transform.readings import BESIDE, ProjectReading, ReadingDoubt, Row

_FIELDS: Final = {"sign": "sign", "direction": "direction", "unit": "unit", "weight": "weight", "actual": "actual", "score": "score",
                  "reason": "reason", "note": "note", "standard": "note", "core": "note", "coefficient": "note"}  # fmt: skip
_DAMAGED: Final = re.compile(r"2(?:[5-9]\d|100)(?:\.\d+)?%")  # ≥90% as a scan reads it
TIE: Final = "R13"


def add_row(
    script: Script, header: HeaderRun, edge: RowEdge, levels: Levels, project: ProjectReading,
    rivals: Sequence[RowEdge], *, is_unsure: bool,
) -> None:  # fmt: skip
    """Add the row, or one for each place of a matrix, with its doubts."""
    columns = [column for column in header.columns if column.field != "name"]
    name = script.to_text(edge.name.first, edge.name.last)
    held = [
        (column, script.to_text(token.first, token.last) if token.last > token.first else None)
        for column, token in zip(columns, edge.tokens, strict=True)
    ]
    held = [(_by_content(column, text), text) for column, text in held]
    beside = {_FIELDS[column.field]: text for column, text in held if text is not None and column.field in _FIELDS}
    values = [(column, text) for column, text in held if column.field == "value"]
    for text in (text for column, text in held if text is not None and column.field not in {*_FIELDS, "value"}):
        project.labels += text.pieces
    rivals = [rival for rival in rivals if _cells(script, columns, rival) != _cells(script, columns, edge)]
    damaged = next((text.text for _, text in held if text is not None and _DAMAGED.fullmatch(text.text)), None)
    oddities = ("two_readings",) if damaged or rivals or is_unsure else ()
    for column, value in values or [(Column("value"), None)]:
        place = {"place": script.to_text(*column.place)} if column.place is not None else {}
        if column.span is not None:
            place["span"] = script.to_text(*column.span)
        own = oddities if value is not None else (*oddities, "no_value")
        row = Row(
            levels.level1[0] if levels.level1 else None,
            levels.level2[0] if levels.level2 else None,
            levels.level1[1] if levels.level1 else None,
            levels.level2[1] if levels.level2 else None,
            Pair(name, value, own, min(edge.cost, 9.0) if edge.cost > 1.0 else 0.0),
            levels.is_fresh,
            {name: text for name, text in {**beside, **place}.items() if name in BESIDE},
        )
        levels.is_fresh = False
        project.rows.append(row)
        if damaged:
            message = f"“{damaged}”超过 200%，首位“2”可能是“≥”的误识，未作改动"
            project.doubts.append(ReadingDoubt(TIE, message, name.pieces, len(project.rows) - 1))
        unseen = levels.doubt(name.text)
        if unseen:
            project.doubts.append(ReadingDoubt(TIE, unseen, name.pieces, len(project.rows) - 1))
        if rivals:
            project.doubts.append(_rival_doubt(script, edge, rivals[0], len(project.rows) - 1, name))
        elif oddities and not damaged:
            message = f"“{_told(script, edge)}”的分界不确定"
            project.doubts.append(ReadingDoubt(TIE, message, name.pieces, len(project.rows) - 1))


def mark_side(script: Script, header: HeaderRun, project: ProjectReading, side: int | None) -> None:
    """Give the last row the period of its side; a doubt where the text does not say which one that is."""
    row = project.rows[-1]
    if side is not None and header.spans:
        span = script.to_text(*header.spans[side])
        project.rows[-1] = row = replace(row, beside={**row.beside, "span": span})
    if side is None or not header.spans or not header.is_sure_of_spans:
        message = f"“{row.name.text}”的指标值属于并排各栏中的哪一期难以确定"
        project.doubts.append(ReadingDoubt(TIE, message, row.name.pieces, len(project.rows) - 1))


def _by_content(column: Column, text: Text | None) -> Column:
    """Return a column of signs or directions as what it holds: 正向 is a direction wherever it stands."""
    if column.field not in {"sign", "direction"} or text is None:
        return column
    return Column("direction" if text.text[:2] in {"正向", "反向", "负向"} else "sign", column.place)


def _cells(script: Script, columns: Sequence[Column], edge: RowEdge) -> frozenset[tuple[str, int, int]]:
    """Return which text each field of a row holds, whatever column it stands in."""
    texts = ((column, token, script.to_text(token.first, token.last))
             for column, token in zip(columns, edge.tokens, strict=True) if token.last > token.first)  # fmt: skip
    cells = {(_by_content(column, text).field, token.first, token.last) for column, token, text in texts}
    return frozenset({*cells, ("name", edge.name.first, edge.name.last)})


def _rival_doubt(script: Script, edge: RowEdge, rival: RowEdge, row: int, name: Text) -> ReadingDoubt:
    return ReadingDoubt(TIE, f"“{_told(script, edge)}”也可读作“{_told(script, rival)}”", name.pieces, row)


def _told(script: Script, edge: RowEdge) -> str:
    """Return a row as read, its parts between bars."""
    parts = [script.text[edge.name.first : edge.name.last]]
    parts += [script.text[token.first : token.last] for token in edge.tokens if token.last > token.first]
    return "|".join(parts)[:120]
