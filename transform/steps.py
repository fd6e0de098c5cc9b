"""The steps that are open at one place of a table's body, and what each costs.

In: the pieces of a body and a place. Out: `Step`s: a label, a name with its value, two lists, a project's head, a total, a
stray. A cost says how odd the step is: 0 is what a tidy table does, and nothing odd is forbidden, so that a strange
table is read with doubt and not lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from transform.heads import Head, head_cost, is_unit_code, looks_like_amount, read_head
from transform.pieces import BLANK, CELL, LINE, PARAGRAPH, Piece
from transform.quantities.words import signs_before
from transform.shapes import is_code, is_value
from transform.vocabulary import Label, is_bare_label, is_total, parse_labels

# What each oddity costs. Measured on the first document in its flattenings; the order matters, not the figures.
LABEL_AS_NAME: Final = 3.0  # 服务对象满意度 used as a name
FULL_LABEL_AS_NAME: Final = 7.0  # 数量指标 used as a name
VALUE_AS_NAME: Final = 4.0  # 3.5万元/年 used as a name
MARK_AS_NAME: Final = 8.0  # ≤ or 合计 used as a name
NO_VALUE: Final = 4.0  # a name without a value
UNKNOWN_VALUE: Final = 5.0  # a sentence used as a value
UNKNOWN_LAST_VALUE: Final = 3.0  # the same, where it closes its row
VALUE_ELSEWHERE: Final = 3.5  # name and value on two lines of a table that has a row a line
TWO_ON_A_LINE: Final = 3.0  # two indicators on such a line
FUSED: Final = 2.0  # a value run into its name
SIGN_IN_NAME: Final = 0.5  # the value's sign left at the end of the name
UNEQUAL_LISTS: Final = 3.5  # three names with two values
JOIN_BLANK: Final = 1.0  # a blank inside a name
JOIN_VALUE_BLANK: Final = 0.3  # a blank inside a value, as in ≤ 1.20万元
JOIN_PARAGRAPH: Final = 2.0  # a name of two paragraphs
VALUE_INSIDE_NAME: Final = 3.0  # 200元 as a part of a name
HEAD_ON_ITS_OWN_LINE: Final = 1.5  # a head whose first indicator begins on the next line
STRAY: Final = 9.0  # a piece that is nothing of all this
STRAY_CODE: Final = 1.0  # a long row of digits
TOTAL: Final = 0.2  # a total row
_MOST_JOINED: Final = 8
_MOST_VALUE_PIECES: Final = 4
_FURTHEST_LABEL: Final = 80  # pieces: a goal in text whose cells are parted by blanks may have dozens
_MOST_HEAD_ENDS: Final = 8
_NOTHING_ODD: Final[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Some neighbouring pieces read as one text, as printed."""

    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value as printed, what was odd about them, and what that cost."""

    name: Text
    value: Text | None
    oddities: tuple[str, ...] = _NOTHING_ODD
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One move of the path over the pieces up to `end`: what it reads there, at what cost."""

    role: str  # "level1", "level2", "pair", "first head", "head", "total", "stray"
    end: int
    cost: float
    label: Label | None = None
    pairs: tuple[Pair, ...] = ()
    head: Head | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The pieces of a table's body, the header's fields, and where its labels stand."""

    pieces: tuple[Piece, ...]
    fields: tuple[str, ...]
    line_is_row: bool
    labels: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, pieces: Sequence[Piece], fields: Sequence[str], *, line_is_row: bool) -> Body:
        """Return a body with its labels found."""
        labels = tuple(place for place, piece in enumerate(pieces) if parse_labels(piece.text))
        return cls(tuple(pieces), tuple(fields), line_is_row, labels)


def steps_at(body: Body, start: int) -> Iterator[Step]:
    """Yield the steps that begin at `start`."""
    piece = body.pieces[start]
    in_head = not body.labels or start <= body.labels[0]
    for label in parse_labels(piece.text):
        yield Step(f"level{label.level}", start + 1, 0.0, label)
    yield Step("stray", start + 1, STRAY_CODE if is_code(piece.text) else STRAY)
    if is_total(piece.text):
        has_amount = start + 1 < len(body.pieces) and looks_like_amount(body.pieces[start + 1])
        if has_amount and not (in_head and _is_code_of_next(body, start + 1)):
            yield Step("total", start + 2, TOTAL)
        yield Step("total", start + 1, TOTAL + (0.1 if has_amount else 0.0))
    yield from _head_steps(body, start, in_head=in_head)
    yield from _list_steps(body, start)
    for end, cost, oddities in _names(body, start):
        yield from _pair_steps(body, start, end, cost, oddities)


def _is_code_of_next(body: Body, place: int) -> bool:
    """Whether the figure behind 合计 is the code of the project below: a code, and a name behind it."""
    following = body.pieces[place + 1 : place + 2]
    opens_line = body.pieces[place].boundary == LINE
    return (
        "unit_code" in body.fields
        and opens_line
        and is_unit_code(body.pieces[place])
        and bool(following)
        and not looks_like_amount(following[0])
        and not is_unit_code(following[0])
    )


# --- heads ------------------------------------------------------------------------------------------------------


def _head_steps(body: Body, start: int, *, in_head: bool) -> Iterator[Step]:
    """Yield the heads that begin at `start` and end before a label; below the first label a head opens a new project."""
    piece = body.pieces[start]
    if parse_labels(piece.text) or is_total(piece.text) or (body.line_is_row and start and piece.boundary != LINE):
        return
    ends = [label for label in body.labels if start < label <= start + _FURTHEST_LABEL]
    for end in ends[: _MOST_HEAD_ENDS if in_head else 1]:
        pieces = body.pieces[start:end]
        if not in_head and not _may_be_head(pieces):
            return
        head = read_head(pieces, body.fields)
        cost = head_cost(head, body.fields, is_first=in_head)
        if cost is not None:
            cost += _own_line_cost(body, start, end)
            yield Step("first head" if in_head else "head", end, cost, head=head)


def _may_be_head(pieces: Sequence[Piece]) -> bool:
    """Whether pieces below indicators can begin a project at all: a name, and an amount or code at its side."""
    return len(pieces) > 1 and (is_unit_code(pieces[0]) or looks_like_amount(pieces[1]) or
                                any(looks_like_amount(piece) for piece in pieces[1:4]))  # fmt: skip


def _own_line_cost(body: Body, start: int, end: int) -> float:
    """Return what it costs that a head stands on lines of its own, or runs over several."""
    if not body.line_is_row or start == 0:
        return 0.0
    lines = sum(piece.boundary == LINE for piece in body.pieces[start + 1 : end + 1])
    return HEAD_ON_ITS_OWN_LINE * lines


# --- names and values -------------------------------------------------------------------------------------------


def _names(body: Body, start: int) -> Iterator[tuple[int, float, tuple[str, ...]]]:
    """Yield the ends of the names that may begin at `start`, with their cost and what is odd about them."""
    pieces = body.pieces
    first_cost, first_oddities = _first_piece_cost(pieces[start])
    yield start + 1, first_cost, first_oddities
    cost = FULL_LABEL_AS_NAME if parse_labels(pieces[start].text) else 0.0
    cost += MARK_AS_NAME if is_total(pieces[start].text) else 0.0
    cost += VALUE_INSIDE_NAME if is_value(pieces[start].text) else 0.0
    oddities = _NOTHING_ODD
    for end in range(start + 2, min(start + _MOST_JOINED, len(pieces)) + 1):
        piece = pieces[end - 1]
        if not piece.is_weak:
            return
        if piece.boundary == PARAGRAPH:
            cost, oddities = cost + JOIN_PARAGRAPH, ("joined_paragraphs",)
        else:
            cost += JOIN_BLANK
        cost += FULL_LABEL_AS_NAME if parse_labels(piece.text) else 0.0
        cost += VALUE_INSIDE_NAME if is_value(piece.text) else 0.0
        if cost >= STRAY:
            return
        yield end, cost, oddities


def _first_piece_cost(piece: Piece) -> tuple[float, tuple[str, ...]]:
    if parse_labels(piece.text):
        return (LABEL_AS_NAME if is_bare_label(piece.text) else FULL_LABEL_AS_NAME), ("label_as_name",)
    if is_total(piece.text) or not any(character.isalnum() for character in piece.text):
        return MARK_AS_NAME, ("value_as_name",)
    return (VALUE_AS_NAME, ("value_as_name",)) if is_value(piece.text) else (0.0, _NOTHING_ODD)


def _pair_steps(body: Body, start: int, middle: int, cost: float, oddities: tuple[str, ...]) -> Iterator[Step]:
    """Yield the steps for a name that ends at `middle`: with a value after it, with one run into it, with none."""
    name = to_text(body.pieces[start:middle])
    cost += _crowding(body, start)
    signed = _split_sign(name.text)
    for end, value_cost, odd in _values(body, middle):
        value = to_text(body.pieces[middle:end])
        if signed and is_value(f"{signed[1]}{value.text}"):
            yield _one_pair(end, Text(signed[0], name.pieces), Text(f"{signed[1]} {value.text}", value.pieces),
                            cost + value_cost - SIGN_IN_NAME, (*oddities, *odd, "sign_in_name"))  # fmt: skip
        else:
            yield _one_pair(end, name, value, cost + value_cost, (*oddities, *odd))
    fused = split_fused(name.text)
    if fused:
        parts = Text(fused[0], name.pieces), Text(fused[1], name.pieces)
        yield _one_pair(middle, *parts, cost + FUSED, (*oddities, "value_in_name"))
    yield _one_pair(middle, name, None, cost + NO_VALUE, (*oddities, "no_value"))


def _one_pair(end: int, name: Text, value: Text | None, cost: float, oddities: tuple[str, ...]) -> Step:
    return Step("pair", end, max(cost, 0.0), pairs=(Pair(name, value, oddities, max(cost, 0.0)),))


def _crowding(body: Body, start: int) -> float:
    """Return the cost of an indicator that begins on a line where another one stands already."""
    if not body.line_is_row or start == 0:
        return 0.0
    piece, before = body.pieces[start], body.pieces[start - 1]
    return TWO_ON_A_LINE if piece.cell.row == before.cell.row and not parse_labels(before.text) else 0.0


def _values(body: Body, start: int) -> Iterator[tuple[int, float, tuple[str, ...]]]:
    """Yield the ends of the values that may begin at `start`, with their cost and what is odd about them."""
    pieces = body.pieces
    joins = 0.0
    for end in range(start + 1, min(start + _MOST_VALUE_PIECES, len(pieces)) + 1):
        piece = pieces[end - 1]
        if end > start + 1:
            if not piece.is_weak:
                return
            joins += JOIN_VALUE_BLANK if piece.boundary == BLANK else JOIN_PARAGRAPH
        text = to_text(pieces[start:end]).text
        elsewhere = VALUE_ELSEWHERE if body.line_is_row and pieces[start].boundary == LINE else 0.0
        if is_value(text):
            yield end, joins + elsewhere, _NOTHING_ODD
        elif end == start + 1 and not parse_labels(text) and not is_code(text) and not is_total(text):
            closes = body.line_is_row and (end == len(pieces) or pieces[end].boundary == LINE) and not elsewhere
            yield end, (UNKNOWN_LAST_VALUE if closes else UNKNOWN_VALUE) + elsewhere, ("unknown_value",)


# --- lists in one cell ------------------------------------------------------------------------------------------


def _list_steps(body: Body, start: int) -> Iterator[Step]:
    """Yield the step over a list of names in one cell and the list of their values in the next."""
    pieces = body.pieces
    if not _starts_list(pieces, start):
        return
    run = _paragraphs(pieces, start)
    end = run[-1][-1] + 1
    next_cell = CELL if body.line_is_row else LINE
    has_next = end < len(pieces) and pieces[end].in_list and pieces[end].boundary == next_cell
    names, values = (run, _paragraphs(pieces, end)) if has_next else _split_run(pieces, run)
    if len(names) < 2 or not values or any(_is_full_label(pieces, paragraph) for paragraph in (*names, *values)):
        return
    name_texts, value_texts = ([to_text([pieces[place] for place in one]) for one in side] for side in (names, values))
    end = values[-1][-1] + 1
    if len(names) == len(values):
        yield Step("pair", end, 0.0, pairs=tuple(map(Pair, name_texts, value_texts)))
    elif len(values) > 1:
        together = Text(
            "\n".join(text.text for text in value_texts), tuple(p for text in value_texts for p in text.pieces)
        )
        pairs = tuple(Pair(name, together, ("unequal_lists",), UNEQUAL_LISTS) for name in name_texts)
        yield Step("pair", end, UNEQUAL_LISTS, pairs=pairs)


def _is_full_label(pieces: Sequence[Piece], paragraph: list[int]) -> bool:
    text = pieces[paragraph[0]].text
    return len(paragraph) == 1 and bool(parse_labels(text)) and not is_bare_label(text)


def _starts_list(pieces: Sequence[Piece], start: int) -> bool:
    """Whether a list of names begins here, and not in its middle."""
    if not pieces[start].in_list:
        return False
    if start == 0 or not pieces[start].is_weak:
        return True
    return not is_value(pieces[start].text) and (
        bool(parse_labels(pieces[start - 1].text)) or is_value(pieces[start - 1].text)
    )


def _paragraphs(pieces: Sequence[Piece], start: int) -> list[list[int]]:
    """Return the paragraphs of the cell from `start` on, each as the places of its pieces."""
    found = [[start]]
    for place in range(start + 1, len(pieces)):
        if not pieces[place].in_list or not pieces[place].is_weak:
            break
        if pieces[place].boundary == PARAGRAPH:
            found.append([place])
        else:
            found[-1].append(place)
    return found


def _split_run(pieces: Sequence[Piece], run: list[list[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """Part names from values where both stand in one line: the names are none of them values, the values all are."""
    known = [is_value(to_text([pieces[place] for place in one]).text) for one in run]
    first = known.index(True) if True in known else len(run)
    last = next((place for place in range(first, len(run)) if not known[place]), len(run))
    half = len(run) // 2
    if first != half and len(run) % 2 == 0 and known[half:] == [True] * half and not known[0]:
        return run[:half], run[half:]
    return run[:first], run[first:last]


# --- texts ------------------------------------------------------------------------------------------------------


def to_text(pieces: Sequence[Piece]) -> Text:
    """Return neighbouring pieces as printed: with what stands between them in one cell."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return Text(first.text, (first,))
    has_paragraph = any(piece.boundary == PARAGRAPH for piece in pieces[1:])
    text = "\n".join(piece.text for piece in pieces) if has_paragraph else first.cell.text[first.first : last.last]
    return Text(text, tuple(pieces))


