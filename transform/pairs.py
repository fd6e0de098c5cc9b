"""Names and their values: where a name may end, what may be its value, a value run into it, a sign left at its end.

In: the pieces of a body and a place. Out: the steps over one indicator that begin there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from transform.moves import NOTHING_ODD, STRAY, Body, Pair, Step, Text, to_text
from transform.pieces import BLANK, LINE, PARAGRAPH, Piece
from transform.quantities.words import signs_before
from transform.shapes import is_code, is_value
from transform.vocabulary import is_bare_label, is_total, parse_labels

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
JOIN_BLANK: Final = 1.0  # a blank inside a name
JOIN_VALUE_BLANK: Final = 0.3  # a blank inside a value, as in ≤ 1.20万元
JOIN_PARAGRAPH: Final = 2.0  # a name of two paragraphs
VALUE_INSIDE_NAME: Final = 3.0  # 200元 as a part of a name
_MOST_JOINED: Final = 8
_MOST_VALUE_PIECES: Final = 4


def pair_steps(body: Body, start: int) -> Iterator[Step]:
    """Yield the steps over one name from `start`: with a value after it, with one run into it, with none."""
    for end, cost, oddities in _names(body, start):
        yield from _pair_steps(body, start, end, cost, oddities)


def _names(body: Body, start: int) -> Iterator[tuple[int, float, tuple[str, ...]]]:
    """Yield the ends of the names that may begin at `start`, with their cost and what is odd about them."""
    pieces = body.pieces
    first_cost, first_oddities = _first_piece_cost(pieces[start])
    yield start + 1, first_cost, first_oddities
    cost = FULL_LABEL_AS_NAME if parse_labels(pieces[start].text) else 0.0
    cost += MARK_AS_NAME if is_total(pieces[start].text) else 0.0
    cost += VALUE_INSIDE_NAME if is_value(pieces[start].text) else 0.0
    oddities = NOTHING_ODD
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
    return (VALUE_AS_NAME, ("value_as_name",)) if is_value(piece.text) else (0.0, NOTHING_ODD)


def _pair_steps(body: Body, start: int, middle: int, cost: float, oddities: tuple[str, ...]) -> Iterator[Step]:
    """Yield the steps for a name that ends at `middle`: with a value after it, with one run into it, with none."""
    name = to_text(body.pieces[start:middle])
    cost += _crowding(body, start)
    signed = _split_sign(name.text)
    for end, value_cost, odd in _values(body, middle):
        value = to_text(body.pieces[middle:end])
        # A target for a name and a bare number for its value: more likely a target and the next project's code.
        doubled = VALUE_AS_NAME if "value_as_name" in oddities and value.text.isdigit() else 0.0
        if signed and is_value(f"{signed[1]}{value.text}"):
            yield _one_pair(end, Text(signed[0], name.pieces), Text(f"{signed[1]} {value.text}", value.pieces),
                            cost + value_cost + doubled - SIGN_IN_NAME, (*oddities, *odd, "sign_in_name"))  # fmt: skip
        else:
            yield _one_pair(end, name, value, cost + value_cost + doubled, (*oddities, *odd))
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
    """Yield the ends of the values that may begin at `start`, with their cost and what is odd about them.

    No value holds a label in full; to leave these out first spares most of the reading.
    """
    pieces = body.pieces
    joins = 0.0
    for end in range(start + 1, min(start + _MOST_VALUE_PIECES, len(pieces)) + 1):
        piece = pieces[end - 1]
        if parse_labels(piece.text) and not is_bare_label(piece.text):
            return
        if end > start + 1:
            if not piece.is_weak:
                return
            joins += JOIN_VALUE_BLANK if piece.boundary == BLANK else JOIN_PARAGRAPH
        text = to_text(pieces[start:end]).text
        elsewhere = VALUE_ELSEWHERE if body.line_is_row and pieces[start].boundary == LINE else 0.0
        if is_value(text):
            yield end, joins + elsewhere, NOTHING_ODD
        elif end == start + 1 and not parse_labels(text) and not is_code(text) and not is_total(text):
            closes = body.line_is_row and (end == len(pieces) or pieces[end].boundary == LINE) and not elsewhere
            yield end, (UNKNOWN_LAST_VALUE if closes else UNKNOWN_VALUE) + elsewhere, ("unknown_value",)


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
