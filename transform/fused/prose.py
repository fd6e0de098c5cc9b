"""Goals told in sentences to the readings of their projects: `数量指标:开展巡查≥6次,实际6次;完好率≥85%。`

In: a grid of lines. Out: `TableReading`s with the layout `prose`; none where fewer than two labels open a clause. A
clause is a name and, at its end, a value; `实际…` behind it is the result. A clause without a value stays with the next
one's name, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract import Cell, Grid
from transform.fused.gate import has_inner_labels
from transform.fused.heads import read_head
from transform.fused.script import Script, cells_to_script, grid_to_script
from transform.fused.tokens import figures_at, periods_at
from transform.fused.words import alternatives, full_label, fused_words, label_words, value_words
from transform.heads import Head
from transform.moves import Pair, Text
from transform.pieces import Piece
from transform.readings import ProjectReading, ReadingDoubt, Row, TableReading
from transform.vocabulary import Label

_FEWEST_LABELS: Final = 2
_OPENING: Final = re.compile(
    r"关于(?P<name>[^。]{2,80}?)绩效目标(?:设定|申报|批复)?(?:情况)?的?(?:公示|公告|通知|说明|公开)|项目(?:支出)?名称:"
)
_AMOUNT: Final = re.compile(
    r"(?:安排|下达|拨付|投入|预算|使用|申请)(?:[^。,;\d]{0,14})(?P<amount>\d[\d,.]*(?:亿|[百千万]*)元)"
)
_GOAL: Final = re.compile(
    r"(?:总体|年度|项目)(?:绩效)?(?:总体)?(?:绩效)?目标(?:是|为)?[:,]?"
    r"(?P<goal>.+?)(?:现将|具体|,?绩效指标|绩效目标设定如下|$)"
)
_BREAK: Final = re.compile(r"[。;!]|(?<!\d),|,(?!\d{3}(?!\d))")
_NUMBERING: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|[①-⑳])+"
)
_TAIL: Final = re.compile(
    r"(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,3}、$|(?<!\d)\d{1,2}、$|"
    r"(?:(?<=[。;:])|^)(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.]?|[①-⑳])+$"
)
_ACTUAL: Final = re.compile(r"(?:其中)?实际(?:完成|达到|为|完成值|值)?:?")
_JOINT: Final = re.compile(r"(?:指标值|目标值)?[:为]$|(?<=[\u4e00-\u9fa5])达到?$")
_LEAD: Final = re.compile(r"[:,、。;]*")
_BRACKET: Final = re.compile(r"\([^()]*\)")
_RATED: Final = re.compile(r"[≥≤≧≦><=]{1,2}\d[\d,]*(?:\.\d+)?/[\u4e00-\u9fa5]{1,3}")
_NOTE: Final = re.compile(r"附件[:\d]|特此公[示告]|联系(?:人|电话)|公示(?:期|时间)")
_TIE: Final = "R13"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label in the running text."""

    first: int
    last: int
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch between two marks of punctuation, split into name and value; `ends` tells that a sentence ends behind it."""

    first: int
    last: int
    name_last: int
    value: tuple[int, int] | None
    is_sure: bool
    ends: bool


def read_prose(grid: Grid) -> list[TableReading]:
    """Return the one table that a text in sentences is, with its projects."""
    script = grid_to_script(grid)
    marks = list(_marks(script.text)) if has_inner_labels(script) else []
    if sum(any(label.level == 2 for label in mark.labels) for mark in marks) < _FEWEST_LABELS:
        return []
    table = TableReading(None, None, "prose", ("name", "value"), None, [])
    starts = _starts(script.text, marks)
    for first, last in zip(starts, [*starts[1:], len(script.text)], strict=True):
        own = [mark for mark in marks if first <= mark.first < last]
        if own:
            table.projects.append(_read_project(script, first, last, own, table))
    if script.serials:
        table.set_aside.append(("numbers of lines", script.serials))
    has_values = sum(row.value is not None for project in table.projects for row in project.rows)
    return [table] if has_values >= _FEWEST_LABELS else []


def read_told_cells(cells: Sequence[Cell], closing: Collection[int]) -> TableReading | None:
    """Return the one project that some cells of its row tell, its labels among them or within; None where there is none."""
    script = cells_to_script(cells, closing)
    marks = list(_marks(script.text, is_told=True))
    if not marks:
        return None
    table = TableReading(None, None, "prose", ("name", "value"), None, [])
    table.projects.append(_read_project(script, 0, len(script.text), marks, table))
    return table


def _marks(text: str, *, is_told: bool = False) -> Iterator[_Mark]:
    """Yield the labels that open a clause: behind a mark of punctuation, a number or another label.

    In a cell that tells indicators a colon behind the label will do: the line before it may have ended without a mark.
    """
    end = -1
    for match in full_label().finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        after = text[match.end() : match.end() + 1]
        opens = not before or not ("\u4e00" <= before <= "\u9fa5") or match.start() == end
        opens = opens or (is_told and after == ":")
        if opens and (
            after in {":", ",", "", "。"} or not after.isalnum() or "\u4e00" <= after <= "\u9fa5" or after.isdigit()
        ):
            end = match.end()
            yield _Mark(match.start(), end, label_words().get(match["stem"], label_words()["服务对象满意度"]))


def _starts(text: str, marks: list[_Mark]) -> list[int]:
    """Return where each project's text begins."""
    starts = [0]
    seen = 0
    for match in _OPENING.finditer(text):
        has_marks = any(starts[-1] <= mark.first < match.start() for mark in marks)
        if has_marks and match.start() > seen:
            starts.append(match.start())
        seen = match.end()
    return starts


