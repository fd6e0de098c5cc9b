"""Family C: self-evaluations, C1 to C9, each a choice of columns under a head with budget, execution and score.

In: a random source and the name of a variant. Out: `Document`s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.layouts.columns import Column, draw_columns, draw_indicator_rows, print_figure
from tests.layouts.content import EDITION_2015, EDITION_2021, Project, draw_projects
from tests.layouts.forms import draw_style, framed, unit_row
from tests.layouts.money import Money, draw_money
from tests.layouts.sheets import Block, C, Document, Rows, spread, to_table
from tests.layouts.truth import ProjectTruth, Truth

_PLAIN = {"value": "年度指标值", "actual": "实际完成值", "weight": "分值", "score": "得分"}
VARIANTS: dict[str, tuple[str, dict[str, str]]] = {
    "C1": ("level1 level2 name value actual weight score reason", _PLAIN | {"reason": "偏差原因分析及改进措施"}),
    "C2": ("level1 level2 name weight value actual score reason", _PLAIN | {"actual": "全年实际值"}),
    "C3": ("level1 level2 name sign value unit actual weight score reason",
           {"sign": "指标性质", "value": "指标值", "unit": "度量单位", "actual": "完成值", "weight": "权重"}),
    "C4": ("level1 level2 name sign value unit actual weight score reason",
           _PLAIN | {"sign": "指标性质", "value": "指标值", "unit": "度量单位"}),
    "C5": ("level1 level2 name value actual reason", {"value": "年度指标值", "actual": "全年完成值", "reason": "未完成原因和改进措施"}),
    "C6": ("level1 level2 name value actual score", {"value": "年初目标值(A)", "actual": "实际完成值(B)", "score": "得分"}),
    "C7": ("level1 level2 name value actual", {"value": "预期指标值", "actual": "实际完成指标值"}),
    "C8": ("name unit sign value actual weight score core",
           {"name": "指标名称", "unit": "计量单位", "sign": "指标性质", "value": "指标值", "actual": "全年完成值",
            "weight": "指标权重(分)", "score": "指标得分(分)"}),
    "C9": ("level1 level2 name value weight actual score", {"value": "目标值", "weight": "分值", "actual": "完成值", "score": "得分"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Head:
    money: Money
    budget: tuple[str, str, str]
    goal: tuple[str, str]
    codes: str
    has_score: bool
    rest: tuple[str, ...]
    colon: str
    side: str
    dash: str
    total_first: str


def _draw_head(rng: Random, variant: str) -> _Head:
    marks = rng.random() < 0.4
    budget = ("年初预算数", f"全年预算数{'(A)' if marks else ''}", f"全年执行数{'(B)' if marks else ''}")
    rest = rng.choice(
        (
            ("其中：本年财政拨款", "上年结转资金", "其他资金"),
            ("其中：财政拨款", "其他资金"),
            ("其中：当年财政拨款", "上年结转资金", "其他资金"),
        )
    )
    return _Head(
        draw_money(rng), budget, rng.choice((("预期目标", "实际完成情况"), ("年初设定目标", "全年实际完成情况"))),
        rng.choice(("", "-", "[]")), variant not in {"C5", "C7"}, rest, rng.choice(("", "：")),
        rng.choice(("绩效指标", "绩\n效\n指\n标", "")), rng.choice(("—", "—", "", "-")),
        rng.choice(("年度资金总额", "年度资金总额", "资金总额")),
    )  # fmt: skip


def draw_evaluation(rng: Random, variant: str) -> Document:
    """Return a document of some self-evaluations of one variant."""
    fields, fixed = VARIANTS[variant]
    columns = draw_columns(rng, fields, **fixed)
    edition = EDITION_2021 if rng.random() < 0.2 else EDITION_2015
    projects = draw_projects(rng, rng.randint(1, 5), (6, 18), edition)
    style, head = draw_style(rng, columns, hints_in_names=0), _draw_head(rng, variant)
    title = rng.choice(
        ("项目支出绩效自评表", "项目支出绩效自评表", "部门预算项目支出绩效自评表", "专项资金绩效目标自评表")
    )
    blocks: list[Block] = []
    indicators, truths = [], []
    for ordinal, project in enumerate(projects, 1):
        rows, found = draw_indicator_rows(rng, project, ordinal, columns, style)
        rows = _headed(rows, columns, variant == "C4")
        width = max(len(columns) + bool(head.side), 8)
        whole = [*_head_rows(rng, project, head, width), *_side(rows, len(columns), width, head.side),
                 *_total(rng, project, columns, width, head)]  # fmt: skip
        blocks += [title, f"（{project.year}年度）", to_table(whole)]
        indicators += found
        truths.append(_truth(project, ordinal))
    return Document(tuple(blocks), Truth(variant, tuple(truths), tuple(indicators)))


def _headed(rows: Rows, columns: Sequence[Column], two_rows: bool) -> Rows:
    """Put the headers above; in two rows the target's heading spans its sign, value and unit."""
    if not two_rows:
        return [[C(header) for _, header in columns], *rows]
    first: list[C] = []
    for field, header in columns:
        if field == "value":
            continue
        if field == "sign":
            first.append(C("年度指标值", 3))
        elif field != "unit":
            first.append(C(header, 1, 2))
    return [first, [C(header) for field, header in columns if field in {"sign", "value", "unit"}], *rows]


