"""A grid of fused text to the readings of its tables: head, rows, levels, doubts.

In: a grid. Out: `TableReading`s with the layout `fused`; none where the text is not fused or has no header of indicators. Every
character is in a field, in a label, or set aside with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from extract import Grid
from transform.fused.body import Path, Step, read_path
from transform.fused.columns import Column, HeaderRun, find_headers
from transform.fused.gate import is_fused
from transform.fused.ground import Ground, find_phrases, survey
from transform.fused.heads import read_head
from transform.fused.lists import read_list_head
from transform.fused.rows import RowEdge
from transform.fused.script import Script, grid_to_script
from transform.fused.weights import rivals_left
from transform.fused.words import label_words
from transform.heads import Head
from transform.moves import Pair, Text
from transform.pieces import Piece
from transform.readings import BESIDE, ProjectReading, ReadingDoubt, Row, TableReading
from transform.tabular.form_head import FormHead
from transform.vocabulary import Label

_PROJECT_KEY: Final = re.compile(
    r"(?:项目(?:支出|\(政策\))?名称|专项(?:资金|\(项目\))?名称|转移支付(?:\(项目\))?名称|政策和项目名称|"
    r"部门(?:\(单位\))?名称)"
)
_TITLE: Final = re.compile(
    r"(?:\(?20\d\d年度?\)?)?(?:[\u4e00-\u9fa5]{0,14}?)(?:县级|市级|省级|区级|本级|部门|项目|专项|整体|财政|预算|区域|年度|政策|绩效)[\u4e00-\u9fa5]{0,16}?绩效[\u4e00-\u9fa5]{1,14}?表"
    r"(?:\([^()]{1,12}\))?"
)
_TITLE_TAIL: Final = (
    r"(?:\([^()]{1,12}\)|20\d\d年度?)?(?:(?:填报|预算)?单位(?:名称)?:?[^:]{0,24}?)?"
    r"(?:金额单位:?[百千万亿]*元|单位:?[百千万亿]*元|\([百千万亿]*元\))?"
)
_OTHER_TITLE: Final = (
    r"(?:20\d\d年度?)?(?:(?:县级|市级|省级|区级|本级|部门|项目|专项资金|专项|整体|财政|预算|区域|年度|政策|支出)+"
    rf"绩效[\u4e00-\u9fa5]{{1,12}}?表|绩效目标[\u4e00-\u9fa5]{{1,4}}表){_TITLE_TAIL}$"
)
_FIELDS: Final = {"sign": "sign", "direction": "direction", "unit": "unit", "weight": "weight", "actual": "actual", "score": "score",
                  "reason": "reason", "note": "note", "standard": "note", "core": "note", "coefficient": "note"}  # fmt: skip
# A name's end inside a name, and enough behind it for another name: a row whose value was left blank.
_TWO_NAMES: Final = re.compile(
    r"[\u4e00-\u9fa5]{3}(?:性|率|满意度|质量)(?![的和与及或指情提考监控管评分达合])[\u4e00-\u9fa5]{4,}"
)
_DAMAGED: Final = re.compile(r"2(?:[5-9]\d|100)(?:\.\d+)?%")  # ≥90% as a scan reads it
# What the reason of the row above says, in front of a name: no label stood between the two.
_REASON: Final = re.compile(r"较晚|未能|推迟|滞后|下一步|将加强|尚未|疫情|未完成")
# What a goal says, in a name: the head of a project was taken for a row.
_GOAL: Final = re.compile(r"(?:达到|计划投入(?:资金)?|用于|确保)$|不断提高|计划投入资金|。")
_LONG_FIGURE: Final = re.compile(r"\d{9}")  # the figures of two cells, or of the row below
_LONGEST_TITLE: Final = 120
_SURE: Final = 2.2
_TIE: Final = "R13"
_UNKNOWN_COLUMN: Final = "R12"


def read_fused(grid: Grid, *, insists: bool = False) -> list[TableReading]:
    """Return the tables of a grid whose text was fused; `insists` reads text with separators in the same way."""
    script = grid_to_script(grid)
    if not insists and not is_fused(script):
        return []
    headers = find_headers(script.text)
    if not headers:
        return []
    starts = _starts(script.text, headers)
    ends = [*starts[1:], len(script.text)]
    phrases = tuple(
        phrase
        for header, end in zip(headers, ends, strict=True)
        if {"reason", "note"} & set(header.fields)
        for phrase in find_phrases(survey(script.text, header.last, end, script.breaks))
    )
    tables = [
        _read_table(script, header, start, end, phrases, is_first=header is headers[0])
        for header, start, end in zip(headers, starts, ends, strict=True)
    ]
    return [table for table in tables if any(project.rows for project in table.projects)]


def _starts(text: str, headers: list[HeaderRun]) -> list[int]:
    """Return where the head of each table begins: its title or its first key, behind the rows of the one before."""
    starts = [_first_start(text, headers[0])]
    title = _TITLE.match(text, starts[0])
    core = re.escape(re.sub(r"^\(?20\d\d年度?\)?|\(?20\d\d年度?\)?$", "", title.group())) if title else None
    for before, header in pairwise(headers):
        keys = list(_PROJECT_KEY.finditer(text, before.last, header.first))
        key = keys[0].start() if keys else header.first
        starts.append(_title_start(text, before.last, key, core))
    return starts


def _first_start(text: str, header: HeaderRun) -> int:
    """Return where the first table's own title begins, behind the money tables of a publication."""
    keys = [] if header.head_fields else list(_PROJECT_KEY.finditer(text, 0, header.first))
    key = keys[-1].start() if keys else header.first
    start = _title_start(text, 0, key, None)
    return start if start < key or key > _LONGEST_TITLE else 0


