"""Family A: one table with many projects, a project's cells beside the first of its indicators.

In: a random source. Out: a `Document` with up to 60 projects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.layouts.columns import Column, draw_columns, draw_indicator_rows, wordings
from tests.layouts.content import EDITION_2015, EDITION_2021, Project, draw_projects, draw_unit
from tests.layouts.forms import draw_style
from tests.layouts.money import Money, draw_money
from tests.layouts.sheets import C, Document, Rows, to_table
from tests.layouts.truth import IndicatorTruth, ProjectTruth, Truth

ORDERS = (
    "level1 level2 name sign value unit weight direction",
    "level1 level2 name sign direction value unit weight",
    "level1 level2 name sign value unit weight",
    "level1 level2 name value weight",
    "level1 level2 name unit sign value",
    "level1 level2 name value",
)
LEFT = (
    "unit project amount goal",
    "project unit amount goal",
    "code project amount goal",
    "project amount goal",
    "unit project goal amount",
)
_LEFT_WORDS = {
    "unit": ("单位名称", "预算单位", "项目单位"),
    "project": ("项目名称",),
    "code": ("单位编码", "预算单位编码"),
    "goal": ("年度目标", "绩效目标", "年度绩效目标", "总体目标"),
}


def draw_list(rng: Random) -> Document:
    """Return a list of many projects."""
    count = rng.choice((3, 8, 8, 20, 60))
    projects = draw_projects(
        rng, count, (3, 10) if count > 20 else (4, 14), rng.choice((EDITION_2015, EDITION_2015, EDITION_2021))
    )
    columns, left = draw_columns(rng, rng.choice(ORDERS)), rng.choice(LEFT).split()
    style, money = draw_style(rng, columns, placeholders=False, empty_classes=False), draw_money(rng)
    truths: list[ProjectTruth] = []
    indicators: list[IndicatorTruth] = []
    rows, repeats = _header(rng, left, columns, money), rng.random() < 0.15
    _, unit, _ = draw_unit(rng)
    groups = _groups(rng, projects) if left[0] == "unit" and rng.random() < 0.5 else [projects]
    subtotal = len(groups) > 1 or rng.random() < 0.4
    for group in groups:
        if subtotal:
            rows.append(_subtotal(group[0].unit_name if len(groups) > 1 else unit, group, left, columns, money))
        body: Rows = []
        for project in group:
            ordinal = len(truths) + 1
            below, found = draw_indicator_rows(rng, project, ordinal, columns, style)
            body += _beside(project, left, below, money, repeats)
            indicators += found
            truths.append(_truth(project, ordinal, left))
        rows += _one_unit(body, group[0].unit_name) if len(groups) > 1 and not repeats else body
    title = f"{projects[0].year}年度" + rng.choice(
        ("部门预算项目绩效目标申报表", "部门预算项目绩效目标公开表", "预算项目绩效目标表")
    )
    blocks = (title, f"单位：{unit}　　金额单位：{money.unit}", to_table(rows))
    return Document(blocks, Truth("A", tuple(truths), tuple(indicators)))


def _groups(rng: Random, projects: Sequence[Project]) -> list[list[Project]]:
    """Part projects into units that follow each other, each under a code and a name of its own."""
    groups, rest = [], list(projects)
    while rest:
        code, name, _ = draw_unit(rng)
        size = rng.randint(1, max(1, len(projects) // 2))
        groups.append([replace(project, unit_name=f"{code}-{name}") for project in rest[:size]])
        rest = rest[size:]
    return groups


def _one_unit(rows: Rows, unit: str) -> Rows:
    """Merge the unit's cells, the first of every row that begins a project, into one over all rows."""
    bare = [row[1:] if row and row[0].text == unit else row for row in rows]
    return [[C(unit, 1, len(rows)), *bare[0]], *bare[1:]]


def _header(rng: Random, left: Sequence[str], columns: Sequence[Column], money: Money) -> Rows:
    amount = rng.choice((f"金额（{money.unit}）", *wordings("amount")))
    texts = [amount if field == "amount" else rng.choice(_LEFT_WORDS[field]) for field in left]
    names = [header for _, header in columns]
    levels = sum(field.startswith("level") for field, _ in columns)
    if rng.random() < 0.25 and levels == 2:
        top = [*(C(text, 1, 2) for text in texts), C("绩效指标", len(names))]
        return [top, [C(name) for name in names]]
    return [[C(text) for text in (*texts, *names)]]


def _subtotal(
    unit: str, projects: Sequence[Project], left: Sequence[str], columns: Sequence[Column], money: Money
) -> list[C]:
    total = sum((project.amount_yuan for project in projects), Decimal(0))
    name = next(field for field in left if field != "amount")
    texts = {"amount": money.text(total), name: unit if name == "unit" else "合计"}
    return [C(texts.get(field, "")) for field in left] + [C("") for _ in columns]


def _beside(project: Project, left: Sequence[str], rows: Rows, money: Money, repeats: bool) -> Rows:
    texts = {"unit": project.unit_name, "code": project.unit_code, "project": project.name,
             "amount": money.text(project.amount_yuan), "goal": project.goal}  # fmt: skip
    if repeats:
        return [[*(C(texts[field]) for field in left), *row] for row in rows]
    first, *rest = rows
    return [[*(C(texts[field], 1, len(rows)) for field in left), *first], *rest]


def _truth(project: Project, ordinal: int, left: Sequence[str]) -> ProjectTruth:
    return ProjectTruth(
        ordinal, project.name, project.unit_name if "unit" in left else None, project.unit_code if "code" in left else None,
        project.amount_yuan, None, None, project.goal,
    )  # fmt: skip
