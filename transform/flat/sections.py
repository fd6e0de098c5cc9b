"""A flattened text cut into tables: what stands above each header, its body, and what is no row of it.

In: items and headers. Out: `FlatSection`s in their order. A form ends where the next one's title or first key stands; a header
that is printed again below its own rows opens no table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.flat.fit import CODED_UNIT, fit, shape_of
from transform.flat.header import FlatHeader
from transform.flat.items import Item
from transform.keys import parse_key, split_key
from transform.pieces import CELL, Piece
from transform.quantities import squeeze
from transform.vocabulary import (
    is_note,
    is_page_furniture,
    is_part_heading,
    is_title,
    is_total,
    parse_header,
    parse_labels,
    parse_unit_line,
)

_OPENING: Final = frozenset({"project_name", "department", "unit_name", "unit_code", "project_code"})
_FOOT_KEYS: Final = frozenset({"about", "person", "total_score"})
_TOTALS: Final = frozenset({"总分", "总得分", "得分合计", "自评总分", "总计", "合计"})
_GRADES: Final = frozenset({"优", "良", "中", "差", "优秀", "良好"})
_TABLE_TITLE: Final = re.compile(r".{2,60}表(?:\(.*\))?")
OTHERS: Final = "other tables above"
NOTES: Final = "notes and lines below the table"
_PAGE: Final = re.compile(r"\d{1,3}")
_RUNNING: Final = re.compile(r"\D{0,20}(?:19|20)\d\d年?度?\D{0,20}(?:预算|决算|公开)\D{0,12}")  # 某局2024年部门预算公开
_MOST_RUNNING: Final = 4  # lines at the foot of a page and the head of the next
# A table of another kind, where a unit of money follows its title.
_MONEY_TITLE: Final = re.compile(
    r".{0,30}(?:收支|收入|支出|采购|拨款|经费|预算|决算|资产|债务|清单|明细|统计|情况)[^,，。;；]{0,8}表(?:\(.*\))?"
)
_ATTACHMENT: Final = re.compile(r"附[件表]\d{0,2}(?:-\d{1,2})?:?|公开\d{1,2}表|表\d{1,2}")
_CELLS_A_ROW: Final = 1.8  # with so many cells a line, on average, a line is a row
_MOST_FIGURES: Final = 3  # above the title: with more of them another table stands there


@dataclass(slots=True)
class FlatSection:
    """One table: the items above it, its header, the items of its rows, totals, and what is set aside with its reason."""

    above: list[Item]
    header: FlatHeader
    body: list[Item] = field(default_factory=list)
    totals: list[Piece] = field(default_factory=list)
    set_aside: list[tuple[str, tuple[Piece, ...]]] = field(default_factory=list)


def items_to_sections(items: Sequence[Item], headers: Sequence[FlatHeader]) -> list[FlatSection]:
    """Return the tables of a text."""
    sections: list[FlatSection] = []
    start = 0
    for number, header in enumerate(headers):
        above = list(items[start : header.start])
        end = headers[number + 1].start if number + 1 < len(headers) else len(items)
        start = _body_end(items, header, end)
        body = list(items[header.end : start])
        running: list[Item] = []
        if (
            number + 1 < len(headers)
            and start == headers[number + 1].start
            and headers[number + 1].fields == header.fields
        ):
            cut = _running_start(body)
            body, running = body[:cut], body[cut:]
        words = tuple(piece for item in items[header.start : header.end] for piece in item.pieces)
        if sections and not _has_text(above) and sections[-1].header.fields == header.fields:
            section = sections[-1]
        else:
            section = FlatSection(above, header)
            sections.append(section)
        section.set_aside.append(("header", words))
        section.totals.extend(piece for item in header.totals for piece in item.pieces)
        section.set_aside.append((NOTES, tuple(piece for item in running for piece in item.pieces)))
        _sort_body(section, body, line_is_row=is_row_a_line(body))
    sections[-1].set_aside.append((NOTES, tuple(piece for item in items[start:] for piece in item.pieces)))
    return sections


def _running_start(body: Sequence[Item]) -> int:
    """Return where what a page prints at its foot, and the next at its head, begins before a header printed again."""
    starts = [at for at, item in enumerate(body) if item.opens_line]
    cut = len(body)
    for start in reversed(starts[-_MOST_RUNNING:]):
        line = [item for item in body[start:] if item.pieces]
        if (
            line
            and (is_page_furniture(line[0].text) or _PAGE.fullmatch(squeeze(line[0].text)))
            and _is_alone(body, start)
        ):
            return start
        text = "".join(item.text for item in body[start:cut])
        cut = start if _RUNNING.fullmatch(squeeze(text)) else cut
    return cut


def _is_alone(items: Sequence[Item], place: int) -> bool:
    """Whether an item is the only one of its line."""
    return items[place].opens_line and (place + 1 == len(items) or items[place + 1].opens_line)


def is_row_a_line(body: Sequence[Item]) -> bool:
    """Whether most lines of a body hold several cells."""
    lines: list[int] = []
    for item in body:
        if item.opens_line:
            lines.append(0)
        if lines and item.pieces:
            lines[-1] += 1
    filled = [count for count in lines if count]
    return len(filled) > 1 and sum(filled) >= _CELLS_A_ROW * len(filled)


def _has_text(items: Sequence[Item]) -> bool:
    return any(item.pieces and not is_page_furniture(item.text) for item in items)


def cut_at_title(above: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Return the items above a table, parted before its own title: what has a title or many figures is another table."""
    titles = [at for at, item in enumerate(above) if item.pieces and _TABLE_TITLE.fullmatch(squeeze(item.text))]
    cut = titles[-1] if len(titles) > 1 and is_title(above[titles[-1]].text) else 0
    last = next((at for at in range(len(above) - 1, -1, -1) if is_title(above[at].text)), 0)
    figures = sum(shape_of(item.text).is_figure for item in above[:last] if item.pieces)
    cut = max(cut, last) if figures > _MOST_FIGURES else cut
    return list(above[:cut]), list(above[cut:])


