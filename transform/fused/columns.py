"""The runs of header words in fused text to the columns of the rows below them.

In: folded text. Out: `HeaderRun`s: where each stands and the columns that it announces, in their printed order. What stands
between two header words and is none itself is a column of unknown meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from transform.fused.sides import part_sides, period_start, periods_of
from transform.fused.words import bare_label, full_label, header_fields, header_word

_WIDEST_GAP: Final = 12
_HEAD_FIELDS: Final = frozenset(
    {"unit_code", "unit_name", "department", "project_name", "project_code", "project_type", "amount", "goal",
     "budget", "executed", "rate", "fiscal"}
)  # fmt: skip
_BEFORE: Final = _HEAD_FIELDS | {"group", "ordinal"}
_VALUES: Final = frozenset({"value", "actual", "sign", "nature", "unit", "adjusted"})
_LAST_NOTE: Final = re.compile(r"备注|说明(?=[^:])")
_PLACE: Final = re.compile(r"[(〔]?[\u4e00-\u9fa5A-Z]{1,7}?(?:街道办事处|街道办|街道|[乡镇村区县市]|社区)[)〕]?")
_POINTS_ALONE: Final = re.compile(r"\(\d{1,3}(?:\.\d+)?(?:-\d{1,3}(?:\.\d+)?)?\)?分\)?")
_OTHER_HEADER: Final = re.compile(
    r"[\u4e00-\u9fa5]{1,4}(?:单位|部门|科室|处室|类型|类别|属性|编码|代码|年限|期限|依据)"
)
_PLACES: Final = re.compile(rf"(?:{_PLACE.pattern}){{1,30}}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it holds, and the place that heads it in a matrix as a stretch of the text."""

    field: str
    place: tuple[int, int] | None = None
    span: tuple[int, int] | None = None  # the period that heads it, as a stretch of the text


@dataclass(frozen=True, slots=True)
class HeaderRun:
    """A run of header words `text[first:last]`, the columns of a row, and the fields of a project before them."""

    first: int
    last: int
    columns: tuple[Column, ...]
    head_fields: tuple[str, ...]
    has_levels: bool
    unknown: tuple[tuple[int, int], ...]
    sides: int = 1  # how often the header names its columns
    spans: tuple[tuple[int, int], ...] = ()  # the period of each side
    is_sure_of_spans: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the header announces."""
        return (*self.head_fields, *(column.field for column in self.columns))


def find_headers(text: str) -> list[HeaderRun]:
    """Return the headers of tables of indicators in a text."""
    runs: list[list[tuple[int, int, str]]] = [[]]
    for match in header_word().finditer(text):
        field = header_fields()[match["word"]]
        first = period_start(text, match.start()) if field == "value" else match.start()
        word = (max(first, runs[-1][-1][1] if runs[-1] else 0), match.end(), field)
        if runs[-1] and word[0] - runs[-1][-1][1] > _gap(text, runs[-1][-1][1], word[0]):
            runs.append([])
        runs[-1].append(word)
    return [run for words in runs if (run := _to_run(text, words)) is not None]


def _gap(text: str, first: int, last: int) -> int:
    """Return how many characters may stand between two words of one header: none that is a figure or a label."""
    if last == first:
        return 0
    has_label = full_label().search(text, first, min(len(text), last + 8))
    is_closed = re.search(r"[\d。:]", text[first : min(last, first + _WIDEST_GAP)])
    return 0 if is_closed or (has_label and has_label.start() <= last) else _WIDEST_GAP


def _to_run(text: str, words: list[tuple[int, int, str]]) -> HeaderRun | None:
    fields = [field for _, _, field in words]
    start = next((at for at, field in enumerate(fields) if field in {"level1", "level2", "level3", "content"}), None)
    if start is None:
        return None
    head_at = start
    while head_at and fields[head_at - 1] in _BEFORE and _stand_together(text, words[head_at - 1], words[head_at]):
        head_at -= 1  # a list's own header: what a gap parts from it is the head of a form with its values
    body = words[start:]
    sides = part_sides(body)
    last = body[-1][1]
    spans = periods_of(text, body)
    body = sides[0]
    has_values = bool(_VALUES & {field for _, _, field in body})
    if len(body) < 2 or not (has_values or "level1" in fields):
        return None
    head = [field for field in fields[head_at:start] if field in _HEAD_FIELDS]
    is_list = "project_name" in head
    if "unit_name" not in head:
        head = ["unit_name" if field == "department" else field for field in head]
    if not is_list:
        head, head_at = [], start
        while head_at and fields[head_at - 1] in {"group", "ordinal"} and words[head_at - 1][1] == words[head_at][0]:
            head_at -= 1
    while more := _LAST_NOTE.match(text, last):
        if len(sides) == 1:
            body.append((last, more.end(), "note"))
        last = more.end()
    columns, unknown = _columns(body)
    if len(sides) == 1 and spans and all(one[1] == other[0] for one, other in pairwise(spans)):
        columns = _with_spans(body, spans)
    if not any(column.field == "name" for column in columns):
        return None
    if not is_list:  # behind the header of a list stands the name of its first project or unit
        columns, last = _with_places(text, columns, last)
    if not has_values and not any(column.place for column in columns):
        return None
    return HeaderRun(words[head_at][0], last, tuple(columns), tuple(head), bool({"level1", "level2"} & set(fields)), tuple(unknown),
                     len(sides), tuple(spans) if len(spans) == len(sides) > 1 else ())  # fmt: skip


def _stand_together(text: str, one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two words of a list's header stand together, but for a word that heads a column of unknown meaning."""
    return one[1] == other[0] or _OTHER_HEADER.fullmatch(text, one[1], other[0]) is not None