def _side(rows: Rows, columns: int, width: int, side: str) -> Rows:
    """Widen the last column to the form's width and put the side label before the rows."""
    extra = width - columns - bool(side)
    if extra:
        rows = (
            framed(rows[1:], [cell.text for cell in rows[0]], columns + extra, "") if len(rows[0]) == columns else rows
        )
    return [[C(side, 1, len(rows)), *rows[0]], *rows[1:]] if side else rows


def _head_rows(rng: Random, project: Project, head: _Head, width: int) -> Rows:
    rows = [
        [C("项目名称"), C(project.name, width - 1)],
        unit_row(project, head.codes, width),
    ]
    money = head.money.text
    names = ["", *head.budget, *(("分值", "执行率", "得分") if head.has_score else ("执行率",))]
    initial, amount, executed = project.initial_yuan, project.amount_yuan, project.executed_yuan
    rate = f"{(executed * 100 / amount).quantize(Decimal('0.01')).normalize():f}%"
    points = (
        ("10", rate, print_figure((executed * 10 / amount).quantize(Decimal("0.1")))) if head.has_score else (rate,)
    )
    lines = [names, [head.total_first + head.colon, money(initial), money(amount), money(executed), *points]]
    dashes = [head.dash] * (len(points))
    lines.append(
        [
            head.rest[0],
            money(initial),
            money(amount),
            money(executed),
            *(head.dash if text != rate else rate for text in points),
        ]
    )
    blank = rng.choice(("", "0", head.dash))
    lines += [[name, blank, blank, blank, *dashes] for name in head.rest[1:]]
    spread_lines = [spread(line, width - 1) for line in lines]
    rows += [[C(f"项目资金\n（{head.money.unit}）", 1, len(lines)), *spread_lines[0]], *spread_lines[1:]]
    half = (width - 1) // 2
    rows += [[C("年度\n总体\n目标" if head.side else "年度总体目标", 1, 2), C(head.goal[0], half), C(head.goal[1], width - 1 - half)],
             [C(project.goal, half), C(project.achieved, width - 1 - half)]]  # fmt: skip
    return rows


def _total(rng: Random, project: Project, columns: Sequence[Column], width: int, head: _Head) -> Rows:
    fields = [field for field, _ in columns]
    if "score" not in fields or rng.random() < 0.2:
        return []
    total = sum((indicator.score for indicator in project.indicators), Decimal(10))
    texts = (["100"] if "weight" in fields else []) + [print_figure(total)]
    rest = 1 if fields[-1] != "score" else 0
    rows = [[C(rng.choice(("总分", "合计")), width - len(texts) - rest), *map(C, texts), *[C("") for _ in range(rest)]]]
    return rows if rng.random() < 0.6 else [[C("其他需要说明事项"), C("无", width - 1)], *rows]


def _truth(project: Project, ordinal: int) -> ProjectTruth:
    return ProjectTruth(
        ordinal,
        project.name,
        project.unit_name,
        None,
        project.amount_yuan,
        project.initial_yuan,
        project.executed_yuan,
        project.goal,
    )
