"""The best path through the body of a flattened table: which piece is a label, a name, a value.

In: pieces whose columns cannot be trusted. Out: `Row`s of level labels, name and value, and what fits nowhere. Every
piece is explained; the path with the least cost wins. The costs say how odd each step is: 0 is what a tidy
table does, and nothing odd is forbidden, so that a strange table is read with doubt and not lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from transform.pieces import BLANK, LINE, PARAGRAPH, Piece, Stream
from transform.quantities import parse_quantity, squeeze
from transform.vocabulary import Label, is_bare_label, is_total, parse_labels

# What each oddity costs. Measured on the first document in nine flattenings; the order matters, not the figures.
_NO_LEVEL2: Final = 2.0  # a name straight below level 1
_NO_LEVEL1: Final = 3.0  # level 2 with no level 1 before it
_FOREIGN_LEVEL2: Final = 4.0  # level 2 under a level 1 that is not its own
_LABEL_ALONE: Final = 5.0  # a label with nothing below it
_LABEL_AS_NAME: Final = 3.0  # 服务对象满意度 used as a name
_FULL_LABEL_AS_NAME: Final = 7.0  # 数量指标 used as a name
_VALUE_AS_NAME: Final = 4.0  # 3.5万元/年 used as a name
_MARK_AS_NAME: Final = 8.0  # ≤ used as a name
_NO_VALUE: Final = 4.0  # a name without a value
_UNKNOWN_VALUE: Final = 5.0  # a sentence used as a value
_UNKNOWN_LAST_VALUE: Final = 3.0  # the same, where it closes its row
_VALUE_ELSEWHERE: Final = 3.0  # name and value on two lines of a table that has a row a line
_TWO_ON_A_LINE: Final = 3.0  # two indicators on such a line
_FUSED: Final = 2.0  # a value run into its name
_UNEQUAL_LISTS: Final = 3.5  # three names with two values
_JOIN_BLANK: Final = 1.0  # a blank inside a name
_JOIN_VALUE_BLANK: Final = 0.3  # a blank inside a value, as in ≤ 1.20万元
_JOIN_PARAGRAPH: Final = 2.0  # a name of two paragraphs
_VALUE_INSIDE_NAME: Final = 3.0  # 200元 as a part of a name
_STRAY: Final = 9.0  # a piece that is none of these
_STRAY_CODE: Final = 1.0  # a long row of digits, or a total
_MOST_JOINED: Final = 12
_NOTHING_ODD: Final[tuple[str, ...]] = ()
_CODE: Final = re.compile(r"\d{9,}")
_FUSED_VALUE: Final = re.compile(r"^(?P<name>.*[一-龥)\w])(?P<joiner>为|达到|达|[:：])(?P<value>.+)$")
_SIGNED_TAIL: Final = re.compile(r"^(?P<name>.*[一-龥)])(?P<joiner>)(?P<value>[≥≧≤≦≒≅≈＞＜>=<].+|\d[\d.,]*\s*[%％])$")


@dataclass(frozen=True, slots=True)
class Text:
    """Some neighbouring pieces read as one text, as printed."""

    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One level 3 indicator as printed: its labels so far, its name and value, and what was odd about it."""

    level1: Label | None
    level2: Label | None
    level1_piece: Piece | None
    level2_piece: Piece | None
    name: Text
    value: Text | None
    oddities: tuple[str, ...]
    cost: float
    is_first_of_level2: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a body, the labels used, and the pieces that fit nowhere."""

    rows: tuple[Row, ...]
    labels: tuple[Piece, ...]
    strays: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One move of the path over `pieces[start:end]`: what it reads there, at what cost."""

    role: str  # "level1", "level2", "pair", "stray"
    end: int
    cost: float
    label: Label | None = None
    pairs: tuple[tuple[Text, Text | None, tuple[str, ...], float], ...] = ()


