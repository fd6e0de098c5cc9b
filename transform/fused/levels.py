"""The labels in force while the steps of a body are walked.

In: the steps that are labels. Out: `Levels`, whose two labels are those of the next row.
"""

from __future__ import annotations

import re
from typing import Final

from transform.fused.edges import Step
from transform.fused.ground import Ground
from transform.fused.script import Script
from transform.fused.words import label_words
from transform.pieces import Piece
from transform.vocabulary import Label

_OLDER: Final = frozenset(
    {"投入指标", "过程指标", "项目决策", "项目管理", "资金投入", "资金落实", "投入管理", "业务管理", "财务管理"}
)
_CLASS: Final = re.compile(
    r"(?:\d{1,2}:)?(?P<stem>(?:经济|社会|生态|环境|生态环境)效益|可持续影响|服务对象满意度(?!指数)|(?<=:)(?:数量|质量|时效|成本))"
    r"(?=[\u4e00-\u9fa5]{3})"
)
# 形成长效管护|时效|环境整治任务完成及时率: the end of a text, a label, a name
_CLASS_INSIDE: Final = re.compile(
    r"[\u4e00-\u9fa5]{6,}?(?P<stem>时效|(?:经济|社会|生态|环境)效益|可持续影响|服务对象满意度|成本)(?=[\u4e00-\u9fa5]{5})"
    r"|[\u4e00-\u9fa5]+(?P<last>时效|(?:经济|社会|生态|环境)效益|可持续影响)$"
)


class Levels:
    """The labels in force while the steps of a path are walked."""

    def __init__(self, script: Script, ground: Ground) -> None:
        """Note whether the labels are those of an older form."""
        self.script, self.ground = script, ground
        self.level1: tuple[Label, Piece] | None = None
        self.level2: tuple[Label, Piece] | None = None
        self.is_fresh = False
        self.swallowed: str | None = None  # a label of level 2 that may have been read as a part of a name
        names = {label.name for token in ground.labels.values() for label in token.labels}
        self.is_older = bool(names & _OLDER)

    def doubt(self, name: str) -> str | None:
        """Return in Chinese what is open in the labels of a row: one of level 1 or 2 that was not seen above it."""
        if self.level2 is None:
            return None
        label, printed = self.level2
        if self.level1 is None and (label.parent is None or (self.is_older and label.parent == "满意度指标")):
            return f"“{name[:40]}”之前未见“{label.name}”的一级指标，其一级指标不确定"
        inner = _CLASS.match(name) or (_CLASS_INSIDE.match(name) if self.ground.is_bare else None)
        stem = inner[inner.lastgroup] if inner is not None and inner.lastgroup else None
        if stem is not None and not printed.text.startswith(stem):
            self.swallowed = stem
        if self.swallowed is not None:
            return f"“{self.swallowed}”可能是“{name[:40]}”的二级指标，其二级指标不确定"
        return None

    def clear(self) -> None:
        """Forget the labels of the project before."""
        self.level1 = self.level2 = self.swallowed = None

    def take(self, step: Step) -> tuple[Piece, ...]:
        """Take a label; where it may be of both levels, what stands around it tells."""
        token = self.ground.labels[step.first]
        pieces = self.script.pieces(step.first, step.last)
        self.swallowed = None
        if not token.labels:
            self.level1 = self.level2 = None
            return pieces
        first = next((label for label in token.labels if label.level == 1), None)
        seconds = [label for label in token.labels if label.level == 2]
        if first is not None and (not seconds or self._opens(step)):
            self.level1, self.level2 = (first, pieces[0]), None
        elif seconds:
            if self.ground.opens_output(step.first) and any(each.parent == "产出指标" for each in seconds):
                output = next(label for label in label_words()["产出"] if label.level == 1)
                self.level1 = (output, self.script.pieces(step.first, step.first + 2)[0])
                pieces = self.script.pieces(step.first + 2, step.last)
            parent = self.level1[0].name if self.level1 else None
            label = next((each for each in seconds if each.parent == parent), seconds[0])
            if label.parent == "满意度指标" and parent not in {
                None,
                label.parent,
                *(("效益指标",) if self.is_older else ()),
            }:
                self.level1 = None
            if parent == "产出指标" and label.parent == "效益指标":
                self.level1 = None  # 效益 was not seen
            if parent == "成本指标" and label.parent in {"产出指标", "效益指标"}:
                self.level1 = None  # costs of level 1 hold nothing else: the label above this one was not seen
            self.level2, self.is_fresh = (label, pieces[0]), True
        return self.script.pieces(step.first, step.last)

    def _opens(self, step: Step) -> bool:
        """Whether a label that may be of level 1 is that: it bears points, or a label of level 2 follows it."""
        token = self.ground.labels[step.first]
        return bool(token.points) or step.last in self.ground.labels
