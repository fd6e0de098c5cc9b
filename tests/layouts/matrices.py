"""Families E and F: a value for each township (also transposed), and a medium-term beside an annual target.

In: a random source. Out: `Document`s whose indicators have a place, or a period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.layouts.columns import Column, Style, draw_columns, draw_indicator_rows, print_indicator
from tests.layouts.content import EDITION_2015, EDITION_2021, Indicator, Project, draw_projects, draw_towns
from tests.layouts.forms import draw_head, draw_style, framed, head_rows, project_truth
from tests.layouts.sheets import C, Document, Rows, to_table
from tests.layouts.truth import IndicatorTruth, ProjectTruth, Truth
from tests.layouts.values import Target

_SIDES = (
    "level1 level2 name",
    "level1 level2 name explain",
    "level1 level2 name sign",
    "level1 level2 name explain sign",
)


def draw_matrix(rng: Random) -> Document:
    """Return a form with a column of values for each township."""
    project = draw_projects(rng, 1, (6, 14), rng.choice((EDITION_2015, EDITION_2021)))[0]
    towns = draw_towns(rng, rng.randint(2, 8))
    columns = draw_columns(rng, rng.choice(_SIDES))
    names = [field for field, _ in columns]
    style = draw_style(rng, columns, placeholders=False, empty_classes=False, hints_in_names=0, reorders=False)
    rows, _ = draw_indicator_rows(rng, project, 1, columns, replace(style, marks_in_names=0))
    whole: Rows = []
    truths: list[IndicatorTruth] = []
    for row, indicator in zip(rows, project.indicators, strict=True):
        cells, found = _by_town(rng, indicator, towns, names, style)
        signed = [replace(row[-1], text=cells[0]), *map(C, cells[1:])] if "sign" in names else list(map(C, cells[1:]))
        whole.append([*(row[:-1] if "sign" in names else row), *signed])
        truths += found
    head = draw_head(rng)
    width = max(len(columns) + len(towns), 4)
    form = [
        *head_rows(rng, project, head, width),
        *_matrix_head(rng, columns, towns, width),
        *_wide(whole, len(columns) + len(towns), width),
    ]
    title = f"{project.year}年{rng.choice(('区域绩效目标表', '专项资金绩效目标表', '项目支出绩效目标分解表'))}"
    return Document(
        (title, f"金额单位：{head.money.unit}", to_table(form)), Truth("E", (project_truth(project, 1),), tuple(truths))
    )


def _by_town(
    rng: Random, indicator: Indicator, towns: Sequence[str], names: Sequence[str], style: Style
) -> tuple[list[str], list[IndicatorTruth]]:
    """Return the sign and the value of each township, and their truths: the sign of the row holds for all."""
    fields = [*names, "value"]
    cells, truths = [""], []
    for town in towns:
        target = indicator.target if rng.random() < 0.4 else _vary(rng, indicator.target)
        texts, truth = print_indicator(
            rng, replace(indicator, target=target), 1, fields, replace(style, marks_in_names=0)
        )
        cells[0] = texts.get("sign", "")
        cells.append(texts["value"])
        truths.append(replace(truth, place_text=town))
    return cells, truths


def _vary(rng: Random, target: Target) -> Target:
    number = target.figure
    if number is None or target.high or target.unit == "%" or number % 1 or number < 3:
        return target
    return replace(target, number=str(rng.randint(1, int(number))))


def _matrix_head(rng: Random, columns: Sequence[Column], towns: Sequence[str], width: int) -> Rows:
    headers = [header for _, header in columns]
    extra = width - len(headers) - len(towns)
    last = [*(C(town) for town in towns[:-1]), C(towns[-1], 1 + extra)]
    if rng.random() < 0.5:
        return [
            [
                *(C(header, 1, 2) for header in headers),
                C(rng.choice(("区域目标值", "指标值", "目标值")), len(towns) + extra),
            ],
            last,
        ]
    return [[*map(C, headers), *last]]


def _wide(rows: Rows, columns: int, width: int) -> Rows:
    return [[*row[:-1], replace(row[-1], width=1 + width - columns)] for row in rows]


def draw_transposed(rng: Random) -> Document:
    """Return a table with a row for each township and a column for each indicator, under three rows of labels."""
    project = draw_projects(rng, 1, (4, 8))[0]
    towns = draw_towns(rng, rng.randint(2, 8))
    style = draw_style(rng, (), hints_in_names=0, marks_in_names=0, reorders=False)
    style = replace(style, labels=replace(style.labels, loses_level1=False, hides_satisfaction=False, points=""))
    found = [_by_town(rng, indicator, towns, ("level1", "level2", "name"), style) for indicator in project.indicators]
    head = [
        [C("乡镇", 1, 3), *_merged(project, style, 1)],
        _merged(project, style, 2),
        [C(each.name) for each in project.indicators],
    ]
    rows = [[C(town), *(C(cells[place]) for cells, _ in found)] for place, town in enumerate(towns, 1)]
    truths = [truths[place] for place in range(len(towns)) for _, truths in found]
    lines = (
        f"{project.year}年{project.name}绩效目标分解表",
        f"项目资金：{project.amount_yuan / 10000:f}万元",
        f"绩效目标：{project.goal}".replace("\n", ""),
    )
    truth = ProjectTruth(1, project.name, None, None, project.amount_yuan, None, None, project.goal)
    return Document((*lines, to_table([*head, *rows])), Truth("ET", (truth,), tuple(truths)))


def _merged(project: Project, style: Style, level: int) -> list[C]:
    cells: list[tuple[str, int]] = []
    for each in project.indicators:
        label = (
            style.labels.print_level1(each.level1, Decimal(0)) if level == 1 else style.labels.print_level2(each.level2)
        )
        if cells and cells[-1][0] == label:
            cells[-1] = (label, cells[-1][1] + 1)
        else:
            cells.append((label, 1))
    return [C(label, width) for label, width in cells]


def draw_side_by_side(rng: Random) -> Document:
    """Return a form with two targets side by side, each under its own levels."""
    project = draw_projects(rng, 1, (6, 12))[0]
    style = draw_style(rng, (), placeholders=False, empty_classes=False, hints_in_names=0, marks_in_names=0, reorders=False,
                       merge="merged")  # fmt: skip
    columns = draw_columns(
        rng, "level1 level2 name value", value=rng.choice(("指标值", "指标值(或计划水平)", "目标值"))
    )
    medium = replace(
        project, indicators=tuple(replace(each, target=_vary(rng, each.target)) for each in project.indicators)
    )
    left, truths = draw_indicator_rows(rng, medium, 1, columns, style)
    right, annual = draw_indicator_rows(rng, project, 1, columns, style)
    periods = rng.choice((
        (f"中期滚动目标({project.year}年--{project.year + 2}年)", "年度目标"), ("中期目标", "年度目标"), ("实施期目标", "年度目标"),
    ))  # fmt: skip
    body = [[*row, *(beside[1:] if len(beside) == 4 else beside)] for row, beside in zip(left, right, strict=True)]
    headers = [header for _, header in columns]
    money = draw_head(rng).money
    rows: Rows = [
        [C("项目名称"), C(project.name, 2), C(f"中期预算资金（{money.unit}）"), C(money.text(project.amount_yuan * 3)),
         C(f"本年度申请预算资金（{money.unit}）"), C(money.text(project.amount_yuan), 2)],
        [C("总体目标", 1, 2), C(periods[0], 3), C(periods[1], 4)],
        [C(f"到{project.year + 2}年末，{project.goal}", 3), C(project.goal, 4)],
    ]  # fmt: skip
    table = [*rows, *framed(body, [*headers, *headers[1:]], 8, "绩\n效\n指\n标")]
    pairs = zip(truths, annual, strict=True)
    both = [replace(one, period_text=period) for pair in pairs for one, period in zip(pair, periods, strict=True)]
    return Document(
        (f"{project.year}年项目支出绩效目标批复表", to_table(table)),
        Truth("F", (project_truth(project, 1),), tuple(both)),
    )