def read_body(pieces: Sequence[Piece], *, line_is_row: bool) -> Reading:
    """Return the rows of a table body.

    >>> read_body((), line_is_row=True)
    Reading(rows=(), labels=(), strays=())
    """
    steps = _best_path(_Body(tuple(pieces), line_is_row))
    return _steps_to_reading(pieces, steps)


@dataclass(frozen=True, slots=True)
class _Body:
    pieces: tuple[Piece, ...]
    line_is_row: bool


@dataclass(frozen=True, slots=True)
class _State:
    """What matters of the path so far: the last role, and the labels in force."""

    role: str = "start"
    level1: str | None = None
    level2: str | None = None


def _best_path(body: _Body) -> list[tuple[int, _Step]]:
    """Return the cheapest sequence of steps that covers every piece (Viterbi over a handful of states)."""
    count = len(body.pieces)
    best: list[dict[_State, tuple[float, tuple[int, _State, _Step] | None]]] = [{} for _ in range(count + 1)]
    best[0][_State()] = (0.0, None)
    for start in range(count):
        if not best[start]:
            continue
        steps = list(_steps_at(body, start))
        for state, (cost, _) in best[start].items():
            for step in steps:
                after, price = _follow(state, step)
                total = cost + price
                known = best[step.end].get(after)
                if known is None or total < known[0]:
                    best[step.end][after] = (total, (start, state, step))
    return _trace(best)


def _trace(best: list[dict[_State, tuple[float, tuple[int, _State, _Step] | None]]]) -> list[tuple[int, _Step]]:
    finals = {
        state: cost + (_LABEL_ALONE if state.role.startswith("level") else 0) for state, (cost, _) in best[-1].items()
    }
    state = min(finals, key=lambda one: finals[one])
    place, steps = len(best) - 1, []
    while (link := best[place][state][1]) is not None:
        place, state, step = link
        steps.append((place, step))
    return steps[::-1]


def _follow(state: _State, step: _Step) -> tuple[_State, float]:
    """Return the state after a step, and the step's cost in this state."""
    if step.role == "stray":
        return state, step.cost
    alone = _LABEL_ALONE if state.role.startswith("level") else 0.0
    if step.role == "level1":
        assert step.label is not None
        return _State("level1", step.label.name), step.cost + alone
    if step.role == "level2":
        assert step.label is not None
        cost = step.cost + (alone if state.role == "level2" else 0.0)
        if state.level1 is None:
            cost += _NO_LEVEL1
        elif state.level1 != step.label.parent:
            cost += _FOREIGN_LEVEL2
        return _State("level2", state.level1 or step.label.parent, step.label.name), cost
    missing = _NO_LEVEL2 if state.level2 is None and state.role != "pair" else 0.0
    return _State("pair", state.level1, state.level2), step.cost + missing


# --- the steps that are open at one place -----------------------------------------------------------------------


def _steps_at(body: _Body, start: int) -> Iterator[_Step]:
    piece = body.pieces[start]
    for label in parse_labels(piece.text):
        yield _Step(f"level{label.level}", start + 1, 0.0, label)
    is_code = bool(_CODE.fullmatch(squeeze(piece.text))) or is_total(piece.text)
    yield _Step("stray", start + 1, _STRAY_CODE if is_code else _STRAY)
    yield from _list_steps(body, start)
    for name_end, name_cost, name_oddities in _names(body, start):
        yield from _pair_steps(body, start, name_end, name_cost, name_oddities)


