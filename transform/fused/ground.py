"""What is known of each character of a table's body before any row is read: anchors, brackets, what no name would hold.

In: folded text and the stretch of a body. Out: `Ground`: the labels that may begin at a place, where total rows and
notes begin, the places at which free text surely ends, phrases that recur, and running sums by which the cost of a
name is had at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.fused.bare_labels import bare_labels
from transform.fused.ground_costs import running_sums
from transform.fused.phrases import TELLING, find_phrases, phrases_told_again
from transform.fused.words import (
    full_label,
    label_meaning,
    note_word,
)
from transform.vocabulary import Label

_TOTAL: Final = re.compile(r"(?:总分|合计|总计|小计|总得分)[\d.,\-/%]*(?:[百千万亿]*元|万(?![亩人名户吨头只株个件]))?")
_POINTS_ALONE: Final = re.compile(r"\(\d{1,3}(?:\.\d+)?(?:-\d{1,3}(?:\.\d+)?)?分\)|\(\d{1,3}-\d{1,3}\)分")
_TEMPLATE: Final = re.compile(
    r"第\d{1,3}页(?:[,/]?共\d{1,3}页)?|共\d{1,3}页[,/]?第\d{1,3}页|"
    r"\.{3,}|指标[1-9][:：](?=指标|\D{0,2}$)|指标[1-9L][:：]?(?=指标)"
)
_NUMBERED: Final = re.compile(r"指标[\dL]{1,2}[:：]")
_NUMBER: Final = re.compile(r"[\dL]{1,2}[:：]")
_ECHO: Final = re.compile(
    r"([\u4e00-\u9fa5()A-Za-z]{3,40})(?P<echo>(?:反映|考核|衡量|体现|评价)\1(?:的?(?:情况|程度|水平))?)"
)
_DESCRIPTION: Final = re.compile(r"(?:反映|考核|衡量)(?P<name>[\u4e00-\u9fa5()%A-Za-z*★]{3,40}?)的?(?:情况|程度|水平)")
_ROW: Final = 90
_HEAD_INSIDE: Final = 6.0
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
    closed: list[str] = field(default_factory=list)  # those whose end is sure
    is_bare: bool = False
    inner: set[int] = field(default_factory=set)  # places strictly inside a full label
    inner_bare: set[int] = field(default_factory=set)  # places strictly inside a bare one
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

    def close_at(self, heads: Mapping[int, int]) -> None:
        """Let no name, text or row run over the places of the heads that are told again."""
        for start, end in heads.items():
            self.templates.setdefault(start, end)
            self.inner.update(range(start + 1, end))
        more = 0.0
        for place in range(self.first, self.last):
            more += _HEAD_INSIDE if place in heads else 0.0
            self.odd[place - self.first + 1] += more

    def opens_name(self, place: int) -> bool:
        """Whether a name may well begin at a place: as others do, or with a mark."""
        return self.text[place] in "*★" or self.text[place : place + 4] in self.name_starts

    def opens_output(self, place: int) -> bool:
        """Whether the labels of level 1 and 2 stand here as one word: 产出|数量, 产出|质量指标."""
        token = self.labels[place]
        return self.text.startswith("产出", place) and any(label.level == 2 for label in token.labels)

    def tells_reason(self, first: int, last: int) -> bool:
        """Whether a stretch holds a word that reasons hold and names do not."""
        return TELLING.search(self.text, first, last) is not None

    def oddness(self, first: int, last: int) -> float:
        """Return what a stretch holds that no name holds."""
        return self.odd[last - self.first] - self.odd[first - self.first]


def survey(
    text: str,
    first: int,
    last: int,
    breaks: frozenset[int],
    phrases: Sequence[str] = (),
    head: str = "",
    *,
    has_levels: bool = True,
) -> Ground:
    """Return the ground of a body; `head` is the text above it, whose words are no labels of the body.

    Where no header names levels, a word of a label is one only if the body says so.
    """
    ground = Ground(text, first, last, breaks)
    for match in full_label().finditer(text, first, last):
        ground.labels[match.start()] = LabelToken(
            match.end(), label_meaning(match["stem"]), False, match["points"] or ""
        )
    _part_outputs(ground)
    level2 = sum(
        bool(token.labels) and all(label.level == 2 for label in token.labels) and not _NUMBER.match(text, token.last)
        for token in ground.labels.values()
    )
    ground.is_bare = level2 < _FEWEST_LABELS and (has_levels or _stand_alone(text, first, last))
    if ground.is_bare:
        _part_numbers(ground)
    full = {start: token.last for start, token in ground.labels.items()}
    for match in bare_labels(text, first, last, full, head=head, lacks_full=ground.is_bare):
        labels = label_meaning(match["stem"])
        ground.labels[match.start()] = LabelToken(match.end(), labels, True, match["points"] or "")
    ground.inner = {
        place for start, token in ground.labels.items() if not token.is_bare for place in range(start + 1, token.last)
    }
    ground.inner_bare = {
        place for start, token in ground.labels.items() if token.is_bare for place in range(start + 1, token.last)
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
    stops = sorted({*ground.labels, *ground.totals, *ground.notes, last})
    told = find_phrases(text, first, last, stops)
    ground.closed = list(dict.fromkeys((*told, *phrases, *_descriptions(text, first, last))))
    ground.phrases = [*ground.closed, *phrases_told_again(text, first, last, stops, ground.closed)]
    ground.echoes = {match.start("echo"): match.end() for match in _ECHO.finditer(text, first, last)}
    ground.odd = running_sums(ground)
    return ground


def _part_numbers(ground: Ground) -> None:
    """Part 质量|指标5: of a blank line of the form, where labels are printed without 指标."""
    for start, token in ground.labels.items():
        last = token.last - len("指标")
        if ground.text.startswith("指标", last) and last > start and _NUMBER.match(ground.text, token.last):
            ground.labels[start] = LabelToken(last, token.labels, True, token.points)


def _part_outputs(ground: Ground) -> None:
    """Part 项目产出|数量指标, which reads as 产出数量指标 behind a word: 项目 stands apart at one place, or before each."""
    text = ground.text
    found: list[tuple[int, int]] = []
    for start, token in ground.labels.items():
        begins = start - len("项目")
        if begins >= ground.first and ground.opens_output(start) and text.startswith("项目", begins):
            second = full_label().match(text, start + len("产出"), token.last)
            if second is not None and second.end() == token.last:
                found.append((begins, start))
    is_apart = any(begins == ground.first or not "\u4e00" <= text[begins - 1] <= "\u9fa5" for begins, _ in found)
    opening = sum(ground.opens_output(start) for start in ground.labels)
    if not is_apart and not _FEWEST_LABELS <= opening == len(found):
        return
    for begins, start in found:
        token = ground.labels.pop(start)
        middle = start + len("产出")
        stem = full_label().match(text, middle)
        assert stem is not None
        ground.labels[begins] = LabelToken(middle, label_meaning("项目产出"), True, "")
        ground.labels[middle] = LabelToken(token.last, label_meaning(stem["stem"]), False, token.points)


def _descriptions(text: str, first: int, last: int) -> list[str]:
    """Return what says the name of its row again behind its figures: 反映发放折页情况."""
    return [
        match.group()
        for match in _DESCRIPTION.finditer(text, first, last)
        if match["name"] in text[max(first, match.start() - _ROW) : match.start()]
    ]


def _stand_alone(text: str, first: int, last: int) -> bool:
    """Whether several classes of indicators are printed where a row begins: behind a figure, or first of all."""
    found = {match.group() for match in _CLASS.finditer(text, first, last)
             if match.start() == first or not "\u4e00" <= text[match.start() - 1] <= "\u9fa5"}  # fmt: skip
    return len(found) >= _FEWEST_CLASSES
