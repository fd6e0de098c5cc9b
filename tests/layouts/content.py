"""Invented budget projects: names, money, goals, indicators. No place and no body in them exists.

In: a random source. Out: `Project` and `Indicator`, as meant; how they are printed is the families' business.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from tests.layouts.values import Target, draw_target

_HERE = Path(__file__).resolve().parent
OUTPUT, BENEFIT, SATISFACTION, COST = "产出指标", "效益指标", "满意度指标", "成本指标"
EDITION_2015 = (
    (OUTPUT, ("数量指标", "质量指标", "时效指标", "成本指标")),
    (BENEFIT, ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    (SATISFACTION, ("服务对象满意度指标",)),
)
EDITION_2021 = (
    (COST, ("经济成本指标", "社会成本指标", "生态环境成本指标")),
    (OUTPUT, ("数量指标", "质量指标", "时效指标")),
    (BENEFIT, ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    (SATISFACTION, ("服务对象满意度指标",)),
)
EDITION_OLDER = (
    ("投入指标", ("资金投入",)),
    ("过程指标", ("业务管理", "财务管理")),
    (OUTPUT, ("数量指标", "质量指标", "时效指标", "成本指标")),
    (BENEFIT, ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标")),
)
Edition = tuple[tuple[str, tuple[str, ...]], ...]
_COLUMNS = {
    "数量指标": "quantity",
    "质量指标": "quality",
    "成本指标": "cost",
    "经济成本指标": "cost",
    "社会效益指标": "effect",
}
_HEADS = ("青石县", "云溪县", "望川县", "临桥区", "松岭市", "白杨县", "南屏区", "丰禾县")
_TOWNS = (
    "云岭乡",
    "石桥镇",
    "柳湾镇",
    "青禾乡",
    "双峰镇",
    "古井乡",
    "月河镇",
    "大坪镇",
    "红枫乡",
    "梨园镇",
    "沙坡乡",
    "竹溪镇",
)
_BODIES = (
    "人民政府", "农业农村局", "交通运输局", "教育局", "民政局", "财政局", "水利局", "卫生健康局", "文化和旅游局",
    "住房和城乡建设局", "林业局", "人力资源和社会保障局", "应急管理局", "第一中学", "中心小学", "信访局", "统计局",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as meant."""

    level1: str
    level2: str
    name: str
    target: Target
    weight: Decimal
    actual: Target
    score: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Project:
    """One project as meant."""

    name: str
    unit_name: str
    unit_code: str
    department: str
    year: int
    amount_yuan: Decimal
    initial_yuan: Decimal
    executed_yuan: Decimal
    goal: str
    achieved: str
    indicators: tuple[Indicator, ...]


