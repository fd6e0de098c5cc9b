"""Two forms beside one another on one sheet to a sheet for each.

In: a sheet. Out: its parts, left to right, where a header of indicators stands twice in a row and 项目名称 stands over
each of them; nothing where there is but one form. Two sets of targets of one project are one form.
"""

from __future__ import annotations

from transform.pieces import Piece
from transform.tabular.header_rows import is_header_row
from transform.tabular.sheet import Sheet
from transform.vocabulary import parse_header
from transform.wordings import key_word


def forms_abreast(sheet: Sheet) -> list[Sheet]:
    """Return the sheets of the forms that stand abreast; none where no two do."""
    header = next((row for row in sheet.rows if is_header_row(sheet, row)), None)
    if header is None:
        return []
    levels = [piece.cell.column for piece in sheet.across(header) if _heads_level1(piece)]
    names = [_names(sheet, row) for row in sheet.rows if row < header]
    starts = next((found for found in names if len(found) > 1), [])
    if len(starts) != len(levels) or len(starts) < 2:
        return []
    # Each form's own header must stand below its own name, before the next form's begins.
    ends = [*starts[1:], sheet.columns + 1]
    if any(not start <= level < end for start, level, end in zip(starts, levels, ends, strict=True)):
        return []
    starts = [1, *starts[1:]]
    return [_part(sheet, start, end) for start, end in zip(starts, ends, strict=True)]


def _heads_level1(piece: Piece) -> bool:
    header = parse_header(piece.text)
    return header is not None and header.field == "level1"


def _names(sheet: Sheet, row: int) -> list[int]:
    """Return the columns in which a row says 项目名称."""
    keys = ((piece, key_word(piece.text)) for piece in sheet.row(row))
    return [piece.cell.column for piece, key in keys if key is not None and key.field == "project_name"]


def _part(sheet: Sheet, start: int, end: int) -> Sheet:
    """Return what begins in some columns of a sheet; the columns keep their numbers."""
    starting = {
        row: kept
        for row, pieces in sheet.starting.items()
        if (kept := tuple(piece for piece in pieces if start <= piece.cell.column < end))
    }
    covering = {place: piece for place, piece in sheet.covering.items() if start <= piece.cell.column < end}
    merged = frozenset(place for place in sheet.merged if start <= place[1] < end)
    return Sheet(sheet.rows, end - 1, covering, starting, merged)
