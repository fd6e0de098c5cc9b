"""Random tables, and the same table as a web page, a Word document and a workbook.

In: a Hypothesis draw, or a table. Out: tables as `(text, row, column, row span, column span)`, and the bytes of files.
"""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st
from openpyxl import Workbook

from tests.extract import draw_pdf as draw

Printed = tuple[str, int, int, int, int]
_ALPHABET = "绩效指标≥≤≦≒①0123456789.,%<>&'\" （）年ab"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def _text() -> st.SearchStrategy[str]:
    line = st.text(_ALPHABET, max_size=6).map(lambda text: " ".join(text.split()))
    return st.lists(line, min_size=1, max_size=2).map(lambda lines: "\n".join(filter(None, lines)))


# What else is printed in such tables: wide signs, units, boxes, rare characters, words of other writing.
_WIDER: Final = _ALPHABET + "，；：、。％‰～—–-【】《》☑□●★\\#@*+^$￥¥℃㎡½Ⅱ㈠𠮷镕éяα|;/?!~`{}[]"


def any_text() -> st.SearchStrategy[str]:
    """Draw a cell's text: blank, short, of several lines, or as long as a goal."""
    line = st.text(_WIDER, max_size=8).map(lambda text: " ".join(text.split()))
    long = st.text(_WIDER, min_size=60, max_size=400).map(lambda text: " ".join(text.split()))
    lines = st.lists(line, min_size=2, max_size=6).map(lambda found: "\n".join(filter(None, found)))
    return st.one_of(st.just(""), line, lines, long)


def large_tables() -> st.SearchStrategy[list[Printed]]:
    """Draw a table with more rows and columns, wider merges and any text."""
    return tables(most_rows=12, most_columns=14, text=any_text())


def flat_tables() -> st.SearchStrategy[list[Printed]]:
    """Draw a table without merges."""
    return tables(most_rows=10, most_columns=8, text=any_text(), most_span=1)


@st.composite
def tables(
    draw: st.DrawFn,
    most_rows: int = 6,
    most_columns: int = 6,
    text: st.SearchStrategy[str] | None = None,
    most_span: int = 99,
) -> list[Printed]:
    """Draw a table whose merges do not overlap, its first and last row and its columns not blank."""
    rows, columns = draw(st.integers(1, most_rows)), draw(st.integers(2, most_columns))
    text = _text() if text is None else text
    taken: set[tuple[int, int]] = set()
    cells: list[Printed] = [(f"头{column}", 1, column, 1, 1) for column in range(1, columns + 1)]
    for row in range(2, rows + 2):
        for column in range(1, columns + 1):
            if (row, column) in taken:
                continue
            free = next((c for c in range(column, columns + 1) if (row, c) in taken), columns + 1) - column
            height, width = (draw(st.integers(1, min(most, most_span))) for most in (rows + 2 - row, free))
            taken |= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
            cells.append((draw(text), row, column, height, width))
    cells += [(f"尾{column}", rows + 2, column, 1, 1) for column in range(1, columns + 1)]
    return cells


def _rows(cells: Iterable[Printed]) -> list[list[Printed]]:
    table = sorted(cells, key=lambda cell: cell[1:3])
    last = max(cell[1] + cell[3] - 1 for cell in table)
    return [[cell for cell in table if cell[1] == row] for row in range(1, last + 1)]


def to_html(cells: list[Printed]) -> bytes:
    """Return a web page with the table."""
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in _rows(cells))
    return f"<html><body><h3>标题</h3><table>{rows}</table></body></html>".encode()


def _html_cell(cell: Printed) -> str:
    text, _, _, height, width = cell
    return f'<td rowspan="{height}" colspan="{width}">{html.escape(text).replace(chr(10), "<br>")}</td>'


def to_csv(cells: list[Printed], delimiter: str = ",") -> bytes:
    """Return a separated text with the table, which has no merges, below its title."""
    held = io.StringIO()
    held.write("标题\r\n")
    csv.writer(held, delimiter=delimiter).writerows([cell[0] for cell in row] for row in _rows(cells))
    return held.getvalue().encode("utf-8-sig")


