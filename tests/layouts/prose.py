"""Family G: goals and indicators as running text, without a table.

In: a random source. Out: a `Document` of paragraphs.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from random import Random

from tests.layouts.columns import Style, print_indicator
from tests.layouts.content import EDITION_2015, EDITION_2021, Indicator, Project, draw_projects
from tests.layouts.forms import draw_style
from tests.layouts.labels import LabelStyle
from tests.layouts.sheets import Block, Document
from tests.layouts.truth import IndicatorTruth, ProjectTruth, Truth

_FIELDS = ("level1", "level2", "name", "value")


def draw_prose(rng: Random) -> Document:
    """Return one to three projects told in sentences."""
    projects = draw_projects(
        rng, rng.choice((1, 1, 2, 3)), (5, 12), rng.choice((EDITION_2015, EDITION_2015, EDITION_2021))
    )
    style = draw_style(rng, (("sign", ""),), hints_in_names=rng.choice((0, 0.3)), labels=LabelStyle())
    numbered, colon, has_actual = rng.choice(("、", ".", "")), rng.choice(("：", ":")), rng.random() < 0.3
    blocks: list[Block] = []
    truths: list[IndicatorTruth] = []
    for ordinal, project in enumerate(projects, 1):
        blocks += _opening(rng, project)
        for place, (level1, group) in enumerate(groupby(project.indicators, lambda each: each.level1)):
            sentences = []
            for number, (level2, indicators) in enumerate(groupby(group, lambda each: each.level2), 1):
                told = []
                for indicator in indicators:
                    words, truth = _tell(rng, _speakable(indicator), ordinal, style, has_actual)
                    told.append(words)
                    truths.append(truth)
                mark = f"{number}{numbered}" if numbered else ""
                sentences.append(f"{mark}{level2}{colon}{'，'.join(told)}")
            if rng.random() < 0.5:
                blocks += [f"{'一二三四五'[place]}、{level1}", "；".join(sentences) + "。"]
            else:
                blocks += [f"{'一二三四五'[place]}、{level1}", *(f"{each}。" for each in sentences)]
    return Document(tuple(blocks), Truth("G", tuple(map(_truth, range(1, 9), projects)), tuple(truths)))


def _speakable(indicator: Indicator) -> Indicator:
    """Say something where a table would have a blank cell, and nothing that a sentence would break at."""
    target = indicator.target
    if not target.is_quantity and target.words in {"", "/", "—"}:
        target = replace(target, words="有效保障")
    return replace(indicator, target=replace(target, high=""))


def _opening(rng: Random, project: Project) -> list[Block]:
    amount = f"{(project.amount_yuan / 10000).normalize():f}万元"
    goal = project.goal.replace("\n", "").rstrip("。")
    if rng.random() < 0.5:
        return [f"关于{project.name}绩效目标设定的公示",
                f"根据年度预算安排，下达资金{amount}。项目总体绩效目标是：{goal}。现将绩效目标设定如下："]  # fmt: skip
    return [f"项目名称：{project.name}", f"预算金额：{amount}", f"总体绩效目标：{goal}。"]


def _tell(
    rng: Random, indicator: Indicator, ordinal: int, style: Style, has_actual: bool
) -> tuple[str, IndicatorTruth]:
    texts, truth = print_indicator(rng, indicator, ordinal, (*_FIELDS, *(("actual",) if has_actual else ())), style)
    joint = "" if indicator.target.is_quantity and truth.operator != "=" else rng.choice(("", "为", "：", ""))
    words = f"{texts['name']}{joint}{texts['value']}"
    return (f"{words}，实际{texts['actual']}" if has_actual else words), truth


def _truth(ordinal: int, project: Project) -> ProjectTruth:
    return ProjectTruth(ordinal, project.name, None, None, project.amount_yuan, None, None, project.goal.rstrip("。"))
