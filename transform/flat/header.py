"""The headers of indicators in a flattened text: which items they are, and the columns that they name.

In: items. Out: `FlatHeader`s in their order. The words of a header of two rows come one row after the other: the level words
open the columns, a word over parts gives way to its parts, a group word is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from transform.flat.costs import PROJECT_FIELDS
from transform.flat.fit import fit, shape_of
from transform.flat.items import Item
from transform.keys import parse_key, split_key
from transform.pieces import BLANK, CELL
from transform.places import is_place
from transform.quantities import squeeze
from transform.tabular.form_keys import GOALS
from transform.tabular.header_rows import INDICATOR, NAMING
from transform.tabular.settle import NAMES
from transform.vocabulary import Header, is_total, parse_header, parse_unit_line

_TELLING: Final = INDICATOR | {"note"}
_PARTS: Final = frozenset({"sign", "nature", "unit", "value", "direction"})
_STRAY_CODE: Final = re.compile(r"\d{9,}")
_WIDEST_GAP: Final = 2
_SENTENCE: Final = re.compile(r"[。；;，,！!]")
_MOST_LABELS: Final = 0  # of level 2 in a body whose names stand below 二级指标
_LONGEST_WORD: Final = 20
_MOST_UNKNOWN: Final = 2  # words behind the known ones that head columns as well
_LONGEST_UNKNOWN: Final = 8


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """One column: the field that its word says (`nature` and `unknown` are open), and the word."""

    field: str
    item: Item
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class FlatHeader:
    """The items from `start` to `end` are a header; `columns` in the order of the cells below it."""

    start: int
    end: int
    columns: tuple[FlatColumn, ...]
    over: tuple[Item, int] | None = None  # the word over columns of places, and the first of these
    totals: tuple[Item, ...] = ()  # a total row that stands between the words of projects and those of indicators

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the columns."""
        return tuple(column.field for column in self.columns)

    @property
    def is_list(self) -> bool:
        """Whether the table has a column of projects."""
        return "project_name" in self.fields


def find_headers(items: Sequence[Item]) -> list[FlatHeader]:
    """Return the headers in a text."""
    found: list[FlatHeader] = []
    place = 0
    while place < len(items):
        run = _run(items, place)
        header = _read_header(items, run) if len(run) > 1 else None
        if header is not None:
            found.append(header)
            place = header.end
        else:
            place = run[-1] + 1 if run else place + 1
    return found


def with_names_in_level2(header: FlatHeader, body: Sequence[Item]) -> FlatHeader:
    """Return a header whose 二级指标 heads the names where no label of level 2 stands below it, and nothing else heads any."""
    fields = {
        field: parse_header(column.item.text) for field, column in zip(header.fields, header.columns, strict=True)
    }
    naming = fields.get("level3")
    if "level2" not in fields or (naming is not None and naming.field == "level3"):
        return header
    labels = sum(bool(shape_of(item.text).levels - {1}) for item in body if item.pieces)
    level1 = sum(1 in shape_of(item.text).levels for item in body if item.pieces)
    if labels > _MOST_LABELS or not level1:
        return header
    new = {"level2": "level3", "level3": "note"}
    return replace(header, columns=tuple(replace(one, field=new.get(one.field, one.field)) for one in header.columns))


def _word(item: Item) -> Header | None:
    return parse_header(item.text) if item.pieces else None


def _run(items: Sequence[Item], place: int) -> list[int]:
    """Return the places of the header words from a place on, with hardly anything between them."""
    run: list[int] = []
    gap = 0
    in_total = False
    for at in range(place, len(items)):
        item = items[at]
        if item.is_blank:
            continue
        in_total = _is_total(item, in_total)
        if run and in_total:
            continue
        if _word(item) is not None:
            run.append(at)
            gap = 0
        elif not run:
            return []
        elif gap >= _WIDEST_GAP or not _may_head(item):
            break
        else:
            gap += 1
    return run


def _is_total(item: Item, in_total: bool) -> bool:
    """Whether an item opens a total row, is a figure of one, or is a long code that strayed in between."""
    if _STRAY_CODE.fullmatch(item.text.strip()):
        return True
    return is_total(item.text) or (in_total and bool(item.pieces) and _word(item) is None and _is_number(item))


def _is_number(item: Item) -> bool:
    return fit(item.text, "amount") < 1 or shape_of(item.text).kind == "number"