def _names(body: _Body, start: int) -> Iterator[tuple[int, float, tuple[str, ...]]]:
    """Yield the ends of the names that may begin at `start`, with their cost and what is odd about them."""
    pieces = body.pieces
    cost = _FULL_LABEL_AS_NAME if parse_labels(pieces[start].text) else 0.0
    inside = 0.0
    for end in range(start + 1, min(start + _MOST_JOINED, len(pieces)) + 1):
        piece = pieces[end - 1]
        if end > start + 1:
            if not piece.is_weak:
                return
            cost += _JOIN_BLANK if piece.boundary == BLANK else _JOIN_PARAGRAPH
        if parse_labels(piece.text) and end > start + 1:
            cost += _FULL_LABEL_AS_NAME
        if _is_value(piece.text):
            inside += _VALUE_INSIDE_NAME
        if end == start + 1:
            first_cost, oddities = _first_piece_cost(piece)
            yield end, first_cost, oddities
        else:
            yield end, cost + inside, ()


def _first_piece_cost(piece: Piece) -> tuple[float, tuple[str, ...]]:
    if parse_labels(piece.text):
        bare = is_bare_label(piece.text)
        return (_LABEL_AS_NAME if bare else _FULL_LABEL_AS_NAME), ("label_as_name",)
    if not any(character.isalnum() for character in piece.text):
        return _MARK_AS_NAME, ("value_as_name",)
    return (_VALUE_AS_NAME, ("value_as_name",)) if _is_value(piece.text) else (0.0, ())


def _pair_steps(body: _Body, start: int, middle: int, cost: float, oddities: tuple[str, ...]) -> Iterator[_Step]:
    """Yield the steps for a name that ends at `middle`: with a value after it, with one run into it, with none."""
    name = _to_text(body.pieces[start:middle])
    crowd = _crowding(body, start)
    for end, value_cost, odd in _values(body, middle):
        value = _to_text(body.pieces[middle:end])
        total = cost + value_cost + crowd
        yield _Step("pair", end, total, pairs=((name, value, (*oddities, *odd), total),))
    fused = _split_fused(name.text)
    if fused:
        parts = Text(fused[0], name.pieces), Text(fused[1], name.pieces)
        yield _Step(
            "pair", middle, cost + crowd + _FUSED, pairs=((*parts, (*oddities, "value_in_name"), cost + _FUSED),)
        )
    yield _Step(
        "pair", middle, cost + crowd + _NO_VALUE, pairs=((name, None, (*oddities, "no_value"), cost + _NO_VALUE),)
    )


def _crowding(body: _Body, start: int) -> float:
    """Return the cost of an indicator that begins on a line where another one stands already."""
    if not body.line_is_row or start == 0:
        return 0.0
    piece, before = body.pieces[start], body.pieces[start - 1]
    return _TWO_ON_A_LINE if piece.cell.row == before.cell.row and not parse_labels(before.text) else 0.0


def _values(body: _Body, start: int) -> Iterator[tuple[int, float, tuple[str, ...]]]:
    pieces = body.pieces
    joins = 0.0
    for end in range(start + 1, min(start + 4, len(pieces)) + 1):
        piece = pieces[end - 1]
        if end > start + 1:
            if not piece.is_weak:
                return
            joins += _JOIN_VALUE_BLANK if piece.boundary == BLANK else _JOIN_PARAGRAPH
        text = _to_text(pieces[start:end]).text
        elsewhere = _VALUE_ELSEWHERE if body.line_is_row and pieces[start].boundary == LINE else 0.0
        if _is_value(text):
            yield end, joins + elsewhere, ()
        elif end == start + 1 and not parse_labels(text):
            closes = body.line_is_row and (end == len(pieces) or pieces[end].boundary == LINE) and not elsewhere
            yield end, (_UNKNOWN_LAST_VALUE if closes else _UNKNOWN_VALUE) + elsewhere, ("unknown_value",)


