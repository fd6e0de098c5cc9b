"""PDF pages drawn for the benches: ruled tables in every way of drawing rules, dense ones, a long publication.

In: nothing. Out: the bytes of a PDF for each name. No file is read.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from tests.extract.draw_pdf import RULES, Segment, pdf, text

_PAGES: Final = 10
_XS: Final = (40.0, 100.0, 170.0, 300.0, 380.0)
_HEAD: Final = ("一级指标", "二级指标", "三级指标", "指标值")
_PROSE: Final = "一般公共预算财政拨款支出情况说明：支出总额比上年有所增加，主要用于基本支出。"
_LONG, _EVERY = 300, 25  # pages, and how often one of them holds targets
_WIDE: Final = ("产出指标", "数量指标", "道路养护里程", ".5公里", ",234.50", ".00%", "个月", "日前完成")


def ruled_pages() -> dict[str, bytes]:
    """Return a file for each way of drawing rules (pages of 24 rows), and dense ones: 40 rows of 8 cells, each ruled."""
    tables = [_table(_XS, [_target(row and 24 * page + row) for row in range(24)], 24.0) for page in range(_PAGES)]
    files = {name: pdf([way(sides) + words for sides, words in tables]) for name, way in RULES.items()}
    xs = [20.0 + 65 * column for column in range(9)]
    pieces = _cell_sides(xs, [700.0 - 16 * row for row in range(41)])
    dense = [_table(xs, [_dense(40 * page + row) for row in range(40)], 16.0)[1] for page in range(_PAGES)]
    for name in ("strokes", "one-path", "thin-boxes"):
        files[f"dense-{name}"] = pdf([RULES[name](pieces) + words for words in dense], media="0 0 560 760")
    return files


def publication() -> bytes:
    """Return 300 pages of prose and money, 12 of them with targets."""
    return pdf([_page(number) for number in range(_LONG)])


def _target(row: int) -> Sequence[str]:
    return ("产出指标", "数量指标", f"养护道路{row}条", f"≥{row}.5公里") if row else _HEAD


def _dense(row: int) -> Sequence[str]:
    return [*_WIDE[:3], *(f"{row}{word}" for word in _WIDE[3:])]


def _money(row: int) -> Sequence[str]:
    return (f"20{row:05}", "基本支出", "行政运行", f"{row * 1234.56:,.2f}")


def _page(number: int) -> str:
    if number % _EVERY == _EVERY - 1:
        sides, words = _table(_XS, [_target(row and number * 24 + row) for row in range(24)], 24.0)
        return RULES["strokes"](sides) + words
    if number % 3 == 0:
        sides, words = _table(_XS, [_money(number * 24 + row) for row in range(24)], 24.0)
        return RULES["strokes"](sides) + words + text(180, 720, "部门收支总表")
    return "".join(text(40, 720 - 18 * line, _PROSE) for line in range(36))


def _table(xs: Sequence[float], rows: Sequence[Sequence[str]], height: float) -> tuple[list[Segment], str]:
    """Return the rules and the words of a table below the title line."""
    ys = [700.0 - height * row for row in range(len(rows) + 1)]
    sides = [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    words = (
        text(x + 3, y - height / 2 - 3, word)
        for y, row in zip(ys, rows, strict=False)
        for x, word in zip(xs, row, strict=False)
    )
    return sides, "".join(words)


def _cell_sides(xs: Sequence[float], ys: Sequence[float]) -> list[Segment]:
    """Return the upper and the left side of every cell, each a piece of its own, and the two outer ones."""
    columns, rows = list(itertools.pairwise(xs)), itertools.pairwise(ys)
    cells = [(x, y, right, below) for y, below in rows for x, right in columns]
    pieces = [side for x, y, right, below in cells for side in ((x, y, right, y), (x, y, x, below))]
    return [*pieces, (xs[0], ys[-1], xs[-1], ys[-1]), (xs[-1], ys[0], xs[-1], ys[-1])]
