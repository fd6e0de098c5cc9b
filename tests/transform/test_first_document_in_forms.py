"""The first document, with its slipped columns, as a web page and as a workbook: exact in every field."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.transform.test_first_document import read, records
from tests.truth import SAMPLE, expected_records


def write_html(lines: list[str], folder: Path) -> Path:
    """A table for each run of lines with tabs; the markup of lists stands in the cells as it does in the text."""
    parts = ["<html><body>"]
    for line, above in zip(lines, ["", *lines], strict=False):
        if "\t" in line:
            cells = "".join(f"<td>{cell}</td>" for cell in line.split("\t"))
            parts.append(("" if "\t" in above else "<table>") + f"<tr>{cells}</tr>")
        else:
            parts.append(("</table>" if "\t" in above else "") + f"<p>{html.escape(line)}</p>")
    path = folder / "page.html"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def write_workbook(lines: list[str], folder: Path) -> Path:
    """A row a line, a cell between tabs, text as text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, line in enumerate(lines, 1):
        for column, cell in enumerate(line.split("\t"), 1):
            if cell.strip():
                sheet.cell(number, column, cell).data_type = "s"
    path = folder / "book.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("write", [write_html, write_workbook], ids=["web-page", "workbook"])
def test_every_field_of_every_indicator_is_exact(write: Callable[[list[str], Path], Path], tmp_path: Path) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").split("\n")
    assert records(read(write(lines, tmp_path))) == expected_records()