def _columns(words: list[tuple[int, int, str]]) -> tuple[list[Column], list[tuple[int, int]]]:
    """Return the columns in their order; sub-columns printed below a spanning 指标值 take its place."""
    found: list[str] = []
    unknown: list[tuple[int, int]] = []
    name = "level3" if any(field == "level3" for _, _, field in words) else "content"
    before = words[0][0]
    for first, last, field in words:
        if first > before and field not in {"level1", "level2"} and found:
            unknown.append((before, first))
            found.append("unknown")
        before = last
        if field in {"level1", "level2", "group", "ordinal"}:
            continue
        plain = {"nature": "sign", "content": "note", "level3": "note", name: "name"}.get(field, field)
        found.append(plain)
    return [Column(field) for field in _fold_spanning(found)], unknown


def _with_spans(words: list[tuple[int, int, str]], spans: list[tuple[int, int]]) -> list[Column]:
    """Return the columns of a header that has a column of values for each period."""
    rest = [*spans]
    columns = _columns([word for word in words if word[2] != "value" or word[:2] == spans[0]])[0]
    return [
        each
        for column in columns
        for each in ([Column("value", None, span) for span in rest] if column.field == "value" else [column])
    ]


def _fold_spanning(fields: list[str]) -> list[str]:
    """Put 指标性质, 指标值 and 度量单位 of a second header row where the 指标值 that spans them stands."""
    places = [at for at, field in enumerate(fields) if field == "value"]
    if len(places) < 2 or not {"sign", "unit"} & set(fields[places[0] + 1 :]):
        return _once(fields)
    tail = len(fields)
    while tail and fields[tail - 1] in {"sign", "value", "unit"}:
        tail -= 1
    if tail <= places[0] + 1 or places[0] >= tail:
        return _once(fields)
    return _once([*fields[: places[0]], *fields[tail:], *fields[places[0] + 1 : tail]])


def _once(fields: list[str]) -> list[str]:
    """Keep one column of each field; a second one of some field is a column of its own that no field holds."""
    once = [field if field not in fields[:at] else "unknown" for at, field in enumerate(fields)]
    if fields.count("sign") == 2:
        once[len(fields) - 1 - fields[::-1].index("sign")] = "direction"  # 指标性质 and 指标方向性
    return once


def _with_places(text: str, columns: list[Column], last: int) -> tuple[list[Column], int]:
    """Give the value a column for each place that is printed behind the header, up to the first label."""
    found = [pattern.search(text, last, last + 400) for pattern in (full_label(), bare_label(), _POINTS_ALONE)]
    label = min((match for match in found if match), key=lambda match: match.start(), default=None)
    stretch = _PLACES.fullmatch(text, last, label.start()) if label and label.start() > last else None
    if stretch is None:
        return columns, last
    places = [match.span() for match in _PLACE.finditer(text, last, label.start() if label else last)]
    if not any(column.field == "value" for column in columns):
        columns = [*columns, Column("value")]
    wide: list[Column] = []
    for column in columns:
        wide += [Column("value", place) for place in places] if column.field == "value" else [column]
    return wide, stretch.end()
