"""Documents as ruled PDF pages, without a library: wrapped text, merged cells, tables that go on over pages.

In: a `Document`. Out: the bytes of a PDF. Text flows through a merged cell that a page break cuts, as in print.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from tests.extract.draw_pdf import pdf, text
from tests.layouts.sheets import Document, Printed, Table

_SIZE, _LEAD, _PAD = 9.0, 12.0, 3.0
_MARGIN, _PAGE_HEIGHT = 40.0, 780.0
_NARROW, _WIDE = 34.0, 150.0


@dataclass(frozen=True, slots=True)
class _Laid:
    """A table with its column edges, row heights, and the wrapped lines of every cell."""

    cells: tuple[tuple[Printed, tuple[str, ...]], ...]
    edges: tuple[float, ...]
    heights: tuple[float, ...]


def to_pdf(document: Document, rng: Random) -> bytes:
    """Return a PDF; pages are as wide as the widest table needs."""
    blocks = [_lay(block) if isinstance(block, Table) else block for block in document.blocks]
    width = max(block.edges[-1] if isinstance(block, _Laid) else 420 for block in blocks) + 2 * _MARGIN
    pages, y = [""], _PAGE_HEIGHT - _MARGIN
    for block in blocks:
        y = _draw_lines(pages, y, block, width) if isinstance(block, str) else _draw_table(pages, y, block) - _LEAD
    return pdf(pages, media=f"0 0 {width:.0f} {_PAGE_HEIGHT:.0f}")


def _draw_lines(pages: list[str], y: float, block: str, width: float) -> float:
    """Draw a title in the middle, or a paragraph that is wider than the page from the left, and return where it ends."""
    lines = _wrap(block, width - 2 * _MARGIN)
    for line in lines:
        y = _begin_page(pages, y, 40)
        x = (width - _width(line)) / 2 if len(lines) == 1 else _MARGIN
        pages[-1] += _write(x, y - _LEAD, line)
        y -= _LEAD
    return y - _LEAD / 2


def _begin_page(pages: list[str], y: float, need: float) -> float:
    if y - need > _MARGIN:
        return y
    pages.append("")
    return _PAGE_HEIGHT - _MARGIN


def _width(line: str) -> float:
    return sum(_SIZE / 2 if character.isascii() else _SIZE for character in line)


def _write(x: float, y: float, line: str) -> str:
    # Where no Chinese font is installed pdfium gives a lone character no box and drops it; two it keeps.
    return text(x, y, line + "\u3000" if len(line) == 1 else line)


def _lay(table: Table) -> _Laid:
    widths = [_NARROW] * table.width
    for words, _, column, _, right in table.cells:
        if right == 1:
            need = max(map(_width, words.split("\n"))) + 2 * _PAD + 1
            widths[column - 1] = max(widths[column - 1], min(need, _WIDE))
    edges = (0.0, *accumulate(widths))
    cells = tuple(
        (cell, tuple(_wrap(cell[0], edges[cell[2] + cell[4] - 1] - edges[cell[2] - 1]))) for cell in table.cells
    )
    heights = [_LEAD + 2 * _PAD] * table.height
    for (_, row, _, down, _), lines in sorted(cells, key=lambda each: each[0][3]):
        lacking = len(lines) * _LEAD + 2 * _PAD - sum(heights[row - 1 : row - 1 + down])
        heights[row + down - 2] += max(0.0, lacking)
    return _Laid(cells, edges, tuple(heights))


def _wrap(words: str, width: float) -> list[str]:
    lines: list[str] = []
    for paragraph in words.split("\n") if words else []:
        line = ""
        for character in paragraph:
            if _width(line + character) > width - 2 * _PAD:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


def _draw_table(pages: list[str], y: float, laid: _Laid) -> float:
    """Draw the rows, page by page, and return where they end."""
    left = dict.fromkeys(range(len(laid.cells)), 0)  # how many lines of a cell are written
    first = 1
    while first <= len(laid.heights):
        y = _begin_page(pages, y, laid.heights[first - 1])
        last, bottom = first, y - laid.heights[first - 1]
        while last < len(laid.heights) and bottom - laid.heights[last] > _MARGIN:
            bottom -= laid.heights[last]
            last += 1
        pages[-1] += _draw_rows(laid, first, last, y, left)
        y, first = bottom, last + 1
    return y


def _draw_rows(laid: _Laid, first: int, last: int, top: float, written: dict[int, int]) -> str:
    tops = [top - below for below in accumulate(laid.heights[first - 1 : last], initial=0.0)]
    out = "0.5 w\n"
    for number, ((_, row, column, down, right), lines) in enumerate(laid.cells):
        begin, end = max(row, first), min(row + down - 1, last)
        if begin > end:
            continue
        x0, x1 = _MARGIN + laid.edges[column - 1], _MARGIN + laid.edges[column + right - 1]
        y0, y1 = tops[begin - first], tops[end - first + 1]
        out += f"{x0:.1f} {y1:.1f} {x1 - x0:.1f} {y0 - y1:.1f} re S\n"
        is_whole = row + down - 1 <= last
        room = len(lines) if is_whole else max(0, int((y0 - y1 - 2 * _PAD) // _LEAD))
        shown = lines[written[number] : written[number] + room]
        written[number] += len(shown)
        start = y0 - (y0 - y1 - len(shown) * _LEAD) / 2 - _LEAD + _PAD
        out += "".join(
            _write(x0 + _PAD, start - place * _LEAD, line) for place, line in enumerate(shown) if line.strip()
        )
    return out
