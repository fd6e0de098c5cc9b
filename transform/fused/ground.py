"""What is known of each character of a table's body before any row is read: anchors, brackets, what no name would hold.

In: folded text and the stretch of a body. Out: `Ground`: the labels that may begin at a place, where total rows and
notes begin, the places at which free text surely ends, phrases that recur, and running sums by which the cost of a
name is had at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.fused.words import (
    bare_label,
    ending_word,
    full_label,
    label_words,
    note_word,
    sign_before,
    value_word,
)
from transform.vocabulary import Label

_TOTAL: Final = re.compile(r"(?:总分|合计|总计|小计|总得分)[\d.\-/%]*")
_POINTS_ALONE: Final = re.compile(r"\(\d{1,3}(?:-\d{1,3})?分\)|\(\d{1,3}-\d{1,3}\)分")
_TEMPLATE: Final = re.compile(r"\.{3,}|指标[1-9][:：](?=指标|\D{0,2}$)|指标[1-9L][:：]?(?=指标)")
_TELLING: Final = re.compile(
    r"影响|较晚|未能|推迟|滞后|下一步|将加|加强|加快|不足|原因|由于|尚未|延期|延迟|疫情|未完成|调整|缺少|偏差|改进|欠|达不到|反映"
)
_NUMBERED: Final = re.compile(r"指标[\dL]{1,2}[:：]")
_YEAR: Final = re.compile(r"20\d\d年")
_BRACKET: Final = re.compile(r"\([^()]{0,40}\)")
_REASON: Final = re.compile(r"(?<=[\d%])[\u4e00-\u9fa5][^\d≥≤=<>%]{4,40}")
_ECHO: Final = re.compile(
    r"([\u4e00-\u9fa5()A-Za-z]{3,40})(?P<echo>(?:反映|考核|衡量|体现|评价)\1(?:的?(?:情况|程度|水平))?)"
)
_DIGIT, _SIGN, _PERCENT, _STOP, _COMMA, _WORD = 1.2, 4.0, 3.0, 3.0, 0.8, 0.8
_ECHO_COST: Final = 2.5
_OLDER: Final = frozenset({"资金投入", "资金落实", "业务管理", "财务管理", "投入管理"})
TAILS: Final = frozenset("性率度量值数")
_SHORT: Final = frozenset({"社会", "经济", "生态", "环境"})
_CLASS: Final = re.compile(r"数量|质量|时效|(?:社会|经济|生态)效益|可持续影响")
_FEWEST_CLASSES: Final = 3
_FEWEST_LABELS: Final = 2


@dataclass(frozen=True, slots=True)
class LabelToken:
    """A label at a place: what it may mean, its end, whether it lacks 指标."""

    last: int
    labels: tuple[Label, ...]
    is_bare: bool
    points: str


@dataclass(slots=True)
class Ground:
    """The body `text[first:last]` and what is known of its characters."""

    text: str
    first: int
    last: int
    breaks: frozenset[int]
    labels: dict[int, LabelToken] = field(default_factory=dict)
    totals: dict[int, int] = field(default_factory=dict)
    notes: set[int] = field(default_factory=set)
    templates: dict[int, int] = field(default_factory=dict)
    odd: list[float] = field(default_factory=list)  # running sums of what no name holds
    phrases: list[str] = field(default_factory=list)
    is_bare: bool = False
    inner: set[int] = field(default_factory=set)  # places strictly inside a full label
    name_starts: set[str] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)  # the places of the labels in their order
    echoes: dict[int, int] = field(default_factory=dict)  # where a description says a name again: 反映…情况

    def is_anchor(self, place: int) -> bool:
        """Whether free text surely may end at a place."""
        return (
            place >= self.last
            or place in self.labels
            or place in self.totals
            or place in self.notes
            or place in self.templates
        )

    def opens_name(self, place: int) -> bool:
        """Whether a name may well begin at a place: as others do, or with a mark."""
        return self.text[place] in "*★" or self.text[place : place + 4] in self.name_starts

    def opens_output(self, place: int) -> bool:
        """Whether the labels of level 1 and 2 stand here as one word: 产出|数量, 产出|质量指标."""
        token = self.labels[place]
        return self.text.startswith("产出", place) and any(label.level == 2 for label in token.labels)

    def tells_reason(self, first: int, last: int) -> bool:
        """Whether a stretch holds a word that reasons hold and names do not."""
        return _TELLING.search(self.text, first, last) is not None

    def oddness(self, first: int, last: int) -> float:
        """Return what a stretch holds that no name holds."""
        return self.odd[last - self.first] - self.odd[first - self.first]


def survey(
    text: str, first: int, last: int, breaks: frozenset[int], phrases: Sequence[str] = (), *, has_levels: bool = True
) -> Ground:
    """Return the ground of a body; where no header names levels, a word of a label is one only if the body says so."""
    ground = Ground(text, first, last, breaks)
    for match in full_label().finditer(text, first, last):
        ground.labels[match.start()] = LabelToken(match.end(), _meaning(match["stem"]), False, match["points"] or "")
    level2 = sum(
        bool(token.labels) and all(label.level == 2 for label in token.labels) for token in ground.labels.values()
    )
    ground.is_bare = level2 < _FEWEST_LABELS and (has_levels or _stand_alone(text, first, last))
    _add_bare_labels(ground)
    ground.inner = {
        place for start, token in ground.labels.items() if not token.is_bare for place in range(start + 1, token.last)
    }
    ground.name_starts = {
        text[token.last : token.last + 4] for token in ground.labels.values() if token.last not in ground.labels
    }
    for match in _POINTS_ALONE.finditer(text, first, last):
        if not any(match.start() < token.last <= match.end() for token in ground.labels.values()):
            ground.labels.setdefault(match.start(), LabelToken(match.end(), (), False, match.group()))
    ground.starts = sorted(ground.labels)
    ground.totals = {match.start(): match.end() for match in _TOTAL.finditer(text, first, last)}
    ground.notes = {match.start() for match in note_word().finditer(text, first, last)}
    ground.templates = {match.start(): match.end() for match in _TEMPLATE.finditer(text, first, last)}
    for match in _NUMBERED.finditer(text, first, last):
        if match.end() == last or match.end() in ground.labels or match.end() in ground.totals:
            ground.templates[match.start()] = match.end()
    ground.phrases = list(dict.fromkeys((*find_phrases(ground), *phrases)))
    ground.echoes = {match.start("echo"): match.end() for match in _ECHO.finditer(text, first, last)}
    ground.odd = _running_sums(ground)
    return ground


def _stand_alone(text: str, first: int, last: int) -> bool:
    """Whether several classes of indicators are printed where a row begins: behind a figure, or first of all."""
    found = {match.group() for match in _CLASS.finditer(text, first, last)
             if match.start() == first or not "\u4e00" <= text[match.start() - 1] <= "\u9fa5"}  # fmt: skip
    return len(found) >= _FEWEST_CLASSES


def _meaning(stem: str) -> tuple[Label, ...]:
    if stem in label_words():
        return label_words()[stem]
    return label_words()["服务对象满意度"]


def _add_bare_labels(ground: Ground) -> None:
    """Add labels without 指标: of level 1 before their points or another label, of level 2 where no full one is printed."""
    found = list(bare_label().finditer(ground.text, ground.first, ground.last))
    taken = sorted((start, token.last) for start, token in ground.labels.items())
    starts = {start for start, _ in taken}
    covered = {place for start, last in taken for place in range(start, last)}
    for match in reversed(found):
        if match.start() in covered:
            continue
        if match["stem"] in _SHORT and f"{match['stem']}效益" in ground.text[ground.first : ground.last]:
            continue  # where 社会效益 is printed, 社会 is the beginning of a name
        labels = _meaning(match["stem"])
        opens = match.end() in starts
        is_first = any(label.level == 1 for label in labels) and (opens or match["points"])
        is_older = match["stem"] in _OLDER and not ground.text.startswith(("率", "制度"), match.end())
        if is_first or ground.is_bare or is_older:
            ground.labels[match.start()] = LabelToken(match.end(), labels, True, match["points"] or "")
            starts.add(match.start())


def _running_sums(ground: Ground) -> list[float]:
    cost = _character_costs(ground)
    _add_word_costs(ground, cost)
    sums = [0.0]
    for each in cost:
        sums.append(sums[-1] + each)
    return sums


def _character_costs(ground: Ground) -> list[float]:
    """Return what each character outside brackets costs in a name."""
    text, first, last = ground.text, ground.first, ground.last
    inside = bytearray(last - first)
    for match in _BRACKET.finditer(text, first, last):
        for place in range(match.start(), match.end()):
            inside[place - first] = 1
    cost = [0.0] * (last - first)
    for place in range(first, last):
        character = text[place]
        if inside[place - first] or "\u4e00" <= character <= "\u9fa5":
            continue
        if character.isdigit():
            cost[place - first] = _DIGIT if place == first or not text[place - 1].isdigit() else 0.2
        else:
            cost[place - first] = {"%": _PERCENT, "。": _STOP, ";": _STOP, ",": _COMMA, "/": 1.5, "-": 1.5}.get(
                character, 0.0
            )
    for match in sign_before().finditer(text, first, last):
        if not inside[match.start() - first] and not "\u4e00" <= match.group()[0] <= "\u9fa5":
            cost[match.start() - first] += _SIGN
    for match in _YEAR.finditer(text, first, last):
        for place in range(match.start(), match.end()):
            cost[place - first] = 0.05
    return cost


def _add_word_costs(ground: Ground, cost: list[float]) -> None:
    """Add what the words of values, labels and reasons cost inside a name."""
    text, first, last = ground.text, ground.first, ground.last
    ends = {match.end() for match in ending_word().finditer(text, first, last)}
    for match in value_word().finditer(text, first, last):
        goes_on = text[match.end() : match.end() + 1] in TAILS
        if match.start() in ends and not goes_on and match.end() - match.start() > 1:
            cost[match.start() - first] += 2 * _WORD
        elif match.end() - match.start() > 2:
            cost[match.start() - first] += _WORD
    for start, token in ground.labels.items():
        if not token.is_bare:
            cost[start - first] += 6.0
    for start in ground.echoes:
        cost[start - first] += _ECHO_COST
    for phrase in ground.phrases:
        for match in re.finditer(re.escape(phrase), text[first:last]):
            cost[(match.start() + match.end()) // 2] += 2.0


def find_phrases(ground: Ground) -> list[str]:
    """Return the free texts that surely end (before a label or a total) or that recur: reasons, notes."""
    found: Counter[str] = Counter()
    stops = sorted({*ground.labels, *ground.totals, *ground.notes, ground.last})
    at = 0
    for match in _REASON.finditer(ground.text, ground.first, ground.last):
        while at < len(stops) and stops[at] <= match.start():
            at += 1
        if at < len(stops) and stops[at] <= match.end():
            found[ground.text[match.start() : stops[at]]] += 1
    return [phrase for phrase in found if len(phrase) > 4 and _TELLING.search(phrase)]
