"""Workbooks in the XML of Excel 2003, which many systems still export under the name .xls, to what each sheet prints.

In: a text document. Out: `Sheet`s with their names. What the file says of its own encoding is not believed; a file that declares
entities is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extract.contracts import Document
from extract.decode import decode_text
from extract.errors import CorruptFileError, XmlEntitiesError
from extract.excel.dates import moment_to_serial
from extract.excel.doubts import Doubts
from extract.excel.formats import show_number, show_text
from extract.ooxml import child, children, local_name
from extract.sheet import Range, Sheet

_DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]*\?>")
# Formats that the file names and does not spell out.
_NAMED: Final[Mapping[str, str]] = {
    "General Number": "General", "Percent": "0.00%", "Standard": "#,##0.00", "Fixed": "0.00", "Currency": '"¥"#,##0.00',
    "Scientific": "0.00E+00", "Short Date": "yyyy/m/d", "Long Date": 'yyyy"年"m"月"d"日"', "Medium Date": "d-mmm-yy",
    "General Date": "yyyy/m/d h:mm", "Short Time": "h:mm", "Medium Time": "h:mm AM/PM", "Long Time": "h:mm:ss",
}  # fmt: skip


def read_xml2003(document: Document) -> Iterator[tuple[str, str, Sheet]]:
    """Yield reader, name and content of each sheet; raise `CorruptFileError` or `XmlEntitiesError`."""
    text = _DECLARATION.sub("", decode_text(document.content, document.path)[0].lstrip("\ufeff"), count=1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise CorruptFileError(document.path, f"it is no well-formed XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlEntitiesError(document.path, "the workbook")
    formats = _read_formats(root)
    for sheet in children(root, "Worksheet"):
        yield "lxml", _get(sheet, "Name"), _Reading(formats).read(sheet)


def _get(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _count(element: etree._Element, name: str) -> int | None:
    text = _get(element, name)
    return int(text) if text.isdecimal() else None


def _read_formats(root: etree._Element) -> dict[str, str]:
    """Return the format code of each style; a style without one has its parent's."""
    codes: dict[str, str] = {}
    styles = child(root, "Styles")
    for style in children(styles, "Style") if styles is not None else ():
        format_ = child(style, "NumberFormat")
        code = _get(format_, "Format") if format_ is not None else ""
        codes[_get(style, "ID")] = _NAMED.get(code, code) or codes.get(_get(style, "Parent"), "General")
    return codes


@dataclass
class _Reading:
    """What has been read of one sheet so far."""

    formats: Mapping[str, str]
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    doubts: Doubts = field(default_factory=Doubts)

    def read(self, sheet: etree._Element) -> Sheet:
        """Return what the sheet prints."""
        row = column = 0
        for element in (inner for table in children(sheet, "Table") for inner in children(table, "Column", "Row")):
            if local_name(element) == "Column":
                first = _count(element, "Index") or column + 1
                column = first + (_count(element, "Span") or 0)
                if _get(element, "Hidden") == "1":
                    self.hidden_columns.update(range(first, min(column, 16_384) + 1))
                continue
            row = _count(element, "Index") or row + 1
            if _get(element, "Hidden") == "1" or _get(element, "Height") == "0":
                self.hidden_rows.add(row)
            self._add_row(element, row)
            row += _count(element, "Span") or 0
        visible = child(sheet, "WorksheetOptions", "Visible")
        return Sheet(
            self.cells, tuple(self.merges), frozenset(self.hidden_rows), frozenset(self.hidden_columns),
            visible is not None and visible.text != "SheetVisible", self.doubts.to_notices(),
        )  # fmt: skip

    def _add_row(self, row: etree._Element, number: int) -> None:
        column = 0
        for cell in children(row, "Cell"):
            column = _count(cell, "Index") or column + 1
            across, down = _count(cell, "MergeAcross") or 0, _count(cell, "MergeDown") or 0
            if across or down:
                self.merges.append((number, column, number + down, column + across))
            if text := self._text(cell, (number, column)):
                self.cells[number, column] = text
            column += across

    def _text(self, cell: etree._Element, place: tuple[int, int]) -> str:
        data, code = child(cell, "Data"), self.formats.get(_get(cell, "StyleID"), "General")
        written = "".join(str(text) for text in data.itertext()) if data is not None else ""
        kind = _get(data, "Type") if data is not None else ""
        if not written:
            if _get(cell, "Formula") and kind != "String":
                self.doubts.add("formula_without_value", place)
            return ""
        if kind == "Boolean":
            return "TRUE" if written == "1" else "FALSE"
        if kind == "Error":
            self.doubts.add("error_value", place, written)
            return written
        number = moment_to_serial(written) if kind == "DateTime" else _to_number(written) if kind == "Number" else None
        if number is None:
            return "\n".join(line.strip() for line in show_text(written, code).splitlines() if line.strip())
        shown = show_number(number, code)
        if shown.differs:
            self.doubts.add("shown_otherwise", place, shown.text)
        return shown.text


def _to_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