def _title_start(text: str, first: int, key: int, core: str | None) -> int:
    """Return where the title begins that ends before a key; the key itself where no title stands there."""
    window = max(first, key - 90)
    patterns = [rf"(?:20\d\d年度?)?{core}{_TITLE_TAIL}$"] if core else []
    for pattern in (*patterns, _OTHER_TITLE):
        match = re.compile(pattern).search(text[window:key])
        if match:
            return window + match.start()
    return key


def _read_table(
    script: Script, header: HeaderRun, first: int, last: int, phrases: Sequence[str], *, is_first: bool
) -> TableReading:
    head, messages = read_head(script, first, header.first)
    ground = survey(script.text, header.last, last, script.breaks, phrases)
    path = read_path(ground, header.columns, header.head_fields)
    path.rivals = rivals_left(path, header.columns)
    table = TableReading(
        title=head.title,
        heading="\n".join(head.heading) or None,
        layout="self_evaluation" if {"actual", "score"} & set(header.fields) else "fused",
        fields=header.fields,
        money_unit=head.money_unit or _money_unit(script.text[header.first : header.last]),
        projects=[],
        set_aside=[("header", script.pieces(header.first, header.last)), *head.set_aside],
    )
    if first and is_first:
        table.set_aside.append(("text around the tables", script.pieces(0, first)))
    if script.serials:
        table.set_aside.append(("numbers of lines", script.serials))
    table.projects = list(_projects(script, header, ground, path, head, table))
    first_project = table.projects[0]
    first_project.strays += head.strays
    for message in messages:
        first_project.doubts.append(ReadingDoubt(_TIE, message, _some(script, first, header.first)))
    for start, end in header.unknown:
        word = script.text[start:end]
        first_project.doubts.append(
            ReadingDoubt(_UNKNOWN_COLUMN, f"表头“{word}”的含义难以确定", script.pieces(start, end))
        )
    return table


def _money_unit(header: str) -> str | None:
    """Return the unit of money that a word of the header gives: `金额(万元)`."""
    match = re.search(r"\((?:单位:)?([百千万亿]*元)\)", header)
    return match[1] if match else None


