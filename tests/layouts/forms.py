"""Families B1, B2, J, H: the application form, one project a table, with its head of keys and values.

In: a random source. Out: `Document`s. A form is a head, a header row, indicator rows and a foot of boilerplate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from tests.layouts.columns import MERGES, Column, Style, draw_columns, draw_indicator_rows, wordings
from tests.layouts.content import EDITION_2015, EDITION_2021, EDITION_OLDER, Edition, Project, draw_projects
from tests.layouts.labels import draw_labels
from tests.layouts.money import Money, draw_money
from tests.layouts.sheets import Block, C, Document, Rows, spread, to_table
from tests.layouts.truth import ProjectTruth, Truth
from tests.layouts.values import draw_dress

B1_COLUMNS = ("level1 level2 name value", "level1 level2 name value weight", "level1 level2 name sign value unit")
B2_COLUMNS: tuple[tuple[str, dict[str, str]], ...] = (
    ("level1 level2 name value standard", {"value": "指标值及单位"}),
    ("level1 level2 name value standard", {"name": "指标内容"}),
    ("level1 level2 name explain value", {"value": "目标值"}),
    ("level1 level2 name describe value", {}),
    ("level1 level2 name value remark", {"level1": "一级", "level2": "二级", "name": "三级", "value": "年度数值"}),
    ("level1 level2 name value weight explain", {}),
    ("level1 level2 weight name value rules", {"name": "指标内容"}),
    ("level1 level2 name unit value remark", {}),
)
TITLES = (
    "项目支出绩效目标申报表",
    "部门预算项目绩效目标公开表",
    "项目支出绩效目标表",
    "财政支出绩效目标申报表",
    "绩效目标申报表",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The words and the shape of a form's head, drawn once a document."""

    amount: str
    goal: str
    money: Money
    shape: str  # rows (a money row for each kind), line (all kinds in one row), total (the total alone)
    codes: str  # how the department's code is joined: "", "-", "[]"
    colons: bool
    side: bool  # a label column left of the indicators


def draw_head(rng: Random) -> Head:
    """Return the head of a document's forms."""
    return Head(
        rng.choice(wordings("amount")), rng.choice(wordings("goal")), draw_money(rng),
        rng.choice(("rows", "rows", "line", "total")), rng.choice(("", "-", "[]")), rng.random() < 0.3, rng.random() < 0.6,
    )  # fmt: skip


def draw_style(rng: Random, columns: Sequence[Column], **changes: object) -> Style:
    """Return the way in which a document prints its indicator rows; a column of signs is never without signs."""
    style = Style(
        draw_dress(rng), draw_labels(rng, loses=rng.random() < 0.05), rng.choice(MERGES),
        rng.choice(("", "", "/", "—")), rng.random() < 0.7, rng.choice(("", "", "/", "定性")),
        rng.random() < 0.6, rng.random() < 0.15, rng.random() < 0.3,
        rng.random() < 0.2, rng.choice((0, 0, 0, 0.3)), rng.choice((0, 0, 0.15)),
    )  # fmt: skip
    if style.dress.signs == "none" and any(field == "sign" for field, _ in columns):
        style = replace(style, dress=replace(style.dress, signs="plain"))
    return replace(style, **changes)  # type: ignore[arg-type]


def with_code(project: Project, codes: str) -> str:
    """Return the department as a form prints it, with or without its code."""
    if codes == "-":
        return f"{project.unit_code[:3]}-{project.department}"
    return f"[{project.unit_code}]{project.department}" if codes == "[]" else project.department


def unit_row(project: Project, codes: str, width: int) -> list[C]:
    """Return the row of the department and the unit below it."""
    texts = (with_code(project, codes), "实施单位", project.unit_name)
    return [C("主管部门" + ("及代码" if codes else "")), *spread(texts, width - 1)]


def head_rows(rng: Random, project: Project, head: Head, width: int) -> Rows:
    """Return the head of an application form."""
    colon = "：" if head.colons else ""
    rows = [
        [C("项目名称"), C(project.name, width - 1)],
        unit_row(project, head.codes, width),
    ]  # fmt: skip
    if rng.random() < 0.5:
        rows.append(
            [C("项目属性"), *spread((rng.choice(("延续性项目", "新增项目", "一次性项目")), "项目期", "1年"), width - 1)]
        )
    return [*rows, *_money_rows(rng, project, head, width, colon), [C(head.goal), C(project.goal, width - 1)]]


def _money_rows(rng: Random, project: Project, head: Head, width: int, colon: str) -> Rows:
    money, amount = head.money, project.amount_yuan
    label = f"{head.amount}（{money.unit}）" if head.shape == "total" else f"项目资金\n（{money.unit}）"
    other = Decimal(0) if rng.random() < 0.7 else (amount / 4).quantize(Decimal("0.01"))
    parts = [(head.amount, amount), ("其中：财政拨款", amount - other), ("其他资金", other)]
    blank = rng.random() < 0.3
    texts = [
        (key + (colon if "：" not in key else ""), money.text(value) if value or not blank else "")
        for key, value in parts
    ]
    if head.shape == "total":
        return [[C(label), C(texts[0][1], width - 1)]]
    if head.shape == "line" and width >= 7:
        return [[C(label), *spread([text for pair in texts for text in pair], width - 1)]]
    first, *rest = [spread(pair, width - 1) for pair in texts]
    return [[C(label, 1, len(texts)), *first], *rest]


