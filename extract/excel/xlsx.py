"""Workbooks of today (.xlsx, .xlsm): sheet by sheet to what each prints.

In: a zip of XML parts. Out: `Sheet`s. Each sheet is read as a stream, so that neither a million blank rows nor one cell in
the last corner costs memory (python-calamine allots the whole rectangle and ends the process: tests/extract/test_excel.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from extract.errors import CorruptFileError, TooLargeError
from extract.excel.dates import moment_to_serial
from extract.excel.doubts import Doubts
from extract.excel.drawings import read_drawings
from extract.excel.formats import BUILTIN, show_number, show_text
from extract.ooxml import child, children, local_name
from extract.sheet import Range, Sheet
from extract.zipped import Container

_MOST_CELLS: Final = 2_000_000
_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MOST_COLUMNS: Final = 16_384
_TRUE: Final = ("1", "true")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Where a sheet stands in the package, and whether it is shown."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class _Reading:
    """What has been read of one sheet so far."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    doubts: Doubts = field(default_factory=Doubts)
    row: int = 0


class Workbook:
    """A workbook whose strings and formats are read once and whose sheets are read one by one."""

    def __init__(self, package: Container) -> None:
        self._package = package
        main = next((part for _, kind, part in package.relations("") if kind == "officeDocument"), "xl/workbook.xml")
        targets = {key: (kind, part) for key, kind, part in package.relations(main)}
        root = package.tree(main)
        properties = child(root, "workbookPr")
        self._is_1904 = properties is not None and properties.get("date1904") in _TRUE
        calculation = child(root, "calcPr")
        # Programs that cannot calculate write 0 for every formula and ask whoever opens the file to do it.
        self._is_uncalculated = calculation is not None and calculation.get("fullCalcOnLoad") in _TRUE
        self.sheets = list(_sheet_parts(root, targets, package.path))
        parts = {kind: part for kind, part in targets.values() if package.has(part)}
        self._strings = list(_read_strings(package, parts["sharedStrings"])) if "sharedStrings" in parts else []
        self._formats = _read_formats(package.tree(parts["styles"])) if "styles" in parts else []

    def read_sheet(self, sheet: SheetPart) -> Sheet:
        """Return what one sheet prints."""
        reading = _Reading()
        for element in self._package.elements(sheet.part, ("row", "mergeCell", "col")):
            name = local_name(element)
            if name == "row":
                self._add_row(element, reading)
                _forget(element)
            elif name == "mergeCell":
                reading.merges.extend(_to_range(element.get("ref") or ""))
            elif element.get("hidden") in _TRUE or _is_zero(element.get("width")):
                first, last = _to_count(element.get("min"), 1), _to_count(element.get("max"), 1)
                reading.hidden_columns.update(range(first, min(last, _MOST_COLUMNS) + 1))
        drawn = read_drawings(self._package, sheet.part, sheet.name)
        return Sheet(
            reading.cells, tuple(reading.merges), frozenset(reading.hidden_rows), frozenset(reading.hidden_columns),
            sheet.is_hidden, (*reading.doubts.to_notices(), *drawn.notices), drawn.lines,
        )  # fmt: skip

    def _add_row(self, row: etree._Element, reading: _Reading) -> None:
        reading.row = _to_count(row.get("r"), reading.row + 1)
        if row.get("hidden") in _TRUE or _is_zero(row.get("ht")):
            reading.hidden_rows.add(reading.row)
        named, offset = "", 0  # the last cell that says where it stands, and how far behind it the next one is
        for cell in row:
            reference = cell.get("r")
            named, offset = (reference, 0) if reference else (named, offset + 1)
            if not len(cell):
                continue  # blank cells come by the million
            place = _to_place(named)
            column = (place[1] if place else 0) + offset
            text = self._text(cell, reading.doubts, (reading.row, column))
            if text:
                reading.cells[reading.row, column] = text
        if len(reading.cells) > _MOST_CELLS:
            raise TooLargeError(self._package.path, f"a sheet has over {_MOST_CELLS} filled cells")

    def _text(self, cell: etree._Element, doubts: Doubts, place: tuple[int, int]) -> str:
        kind, value = cell.get("t", "n"), child(cell, "v")
        written = (value.text or "") if value is not None else ""
        if kind == "inlineStr":
            return _tidy(_string(child(cell, "is")))
        if not written or (self._is_uncalculated and kind == "n" and written == "0"):
            is_computed = child(cell, "f") is not None
            if is_computed and kind != "str":
                doubts.add("formula_without_value", place)
            if is_computed or not written:
                return ""
        try:
            return self._shown(kind, written, self._format_of(cell), doubts, place)
        except (ValueError, IndexError, OverflowError) as error:
            raise CorruptFileError(self._package.path, f"cell {cell.get('r')} holds {written[:40]!r}") from error

    def _shown(self, kind: str, written: str, code: str, doubts: Doubts, place: tuple[int, int]) -> str:
        if kind == "n":
            shown = show_number(float(written), code, is_1904=self._is_1904)
            if shown.differs:
                doubts.add("shown_otherwise", place, shown.text)
            return shown.text
        if kind == "b":
            return "TRUE" if written == "1" else "FALSE"
        if kind == "d":
            serial = moment_to_serial(written, is_1904=self._is_1904)
            return (
                written
                if serial is None or code == "General"
                else show_number(serial, code, is_1904=self._is_1904).text
            )
        if kind == "e":
            doubts.add("error_value", place, written)
            return written
        return _tidy(show_text(self._strings[int(written)] if kind == "s" else written, code))

    def _format_of(self, cell: etree._Element) -> str:
        style = _to_count(cell.get("s"), 0)
        return self._formats[style] if style < len(self._formats) else "General"