def _body_end(items: Sequence[Item], header: FlatHeader, end: int) -> int:
    """Return where the rows below a header end: at the next title, or at the first key of the next form."""
    for place in range(header.end, end):
        item = items[place]
        if not item.pieces:
            continue
        if is_part_heading(item.text) and item.boundary != CELL:
            return place
        if is_title(item.text) and (item.opens_line or item.boundary == "blank") and not _is_name(items, place):
            return _before_attachment(items, place, header.end)
        if _is_title_of_money(items, place):
            return _before_attachment(items, place, header.end)
        if not header.is_list and parse_unit_line(item.text) and "单位" in item.text:
            return _line_start(items, place, header.end)
        if not header.is_list and _opens_head(items, place, end):
            return place
    return end


def _before_attachment(items: Sequence[Item], place: int, first: int) -> int:
    """Return where a title begins with the number of its attachment, which stands on the line above."""
    before = next((at for at in range(place - 1, first - 1, -1) if items[at].pieces), first)
    is_number = before > first and items[before].opens_line and _ATTACHMENT.fullmatch(squeeze(items[before].text))
    return before if is_number else place


def _is_title_of_money(items: Sequence[Item], place: int) -> bool:
    """Whether a line alone is the title of a table of money: its unit follows."""
    if not _is_alone(items, place) or not _MONEY_TITLE.fullmatch(squeeze(items[place].text)):
        return False
    following = next((item for item in items[place + 1 :] if item.pieces), None)
    return following is not None and following.opens_line and parse_unit_line(following.text) is not None


def _line_start(items: Sequence[Item], place: int, first: int) -> int:
    """Return where the line of an item begins; where no line begins behind the header, the office before it goes with it."""
    opening = next((at for at in range(place, first - 1, -1) if items[at].opens_line), None)
    if opening is not None:
        return opening
    return place - 1 if place > first and CODED_UNIT.fullmatch(squeeze(items[place - 1].text)) else place


def _is_name(items: Sequence[Item], place: int) -> bool:
    """Whether what looks like a title is the name of an indicator: its target follows."""
    return place + 1 < len(items) and shape_of(items[place + 1].text).is_figure


def _opens_head(items: Sequence[Item], place: int, end: int) -> bool:
    key = parse_key(items[place].text) or ((both := split_key(items[place].text)) and both[0]) or None
    if key is None or key.field not in _OPENING or shape_of(items[place].text).word in {"单位", "部门", "项目"}:
        return False
    following = [item for item in items[place + 1 : min(end, place + 10)] if item.pieces]
    return sum(parse_key(item.text) is not None or split_key(item.text) is not None for item in following) >= 2