def framed(rows: Rows, headers: Sequence[str], width: int, side: str) -> Rows:
    """Return indicator rows under their headers, widened to the form; `side` names the column left of them, or nothing."""
    columns = width - bool(side)
    extra, at = columns - len(headers), max(0, len(headers) - 2)
    named = [[C(text) for text in headers], *rows]
    wide = [_widen(row, len(headers), at, extra) for row in named]
    return [[C(side, 1, len(wide)), *wide[0]], *wide[1:]] if side else wide


def _widen(row: list[C], columns: int, at: int, extra: int) -> list[C]:
    """Widen the cell of column `at`; a row that begins below a merge has fewer cells, so count from the right."""
    place = len(row) - (columns - at)
    return [replace(cell, width=cell.width + extra) if number == place else cell for number, cell in enumerate(row)]


def foot_rows(rng: Random, width: int) -> Rows:
    """Return what some forms print below the indicators."""
    return rng.choice(([], [], [[C("财政部门审核意见"), C("", width - 1)]], [[C("备注"), C("无", width - 1)]]))


def project_truth(project: Project, ordinal: int, *, with_goal: bool = True) -> ProjectTruth:
    """Return the truth of a project whose head is printed."""
    return ProjectTruth(
        ordinal,
        project.name,
        project.unit_name,
        None,
        project.amount_yuan,
        None,
        None,
        project.goal if with_goal else None,
    )


def draw_forms(
    rng: Random, family: str, columns: Sequence[Column], *, edition: Edition = EDITION_2015, style: Style | None = None,
    count: tuple[int, int] = (1, 6), size: tuple[int, int] = (6, 16),
) -> Document:  # fmt: skip
    """Return a document of some application forms after each other."""
    projects = draw_projects(rng, rng.randint(*count), size, edition)
    style, head = style or draw_style(rng, columns), draw_head(rng)
    title, blocks, indicators = rng.choice(TITLES), [], []
    side = rng.choice(("绩效指标", "绩\n效\n指\n标", "年度绩效指标")) if head.side else ""
    for ordinal, project in enumerate(projects, 1):
        rows, truths = draw_indicator_rows(rng, project, ordinal, columns, style)
        width = max(len(columns) + bool(side), 4)
        whole = [
            *head_rows(rng, project, head, width),
            *framed(rows, [header for _, header in columns], width, side),
            *foot_rows(rng, width),
        ]
        blocks += [*_title_lines(rng, title, project, head), to_table(whole), *_closing(rng)]
        indicators += truths
    return Document(tuple(blocks), Truth(family, _truths(projects), tuple(indicators)))


def _truths(projects: Sequence[Project]) -> tuple[ProjectTruth, ...]:
    return tuple(project_truth(project, ordinal) for ordinal, project in enumerate(projects, 1))


def _title_lines(rng: Random, title: str, project: Project, head: Head) -> list[Block]:
    lines: list[Block] = [title, f"（{project.year}年度）"] if rng.random() < 0.6 else [f"{project.year}年{title}"]
    if rng.random() < 0.5:
        lines.append(f"填报单位：{project.department}")
    return lines if "（" in head.amount or rng.random() < 0.5 else [*lines, f"金额单位：{head.money.unit}"]


def _closing(rng: Random) -> list[Block]:
    return (
        [rng.choice(("注：各单位可根据实际情况增加指标。", "填报人：　　联系电话：　　填报日期："))]
        if rng.random() < 0.3
        else []
    )


def draw_b1(rng: Random) -> Document:
    """Application forms, three levels and a target."""
    return draw_forms(
        rng, "B1", draw_columns(rng, rng.choice(B1_COLUMNS)), size=rng.choice(((6, 16), (6, 16), (24, 40)))
    )


def draw_b2(rng: Random) -> Document:
    """Application forms with a further column: a standard, an explanation, a description, a remark."""
    fields, fixed = rng.choice(B2_COLUMNS)
    return draw_forms(rng, "B2", draw_columns(rng, fields, **fixed))


def draw_older(rng: Random) -> Document:
    """Application forms under an older taxonomy: input, process, output, benefit."""
    columns = draw_columns(rng, rng.choice((*B1_COLUMNS, "level1 level2 weight name value rules")))
    return draw_forms(rng, "H", columns, edition=EDITION_OLDER)


def draw_2021(rng: Random) -> Document:
    """Application forms under the taxonomy of 2021, with cost at level 1, sometimes with points in the labels."""
    columns = draw_columns(rng, rng.choice((*B1_COLUMNS, "level1 level2 name value weight explain")))
    style = draw_style(rng, columns)
    if rng.random() < 0.5:
        style = replace(style, labels=replace(style.labels, points="(0-20)分", loses_level1=False))
    return draw_forms(rng, "J", columns, edition=EDITION_2021, style=style)
