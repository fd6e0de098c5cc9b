"""Family D: forms of a whole department, with blocks of tasks and money before the indicators.

In: a random source. Out: a `Document` of one form.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.layouts.columns import draw_columns, draw_indicator_rows
from tests.layouts.content import draw_projects
from tests.layouts.forms import draw_style, foot_rows, framed
from tests.layouts.money import draw_money
from tests.layouts.sheets import C, Document, Rows, spread, to_table
from tests.layouts.truth import ProjectTruth, Truth

_COLUMNS = ("level1 level2 name value", "level1 level2 name sign value unit weight", "level1 level2 name value remark")


def draw_department(rng: Random) -> Document:
    """Return a form of a whole department; its name stands where a project's would."""
    tasks = draw_projects(rng, rng.randint(2, 5), (4, 6))
    project = draw_projects(rng, 1, (8, 20))[0]
    columns, money = draw_columns(rng, rng.choice(_COLUMNS)), draw_money(rng)
    style = draw_style(rng, columns)
    rows, truths = draw_indicator_rows(rng, project, 1, columns, style)
    width = max(len(columns) + 1, 6)
    amounts = [task.amount_yuan for task in tasks]
    total = sum(amounts, Decimal(0))
    goal = rng.choice(("年度总体目标", "年度绩效目标", "整体绩效目标"))
    basic = (total / 3).quantize(Decimal("0.01"))
    head: Rows = [
        [C("部门名称"), C(project.department, width - 1)],
        [C("年度\n主要\n任务", 1, len(tasks) + 1), *spread(("任务名称", "主要内容", f"预算金额（{money.unit}）"), width - 1)],
        *[spread((task.name, task.goal.replace("\n", ""), money.text(task.amount_yuan)), width - 1) for task in tasks],
        [C(f"年度预算（{money.unit}）", 1, 2), *spread(("资金总额", "基本支出", "项目支出"), width - 1)],
        spread((money.text(total), money.text(basic), money.text(total - basic)), width - 1),
        [C(goal), C(project.goal, width - 1)],
    ]  # fmt: skip
    form = [*head, *framed(rows, [header for _, header in columns], width, "绩效指标"), *foot_rows(rng, width)]
    title = rng.choice(("部门整体支出绩效目标申报表", "部门整体支出绩效目标表", "部门（单位）整体绩效目标表"))
    truth = ProjectTruth(
        1, project.department, None, None, total, None, None, project.goal, frozenset({"project_name"})
    )
    return Document((title, f"（{project.year}年度）", to_table(form)), Truth("D", (truth,), tuple(truths)))