@cache
def _themes() -> tuple[dict[str, str], ...]:
    with (_HERE / "themes.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def _shared() -> tuple[tuple[str, str], ...]:
    with (_HERE / "shared.csv").open(encoding="utf-8", newline="") as lines:
        return tuple((row["level2"], row["item"]) for row in csv.DictReader(lines))


def draw_unit(rng: Random) -> tuple[str, str, str]:
    """Return a unit's code and name, and the name of the department above it."""
    county, body = rng.choice(_HEADS), rng.choice(_BODIES)
    department = county + (rng.choice(_TOWNS) + "人民政府" if body == "人民政府" else body)
    code = f"{rng.randint(101, 899)}{rng.randint(1, 30):03}"
    below = county + rng.choice(("综合服务中心", "项目管理站", "财政所", "事务中心"))
    return code, below if rng.random() < 0.4 else department, department


def draw_towns(rng: Random, count: int) -> list[str]:
    """Return some invented townships."""
    return rng.sample(_TOWNS, count)


def draw_projects(rng: Random, count: int, size: tuple[int, int], edition: Edition = EDITION_2015) -> list[Project]:
    """Return projects with between `size` indicators each, those of one document under one edition and year."""
    year = rng.randint(2018, 2025)
    themes = [rng.choice(_themes()) for _ in range(count)]
    return [draw_project(rng, theme, year, rng.randint(*size), edition, n) for n, theme in enumerate(themes)]


def draw_project(rng: Random, theme: dict[str, str], year: int, size: int, edition: Edition, place: int) -> Project:
    """Return one project on a theme; `place` keeps the names of a document apart."""
    code, unit, department = draw_unit(rng)
    endings = ("", "项目", "补助资金", "专项经费", "（第二批）", f"（{year}年）", "工作经费")
    name = (f"{year}年" if rng.random() < 0.25 else "") + theme["project"] + rng.choice(endings)
    if rng.random() < 0.1:
        name = f"{rng.randint(10, 99)}0000{year % 100}T{rng.randint(10**8, 10**9)}-{name}"
    amount = _draw_amount(rng)
    initial = amount if rng.random() < 0.6 else _draw_amount(rng)
    executed = amount if rng.random() < 0.6 else (amount * rng.randint(60, 99) / 100).quantize(Decimal("0.01"))
    return Project(
        f"{name}{'二三四五六七八九十'[place % 9] + '期' if rng.random() < 0.05 else ''}", unit, code, department, year,
        amount, initial, executed, _draw_goal(rng, theme, amount), _draw_achieved(rng, theme),
        tuple(_draw_indicators(rng, theme, year, size, edition)),
    )  # fmt: skip


def _draw_amount(rng: Random) -> Decimal:
    step = rng.choice((10000, 10000, 1000, 100, 100, 1, Decimal("0.01")))
    whole = rng.choice((30000, 300000, 3000000, 60000000))
    amount = Decimal(max(rng.randint(whole // 10, whole), 10000)) // Decimal(step) * Decimal(step)
    return amount.quantize(Decimal("0.01")) + (Decimal(rng.randint(1, 99)) / 100 if step < 1 else 0)


def _draw_goal(rng: Random, theme: dict[str, str], amount: Decimal) -> str:
    noun, aim, group = theme["noun"], theme["aim"], theme["group"]
    sentences = [
        f"通过{theme['project']}，{aim}。",
        f"计划投入资金{(amount / 10000).quantize(Decimal('0.01'))}万元，用于{noun}各项支出。",
        f"年度任务完成率达到{rng.randint(90, 100)}%，{group}满意度不断提高。",
        f"规范{noun}资金使用，提高财政资金使用效益，{aim}。",
    ]
    chosen = rng.sample(sentences, rng.randint(1, 3))
    if len(chosen) > 1 and rng.random() < 0.3:
        return "\n".join(f"{number}.{text}" for number, text in enumerate(chosen, 1))
    return "".join(chosen)


def _draw_achieved(rng: Random, theme: dict[str, str]) -> str:
    return rng.choice(
        ("已全面完成年度目标任务，{aim}。", "{noun}工作按计划推进，{group}反映良好。", "基本完成年初设定的目标。")
    ).format(**theme)


def _draw_indicators(rng: Random, theme: dict[str, str], year: int, size: int, edition: Edition) -> Iterator[Indicator]:
    classes = [(level1, level2) for level1, below in edition for level2 in below]
    wanted = [0] * len(classes)
    for place in {0, 3 if edition[0][0] == COST else 0, len(classes) - 1}:
        wanted[place] += 1
    for _ in range(size - sum(wanted)):
        wanted[rng.choice((*range(len(classes)), 0, 1))] += 1
    weights = _draw_weights(rng, sum(wanted))
    for (level1, level2), count in zip(classes, wanted, strict=True):
        for name, spec in _draw_items(rng, theme, level2, count):
            yield _draw_indicator(rng, level1, level2, name, spec, next(weights), year)


def _draw_items(rng: Random, theme: dict[str, str], level2: str, count: int) -> list[tuple[str, str]]:
    own = theme[_COLUMNS[level2]].split(";") if level2 in _COLUMNS else []
    common = [item.format(**theme) for at, item in _shared() if at == level2]
    pool = rng.sample(own, len(own)) + rng.sample(common, len(common))
    if rng.random() < 0.4:
        rng.shuffle(pool)
    items = []
    for number in range(count):
        name, spec = pool[number % len(pool)].split(":", 1)
        rounds = number // len(pool)
        items.append((("", "新增", *(f"第{each}批次" for each in "二三四五六七八九十"))[rounds] + name, spec))
    return items


def _draw_weights(rng: Random, count: int) -> Iterator[Decimal]:
    halves = [180 // count // 2 * 2] * count if count <= 45 else [4] * count
    rest = max(0, 180 - sum(halves))
    for place in range(rest // 2):
        halves[place % count] += 2
    for _ in range(count // 2):
        one, other = rng.randrange(count), rng.randrange(count)
        if halves[one] > 2:
            halves[one] -= 2
            halves[other] += 2
    if count > 1 and rng.random() < 0.2:
        halves[0] -= 1
        halves[1] += 1
    return iter([Decimal(half) / 2 for half in halves])


def _draw_indicator(
    rng: Random, level1: str, level2: str, name: str, spec: str, weight: Decimal, year: int
) -> Indicator:
    target = draw_target(spec, rng, year, is_cost="成本" in level2)
    score, reason = weight, ""
    if rng.random() < 0.15:
        score = (weight * rng.choice((6, 7, 8, 9)) / 10).quantize(Decimal("0.1"))
        reason = rng.choice(
            ("受天气影响工期推迟，下一步加快进度", "资金下达较晚", "部分对象外出未能参加，将加强宣传", "")
        )
    return Indicator(level1, level2, name, target, weight, _draw_actual(rng, target), score, reason)


def _draw_actual(rng: Random, target: Target) -> Target:
    if not target.is_quantity:
        words = target.words if rng.random() < 0.5 else rng.choice(("达成预期指标", "已完成", "完成"))
        return Target(words=words if target.words not in {"", "/", "—"} else target.words)
    number = target.figure or Decimal(0)
    if rng.random() < 0.5:
        percent = rng.randint(70, 100) if target.is_low_good else rng.randint(92, 115)
        number = (number * percent / 100).quantize(Decimal(1) if number % 1 == 0 else Decimal("0.01"))
    if target.unit == "%":
        number = min(number, Decimal(100))
    plain = f"{number:f}"
    return Target(None, plain.rstrip("0").rstrip(".") if "." in plain else plain, "", target.unit)
