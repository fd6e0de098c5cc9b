"""The head of a form in fused text: keys with their values behind them, the money table, goals, title.

In: the stretch of text before a header. Out: `FormHead`. A value runs from its key to the next one; figures that touch
are cut by what the money table's columns say of each other: executed = budget × rate, equal decimals, ten points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from transform.fused.money import MONEY_COLUMNS, split_figures, sum_of_parts
from transform.fused.script import Script
from transform.fused.words import fused_words, key_word
from transform.keys import parse_key
from transform.tabular.form_fields import FormHead
from transform.vocabulary import is_title, parse_unit_line

_TEXTS: Final = frozenset(
    {
        "project_name",
        "unit_name",
        "department",
        "project_code",
        "department_code",
        "unit_code",
        "project_period",
        "project_type",
    }
)
_NAMED: Final = _TEXTS - {"project_period", "project_type"}
_GOALS: Final = frozenset({"goal", "long_goal", "adjusted_goal", "achieved"})
_ROWS: Final = frozenset({"amount", "fiscal", "carried", "other", "total_investment"})
_ASIDE: Final = {"person": "persons", "about": "description of the project"}
_MONEY_KEYS: Final = _ROWS | {"money", "budget"}
_WHOLE_AND_PARTS: Final = ["amount", "other", "other"]  # 资金总额, 基本支出, 项目支出
_TASKS: Final = re.compile(r"(?:主要|任务|工作|具体|项目)(?:内容|名称)$")  # 金额 heads a column of the tasks above it
_TITLE: Final = re.compile(r"[^:。]{0,50}?绩效[^:。]{0,14}?表")
_PARTS: Final = re.compile(r"基本支出项目支出(?=\d)")
_YEAR: Final = re.compile(r"\(?\d{4}年度?\)?")
_MONEY_LINE: Final = re.compile(r"(?:金额)?单位:?\(?([百千万亿]*元)\)?")
_CODE: Final = re.compile(r"[\[(]?(\d{3,9})[\])]?[-_、]?(?=[\u4e00-\u9fa5])")
_SENTENCE: Final = re.compile(r"[^。!]*[。!]|[^。!]+$")
_SHORTEST_AGAIN: Final = 7
_NUMBERED: Final = re.compile(r"(?<![\d.])1[.、](?=\D)")


@dataclass(frozen=True, slots=True)
class _Key:
    first: int
    last: int
    field: str
    unit: str | None


def read_head(script: Script, first: int, last: int) -> tuple[FormHead, list[str]]:
    """Return what the head `text[first:last]` says, and the Chinese messages of what could not be settled."""
    head = FormHead()
    doubts: list[str] = []
    keys = _keys(script, first, last)
    _read_title(head, script, first, keys[0].first if keys else last)
    at = 0
    while at < len(keys):
        at = _read_key(head, script, keys, at, last, doubts)
    return head, doubts


def _keys(script: Script, first: int, last: int) -> list[_Key]:
    """Return the keys of a head; inside a goal only another goal is a key."""
    found: list[_Key] = []
    title = _TITLE.match(script.text, first, last)
    place = title.end() if title else first
    in_goal = False
    while match := key_word().search(script.text, place, last):
        place = match.end()
        start, word = match.start(), match["key"]
        if not found and _MONEY_LINE.match(script.text, start, last):
            continue  # 单位:万元 is nobody's name
        follows_key = bool(found) and found[-1].last == start
        if found and found[-1].field == "project_name" and not follows_key and word.startswith("项目"):
            short = key_word().match(script.text, start + 2, last)
            if short is not None and short.end() >= match.end():
                start, word, place = start + 2, short["key"], short.end()  # the name ends in 项目
        if found and follows_key and found[-1].field == "block" and word.endswith("率得分"):
            place -= 2
            word = word[:-2]
        key = parse_key(word)
        if key is None:
            continue
        field = "about" if _TASKS.search(script.text[first:start]) and key.field in _MONEY_KEYS else key.field
        if in_goal and not (field in _GOALS and (follows_key or _closes_goal(script, found[-1].last, match))):
            continue
        if field in _GOALS and not found and "绩效" in match["key"] and not match["key"].endswith(":"):
            continue  # a word of the title
        if follows_key and field in {"goal", "amount", "money"} and found[-1].field in _NAMED:
            continue  # 项目名称 年度预算…: a name may begin as a key does
        in_goal = field in _GOALS
        found.append(_Key(start, place, field, key.unit))
    return found


def _closes_goal(script: Script, first: int, match: re.Match[str]) -> bool:
    """Whether a goal's text is over where another key of a goal stands: behind a full stop."""
    return match.start() > first and script.text[match.start() - 1] in "。;!" and len(match["key"]) > 4