def _read_project(script: Script, first: int, last: int, marks: list[_Mark], table: TableReading) -> ProjectReading:
    head_end = _without_tail(script.text, first, marks[0].first)
    project = ProjectReading(head=_read_head(script, first, head_end, table))
    level1: tuple[Label, Piece] | None = None
    level2: tuple[Label, Piece] | None = None
    for number, mark in enumerate(marks):
        end = marks[number + 1].first if number + 1 < len(marks) else last
        pieces = script.pieces(mark.first, mark.last)
        project.labels += pieces
        ones = [label for label in mark.labels if label.level == 1]
        twos = [label for label in mark.labels if label.level == 2]
        nothing = _LEAD.match(script.text, mark.last, end)
        is_heading = nothing is not None and _without_tail(script.text, nothing.end(), end) <= nothing.end()
        if ones and (not twos or is_heading):
            level1, level2 = (ones[0], pieces[0]), None
        elif twos:
            parent = level1[0].name if level1 else None
            label = next((each for each in twos if each.parent == parent), twos[0])
            if label.parent == "满意度指标" and parent not in {None, "满意度指标"}:
                level1 = None
            level2 = (label, pieces[0])
        _read_rows(script, mark.last, end, (level1, level2), project, table)
    return project


def _without_tail(text: str, first: int, last: int) -> int:
    """Return the end of a stretch without the number of the next heading: `二、`."""
    match = _TAIL.search(text[first:last])
    return first + match.start() if match else last


def _read_head(script: Script, first: int, last: int, table: TableReading) -> Head:
    """Return what the sentences before the first label say: name, amount, goal."""
    text = script.text
    # A title names what 项目名称 below it names for sure.
    named = next((match for match in _OPENING.finditer(text, first, last) if match["name"] is None), None)
    if named is not None:
        form, _ = read_head(script, named.start(), last)
        table.set_aside += form.set_aside
        head = form.to_head()
        above = None if head.amount else _AMOUNT.search(text, first, named.start())
        _set_rest_aside(script, first, named.start(), [above.span("amount")] if above else [], table)
        return replace(head, amount=script.pieces(*above.span("amount"))) if above else head
    opening = _OPENING.search(text, first, last)
    told = opening.end() if opening else first
    amount, goal = _AMOUNT.search(text, told, last), _GOAL.search(text[told:last])
    name = opening.span("name") if opening else (first, first)
    spans = [name, amount.span("amount") if amount else (first, first), (0, 0)]
    if goal:
        spans[2] = (told + goal.start("goal"), told + goal.end("goal"))
    _set_rest_aside(script, first, last, spans, table)
    pieces = [script.pieces(*span) if span[1] > span[0] else () for span in spans]
    return Head((), (), pieces[0], pieces[1], pieces[2], ())


