"""Workbooks to grids: one grid a sheet, `page` the sheet's number, `name` its name.

In: a workbook's bytes. Out: grids of the sheets that hold something. Hidden sheets, rows and columns are read and marked;
figures are written as the sheet shows them, but never with fewer digits than were typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.contracts import Document, Grid, Notice
from extract.errors import EmptyFileError
from extract.excel.xls import read_xls
from extract.excel.xlsx import Workbook
from extract.excel.xml2003 import read_xml2003
from extract.sheet import Sheet, sheet_to_grid
from extract.zipped import Container


def read_xlsx_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of an .xlsx or .xlsm workbook; raise `EmptyFileError` where all sheets are blank."""
    workbook = Workbook(Container(document.content, document.path))
    sheets = (("lxml", part.name, workbook.read_sheet(part)) for part in workbook.sheets)
    yield from _to_grids(sheets, document)


def read_xls_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of an .xls workbook; raise `EmptyFileError` where all sheets are blank."""
    yield from _to_grids(read_xls(document.content, document.path), document)


def read_xml2003_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of a workbook in the XML of Excel 2003; raise `EmptyFileError` where all sheets are blank."""
    yield from _to_grids(read_xml2003(document), document)


def _to_grids(sheets: Iterable[tuple[str, str, Sheet]], document: Document) -> Iterator[Grid]:
    is_empty = True
    for page, (reader, name, sheet) in enumerate(sheets, 1):
        told = replace(sheet, notices=tuple(replace(notice, page=page) for notice in _notices(sheet, name)))
        grid = sheet_to_grid(told, reader, page=page, name=name)
        if grid.cells or grid.lines_after or grid.notices:
            is_empty = False
            yield grid
    if is_empty:
        raise EmptyFileError(document.path)


def _notices(sheet: Sheet, name: str) -> Iterator[Notice]:
    yield from sheet.notices
    if not sheet.cells:
        return
    if sheet.is_hidden:
        yield Notice("hidden_sheet", f"工作表“{name}”是隐藏的，已读取并标记")
    rows = sum(row in sheet.hidden_rows for row in {row for row, _ in sheet.cells})
    columns = sum(column in sheet.hidden_columns for column in {column for _, column in sheet.cells})
    if rows or columns:
        yield Notice("hidden_cells", f"工作表“{name}”有{rows}行、{columns}列是隐藏的，已读取并标记")