def _read_title(head: FormHead, script: Script, first: int, last: int) -> None:
    """Read what stands before the first key: the title, its year, the unit of money."""
    if last <= first:
        return
    text = script.text[first:last]
    pieces = script.pieces(first, last)
    head.set_aside.append(("title and lines above the table", pieces))
    unit = _MONEY_LINE.search(text)
    if unit:
        head.money_unit = unit[1]
    end = text.find("表")
    if end < 0 or "绩效" not in text:
        return
    title = script.pieces(first, first + end + 1)
    if title and is_title(text[: end + 1]):
        head.title = title[0]
        head.heading = ["".join(piece.text for piece in title)]
        year = _YEAR.match(text, end + 1)
        if year:
            head.heading.append(year.group())


def _read_key(head: FormHead, script: Script, keys: list[_Key], at: int, last: int, doubts: list[str]) -> int:
    """Read one key, or a run of keys that stand together, with what follows; return the number of the next key."""
    key = keys[at]
    end = keys[at + 1].first if at + 1 < len(keys) else last
    head.set_aside.append(("words of the form", script.pieces(key.first, key.last)))
    if key.unit and head.money_unit is None:
        head.money_unit = key.unit
    run = at
    while run + 1 < len(keys) and keys[run + 1].first == keys[run].last:
        run += 1
    if key.field in _GOALS and run > at:
        return _read_goals(head, script, keys[at : run + 1], run + 1, keys, last, doubts)
    if key.field in MONEY_COLUMNS | {"amount", "money"} and run > at:
        return _read_money(head, script, keys, at, run, last, doubts)
    _take(head, script, key, key.last, end)
    return at + 1


def _take(head: FormHead, script: Script, key: _Key, first: int, last: int) -> None:
    """Give the text of one key to its field."""
    if first >= last:
        return
    unit = (
        _MONEY_LINE.search(script.text, first, last)
        if key.field in {"unit_name", "department", "project_name"}
        else None
    )
    if unit and unit.end() == last:
        head.money_unit = head.money_unit or unit[1]
        head.set_aside.append(("title and lines above the table", script.pieces(unit.start(), last)))
        last = unit.start()
    if key.field in _ROWS | {"initial_budget", "budget", "executed", "money"}:
        _take_figure(head, script, key, first, last)
        return
    if key.field in _ASIDE or key.field == "block":
        head.set_aside.append((_ASIDE.get(key.field, "points of the budget's execution"), script.pieces(first, last)))
        return
    if key.field in {"unit_name", "department"}:
        code = _CODE.match(script.text, first, last)
        if code:
            head.fields.setdefault("unit_code", []).extend(script.pieces(*code.span(1)))
            marks = (*script.pieces(first, code.start(1)), *script.pieces(code.end(1), code.end()))
            head.set_aside.append(("marks around the code of the unit", marks))
            first = code.end()
    pieces = script.pieces(first, last)
    if head.fields.get(key.field):
        head.set_aside.append(("words of the form", pieces))
    elif pieces:
        head.fields[key.field] = list(pieces)


