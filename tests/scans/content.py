"""The documents that are scanned: every family of the layouts, and three kinds of their own, with every sign in them.

In: a seed. Out: a name and the blocks of a document. Forms that a list of the first document's kind, a project of forty
rows and a plain list without merges have are drawn here; the rest are the layouts'. Signs, first characters and figures
are then varied, so that a reader cannot guess them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.layouts.columns import draw_indicator_rows
from tests.layouts.content import EDITION_2015, EDITION_2021, draw_projects, draw_unit
from tests.layouts.families import FAMILIES, draw_document
from tests.layouts.forms import draw_style
from tests.layouts.sheets import Block, C, Printed, Rows, Table, to_table
from tests.scans.kinds import SIGNS, field_of_header, fields_of

_FIRST = ("一是", "二是", "三是", "一、", "二、", "三、", "一般", "二级", "三公", "一次性", "三级")
_WORDS = ("一般", "二级", "三类", "一次", "全年", "是", "优", "良好", "无", "/", "—", "按期完成", "达标", "基本满意")
_UNITS = (
    "%",
    "人",
    "次",
    "个",
    "元",
    "万元",
    "公里",
    "天",
    "户",
    "亩",
    "元/人",
    "平方米",
    "项",
    "台（套）",
    "℃",
    "人次",
)
_NOTES = (
    "注：各单位可根据实际情况增加指标。", "备注：1.各单位请根据实际情况，选择适合的指标填报。2.一个项目一张表。",
    "填报人：　　　　　联系电话：　　　　　　填报日期：2024年3月12日", "说明：自评得分90分（含）以上为优。",
)  # fmt: skip
# A picture cannot tell these apart: Chinese faces draw ≥ as ⩾, and a double line is two strokes like =.
_SAME = str.maketrans("⩾⩽═＝", "≥≤==")
_SHARE = 0.55  # of the signs that are exchanged for any other
_FAMILIES = tuple(name for name in FAMILIES if name != "G")


def draw_content(seed: int) -> tuple[str, tuple[Block, ...]]:
    """Return the family and the blocks of a seed; the families take turns."""
    names = (*_FAMILIES, *_OWN)
    name, rng = names[seed % len(names)], Random(f"content/{seed}")
    document = _OWN[name](rng) if name in _OWN else draw_document(name, seed).blocks
    return name, vary_blocks(rng, document)


def vary_blocks(rng: Random, document: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a document with other figures in them, shortened, and sometimes with a note below."""
    blocks = tuple(vary(rng, block) if isinstance(block, Table) else block for block in document)
    return (*_shorten(rng, blocks), *((rng.choice(_NOTES),) if rng.random() < 0.3 else ()))


