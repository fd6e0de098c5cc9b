"""Names of indicators to the labels of level 2 that stood over them, where the merged cells that told so are gone.

In: labels in their order, names in theirs, and a target of each. Out: the label of each name, and the lead of that over any
other. No name stands left of one that belongs to an earlier label, and no label is without a name. What speaks for a label
is its words in a name (data/reference/class_words.csv) and the kind of target.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from transform.quantities import parse_quantity, squeeze
from transform.reference import read_reference

_STRONG, _WEAK = 3.0, 1.5
_MONEY: Final = {
    "成本指标": 1.5,
    "经济成本指标": 1.5,
    "社会成本指标": 0.7,
    "生态环境成本指标": 0.7,
    "经济效益指标": 1.0,
}
_PERIOD: Final = {"时效指标": 2.0, "可持续影响指标": 0.7}
_COUNT: Final = {"数量指标": 1.5, "社会效益指标": 0.4, "生态效益指标": 0.3, "经济效益指标": 0.3}
_PERCENT: Final = {
    "质量指标": 1.0,
    "服务对象满意度指标": 0.5,
    "时效指标": 0.3,
    "社会效益指标": 0.3,
    "经济效益指标": 0.3,
}
_RATE: Final = re.compile(r"率(?:\([^()]*\))?$")
_RATES: Final = {"数量指标": -2.5, "质量指标": 0.5}  # a rate counts nothing
_WORDS: Final = {
    "社会效益指标": 0.8, "可持续影响指标": 0.8, "生态效益指标": 0.8, "经济效益指标": 0.6, "质量指标": 0.8, "数量指标": -0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """The label that a name stands below, counted from 0, and by how much that leads."""

    label: int
    lead: float


def share_out(labels: Sequence[str | None], names: Sequence[str], targets: Sequence[str]) -> list[Share]:
    """Return the share of each name; `labels` are canonical, None where a label is unknown, none of them twice in a row."""
    count, last = len(names), len(labels) - 1
    gains = [[gain(label, name, target) for label in labels] for name, target in zip(names, targets, strict=True)]
    ahead = _sums(gains)
    behind = [row[::-1] for row in _sums([row[::-1] for row in reversed(gains)])][::-1]
    whole = [[ahead[at][to] + behind[at][to] - gains[at][to] for to in range(last + 1)] for at in range(count)]
    shares: list[Share] = []
    for sums in whole:
        best = max(range(last + 1), key=lambda to: sums[to])
        others = [one for to, one in enumerate(sums) if to != best]
        shares.append(Share(best, sums[best] - max(others, default=float("-inf"))))
    return shares


def _sums(gains: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the most that names up to one can gain, that one below each label: each step stays, or goes to the next."""
    found: list[list[float]] = []
    for at, row in enumerate(gains):
        for_one: list[float] = []
        for to, own in enumerate(row):
            if at == 0:
                for_one.append(own if to == 0 else float("-inf"))
                continue
            for_one.append(own + max(found[-1][to], found[-1][to - 1] if to else float("-inf")))
        found.append(for_one)
    return found


@cache
def _words() -> tuple[tuple[str, str, float], ...]:
    rows = read_reference("class_words.csv", ("word", "level2"))
    return tuple(
        (row["word"], row["level2"], _STRONG if row["says"] == "much" else _WEAK) for row in rows if row["says"]
    )


def gain(label: str | None, name: str, target: str) -> float:
    """Return how much speaks for a name with its target below a label."""
    if label is None:
        return 0.0
    word = squeeze(name)
    said = max((much for part, level2, much in _words() if level2 == label and part in word), default=0.0)
    is_rate = bool(_RATE.search(word))
    return said + _by_kind(target).get(label, 0.0) + (_RATES.get(label, 0.0) if is_rate else 0.0)


def _by_kind(target: str) -> dict[str, float]:
    quantity = parse_quantity(target)
    if quantity.dimension == "money":
        return _MONEY
    return {"period": _PERIOD, "quantity": _COUNT, "range": _COUNT, "percent": _PERCENT, "qualitative": _WORDS}.get(
        quantity.value_kind, {}
    )