def _take_figure(head: FormHead, script: Script, key: _Key, first: int, last: int) -> None:
    name = {"money": "amount"}.get(key.field, key.field)
    parts = _PARTS.match(script.text, first, last)
    if parts is not None and name == "amount" and not head.fields.get(name):
        whole = sum_of_parts(script, parts.end(), last)
        if whole is not None:
            head.fields[name] = list(script.pieces(parts.end(), whole))
            head.set_aside.append(("more figures and words of the budget", script.pieces(first, parts.end())))
            head.set_aside.append(("more figures and words of the budget", script.pieces(whole, last)))
            return
    match = re.compile(r":?[¥]?(\d[\d,]*(?:\.\d+)?(?:[百千万亿]*元|万)?)").match(script.text, first, last)
    if match is None or head.fields.get(name):
        head.set_aside.append(("more figures and words of the budget", script.pieces(first, last)))
        return
    head.fields[name] = list(script.pieces(*match.span(1)))
    if match.end() < last:
        head.set_aside.append(("more figures and words of the budget", script.pieces(match.end(), last)))


def _read_money(
    head: FormHead, script: Script, keys: list[_Key], at: int, run: int, last: int, doubts: list[str]
) -> int:
    """Read a table of money: a run of columns, then rows (年度资金总额, 其中…) with a figure for each column."""
    columns = [key.field for key in keys[at : run + 1]]
    rows = run + 1
    if columns[-1] in _ROWS and any(field in MONEY_COLUMNS for field in columns):
        columns, rows = columns[:-1], run
    if columns[0] == "money" or (columns[0] == "amount" and "budget" in columns):
        columns = columns[1:]
    columns = [field for field in columns if field != "money"]
    if len(columns) < 2 or not {"budget", "initial_budget", "executed", "amount"} & set(columns):
        return _read_plain_money(head, script, keys, at, run, last)
    for key in keys[at + 1 : rows]:
        head.set_aside.append(("words of the form", script.pieces(key.first, key.last)))
        if key.unit and head.money_unit is None:
            head.money_unit = key.unit
    is_first = True
    if (
        rows == run + 1
        and rows < len(keys)
        and keys[rows].field in _ROWS | {"money"}
        and keys[run].last < keys[rows].first
    ):
        # the first row's key is damaged
        between = (keys[run].last, keys[rows].first)
        head.set_aside.append(("more figures and words of the budget", script.pieces(*between)))
        doubts.append(f"项目资金“{script.text[slice(*between)][:60]}”无法拆分为各栏数字")
    while rows < len(keys) and (keys[rows].field in _ROWS | {"money"}):
        key = keys[rows]
        end = keys[rows + 1].first if rows + 1 < len(keys) else last
        head.set_aside.append(("words of the form", script.pieces(key.first, key.last)))
        if is_first and key.last < end:
            _read_money_row(head, script, key, end, columns, doubts)
            is_first = False
        elif key.last < end:
            head.set_aside.append(("more figures and words of the budget", script.pieces(key.last, end)))
        rows += 1
    if is_first and rows == run + 1 and keys[run].last < last:
        end = keys[rows].first if rows < len(keys) else last
        _read_money_row(head, script, keys[run], end, columns, doubts)
    return rows


def _read_money_row(head: FormHead, script: Script, key: _Key, end: int, columns: list[str], doubts: list[str]) -> None:
    whole = sum_of_parts(script, key.last, end) if columns == _WHOLE_AND_PARTS else None
    if whole is not None and "amount" not in head.fields:
        head.fields["amount"] = list(script.pieces(key.last, whole))
        head.set_aside.append(("more figures and words of the budget", script.pieces(whole, end)))
        return
    splits = split_figures(script, key.last, end, columns)
    if not splits:
        head.set_aside.append(("more figures and words of the budget", script.pieces(key.last, end)))
        doubts.append(f"项目资金“{script.text[key.last : end][:60]}”无法拆分为各栏数字")
        return
    cells = splits[0]
    # A figure that another cut gives other digits is in no field: which one was printed is for an auditor to say.
    open_cells = {cell for cell in cells if any(cell not in other for other in splits[1:])}
    for field, first, last in cells:
        if first == last:
            continue
        if (field, first, last) in open_cells and field not in {"block", "rate"}:
            head.set_aside.append(("figures that may be cut in two ways", script.pieces(first, last)))
            continue
        if field == "block" or field in head.fields or script.text[first:last].strip("-/") == "":
            head.set_aside.append(("points of the budget's execution", script.pieces(first, last)))
        else:
            head.fields[field] = list(script.pieces(first, last))
    stop = cells[-1][2]
    if stop < end:
        head.set_aside.append(("more figures and words of the budget", script.pieces(stop, end)))
    if len(splits) > 1:
        said = "、".join(script.text[first:last] for _, first, last in splits[0])
        other = "、".join(script.text[first:last] for _, first, last in splits[1])
        doubts.append(f"项目资金各栏数字相连，读作“{said}”，也可读作“{other}”")