@lru_cache(maxsize=1)
def _sign_words() -> str:
    return "|".join(re.escape(sign) for sign in sorted(signs_before(), key=len, reverse=True))


@lru_cache(maxsize=8)
def _tail_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the ways in which a value is run into its name, the surest first."""
    sign = f"(?:{_sign_words()}|≥|≤|＞|＜|＝)"
    name = r"(?P<name>.*[\u4e00-\u9fff)）\w])\s*"
    return (
        re.compile(rf"^(?P<name>.*?[\u4e00-\u9fff)）\w])\s*(?:为|达到|达|[:：])?\s*(?P<value>{sign}\s*\d.*)$"),
        re.compile(rf"^{name}(?:为|达到|达|[:：])\s*(?P<value>.+)$"),
        re.compile(r"^(?P<name>.*[\u4e00-\u9fff)）])\s*(?P<value>\d[\d.,]*\s*\D{1,4})$"),
    )


@lru_cache(maxsize=65536)
def split_fused(text: str) -> tuple[str, str] | None:
    """Part a name from the value that was run into it: `…负面事件为稳步提升`, `合格率≥95%`, `演练3次`."""
    if len(text) > 300:
        return None
    for pattern in _tail_patterns():
        match = pattern.match(text)
        if match and len(match["name"].strip()) > 1 and is_value(match["value"]):
            return match["name"].strip(), match["value"].strip()
    return None


@lru_cache(maxsize=65536)
def _split_sign(text: str) -> tuple[str, str] | None:
    """Part a name from the sign that was left at its end: `合格率≥` before `95%`."""
    if len(text) > 300:
        return None
    match = re.match(rf"^(?P<name>.*[\u4e00-\u9fff)）])\s*(?P<sign>{_sign_words()}|＞＝|＜＝|＞|＜|＝)\s*$", text)
    return (match["name"], match["sign"]) if match else None