def _shorten(rng: Random, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks up to some table, and of a long table the first rows: a scan has a few pages."""
    most, seen = rng.choice((1, 1, 2, 3)), 0
    for place, block in enumerate(blocks):
        seen += isinstance(block, Table)
        if seen == most:
            return tuple(_cut(each, rng.choice((24, 40, 60))) for each in blocks[: place + 1])
    return blocks


def _cut(block: Block, rows: int) -> Block:
    if isinstance(block, str) or block.height <= rows:
        return block
    kept = [cell for cell in block.cells if cell[1] <= rows]
    return Table(
        tuple((text, row, column, min(down, rows + 1 - row), right) for text, row, column, down, right in kept)
    )


def vary(rng: Random, table: Table) -> Table:
    """Return the table with other signs, first characters and figures in some of its cells."""
    fields = fields_of(table)
    return Table(tuple((_vary(rng, cell, fields.get(cell[1:3])).translate(_SAME), *cell[1:]) for cell in table.cells))


def _vary(rng: Random, cell: Printed, field: str | None) -> str:
    text, chance = cell[0], rng.random()
    if field is None or field_of_header(text):
        return text
    if field in {"value", "actual", "sign"} and text[:1] in SIGNS + "⩾⩽═＝" and text and chance < _SHARE:
        return rng.choice(SIGNS) + text.lstrip(SIGNS + "⩾⩽═＝")
    if field in {"value", "actual"} and chance < 0.25:
        return draw_value(rng)
    if field == "name" and chance < 0.12:
        return rng.choice(_FIRST) + text
    return text


def draw_value(rng: Random) -> str:
    """Return a target as it may be printed: sign, figure and unit, a date, a range, or words."""
    figure = _figure(rng)
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice((
        rng.choice(SIGNS) + figure + rng.choice(_UNITS), rng.choice(SIGNS) + figure + rng.choice(_UNITS),
        figure + rng.choice(_UNITS), f"{figure}±{rng.randint(1, 9)}%", f"{rng.randint(1, 40)}~{rng.randint(41, 99)}%",
        f"{rng.randint(2018, 2026)}年{month}月{day}日前", f"{rng.randint(2018, 2026)}.{month:02}.{day:02}",
        rng.choice(_WORDS), figure, f"{rng.randint(1, 30)}个工作日内", "",
    ))  # fmt: skip


def _figure(rng: Random) -> str:
    return rng.choice((
        str(rng.randint(0, 12)), str(rng.randint(0, 100)), f"{rng.randint(100, 99999999):,}", str(rng.randint(1000, 999999)),
        f"{rng.randint(1, 9999999) / 100:.2f}", f"{rng.randint(100, 99999999) / 100:,.2f}", f"0.{rng.randint(1, 99):02}",
        "100", "95",
    ))  # fmt: skip


def rows_of_projects(rng: Random, columns: Sequence[tuple[str, str]], count: int, size: tuple[int, int]) -> Rows:
    """Return the rows of projects: code, name, sum and goal of each, and its indicators under `columns`."""
    style = draw_style(rng, columns, placeholders=False, empty_classes=False, merge="merged")
    rows: Rows = []
    for place, project in enumerate(draw_projects(rng, count, size, rng.choice((EDITION_2015, EDITION_2021))), 1):
        below, _ = draw_indicator_rows(rng, project, place, columns, style)
        money = f"{project.amount_yuan / 10000:.2f}"
        texts = (project.unit_code, project.name, money, project.goal)
        first, *rest = below
        rows += [[*(C(text, 1, len(below)) for text in texts), *first], *rest]
    return rows


LEVELS = (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"), ("value", "指标值"))


def _first_kind(rng: Random, count: int = 0, size: tuple[int, int] = (5, 14)) -> tuple[Block, ...]:
    """A list under a header of two rows, with a sum above it, as the first document has."""
    _, _, department = draw_unit(rng)
    top = [C(text, 1, 2) for text in ("单位编码", "单位及项目名称", "金额(万元)", "绩效目标")]
    rows: Rows = [[*top, C("绩效指标", 4)], [C(header) for _, header in LEVELS]]
    body = rows_of_projects(rng, LEVELS, count or rng.randint(1, 4), size)
    total = [C(), C("合计"), C(f"{rng.randint(1, 9999999) / 100:.2f}"), *[C() for _ in range(5)]]
    return f"{department}2023年部门预算项目支出绩效目标公开表", to_table([*rows, total, *body])


def _forty_rows(rng: Random) -> tuple[Block, ...]:
    return _first_kind(rng, 1, (36, 44))


def plain_list(rng: Random) -> tuple[Block, ...]:
    """Lists without merges, of the kind that is also printed without rules."""
    blocks: list[Block] = []
    for part in range(rng.randint(1, 3)):
        heads = ["序号", "项目名称", "三级指标", "指标值", "实际完成值", "分值", "得分"]
        kept = heads[: rng.randint(4, 7)]
        rows: Rows = [[C(head) for head in kept]]
        for number, project in enumerate(draw_projects(rng, rng.randint(4, 14), (4, 6)), 1):
            one = rng.choice(project.indicators)
            cells = (str(number), project.name, one.name, draw_value(rng) or "100%", draw_value(rng), "10",
                     str(rng.choice((10, 9.5, 8, 0))))  # fmt: skip
            rows.append([C(text) for text in cells[: len(kept)]])
        blocks += [f"表{part + 1} 项目支出绩效情况表", "单位：万元", to_table(rows)]
    return tuple(blocks)


_OWN: dict[str, Callable[[Random], tuple[Block, ...]]] = {
    "first": _first_kind,
    "forty": _forty_rows,
    "plain": plain_list,
    "plain-2": plain_list,
}
