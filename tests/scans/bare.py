"""Documents as they are printed without rules down, or without any: lists, sums by code, merged labels, headers of two rows.

In: a random source. Out: the name of a kind and its blocks. What is merged stands in the middle, or at the top, of its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.layouts.content import EDITION_2015, EDITION_2021, draw_projects, draw_unit
from tests.layouts.sheets import Block, C, Rows, to_table
from tests.scans.content import LEVELS, draw_value, plain_list, rows_of_projects, vary_blocks

_SUBJECTS = (
    "一般公共服务支出", "行政运行", "一般行政管理事务", "教育支出", "学前教育", "社会保障和就业支出", "机关事业单位养老保险缴费支出",
    "行政单位离退休", "卫生健康支出", "事业单位医疗", "住房保障支出", "住房公积金", "购房补贴", "城乡社区支出", "其他支出",
)  # fmt: skip
_MONEY = ("合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "结转下年")


def draw_bare(seed: int) -> tuple[str, tuple[Block, ...]]:
    """Return the kind and the blocks of a seed; the kinds take turns."""
    name = tuple(_KINDS)[seed % len(_KINDS)]
    rng = Random(f"bare/{seed}")
    return f"bare-{name}", vary_blocks(rng, _KINDS[name](rng))


def _amount(rng: Random, *, may_lack: bool = True) -> str:
    if may_lack and rng.random() < 0.3:
        return rng.choice(("", "", "0.00", "-"))
    return f"{rng.randint(1, 10 ** rng.randint(3, 8)) / 100:,.2f}"


def _sums(rng: Random) -> tuple[Block, ...]:
    """Expenditure by code: a sum, then figures to the right, many of them lacking."""
    heads = ["科目编码", "科目名称", *_MONEY[: rng.randint(2, 6)]]
    rows: Rows = [[C(head) for head in heads]]
    rows.append([C(), C("合计"), *[C(_amount(rng, may_lack=False)) for _ in heads[2:]]])
    for _ in range(rng.randint(5, 26)):
        level = rng.randint(1, 3)
        code = "".join(
            str(rng.randint(201, 229)) if place == 0 else f"{rng.randint(1, 99):02}" for place in range(level)
        )
        name = "　" * (level - 1) + rng.choice(_SUBJECTS)
        rows.append([C(code), C(name), *[C(_amount(rng)) for _ in heads[2:]]])
    return "支出预算总表", "单位：万元", to_table(rows)


def _labels(rng: Random) -> tuple[Block, ...]:
    """One project's indicators, the labels of each class once."""
    columns = [*LEVELS, *rng.choice(((), (("weight", "分值"),), (("actual", "实际完成值"), ("score", "得分"))))]
    body = rows_of_projects(rng, columns, 1, (5, 12))
    first, *rest = body
    rows = [[C(header) for _, header in columns], first[4:], *rest]
    _, _, department = draw_unit(rng)
    return f"{department}项目支出绩效目标表", to_table(rows)


def _two_heads(rng: Random) -> tuple[Block, ...]:
    """A list whose header has a word over several columns."""
    groups = rng.choice(((("资金来源", ("合计", "财政拨款", "其他资金")),),
                         (("年初预算", ("小计", "财政拨款")), ("全年执行", ("小计", "财政拨款")))))  # fmt: skip
    left = ["序号", "项目名称"]
    top = [*[C(text, 1, 2) for text in left], *[C(text, len(below)) for text, below in groups], C("备注", 1, 2)]
    rows: Rows = [top, [C(text) for _, below in groups for text in below]]
    count = sum(len(below) for _, below in groups)
    for number, project in enumerate(draw_projects(rng, rng.randint(4, 16), (4, 6)), 1):
        note = rng.choice(("", "", "延续项目", "新增"))
        rows.append([C(str(number)), C(project.name), *[C(_amount(rng)) for _ in range(count)], C(note)])
    return "项目支出预算表", "金额单位：万元", to_table(rows)


def _goals(rng: Random) -> tuple[Block, ...]:
    """Projects with long goals, beside which all other cells are short."""
    rows: Rows = [[C(text) for text in ("序号", "项目名称", "预算金额", "绩效目标", "指标值")]]
    for number, project in enumerate(draw_projects(rng, rng.randint(3, 7), (4, 6)), 1):
        money = f"{project.amount_yuan / 10000:.2f}"
        rows.append([C(str(number)), C(project.name), C(money), C(project.goal), C(draw_value(rng) or "100%")])
    return "部门项目支出绩效目标批复表", to_table(rows), "注：绩效目标以批复为准，未经批准不得调整。"


def _projects_with_labels(rng: Random) -> tuple[Block, ...]:
    """Several projects, each with its name, its sum and its indicators below each other."""
    edition = rng.choice((EDITION_2015, EDITION_2021))
    rows: Rows = [[C(text) for text in ("项目名称", "金额", "三级指标", "指标值")]]
    for project in draw_projects(rng, rng.randint(2, 4), (3, 6), edition):
        found = project.indicators
        left = [C(project.name, 1, len(found)), C(f"{project.amount_yuan / 10000:.2f}", 1, len(found))]
        for place, indicator in enumerate(found):
            rows.append([*(left if place == 0 else []), C(indicator.name), C(draw_value(rng) or "≥95%")])
    return "项目绩效指标一览表", "单位：万元", to_table(rows)


_KINDS: dict[str, Callable[[Random], tuple[Block, ...]]] = {
    "plain": plain_list,
    "sums": _sums,
    "labels": _labels,
    "plain-2": plain_list,
    "heads": _two_heads,
    "goals": _goals,
    "projects": _projects_with_labels,
}
