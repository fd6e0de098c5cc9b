"""Level 1 and level 2 labels as documents print them: synonyms, suffixes, points, line breaks, blanks inside.

In: a canonical label. Out: printed text; the truth keeps the canonical one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

_LEVEL1: tuple[dict[str, str], ...] = (
    {},
    {},
    {},
    {"产出指标": "项目完成指标", "效益指标": "效益指标"},
    {"产出指标": "预期产出指标", "效益指标": "效果指标"},
    {"产出指标": "产出指标", "效益指标": "实施效果指标"},
    {"产出指标": "产出", "效益指标": "效益", "满意度指标": "满意度", "成本指标": "成本"},
    {"产出指标": "项目产出", "效益指标": "项目效益"},
)
_LEVEL2: tuple[dict[str, str], ...] = (
    {},
    {},
    {"生态效益指标": "环境效益指标"},
    {"可持续影响指标": "可持续性影响指标", "服务对象满意度指标": "社会公众或服务对象满意度指标"},
    {"数量指标": "数量指标(或建筑规模指标)", "时效指标": "时效指标(工期指标、形象进度指标)"},
    {"服务对象满意度指标": "服务对象满意度指标等"},
    {"社会效益指标": "社会效益目标"},
)
_SUFFIXES = ("指标", "指标", "指标", "指标", "", "值", "目标")


@dataclass(frozen=True, slots=True)
class LabelStyle:
    """How one document prints its labels."""

    level1: dict[str, str] = field(default_factory=dict)
    level2: dict[str, str] = field(default_factory=dict)
    suffix: str = "指标"
    breaks: bool = False
    blanks: bool = False
    points: str = ""  # "", "(50分)", "(40-50)分"
    loses_level1: bool = False
    hides_satisfaction: bool = False  # level 1 of the last class is left blank

    def print_level1(self, label: str, points: Decimal) -> str:
        """Return a level 1 label, or only its points where the form lost it."""
        mark = ""
        if self.points:
            mark = f"({points.normalize():f}分)" if self.points == "(50分)" else f"({int(points)}-{int(points) + 10})分"
        if self.loses_level1:
            return mark
        if self.hides_satisfaction and label == "满意度指标":
            return ""
        text = self.level1.get(label, label)
        if self.blanks:
            text = " ".join(text)
        elif self.breaks and len(text) > 3:
            text = f"{text[:2]}\n{text[2:]}"
        return text + ("\n" if mark and self.breaks else " " if mark and self.blanks else "") + mark

    def print_level2(self, label: str) -> str:
        """Return a level 2 label."""
        text = self.level2.get(label, label)
        if text == label and self.suffix != "指标":
            text = text.removesuffix("指标") + self.suffix
        if self.breaks and len(text) > 4:
            half = len(text) - 2 if len(text) < 8 else len(text) // 2
            text = f"{text[:half]}\n{text[half:]}"
        return text


def draw_labels(rng: Random, *, loses: bool = False) -> LabelStyle:
    """Return the way in which a document prints its labels."""
    suffix = rng.choice(_SUFFIXES)
    level1 = dict(rng.choice(_LEVEL1))
    if suffix in {"值", "目标"}:
        level1 = {f"{stem}指标": stem + suffix for stem in ("产出", "效益", "满意度", "成本", "投入", "过程")}
    points = "(50分)" if loses else rng.choice(("", "", "", "(50分)", "(40-50)分"))
    return LabelStyle(
        level1, dict(rng.choice(_LEVEL2)) if suffix == "指标" else {}, suffix, rng.random() < 0.25,
        not loses and rng.random() < 0.08, points, loses, rng.random() < 0.06,
    )  # fmt: skip
