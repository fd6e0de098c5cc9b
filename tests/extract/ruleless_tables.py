"""Seeded tables of goals without rules: own widths, type, leading, alignment, wrapping, labels, as a printer sets them.

In: a seed. Out: the cells as printed, and the content stream of a page on which they stand. Labels span their rows; a
row is as high as its highest cell, and what a label needs beyond its rows is shared out among them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.extract import draw_pdf as draw

Printed = tuple[int, int, int, int, str]
_HAN = "保障基层组织正常运转提高服务质量促进农村经济社会发展加强生态环境护改善群众产活条件"
_LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_VALUES = ("≥95%", "12次", "≤3.28万元", "2023年12月底前", "100%", "稳步提升", "达标", "长期", "≧80%", "")
_WIDTHS = (74, 46, 120, 52, 62, 130, 76)
TOP = 40.0


@dataclass(frozen=True)
class Drawn:
    """A table and the page it stands on."""

    cells: list[Printed]
    page: bytes
    row_count: int


def draw_table(seed: int, rules: str = "none") -> Drawn:
    """Return a table without rules, or with `three` lines, or with lines `across`."""
    rng = random.Random(seed)
    cells, columns = _cells(rng)
    size, pad = rng.choice((8.0, 9.0, 10.5)), rng.choice((2.0, 3.0, 5.0, 8.0))
    pitch = size * rng.choice((1.0, 1.2, 1.5))
    side, align = rng.choice(("middle", "middle", "top")), [rng.choice("lcr") for _ in range(columns)]
    gap = rng.choice((3.0, 6.0, 10.0))
    widths = [width * size / 9 * rng.uniform(0.85, 1.25) for width in _WIDTHS[-columns:]]
    xs = [40.0]
    for width in widths:
        xs.append(xs[-1] + width)
    rows = max(row + down - 1 for row, _, down, _, _ in cells)
    head = 2 if any(right > 1 for _, _, _, right, _ in cells) else 1
    lines = {cell: _wrap(cell[4], xs[cell[1] - 1 + cell[3]] - xs[cell[1] - 1] - gap, size) for cell in cells}
    heights = [pitch + 2 * pad] * rows
    for cell in sorted(cells, key=lambda cell: cell[2]):
        start, stop = cell[0] - 1, cell[0] - 1 + cell[2]
        need = len(lines[cell]) * pitch + 2 * pad - sum(heights[start:stop])
        for row in range(start, stop):
            heights[row] += max(need, 0.0) / cell[2]
    ys = [TOP]
    for height in heights:
        ys.append(ys[-1] + height)
    bottom = ys[-1] + 60
    content = draw.text(180, bottom - 20, "项目绩效目标表", size + 5)
    for cell in cells:
        row, column, down, right, _ = cell
        is_head = row <= head
        top, low = ys[row - 1], ys[row - 1 + down]
        tall = (len(lines[cell]) - 1) * pitch + size
        first = top + pad + (pitch - size) / 2 if side == "top" and not is_head else (top + low - tall) / 2
        for number, line in enumerate(lines[cell]):
            free = xs[column - 1 + right] - xs[column - 1] - gap - _width(line, size)
            left = {"l": 0.0, "c": free / 2, "r": free}["c" if is_head else align[column - 1]]
            x, y = xs[column - 1] + gap / 2 + left, bottom - (first + number * pitch + 0.88 * size)
            content += draw.text(round(x, 2), round(y, 2), line, size) if line else ""
    content += _rules(rules, cells, head, xs, [bottom - y for y in ys])
    page = draw.pdf([content], media=f"0 0 {xs[-1] + 40:.0f} {bottom:.0f}")
    return Drawn([cell for cell in cells if cell[4]], page, rows)


def _rules(rules: str, cells: list[Printed], head: int, xs: list[float], ys: list[float]) -> str:
    if rules == "three":
        return draw.strokes([(xs[0], y, xs[-1], y) for y in (ys[0], ys[head], ys[-1])])
    if rules == "across":
        return draw.strokes(
            [
                (xs[c - 1], y, xs[c - 1 + right], y)
                for r, c, down, right, _ in cells
                for y in (ys[r - 1], ys[r - 1 + down])
            ]
        )
    return ""


def _cells(rng: random.Random) -> tuple[list[Printed], int]:
    leads = ("项目名称", "金额（万元）", "绩效目标")[rng.randint(0, 2) :] if rng.random() < 0.6 else ()
    names = ("一级指标", "二级指标", "三级指标", "指标值")
    columns = len(leads) + 4
    head = 2 if leads and rng.random() < 0.5 else 1
    cells: list[Printed] = [(1, column, head, 1, word) for column, word in enumerate(leads, 1)]
    if head == 2:
        cells.append((1, len(leads) + 1, 1, 4, "绩效指标"))
    cells += [(head, len(leads) + at, 1, 1, word) for at, word in enumerate(names, 1)]
    row = head + 1
    for _ in range(rng.choice((1, 1, 2)) if leads else 1):
        start = row
        for level1, seconds in _LEVELS.items():
            first = row
            for level2 in rng.sample(seconds, rng.randint(1, len(seconds))):
                count = rng.choice((1, 1, 2, 3))
                cells.append((row, columns - 2, count, 1, level2))
                for _ in range(count):
                    value = rng.choice(_VALUES) if rng.random() < 0.2 else rng.choice(_VALUES[:-1])
                    cells.append((row, columns - 1, 1, 1, _words(rng, 3, rng.choice((8, 14, 30)))))
                    cells.append((row, columns, 1, 1, value))
                    row += 1
            cells.append((first, columns - 3, row - first, 1, level1))
        for column, word in enumerate(leads, 1):
            text = {"项目名称": _words(rng, 4, 12), "绩效目标": f"目标：{_words(rng, 8, rng.choice((20, 80)))}。"}
            cells.append((start, column, row - start, 1, text.get(word, f"{rng.randint(100, 9999) / 100:.2f}")))
    return sorted(cells), columns


def _words(rng: random.Random, fewest: int, most: int) -> str:
    return "".join(rng.choice(_HAN) for _ in range(rng.randint(fewest, most)))


def _width(text: str, size: float) -> float:
    return sum(size / 2 if character.isascii() else size for character in text)


def _wrap(text: str, room: float, size: float) -> list[str]:
    lines = [""]
    for character in text:
        if _width(lines[-1] + character, size) > room and lines[-1]:
            lines.append("")
        lines[-1] += character
    if len(lines) > 1 and len(lines[-1]) == 1:
        lines[-2:] = [lines[-2][:-1], lines[-2][-1] + lines[-1]]
    return lines