def _sheet_parts(root: etree._Element, targets: dict[str, tuple[str, str]], path: Path) -> Iterator[SheetPart]:
    sheets = child(root, "sheets")
    for sheet in sheets if sheets is not None else ():
        key = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        if key not in targets:
            raise CorruptFileError(path, f"the workbook does not say where its sheet {sheet.get('name')!r} stands")
        kind, part = targets[key]
        if kind == "worksheet":
            yield SheetPart(sheet.get("name") or "", part, sheet.get("state", "visible") != "visible")


def _read_strings(package: Container, part: str) -> Iterator[str]:
    for element in package.elements(part, ("si",)):
        yield _string(element)
        _forget(element)


def _string(element: etree._Element | None) -> str:
    """Return the text of a string item without the readings that East Asian users print above it."""
    if element is None:
        return ""
    readings = {inner for phonetic in element.iter("{*}rPh") for inner in phonetic}
    runs = (inner.text or "" for inner in element.iter("{*}t") if inner not in readings)
    text = "".join(runs)
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # A character beyond the first plane may be escaped as its two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\xa0", " ").strip().splitlines() if line.strip())


def _read_formats(root: etree._Element) -> list[str]:
    """Return the format code of each cell style."""
    custom = child(root, "numFmts")
    codes = dict(BUILTIN)
    for element in children(custom, "numFmt") if custom is not None else ():
        number = _to_count(element.get("numFmtId"), 0)
        if number not in BUILTIN or number == 0:
            codes[number] = element.get("formatCode") or "General"
    styles = child(root, "cellXfs")
    if styles is None:
        return []
    return [codes.get(_to_count(style.get("numFmtId"), 0), "General") for style in children(styles, "xf")]


def _to_count(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _is_zero(size: str | None) -> bool:
    return bool(size) and not str(size).strip("0.")


def _forget(element: etree._Element) -> None:
    """Free an element that has been read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _to_place(reference: str | None) -> tuple[int, int] | None:
    """Return row and column of a reference.

    >>> _to_place("AB12")
    (12, 28)
    """
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _to_range(reference: str) -> list[Range]:
    first, _, last = reference.partition(":")
    start, end = _to_place(first), _to_place(last or first)
    return [(*start, *end)] if start and end and start <= end else []