def _set_rest_aside(script: Script, first: int, last: int, spans: list[tuple[int, int]], table: TableReading) -> None:
    place = first
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if start > place:
            table.set_aside.append(("title and lines above the table", script.pieces(place, start)))
        place = max(place, end)
    if place < last:
        table.set_aside.append(("title and lines above the table", script.pieces(place, last)))


def _read_rows(
    script: Script,
    first: int,
    last: int,
    levels: tuple[tuple[Label, Piece] | None, tuple[Label, Piece] | None],
    project: ProjectReading,
    table: TableReading,
) -> None:
    """Read the clauses behind one label."""
    note = _NOTE.search(script.text, first, last)
    if note is not None:
        table.set_aside.append(("notes and lines below the table", script.pieces(note.start(), last)))
        last = note.start()
    last = _without_tail(script.text, first, last)
    pending: _Clause | None = None
    is_first = True
    for clause in _clauses(script.text, first, last):
        actual = _actual_start(script.text, clause)
        if actual is not None and pending is not None:
            told = _split_loosely(script.text, pending)
            _add_row(script, told.first, told, levels, project, is_first=is_first, is_joined=True)
            pending, is_first = None, False
        if actual is not None and not is_first:
            _give_actual(script, project, actual, clause.last)
            continue
        if clause.value is None and not clause.ends:
            pending = (
                clause if pending is None else _Clause(pending.first, clause.last, clause.name_last, None, False, False)
            )
            continue
        start = pending.first if pending is not None else clause.first
        if pending is None and clause.value is None and is_first is False and _is_closing(script.text, clause):
            table.set_aside.append(("notes and lines below the table", script.pieces(clause.first, clause.last)))
            continue
        _add_row(script, start, clause, levels, project, is_first=is_first, is_joined=pending is not None)
        pending, is_first = None, False
    if pending is not None:
        _add_row(script, pending.first, pending, levels, project, is_first=is_first, is_joined=True)


def _actual_start(text: str, clause: _Clause) -> int | None:
    """Return where the result begins in a clause that tells one: `实际6架`, `实际完成6架`, `实际完成`."""
    match = _ACTUAL.match(text, clause.first, clause.last)
    if match is None:
        return None
    return match.end() if match.end() < clause.last else clause.first + len("实际")


def _split_loosely(text: str, clause: _Clause) -> _Clause:
    """Split a clause of words where a word opens that often opens a value; never sure."""
    openings = re.compile(alternatives(word for word in fused_words("value_opening") if len(word) > 1))
    found = [match.start() for match in openings.finditer(text, clause.first + 3, clause.last)]
    cut = found[-1] if found else None
    if cut is None:
        return clause
    return _Clause(clause.first, clause.last, cut, (cut, clause.last), False, clause.ends)


def _is_closing(text: str, clause: _Clause) -> bool:
    """Whether a clause without a value is the signature below the text: an office, a date."""
    return bool(re.search(r"20\d\d年\d{1,2}月\d{1,2}日?$|(?:政府|局|委员会|办公室)$", text[clause.first : clause.last]))