def to_xml2003(cells: list[Printed]) -> bytes:
    """Return a workbook in the XML of Excel 2003 with the table below its title."""
    rows = "".join(f"<Row>{''.join(map(_xml_cell, row))}</Row>" for row in _rows(cells))
    title = '<Row><Cell><Data ss:Type="String">标题</Data></Cell></Row>'
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="表"><Table>'
        f"{title}{rows}</Table></Worksheet></Workbook>"
    ).encode()


def _xml_cell(cell: Printed) -> str:
    text, _, column, height, width = cell
    merge = f'ss:Index="{column}" ss:MergeAcross="{width - 1}" ss:MergeDown="{height - 1}"'
    return f'<Cell {merge}><Data ss:Type="String">{html.escape(text).replace(chr(10), "&#10;")}</Data></Cell>'


def to_docx(cells: list[Printed], before: str = "", after: str = "") -> bytes:
    """Return a Word document with the table between other blocks."""
    columns = max(cell[2] + cell[4] - 1 for cell in cells)
    rows = max(cell[1] + cell[3] - 1 for cell in cells)
    inside = {(row, cell[2]): cell for cell in cells for row in range(cell[1], cell[1] + cell[3])}
    body = ""
    for row in range(1, rows + 1):
        found = [inside[row, column] for column in range(1, columns + 1) if (row, column) in inside]
        body += f"<w:tr>{''.join(_docx_cell(cell, row) for cell in found)}</w:tr>"
    return docx(f"{before}<w:tbl><w:tblPr/>{body}</w:tbl>{after}")


def _docx_cell(cell: Printed, row: int) -> str:
    text, first, _, height, width = cell
    merge = "" if height == 1 else '<w:vMerge w:val="restart"/>' if row == first else "<w:vMerge/>"
    paragraphs = "".join(map(paragraph, text.split("\n"))) if row == first else "<w:p/>"
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr>{paragraphs}</w:tc>'


def paragraph(text: str) -> str:
    """Return a Word paragraph."""
    return f'<w:p><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def docx(body: str, **parts: str) -> bytes:
    """Return a Word document of this body, and of further parts by the name of their relation (header, numbering)."""
    held = io.BytesIO()
    relations = "".join(f'<Relationship Id="{name}" Type="http://x/{name}" Target="{name}.xml"/>' for name in parts)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", _relations(f'<Relationship Id="r" Type="{_TYPE}" Target="word/document.xml"/>'))
        package.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        package.writestr("word/_rels/document.xml.rels", _relations(relations))
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", xml.replace(" W", f" {_W}", 1))
    return held.getvalue()


def _relations(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def to_xlsx(cells: list[Printed], first_row: int = 3) -> bytes:
    """Return a workbook with the table below its title."""
    book = Workbook()
    sheet = book.active
    sheet.cell(1, 1, "标题")
    for text, row, column, height, width in cells:
        top = row + first_row - 1
        sheet.cell(top, column, text or None).data_type = "s"
        if (height, width) != (1, 1):
            sheet.merge_cells(
                start_row=top, start_column=column, end_row=top + height - 1, end_column=column + width - 1
            )
    return workbook_bytes(book)


def workbook_bytes(book: Workbook) -> bytes:
    """Return the file of a workbook."""
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def as_drawn(cells: list[Printed]) -> list[Printed]:
    """Return the table as ruled paper can show it: no row at which no cell begins, no blanks, no line breaks."""
    starts = sorted({row for _, row, _, _, _ in cells})
    drawn = []
    for text, row, column, height, width in cells:
        first, after = starts.index(row), sum(start < row + height for start in starts)
        words = "".join(text.split())
        drawn.append((f"格子{words}" if words else "", first + 1, column, after - first, width))
    return sorted(drawn, key=lambda cell: cell[1:3])


def to_pdf(cells: list[Printed]) -> bytes:
    """Return a page on which the table is ruled."""
    content = draw.text(60, 720, "标题")
    for text, row, column, height, width in as_drawn(cells):
        x0, x1 = 40 + 150 * (column - 1), 40 + 150 * (column - 1 + width)
        top, bottom = 700 - 24 * (row - 1), 700 - 24 * (row - 1 + height)
        content += draw.strokes(
            [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, bottom, x0, top), (x1, bottom, x1, top)]
        )
        content += draw.text(x0 + 4, (top + bottom) / 2 - 3, text) if text else ""
    return draw.pdf([content], media="0 0 1000 760")
