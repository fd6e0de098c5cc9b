"""Documents as web pages and Word files."""

from __future__ import annotations

import html
from random import Random

from tests.extract.renderings import docx, paragraph
from tests.layouts.sheets import Document, Printed, Table
from tests.layouts.zips import settled


def to_html(document: Document, rng: Random) -> bytes:
    """Return a web page; some have phantom columns as Excel saves them, or spans that reach below the table."""
    tag = rng.choice(("td", "td", "td-with-p"))
    phantom = rng.choice((0, 0, 0, 0, 0, 0, 0, 0, 3, 120))
    overshoot = rng.choice((0, 0, 0, 0, 0, 0, 0, 4))
    body = "".join(
        _table(block, tag, phantom, overshoot) if isinstance(block, Table) else f"<p>{html.escape(block)}</p>\n"
        for block in document.blocks
    )
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>\n{body}</body></html>'.encode()


def _table(table: Table, tag: str, phantom: int, overshoot: int) -> str:
    height, blank = table.height, "<td></td>" * phantom
    rows = "".join(
        f"<tr>{''.join(_cell(_overshoot(cell, height, overshoot), tag) for cell in row)}{blank}</tr>\n"
        for row in table.rows()
    )
    return f'<table border="1">\n{rows}</table>\n'


def _overshoot(cell: Printed, height: int, by: int) -> Printed:
    """Let a merged cell that ends with the table reach below it."""
    text, row, column, down, right = cell
    return (text, row, column, down + by, right) if down > 1 and row + down - 1 == height else cell


def _cell(cell: Printed, tag: str) -> str:
    text, _, _, down, right = cell
    spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{right}"' if right > 1 else "")
    inside = html.escape(text, quote=False).replace("\n", "<br>")
    return f"<td{spans}>{f'<p>{inside}</p>' if tag == 'td-with-p' else inside}</td>"


def to_docx(document: Document, rng: Random) -> bytes:
    """Return a Word file."""
    return settled(
        docx("".join(_docx_table(block) if isinstance(block, Table) else paragraph(block) for block in document.blocks))
    )


def _docx_table(table: Table) -> str:
    inside = {(row, cell[2]): cell for cell in table.cells for row in range(cell[1], cell[1] + cell[3])}
    body = ""
    for row in range(1, table.height + 1):
        found = [inside[row, column] for column in range(1, table.width + 1) if (row, column) in inside]
        body += f"<w:tr>{''.join(_docx_cell(cell, row) for cell in found)}</w:tr>"
    # Word needs a paragraph between two tables, or it makes one of them.
    return f"<w:tbl><w:tblPr/>{body}</w:tbl><w:p/>"


def _docx_cell(cell: Printed, row: int) -> str:
    text, first, _, down, right = cell
    merge = "" if down == 1 else '<w:vMerge w:val="restart"/>' if row == first else "<w:vMerge/>"
    inside = "".join(map(paragraph, text.split("\n"))) if row == first else "<w:p/>"
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{right}"/>{merge}</w:tcPr>{inside}</w:tc>'