def _sort_body(section: FlatSection, body: Sequence[Item], *, line_is_row: bool) -> None:
    """Give the items of a body to its rows, its totals, or what is set aside."""
    place = 0
    while place < len(body):
        item = body[place]
        kind = _kind(section, body, place, line_is_row=line_is_row)
        if kind is None:
            section.body.append(item)
            place += 1
            continue
        end = _line_end(body, place) if line_is_row else _foot_end(body, place, kind)
        pieces = tuple(piece for one in body[place:end] for piece in one.pieces)
        if kind == "total":
            section.totals.extend(pieces)
        else:
            section.set_aside.append((NOTES, pieces))
        place = end


def _kind(section: FlatSection, body: Sequence[Item], place: int, *, line_is_row: bool) -> str | None:
    """Return what an item opens that is no row: `total`, `foot`, `furniture`; None for what may stand in a row."""
    item = body[place]
    if not item.pieces or (line_is_row and not _is_first_text(body, place)):
        return None
    word = squeeze(item.text)
    if (
        word.rstrip(":") in _TOTALS
        or is_total(item.text)
        or _is_subtotal(section, body, place, line_is_row=line_is_row)
    ):
        return None if section.header.is_list and not line_is_row and _is_followed_by_text(body, place) else "total"
    if item.opens_line and is_page_furniture(item.text):
        return "furniture"
    if item.opens_line and is_title(item.text) and not _is_name(body, place):
        return "furniture"
    key = parse_key(item.text)
    is_foot_key = (
        key is not None and key.field in _FOOT_KEYS and not parse_labels(item.text) and not parse_header(item.text)
    )
    is_foot = is_note(item.text) or is_foot_key or word in {"其他需要说明事项", "其他需要说明的事项"}
    if not is_foot or (parse_header(item.text) and not _is_note_word(word)):
        return None
    return "foot" if line_is_row or not _is_followed_by_figure(body, place) else None


def _is_subtotal(section: FlatSection, body: Sequence[Item], place: int, *, line_is_row: bool) -> bool:
    """Whether a line of a list has a unit and what it has in all: 某局, 小计, 60; or below the header 某局, 60 alone."""
    if not line_is_row or not section.header.is_list:
        return False
    line = [item for item in body[place : _line_end(body, place)] if item.pieces]
    if len(line) == 2 and {"unit_name", "amount"} <= {*section.header.fields}:
        # Only straight below the header: elsewhere it may be an indicator without its labels (新建卫生所, 5).
        return place == 0 and fit(line[0].text, "unit_name") < 1 and shape_of(line[1].text).kind == "number"
    return len(line) > 2 and is_total(line[1].text) and all(shape_of(item.text).is_figure for item in line[2:])


def _is_note_word(word: str) -> bool:
    return word.startswith(("备注", "注", "说明", "填"))


def _is_first_text(body: Sequence[Item], place: int) -> bool:
    at = place
    while at >= 0 and not body[at].opens_line:
        at -= 1
    return not any(item.pieces for item in body[max(at, 0) : place])


def _is_followed_by_text(body: Sequence[Item], place: int) -> bool:
    following = next((item for item in body[place + 1 :] if item.pieces), None)
    return following is not None and not shape_of(following.text).is_figure


def _is_followed_by_figure(body: Sequence[Item], place: int) -> bool:
    return place + 1 < len(body) and shape_of(body[place + 1].text).is_figure and not is_note(body[place].text + ":")


def _line_end(body: Sequence[Item], place: int) -> int:
    return next((at for at in range(place + 1, len(body)) if body[at].opens_line), len(body))


def _foot_end(body: Sequence[Item], place: int, kind: str) -> int:
    """Return where a total or a note ends in a text without lines: at the next label or total."""
    for at in range(place + 1, len(body)):
        item = body[at]
        if item.is_blank:
            continue
        shape = shape_of(item.text)
        if kind == "total" and not (shape.is_figure or shape.kind == "null" or shape.word in _GRADES):
            return at
        if kind == "furniture" or shape.levels or shape.word in _TOTALS:
            return at
    return len(body)