def _some(script: Script, first: int, last: int) -> tuple[Piece, ...]:
    return script.pieces(first, min(last, first + 40))[:1]


def _projects(
    script: Script, header: HeaderRun, ground: Ground, path: Path, head: FormHead, table: TableReading
) -> Iterator[ProjectReading]:
    """Yield the projects of a table: one of a form, one for each head of a list."""
    reader = _Levels(script, ground)
    project = ProjectReading(head=None if header.head_fields else head.to_head())
    said: str | None = None
    for number, step in enumerate(path.steps):
        if step.role == "head" and said is not None and said.endswith(script.text[step.first : step.last]):
            project.labels += script.pieces(step.first, step.last)  # the merged cell, told again for each row
        elif step.role == "head":
            said = script.text[step.first : step.last]
            found = read_list_head(script, step.first, step.last, header.head_fields, path.habits)
            if project.rows or project.head is not None:
                yield project
            project = ProjectReading(head=_with_unit(found[0], project) if found else None)
            project.totals += found[1] if found else ()
            if number and _is_unsure(path, number):
                message = f"“{script.text[step.first : step.last][:40]}”与上一条指标的分界不确定"
                project.doubts.append(ReadingDoubt(_TIE, message, script.pieces(step.first, step.last)[:1]))
            reader.clear()
        elif step.role == "label":
            project.labels += reader.take(step)
        elif step.row is not None:
            _add_row(script, header, step.row, reader, project, path.rivals.get(number, []))
        elif step.role == "total":
            table.set_aside.append(("total row", script.pieces(step.first, step.last)))
        elif step.role == "stray":
            _add_stray(script, project, path.steps, number)
        else:
            reason = "notes and lines below the table" if step.role == "note" else "words of the template"
            table.set_aside.append((reason, script.pieces(step.first, step.last)))
    yield project


def _is_unsure(path: Path, number: int) -> bool:
    """Whether the step before a project's head leaves open where that head begins."""
    before, step = path.steps[number - 1], path.steps[number]
    ends_elsewhere = any(rival.last != before.last for rival in path.rivals.get(number - 1, ()))
    return before.cost > _SURE or step.cost > 1.0 or ends_elsewhere or before.role == "stray"


def _with_unit(found: Head, before: ProjectReading) -> Head:
    """Return a list's head with the unit of the one above where a merged cell left its own out."""
    if found.unit_name or before.head is None:
        return found
    return Head(found.unit_code, before.head.unit_name, found.project_name, found.amount, found.goal, found.strays,
                found.beside, found.money_unit)  # fmt: skip


def _add_stray(script: Script, project: ProjectReading, steps: list[Step], number: int) -> None:
    """Add a run of characters that fit nowhere, once, at its first one."""
    if number and steps[number - 1].role == "stray":
        return
    end = number
    while end + 1 < len(steps) and steps[end + 1].role == "stray":
        end += 1
    project.strays += script.pieces(steps[number].first, steps[end].last)


class _Levels:
    """The labels in force while the steps of a path are walked."""

    def __init__(self, script: Script, ground: Ground) -> None:
        self.script, self.ground = script, ground
        self.level1: tuple[Label, Piece] | None = None
        self.level2: tuple[Label, Piece] | None = None
        self.is_fresh = False
        names = {label.name for token in ground.labels.values() for label in token.labels}
        self.is_older = bool(names & {"投入指标", "过程指标", "项目决策", "项目管理"})

    def clear(self) -> None:
        """Forget the labels of the project before."""
        self.level1 = self.level2 = None

    def take(self, step: Step) -> tuple[Piece, ...]:
        """Take a label; where it may be of both levels, what stands around it tells."""
        token = self.ground.labels[step.first]
        pieces = self.script.pieces(step.first, step.last)
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
            self.level2, self.is_fresh = (label, pieces[0]), True
        return self.script.pieces(step.first, step.last)

    def _opens(self, step: Step) -> bool:
        """Whether a label that may be of level 1 is that: it bears points, or a label of level 2 follows it."""
        token = self.ground.labels[step.first]
        return bool(token.points) or step.last in self.ground.labels