def _clauses(text: str, first: int, last: int) -> Iterator[_Clause]:
    place = first
    marks = [(match.start(), match.end(), match.group()) for match in _BREAK.finditer(text, first, last)]
    for start, end, mark in [*marks, (last, last, "。")]:
        if text.count("(", place, start) > text.count(")", place, start):
            continue
        begin = _LEAD.match(text, place, start).end()  # type: ignore[union-attr]
        number = _NUMBERING.match(text, begin, start)
        begin = number.end() if number and number.end() < start else begin
        begin = _LEAD.match(text, begin, start).end()  # type: ignore[union-attr]
        if begin < start:
            yield _split_clause(text, begin, start, ends=mark != ",")
        place = end


def _split_clause(text: str, first: int, last: int, *, ends: bool) -> _Clause:
    """Return a clause with its value, which ends where the clause ends."""
    closed = {place for match in _BRACKET.finditer(text, first, last) for place in range(match.start(), match.end())}
    for start in range(first + 1, last):
        if start in closed or (text[start].isdigit() and text[start - 1].isdigit()):
            continue
        if _RATED.fullmatch(text, start, last):
            return _Clause(first, last, _name_end(text, first, start), (start, last), True, ends)
        tokens = (*figures_at(text, start, frozenset()), *periods_at(text, start))
        if any(token.last == last for token in tokens):
            return _Clause(first, last, _name_end(text, first, start), (start, last), True, ends)
    for start in range(first + 2, last):
        if start not in closed and text[start:last] in value_words():
            return _Clause(first, last, _name_end(text, first, start), (start, last), True, ends)
    joint = re.compile(r"[:为]").search(text, first + 2, last - 1)
    if joint is not None and joint.start() not in closed:
        return _Clause(first, last, joint.start(), (joint.end(), last), True, ends)
    return _split_words(text, first, last, ends=ends)


def _split_words(text: str, first: int, last: int, *, ends: bool) -> _Clause:
    """Split a clause of words only where a name's end meets a value's beginning."""
    endings = re.compile(rf"(?:{alternatives(fused_words('name_ending'))})(?:\([^()]*\))?")
    openings = re.compile(alternatives(fused_words("value_opening")))
    cuts = [match.end() for match in endings.finditer(text, first, last) if match.end() < last - 1]
    for cut in cuts:
        if openings.match(text, cut, last):
            return _Clause(first, last, cut, (cut, last), len(cuts) == 1, ends)
    return _Clause(first, last, last, None, False, ends)


def _name_end(text: str, first: int, last: int) -> int:
    joint = _JOINT.search(text[first:last])
    return first + joint.start() if joint and joint.start() > 1 else last


def _give_actual(script: Script, project: ProjectReading, first: int, last: int) -> None:
    """Give a result to the row before it; words that only say 实际 are labels."""
    row = project.rows[-1]
    if first >= last or "actual" in row.beside:
        project.strays += script.pieces(min(first, last - 1), last)
        return
    project.rows[-1] = Row(
        row.level1, row.level2, row.level1_piece, row.level2_piece, row.pair, row.is_first_of_level2,
        {**row.beside, "actual": script.to_text(first, last)},
    )  # fmt: skip


def _add_row(
    script: Script,
    first: int,
    clause: _Clause,
    levels: tuple[tuple[Label, Piece] | None, tuple[Label, Piece] | None],
    project: ProjectReading,
    *,
    is_first: bool,
    is_joined: bool,
) -> None:
    level1, level2 = levels
    name = script.to_text(first, clause.name_last)
    value: Text | None = script.to_text(*clause.value) if clause.value else None
    is_doubtful = is_joined or not clause.is_sure
    oddities = (("two_readings",) if is_doubtful else ()) + (() if value is not None else ("no_value",))
    project.rows.append(
        Row(
            level1[0] if level1 else None,
            level2[0] if level2 else None,
            level1[1] if level1 else None,
            level2[1] if level2 else None,
            Pair(name, value, oddities, 2.5 if is_doubtful else 0.5),
            is_first,
        )
    )
    if is_doubtful:
        message = f"“{name.text[:60]}”与其前后文字的分界不确定"
        project.doubts.append(ReadingDoubt(_TIE, message, name.pieces, len(project.rows) - 1))