def _list_steps(body: _Body, start: int) -> Iterator[_Step]:
    """Yield the step over a list of names in one cell and the list of their values in the next."""
    pieces = body.pieces
    if not _starts_list(pieces, start):
        return
    middle = _run_end(pieces, start, values=False)
    end = _run_end(pieces, middle, values=True)
    names, values = (
        [_to_text([piece]) for piece in pieces[start:middle]],
        [_to_text([piece]) for piece in pieces[middle:end]],
    )
    if len(names) < 2 or not values:
        return
    if len(names) == len(values):
        pairs = tuple((name, value, _NOTHING_ODD, 0.0) for name, value in zip(names, values, strict=True))
        yield _Step("pair", end, 0.0, pairs=pairs)
    elif len(values) > 1:
        together = Text("\n".join(value.text for value in values), tuple(pieces[middle:end]))
        pairs = tuple((name, together, ("unequal_lists",), _UNEQUAL_LISTS) for name in names)
        yield _Step("pair", end, _UNEQUAL_LISTS, pairs=pairs)


def _starts_list(pieces: Sequence[Piece], start: int) -> bool:
    """Whether a list of names begins here, and not in its middle."""
    if not pieces[start].in_list:
        return False
    if start == 0 or not pieces[start].is_weak:
        return True
    return bool(parse_labels(pieces[start - 1].text)) or _is_value(pieces[start - 1].text)


def _run_end(pieces: Sequence[Piece], start: int, *, values: bool) -> int:
    """Return the end of the run of listed paragraphs from `start` that are values, or are none."""
    end = start
    while end < len(pieces) and pieces[end].in_list and _is_value(pieces[end].text) == values:
        starts_run = end == start
        if not starts_run and pieces[end].boundary not in {PARAGRAPH, BLANK}:
            break
        if not values and parse_labels(pieces[end].text) and not is_bare_label(pieces[end].text):
            break
        end += 1
    return end


def _to_text(pieces: Sequence[Piece]) -> Text:
    """Return neighbouring pieces as printed: with what stands between them in one cell."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return Text(first.text, (first,))
    has_paragraph = any(piece.boundary == PARAGRAPH for piece in pieces[1:])
    text = "\n".join(piece.text for piece in pieces) if has_paragraph else first.cell.text[first.first : last.last]
    return Text(text, tuple(pieces))


@lru_cache(maxsize=65536)
def _is_value(text: str) -> bool:
    """Whether a text is a target by its shape alone."""
    return parse_quantity(text).is_known


@lru_cache(maxsize=65536)
def _split_fused(text: str) -> tuple[str, str] | None:
    """Part a name from the value that was run into it: `…负面事件为稳步提升`, `合格率≥95%`."""
    for pattern in (_FUSED_VALUE, _SIGNED_TAIL):
        match = pattern.match(text)
        if match and _is_value(match["value"]):
            return match["name"].rstrip(), match["value"].strip()
    return None


# --- from steps to rows -----------------------------------------------------------------------------------------


def _steps_to_reading(pieces: Sequence[Piece], steps: list[tuple[int, _Step]]) -> Reading:
    rows: list[Row] = []
    labels: list[Piece] = []
    strays: list[Piece] = []
    level1: tuple[Label, Piece | None] | None = None
    level2: tuple[Label, Piece] | None = None
    is_fresh = False
    for place, step in steps:
        piece = pieces[place]
        if step.role == "stray":
            strays.append(piece)
        elif step.label is not None and step.role == "level1":
            level1, level2 = (step.label, piece), None
            labels.append(piece)
        elif step.label is not None:
            if level1 is None and step.label.parent:
                level1 = (Label(1, step.label.parent, None), None)
            level2, is_fresh = (step.label, piece), True
            labels.append(piece)
        for name, value, oddities, cost in step.pairs:
            rows.append(
                Row(
                    level1[0] if level1 else None,
                    level2[0] if level2 else None,
                    level1[1] if level1 else None,
                    level2[1] if level2 else None,
                    name,
                    value,
                    oddities,
                    cost,
                    is_fresh,
                )
            )
            is_fresh = False
    return Reading(tuple(rows), tuple(labels), tuple(strays))


def read_stream(stream: Stream, body: Sequence[Piece]) -> Reading:
    """Return the rows of a body that is part of a stream."""
    return read_body(body, line_is_row=stream.line_is_row)