def _may_head(item: Item) -> bool:
    shape = shape_of(item.text)
    if _SENTENCE.search(item.text):
        return False
    return len(shape.word) <= _LONGEST_WORD and not (shape.levels or shape.is_figure or shape.kind in {"sign", "null"})


def _read_header(items: Sequence[Item], run: Sequence[int]) -> FlatHeader | None:
    """Return the header that a run of header words is; None where it is none."""
    fields = {place: word.field for place in run if (word := _word(items[place]))}
    telling = {field for field in fields.values() if field in _TELLING}
    names = [place for place in run if fields[place] in NAMING]
    if len(telling) < 2 or not names:
        return None
    run = _without_keys(items, _without_goals(items, run, names[0]), fields, names[0])
    start, group = _start(run, fields, names[0])
    places = _places(items, run[-1] + 1, is_list=bool(PROJECT_FIELDS & set(fields.values())))
    end = places[-1] + 1 if places else run[-1] + 1
    inner = [place for place in range(start, run[-1] + 1) if items[place].pieces and fields.get(place) != "group"]
    totals: list[int] = []
    for place in inner:
        if place not in fields and _is_total(items[place], bool(totals) and totals[-1] == place - 1):
            totals.append(place)
    words = [_column(items[place], fields.get(place)) for place in inner if place not in totals]
    columns = _name_one(_unit_of_value(_in_order(words)))
    over = None
    named = sum(is_place(items[place].text) for place in places)
    if len(places) > 1 and columns[-1].field == "value" and 2 * named >= len(places):
        over = (columns.pop().item, len(columns))
    columns += [FlatColumn("value" if over else "unknown", items[place]) for place in places]
    return FlatHeader(group, end, tuple(columns), over, tuple(items[place] for place in totals))


def _without_goals(items: Sequence[Item], run: Sequence[int], name: int) -> Sequence[int]:
    """Return the words of a header without 实际完成情况 and what is before it, where its text parts it from the levels."""
    for at in range(run.index(name) - 1, -1, -1):
        key = parse_key(items[run[at]].text)
        has_text = any(items[place].pieces for place in range(run[at] + 1, run[at + 1]))
        if key is not None and key.field in GOALS and has_text:
            return run[at + 1 :]
    return run


def _without_keys(items: Sequence[Item], run: Sequence[int], fields: dict[int, str], name: int) -> Sequence[int]:
    """Return the words of a header without the keys of a form before it: each has its value, and a label opens the rows."""
    first = run.index(name)
    keys = [at for at in range(first) if fields[run[at]] in PROJECT_FIELDS]
    has_values = all(any(items[place].pieces for place in range(run[at] + 1, run[at + 1])) for at in keys)
    following = next((item for item in items[run[-1] + 1 :] if item.pieces), None)
    if not keys or not has_values or following is None or not _opens_class(following):
        return run
    return run[keys[-1] + 1 :]


def _opens_class(item: Item) -> bool:
    shape = shape_of(item.text)
    return bool(shape.levels) or shape.kind == "points"


def _places(items: Sequence[Item], start: int, *, is_list: bool) -> list[int]:
    """Return the words behind the known ones that head columns too: what else stands in their line, or names of places."""
    if rest := _rest_of_line(items, start):
        return rest
    found: list[int] = []
    is_in_line = True
    last = start if is_list else _last_unknown(items, start)
    for at in range(start, len(items)):
        item = items[at]
        is_in_line = is_in_line and item.boundary == "cell"
        if at < last:
            found += [] if item.is_blank else [at]
            continue
        if item.is_blank:
            continue
        if not _may_head(item) or parse_key(item.text) or not (is_in_line or is_place(item.text)):
            break
        found.append(at)
    else:
        return []
    following = next((item for item in items[(found[-1] + 1 if found else start) :] if item.pieces), None)
    in_line = [at for at in found if all(items[one].boundary == "cell" for one in range(start, at + 1))]
    # A place that no label follows is a project's: then only what stands in the header's line heads columns.
    opens_row = following is not None and _opens_class(following)
    is_sure = opens_row or (len(found) > 1 and not is_list)
    return found if is_sure else in_line