def _add_row(
    script: Script, header: HeaderRun, edge: RowEdge, levels: _Levels, project: ProjectReading, rivals: list[RowEdge]
) -> None:
    """Add the row, or one for each place of a matrix, with its doubts."""
    columns = [column for column in header.columns if column.field != "name"]
    name = script.to_text(edge.name.first, edge.name.last)
    held = [
        (column, script.to_text(token.first, token.last) if token.last > token.first else None)
        for column, token in zip(columns, edge.tokens, strict=True)
    ]
    held = [(_by_content(column, text), text) for column, text in held]
    beside = {_FIELDS[column.field]: text for column, text in held if text is not None and column.field in _FIELDS}
    values = [(column, text) for column, text in held if column.field == "value"]
    for text in (text for column, text in held if text is not None and column.field not in {*_FIELDS, "value"}):
        project.labels += text.pieces
    damaged = next((text.text for _, text in held if text is not None and _DAMAGED.fullmatch(text.text)), None)
    oddities = ("two_readings",) if damaged else _oddities(edge, rivals, script)
    for column, value in values or [(Column("value"), None)]:
        place = {"place": script.to_text(*column.place)} if column.place is not None else {}
        own = oddities if value is not None else (*oddities, "no_value")
        row = Row(
            levels.level1[0] if levels.level1 else None,
            levels.level2[0] if levels.level2 else None,
            levels.level1[1] if levels.level1 else None,
            levels.level2[1] if levels.level2 else None,
            Pair(name, value, own, min(edge.cost, 9.0) if edge.cost > 1.0 else 0.0),
            levels.is_fresh,
            {name: text for name, text in {**beside, **place}.items() if name in BESIDE},
        )
        levels.is_fresh = False
        project.rows.append(row)
        if damaged:
            message = f"“{damaged}”超过 200%，首位“2”可能是“≥”的误识，未作改动"
            project.doubts.append(ReadingDoubt(_TIE, message, name.pieces, len(project.rows) - 1))
        if rivals:
            project.doubts.append(_rival_doubt(script, edge, rivals[0], len(project.rows) - 1, name))
        elif oddities and not damaged:
            message = f"“{_told(script, edge)}”的分界不确定"
            project.doubts.append(ReadingDoubt(_TIE, message, name.pieces, len(project.rows) - 1))


def _by_content(column: Column, text: Text | None) -> Column:
    """Return a column of signs or directions as what it holds: 正向 is a direction wherever it stands."""
    if column.field not in {"sign", "direction"} or text is None:
        return column
    return Column("direction" if text.text[:2] in {"正向", "反向", "负向"} else "sign", column.place)


def _oddities(edge: RowEdge, rivals: list[RowEdge], script: Script) -> tuple[str, ...]:
    name = script.text[edge.name.first : edge.name.last]
    is_odd = any(pattern.search(name) for pattern in (_TWO_NAMES, _REASON, _GOAL))
    is_odd = is_odd or any(_LONG_FIGURE.search(script.text, token.first, token.last) for token in edge.tokens)
    return ("two_readings",) if rivals or edge.cost > _SURE or is_odd else ()


def _rival_doubt(script: Script, edge: RowEdge, rival: RowEdge, row: int, name: Text) -> ReadingDoubt:
    return ReadingDoubt(_TIE, f"“{_told(script, edge)}”也可读作“{_told(script, rival)}”", name.pieces, row)


def _told(script: Script, edge: RowEdge) -> str:
    """Return a row as read, its parts between bars."""
    parts = [script.text[edge.name.first : edge.name.last]]
    parts += [script.text[token.first : token.last] for token in edge.tokens if token.last > token.first]
    return "|".join(parts)[:120]
