"""Workbooks of before 2007 (.xls, .et): sheet by sheet to what each prints, by xlrd.

In: bytes. Out: `Sheet`s with their names, or a refusal: half of a damaged workbook is not read as if it were the whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any, Final

from extract.errors import CorruptFileError, PasswordProtectedError
from extract.excel.doubts import Doubts
from extract.excel.formats import BUILTIN, show_number
from extract.excel.uncalculated import find_uncalculated
from extract.sheet import Place, Sheet

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_FIRST_OWN_FORMAT: Final = 164


def read_xls(content: bytes, path: Path) -> Iterator[tuple[str, str, Sheet]]:
    """Yield reader, name and content of each sheet."""
    import xlrd  # type: ignore[import-untyped]

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO(), ragged_rows=True)
        waiting = find_uncalculated(content)
        sheets = [
            (sheet.name, _to_sheet(book, sheet, waiting[number] if number < len(waiting) else frozenset()))
            for number, sheet in enumerate(book.sheets())
        ]
    except Exception as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise PasswordProtectedError(path) from error
        raise CorruptFileError(path, f"the workbook breaks off or contradicts itself: {error}") from error
    yield from (("xlrd", name, sheet) for name, sheet in sheets)


def _to_sheet(book: Any, sheet: Any, uncalculated: Set[Place]) -> Sheet:
    doubts = Doubts()
    cells = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            place = (row + 1, column + 1)
            if place in uncalculated:
                doubts.add("formula_without_value", place)
                continue
            text = _text(book, sheet.cell(row, column), doubts, place)
            if text:
                cells[row + 1, column + 1] = text
    return Sheet(
        cells,
        tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
        frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
        frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0),
        sheet.visibility != 0,
        doubts.to_notices(),
    )


def _text(book: Any, cell: Any, doubts: Doubts, place: tuple[int, int]) -> str:
    if cell.ctype == _TEXT:
        return "\n".join(line.strip() for line in cell.value.replace("\xa0", " ").strip().splitlines() if line.strip())
    if cell.ctype in (_NUMBER, _DATE):
        shown = show_number(cell.value, _format_of(book, cell), is_1904=book.datemode == 1)
        if shown.differs:
            doubts.add("shown_otherwise", place, shown.text)
        return shown.text
    if cell.ctype == _BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == _ERROR:
        from xlrd.biffh import error_text_from_code  # type: ignore[import-untyped]

        text = str(error_text_from_code.get(cell.value, "#ERROR"))
        doubts.add("error_value", place, text)
        return text
    return ""


def _format_of(book: Any, cell: Any) -> str:
    key = book.xf_list[cell.xf_index].format_key
    if key in BUILTIN and key < _FIRST_OWN_FORMAT:
        return BUILTIN[key]
    return str(book.format_map[key].format_str)