def _rest_of_line(items: Sequence[Item], start: int) -> list[int]:
    """Return the words that end the line of a header whose words stand between blanks."""
    end = next((at for at in range(start, len(items)) if items[at].opens_line), len(items))
    rest = list(range(start, end))
    is_short = 0 < len(rest) <= _MOST_UNKNOWN and end < len(items)
    is_of_words = all(items[at].boundary == BLANK and _may_head(items[at]) and not _is_key(items[at]) for at in rest)
    return rest if is_short and is_of_words else []


def _is_key(item: Item) -> bool:
    return bool(parse_key(item.text) or split_key(item.text) or parse_unit_line(item.text))


def _last_unknown(items: Sequence[Item], start: int) -> int:
    """Return where the words end that head columns behind the known ones, where cells stand on lines or between blanks.

    They stand between the last known word and the first label of level 1, and no row begins otherwise.
    """
    for at in range(start, min(start + 1 + _MOST_UNKNOWN, len(items))):
        item = items[at]
        if item.boundary == CELL or item.is_blank:
            return start
        if 1 in shape_of(item.text).levels:
            return at
        if not _may_head(item) or parse_key(item.text) or len(squeeze(item.text)) > _LONGEST_UNKNOWN:
            return start
    return start


def _start(run: Sequence[int], fields: dict[int, str], name: int) -> tuple[int, int]:
    """Return where the columns of a header begin, and where its words do: a form's last keys stand before them."""
    first = run.index(name)
    while first and fields[run[first - 1]] not in PROJECT_FIELDS and fields[run[first - 1]] != "group":
        first -= 1
    own = first
    while first and (fields[run[first - 1]] in PROJECT_FIELDS or fields[run[first - 1]] == "group"):
        first -= 1
    if any(fields[run[at]] == "project_name" for at in range(first, own)):
        return run[first], run[first]
    before = own
    while before and fields[run[before - 1]] == "group":
        before -= 1
    return run[own], run[before]


def _column(item: Item, field: str | None) -> FlatColumn:
    word = _word(item)
    return FlatColumn(field or "unknown", item, word.unit if word else None)


def _in_order(columns: list[FlatColumn]) -> list[FlatColumn]:
    """Return columns as they stand: a second row's level words first, its parts in the place of the word over them."""
    fields = [column.field for column in columns]
    parts = _parts(fields)
    if parts:
        start, end, over = parts
        inner = columns[start:end]
        columns = [
            *columns[:over],
            *inner,
            *(column for at, column in enumerate(columns) if at > over and not start <= at < end),
        ]
        fields = [column.field for column in columns]
    first_level = next((at for at, field in enumerate(fields) if field in NAMING), 0)
    others = [at for at, field in enumerate(fields[:first_level]) if field in {"value", "actual", "score"}]
    if others:
        end = first_level
        while end < len(fields) and fields[end] in {*NAMING, "content"}:
            end += 1
        at = min(others)
        at = next((place for place, field in enumerate(fields[:first_level]) if field not in PROJECT_FIELDS), at)
        columns = [*columns[:at], *columns[first_level:end], *columns[at:first_level], *columns[end:]]
    return columns


def _parts(fields: Sequence[str]) -> tuple[int, int, int] | None:
    """Return the run of parts of a target and the place of the value word that stands over them, where there is one."""
    if fields.count("value") != 2 or fields.count("level3") > 1:
        return None
    over = fields.index("value")
    second = len(fields) - 1 - fields[::-1].index("value")
    start, end = second, second + 1
    while start > over + 1 and fields[start - 1] in _PARTS:
        start -= 1
    while end < len(fields) and fields[end] in _PARTS:
        end += 1
    return (start, end, over) if end - start > 1 else None


def _unit_of_value(columns: list[FlatColumn]) -> list[FlatColumn]:
    """Return the columns with 单位 behind a name read as the unit of the target."""
    found: list[FlatColumn] = []
    for column in columns:
        has_name = any(other.field in {*NAMES, "level2"} for other in found)
        is_unit = column.field == "unit_name" and has_name
        found.append(FlatColumn("unit", column.item) if is_unit else column)
    return found


def _name_one(columns: list[FlatColumn]) -> list[FlatColumn]:
    """Return the columns with one of them heading the names; what could do so too holds notes."""
    fields = {column.field for column in columns}
    naming = next((field for field in NAMES if field in fields), None)
    return [
        FlatColumn(
            "level3" if column.field == naming else "standard" if column.field == "standard" else "note", column.item
        )
        if column.field in NAMES
        else column
        for column in columns
    ]
