"""Workbooks of before 2007 (.xls, .et): sheet by sheet to what each prints, by xlrd.

In: bytes. Out: `Sheet`s with their names. Where xlrd gives up on a file, python-calamine reads its values, without formats.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from extract.contracts import Notice
from extract.errors import CorruptFileError, PasswordProtectedError
from extract.excel.doubts import Doubts
from extract.excel.formats import BUILTIN, show_number
from extract.sheet import Sheet

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_FIRST_OWN_FORMAT: Final = 164


def read_xls(content: bytes, path: Path) -> Iterator[tuple[str, str, Sheet]]:
    """Yield reader, name and content of each sheet."""
    import xlrd  # type: ignore[import-untyped]

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO(), ragged_rows=True)
    except Exception as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise PasswordProtectedError(path) from error
        yield from _read_values(content, path)
        return
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        yield "xlrd", sheet.name, _to_sheet(book, sheet)


def _to_sheet(book: Any, sheet: Any) -> Sheet:
    doubts = Doubts()
    cells = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text = _text(book, sheet.cell(row, column), doubts, (row + 1, column + 1))
            if text:
                cells[row + 1, column + 1] = text
    return Sheet(
        cells,
        tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
        frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
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


def _read_values(content: bytes, path: Path) -> Iterator[tuple[str, str, Sheet]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    except PasswordError as error:
        raise PasswordProtectedError(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise CorruptFileError(path, f"no sheet of the workbook can be read: {error}") from error
    for name, sheet in sheets:
        cells = {
            (row, column): _value_to_text(value)
            for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1)
            for column, value in enumerate(values, 1)
            if value != ""
        }
        merges = tuple((r + 1, c + 1, r2 + 1, c2 + 1) for (r, c), (r2, c2) in sheet.merged_cell_ranges or [])
        notice = Notice("formats_unread", "工作簿已损坏，只读取了数值，百分比和日期格式没有读取")
        yield "calamine", name, Sheet(cells, merges, notices=(notice,))


def _value_to_text(value: object) -> str:
    return show_number(value, "General").text if isinstance(value, float) else str(value).strip()
