"""Documents as workbooks: all forms below each other on one sheet, or a sheet for each; figures as text or as numbers."""

from __future__ import annotations

import re
from random import Random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.extract.renderings import workbook_bytes
from tests.layouts.sheets import Document, Table
from tests.layouts.zips import settled

_PLAIN = re.compile(r"\d{1,12}(\.\d{1,6})?")
_PERCENT = re.compile(r"(\d{1,3})(\.\d{1,2})?%")


def to_xlsx(document: Document, rng: Random) -> bytes:
    """Return a workbook."""
    book = Workbook()
    sheet = book.active
    typed, apart = rng.random() < 0.5, rng.random() < 0.4
    row, has_table = 1, False
    for block in document.blocks:
        if isinstance(block, Table):
            row = _write_table(sheet, block, row, typed) + rng.choice((0, 1, 2))
            has_table = True
            continue
        if apart and has_table and not block.startswith(("注", "填报人")):
            sheet, row, has_table = book.create_sheet(), 1, False
        sheet.cell(row, 1, block).data_type = "s"
        row += 1
    return settled(workbook_bytes(book))


def _write_table(sheet: Worksheet, table: Table, top: int, typed: bool) -> int:
    for text, row, column, down, right in table.cells:
        _write_cell(sheet, top + row - 1, column, text, typed)
        if (down, right) != (1, 1):
            sheet.merge_cells(
                start_row=top + row - 1,
                start_column=column,
                end_row=top + row + down - 2,
                end_column=column + right - 1,
            )
    return top + table.height


def _write_cell(sheet: Worksheet, row: int, column: int, text: str, typed: bool) -> None:
    """Write a cell; where figures are typed, the number and a format that prints exactly the text."""
    cell = sheet.cell(row, column)
    percent, plain = _PERCENT.fullmatch(text), _PLAIN.fullmatch(text)
    if not text:
        return
    if typed and percent:
        decimals = len(percent[2] or ".") - 1
        cell.value, cell.number_format = (
            round(float(text[:-1]) / 100, 6),
            "0." + "0" * decimals + "%" if decimals else "0%",
        )
    elif typed and plain and not (text.startswith("0") and len(text) > 1 and text[1] != "."):
        decimals = len((plain[1] or ".")[1:])
        cell.value = float(text) if decimals else int(text)
        cell.number_format = "0." + "0" * decimals if decimals else "0"
    else:
        cell.value = text
        cell.data_type = "s"