def _read_plain_money(head: FormHead, script: Script, keys: list[_Key], at: int, run: int, last: int) -> int:
    """Read keys that only follow each other: 项目资金 年度资金总额 35."""
    for key in keys[at:run]:
        head.set_aside.append(("words of the form", script.pieces(key.first, key.last)))
        if key.unit and head.money_unit is None:
            head.money_unit = key.unit
    key = keys[run]
    if key.unit and head.money_unit is None:
        head.money_unit = key.unit
    end = keys[run + 1].first if run + 1 < len(keys) else last
    head.set_aside.append(("words of the form", script.pieces(key.first, key.last)))
    _take(head, script, key, key.last, end)
    return run + 1


def _read_goals(
    head: FormHead, script: Script, run: list[_Key], following: int, keys: list[_Key], last: int, doubts: list[str]
) -> int:
    """Read goals whose keys stand side by side: the text below is the one's, then the other's."""
    for key in run[1:]:
        head.set_aside.append(("words of the form", script.pieces(key.first, key.last)))
    first = run[-1].last
    end = keys[following].first if following < len(keys) else last
    fields = list(dict.fromkeys(key.field for key in run))
    if run[0].field == "goal" and len(run) > 2 and run[1].field == "goal":
        fields = list(dict.fromkeys(key.field for key in run[1:]))
    if {"goal", "long_goal"} <= set(fields) and "achieved" not in fields and run[1].field != "goal":
        fields = [key.field for key in run[-2:]] if len(run) > 2 else fields
    if len(fields) < 2:
        _take(head, script, _Key(0, 0, fields[0], None), first, end)
        return following
    cut, is_sure = _cut_goals(script.text, first, end)
    _take(head, script, _Key(0, 0, fields[0], None), first, cut)
    _take(head, script, _Key(0, 0, fields[1], None), cut, end)
    if not is_sure and end > first:
        doubts.append("预期目标与实际完成情况相连，分界不确定")
    return following


def _cut_goals(text: str, first: int, last: int) -> tuple[int, bool]:
    """Return where the second of two texts begins, and whether something says so."""
    half = (last - first) // 2
    if half > 1 and text[first : first + half] == text[last - half : last]:
        # Of an odd number one character is more: 储备物资。已储备物资。
        is_odd, closes = (last - first) % 2, text[first + half - 1] in "。;；!"
        if not is_odd or closes:
            return first + half, True
    for length in range((last - first) // 2, _SHORTEST_AGAIN, -1):
        if text[last - 2 * length : last - length] == text[last - length : last]:
            return last - length, True  # the second text is the end of the first one told again
    numbered = [match.start() for match in _NUMBERED.finditer(text, first, last)]
    if len(numbered) > 1:
        return numbered[1], True
    sentences = [match.span() for match in _SENTENCE.finditer(text, first, last) if match.end() > match.start()]
    marks = fused_words("achieved")
    for start, end in sentences[1:]:
        if any(mark in text[start:end] for mark in marks):
            return start, True
    if len(sentences) == 2:
        return sentences[1][0], True
    return (sentences[-1][0] if len(sentences) > 1 else last), False


__all__ = ["parse_unit_line", "read_head"]
