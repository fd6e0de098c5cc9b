"""The rows that may begin at a place of a body: a name, and what its columns hold up to the next row.

In: the ground and the columns. Out: `RowEdge`s with their cost. What the columns say of each other is evidence: a score is not above its
weight, a result has its target's unit and its size. All readings of one place are kept that might be the best.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from transform.fused.columns import Column
from transform.fused.ground import Ground, LabelToken
from transform.fused.tokens import Token, figures_at, numbers_at, periods_at, to_number
from transform.fused.words import (
    alternatives,
    empty_marks,
    fused_words,
    sign_before,
    unit_ends,
    value_word,
    value_words,
)

_BLANKS: Final = {
    "value": 3.5, "actual": 3.0, "weight": 4.5, "score": 4.5, "reason": 0.0, "note": 0.6, "sign": 0.8, "direction": 0.8, "unit": 0.9,
    "coefficient": 2.0, "standard": 1.5, "core": 3.0, "adjusted": 2.5, "unknown": 0.4,
}  # fmt: skip
_OTHER_BLANK: Final = 1.5
_KEPT: Final = 24
_TIES: Final = 3
_TIE: Final = 1.2
_BESIDE_BEST: Final = 6.0
_WORST: Final = 7.0
_LONGEST_NAME: Final = 44
_LONGEST_WORDS: Final = 30
_LONGEST_REASON: Final = 90
_POINTS: Final = frozenset({"weight", "score", "coefficient", "review_score"})
_DONE: Final = re.compile(r"(?:已|全部|按[时期]|基本)?(?:完成|达成|达到|达标).{0,8}")
_BARE: Final = LabelToken(0, (), True, "")
_TAILS: Final = frozenset("性率度量")
_FIGURE: Final = re.compile(r"\d+")
_ODD_START: Final = re.compile(r"[)\],，。;:%、\-/.]")


@dataclass(frozen=True, slots=True)
class RowEdge:
    """One reading of a row: where it begins and ends, its name, the tokens of its columns, its cost."""

    first: int
    last: int
    name: Token
    tokens: tuple[Token, ...]  # one for each column that is not the name
    cost: float


@dataclass(frozen=True, slots=True)
class _Fill:
    """A reading of the columns behind the name."""

    last: int
    tokens: tuple[Token, ...]
    cost: float


class RowReader:
    """Reads rows of one body; what it found at a place is kept."""

    def __init__(self, ground: Ground, columns: Sequence[Column]) -> None:
        """Keep the columns apart: before the name and behind it."""
        self.ground = ground
        name_at = next(at for at, column in enumerate(columns) if column.field == "name")
        self.before = tuple(column.field for column in columns[:name_at])
        self.behind = tuple(column.field for column in columns[name_at + 1 :])
        self.fields = (*self.before, *self.behind)
        self.has_unit = "unit" in self.fields
        self.has_sign = "sign" in self.fields
        self._tokens: dict[tuple[str, int], list[Token]] = {}
        self._fills: dict[tuple[int, int], list[_Fill]] = {}
        self._wholes: dict[int, list[_Fill]] = {}
        self._words = value_word()
        self._endings = re.compile(rf"(?:{alternatives(fused_words('name_ending'))})(?:\([^()]*\))?$")
        self._openings = re.compile(alternatives(fused_words("value_opening")))
        self._standards: frozenset[int] = frozenset()
        if "standard" in self.fields:
            words = re.compile(alternatives(fused_words("standard")))
            self._standards = frozenset(
                match.start() for match in words.finditer(ground.text, ground.first, ground.last)
            )
        signs = (match for match in sign_before().finditer(ground.text, ground.first, ground.last))
        self._sign_ends = frozenset(end for match in signs for end in range(match.start() + 1, match.end() + 1))
        self._name_ends = _name_ends(ground, fused_words("name_ending"))
        self._ends = self._find_ends()

    def rows_at(self, first: int) -> list[RowEdge]:
        """Return the readings of a row that begins at a place."""
        found: list[RowEdge] = []
        if first in self.ground.inner:
            return found
        for start, lead, lead_cost in self._leads(first):
            if start >= self.ground.last:
                continue
            best = 2 * _WORST
            stop = min(self.ground.last, start + _LONGEST_NAME)
            for end in self._ends[bisect_right(self._ends, start) : bisect_right(self._ends, stop)]:
                if self.ground.oddness(start, end) > 2 * _WORST:
                    break
                name_cost = lead_cost + self._name_cost(start, end)
                if name_cost > _WORST:
                    continue
                name = Token("name", start, end, name_cost)
                for fill in self._whole(end):
                    cost = name_cost + fill.cost
                    if cost > best + _BESIDE_BEST:
                        break
                    best = min(best, cost)
                    found.append(RowEdge(first, fill.last, name, (*lead, *fill.tokens), cost))
        return _best(found)

    def _find_ends(self) -> list[int]:
        """Return the places at which a name may end: where a column's text begins, or a name's end stands."""
        ground, text = self.ground, self.ground.text
        ends = []
        for place in range(ground.first + 1, ground.last + 1):
            if place in ground.inner or (place < ground.last and text[place].isdigit() and text[place - 1].isdigit()):
                continue
            if ground.is_anchor(place) or place in self._name_ends or self._opens_column(place):
                ends.append(place)
        return ends

    def _opens_column(self, place: int) -> bool:
        """Whether what stands at a place may be no part of a name: a figure, a sign, a word of values."""
        text = self.ground.text
        if not "\u4e00" <= text[place] <= "\u9fa5":
            return True
        opens = any(pattern.match(text, place) for pattern in (self._words, self._openings, sign_before()))
        return opens or bool(periods_at(text, place)) or (self.has_unit and self._is_unit_column(place))

    def _is_unit_column(self, place: int) -> bool:
        """Whether a unit stands at a place, and no word goes on behind it."""
        return any(end >= self.ground.last or not "\u4e00" <= self.ground.text[end] <= "\u9fa5"
                   or sign_before().match(self.ground.text, end) or self._words.match(self.ground.text, end)
                   for end in unit_ends(self.ground.text, place))  # fmt: skip

    def _leads(self, first: int) -> Iterator[tuple[int, tuple[Token, ...], float]]:
        """Yield the readings of the columns before the name."""
        if not self.before:
            yield first, (), 0.0
            return
        paths: list[tuple[int, tuple[Token, ...], float]] = [(first, (), 0.0)]
        for field in self.before:
            paths = [
                (token.last, (*tokens, token), cost + token.cost)
                for place, tokens, cost in paths
                for token in self._tokens_at(field, place)
                if token.kind != "free"
            ]
        yield from paths

    def _whole(self, place: int) -> list[_Fill]:
        """Return the readings of all columns behind a name that ends at a place, with what they say of each other."""
        held = self._wholes.get(place)
        if held is None:
            fills = [
                _Fill(fill.last, fill.tokens, fill.cost + self._agreement(fill.tokens)) for fill in self._fill(0, place)
            ]
            fills = [_Fill(fill.last, fill.tokens, fill.cost + self._joint_cost(place, fill)) for fill in fills]
            held = self._wholes[place] = _thin(fills)
        return held

    def _fill(self, at: int, place: int) -> list[_Fill]:
        if at == len(self.behind):
            return [_Fill(place, (), 0.0)]
        key = (at, place)
        held = self._fills.get(key)
        if held is None:
            held = [
                _Fill(rest.last, (token, *rest.tokens), token.cost + rest.cost)
                for token in self._tokens_at(self.behind[at], place)
                for rest in self._fill(at + 1, token.last)
                if token.cost + rest.cost < 2 * _WORST
            ]
            held.sort(key=lambda fill: fill.cost)
            held = self._fills[key] = held[:60]
        return held

    def _tokens_at(self, field: str, place: int) -> list[Token]:
        key = (field, place)
        held = self._tokens.get(key)
        if held is None:
            blank = Token("blank", place, place, _BLANKS.get(field, _OTHER_BLANK))
            made = [
                token
                for token in self._make(field, place)
                if token.last <= self.ground.last and token.last not in self.ground.inner
            ]
            held = self._tokens[key] = [*made, blank]
        return held

    def _make(self, field: str, place: int) -> Iterator[Token]:
        if place >= self.ground.last:
            return
        if field in _POINTS:
            yield from self._points(field, place)
        elif field in {"value", "actual", "adjusted"}:
            yield from self._values(field, place)
        elif field in {"sign", "direction"}:
            yield from self._signs(place)
        elif field == "unit":
            yield from self._units(place)
        elif field == "core":
            if self.ground.text[place] in "是否":
                yield Token("word", place, place + 1, 0.0)
        else:
            yield from self._free(field, place)

    def _points(self, field: str, place: int) -> Iterator[Token]:
        text = self.ground.text
        for end, is_whole in numbers_at(text, place, self.ground.breaks):
            number = to_number(text[place:end])
            digits = text[place:end].partition(".")[2]
            if number > 100 or len(digits) > 2 or "," in text[place:end]:
                continue
            cost = 0.0 if number <= 30 else 0.6 if number <= 60 else 1.6
            cost += 0.0 if not digits else (0.4 if field == "weight" else 0.1) + 0.3 * (len(digits) > 1)
            cost += 0.8 if number == 0 else 0.0
            last = end
            if field == "coefficient" and text[end : end + 1] == "%":
                last, cost = end + 1, 0.0
            elif is_whole and text[end : end + 1] == "分":
                yield Token("figure", place, end + 1, cost, number)
            elif is_whole and text[end : end + 1] == "%":
                cost += 2.5
            yield Token("figure", place, last, cost, number)
        yield from self._nulls(place, 0.5 if field == "coefficient" else 1.2)

    def _nulls(self, place: int, cost: float) -> Iterator[Token]:
        text = self.ground.text
        for end in (place + 1, place + 2, place + 3):
            if text[place:end] in empty_marks() and end <= len(text):
                is_plain = not "\u4e00" <= text[place] <= "\u9fa5"
                follows = self.ground.is_anchor(end) or text[end : end + 1].isdigit()
                yield Token("null", place, end, cost + (0.0 if is_plain or follows else 1.5) + 0.4 * (end - place - 1))

    def _values(self, field: str, place: int) -> Iterator[Token]:
        ground = self.ground
        has_own = not (self.has_unit and field == "value")
        yield from figures_at(ground.text, place, ground.breaks, wants_unit=has_own, keeps_unit=has_own)
        yield from periods_at(ground.text, place)
        yield from self._nulls(place, 0.5)
        yield from self._phrases(place)

    def _phrases(self, place: int) -> Iterator[Token]:
        """Yield the words a target may be: known ones, a phrase told twice, and what runs up to a figure or a label."""
        text, ground = self.ground.text, self.ground
        if not _is_word(text[place]) or (ground.is_anchor(place) and not ground.labels.get(place, _BARE).is_bare):
            return
        seen: set[int] = set()
        word = self._words.match(text, place)
        if word:
            longest = word.end()
            seen.add(longest)
            yield Token("word", place, longest, (0.0 if longest - place > 1 else 0.3) + self._goes_on(longest))
            for end in range(place + 1, longest):
                if text[place:end] in value_words():
                    seen.add(end)
                    yield Token("word", place, end, 0.7 + self._goes_on(end))
        opening = 0.0 if self._openings.match(text, place) else 0.7
        for end in range(place + 1, min(ground.last, place + _LONGEST_WORDS) + 1):
            if end in seen:
                continue
            length = end - place
            stands_twice = text.startswith(text[place:end], end) and (length > 1 or text[place] in "高低好是否有无")
            if stands_twice:
                yield Token("word", place, end, 0.3 + opening / 2)
            elif (
                ground.is_anchor(end)
                or not _is_word(text[end])
                or self._words.match(text, end)
                or end in self._standards
            ):
                yield Token("free", place, end, 1.2 + opening + 0.04 * length + (0.8 if length < 2 else 0.0)
                            + 0.5 * ground.oddness(place, end) + (2.0 if end in self._name_ends else 0.0))  # fmt: skip
            if end < ground.last and ((ground.is_anchor(end) and end not in ground.notes) or text[end].isdigit()):
                break

    def _goes_on(self, end: int) -> float:
        """Return the cost of a word that is only the beginning of a name's end: 健全|性, 满意|率."""
        return 2.0 if self.ground.text[end : end + 1] in _TAILS and end < self.ground.last else 0.0

    def _signs(self, place: int) -> Iterator[Token]:
        text = self.ground.text
        match = sign_before().match(text, place)
        if match:
            yield Token("sign", place, match.end(), 0.0)
        for word in fused_words("nature"):
            if text.startswith(word, place):
                yield Token("word", place, place + len(word), 0.0)
        yield from self._nulls(place, 0.3)

    def _units(self, place: int) -> Iterator[Token]:
        for at, end in enumerate(unit_ends(self.ground.text, place)):
            yield Token("unit", place, end, 0.35 * (at > 0), unit=self.ground.text[place:end])
        yield from self._nulls(place, 0.3)

    def _free(self, field: str, place: int) -> Iterator[Token]:
        """Yield reasons, notes, standards, and what an unknown column may hold."""
        text, ground = self.ground.text, self.ground
        yield from self._nulls(place, 0.0 if field in {"reason", "note"} else 0.5)
        if field == "standard":
            for word in fused_words("standard"):
                if text.startswith(word, place):
                    yield Token("word", place, place + len(word), 0.0)
        elif field == "unknown":
            yield from figures_at(text, place, ground.breaks)
        else:
            yield from self._sentences(field, place)

    def _sentences(self, field: str, place: int) -> Iterator[Token]:
        """Yield a known phrase, what runs up to a label or to the next column's figure, or a sentence."""
        text, ground = self.ground.text, self.ground
        is_inner = field == "note" and self.behind.index(field) + 1 < len(self.behind)
        if not (_is_word(text[place]) or (text[place].isdigit() and field == "note")) or ground.is_anchor(place):
            return
        if field == "note":
            yield from self._echoes(place)
        known = {len(phrase) for phrase in ground.phrases if text.startswith(phrase, place)}
        for length in known:
            yield Token("free", place, place + length, 0.2)
        for end in range(place + 2, min(ground.last, place + _LONGEST_REASON) + 1):
            if ground.is_anchor(end):
                if end - place not in known:
                    yield Token("free", place, end, 0.9 + 0.02 * (end - place) + 0.7 * self._figures(place, end))
                break
            if end - place in known:
                continue
            if is_inner and (text[end].isdigit() or text[end] in "≥≤=<>/"):
                yield Token("free", place, end, 0.9)
                break
            if text[end].isdigit() and field == "reason":
                break
            if text[end - 1] in "。;":
                yield Token("free", place, end, 1.0)
            elif field == "note" and text[end - 2 : end] in {"情况", "等级", "要求"}:
                yield Token("free", place, end, 0.3 if text.startswith("反映", place) else 1.2)
            elif field == "reason" and end - place > 4 and ground.opens_name(end) and ground.tells_reason(place, end):
                yield Token("free", place, end, 1.0)

    def _echoes(self, place: int) -> Iterator[Token]:
        """Yield descriptions that say again what stands before them: the name."""
        text = self.ground.text
        for length in range(4, min(_LONGEST_NAME, place - self.ground.first) + 1):
            if text.startswith(text[place - length : place], place):
                yield Token("free", place, place + length, 0.0)

    def _figures(self, first: int, last: int) -> int:
        """Return how many figures a stretch of free text holds."""
        return len(_FIGURE.findall(self.ground.text, first, last))

    def _name_cost(self, first: int, last: int) -> float:
        """Return how odd a stretch is as a name."""
        text, ground = self.ground.text, self.ground
        length = last - first
        cost = ground.oddness(first, last) + (4.0, 0.9)[length - 1] if length < 3 else ground.oddness(first, last)
        cost += 0.07 * max(0, length - 20)
        if _ODD_START.match(text, first):
            cost += 4.0
        elif text[first].isdigit() and first > ground.first and text[first - 1].isdigit():
            cost += 2.5
        if text.count("(", first, last) != text.count(")", first, last):
            cost += 3.0
        if first in ground.labels:
            cost += 1.5 if ground.labels[first].is_bare else 4.0
        if first in ground.totals or first in ground.notes:
            cost += 4.0
        if last in self._sign_ends:
            cost += 2.0
        if length > 7 and length % 2 == 0 and text.startswith(text[first : first + length // 2], first + length // 2):
            cost += 3.0
        return cost + (1.5 if text[last - 1] in "的、,/" else 0.0)

    def _joint_cost(self, place: int, fill: _Fill) -> float:
        """Return what the name's end says against the column behind it."""
        if place in self._name_ends:
            return 0.0
        follows = next((token for token in fill.tokens if token.kind != "blank"), None)
        if follows is None or follows.kind in {"word", "free", "null"}:
            return 0.9
        return 0.15

    def _agreement(self, tokens: Sequence[Token]) -> float:
        """Return how little the columns of one row agree."""
        held = dict(zip(self.behind, tokens, strict=True))
        cost = _points_cost(held.get("weight"), held.get("score"))
        value, actual = held.get("value"), held.get("actual") or held.get("adjusted")
        if self.behind.count("value") > 1:
            values = [token for field, token in zip(self.behind, tokens, strict=True) if field == "value"]
            return cost + sum(_pair_cost(values[0], each, self.has_unit) for each in values[1:])
        if value is not None and actual is not None:
            cost += _pair_cost(value, actual, self.has_unit, held.get("unit"))
            text = self.ground.text
            cost -= 0.3 * (
                value.kind in {"word", "free"} and text[value.first : value.last] == text[actual.first : actual.last]
            )
        if self.has_unit and value is not None:
            cost += _unit_cost(value, held.get("unit"), held.get("sign"))
        return cost


def _is_word(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fa5" or character.isalpha() or character in '“"《(*★'


def _name_ends(ground: Ground, endings: Sequence[str]) -> frozenset[int]:
    """Return the places behind a word that names end in, perhaps with a bracket."""
    pattern = re.compile(rf"(?:{alternatives(endings)})(?:\([^()]{{0,24}}\))?")
    ends: set[int] = set()
    for match in pattern.finditer(ground.text, ground.first, ground.last):
        ends.add(match.end())
        bracket = match.group().find("(")
        if bracket > 0:
            ends.add(match.start() + bracket)
    return frozenset(ends)


def _points_cost(weight: Token | None, score: Token | None) -> float:
    if weight is None or score is None or weight.kind != "figure" or score.kind != "figure":
        return 0.0
    if score.number > weight.number:
        return 6.0
    if score.number == weight.number:
        return 0.0
    return 0.5 + (0.8 if score.number < 0.5 * weight.number else 0.0)


def _pair_cost(value: Token, actual: Token, has_unit: bool, unit: Token | None = None) -> float:
    """Return how little a result looks like a result of its target."""
    if value.kind == "figure" and actual.kind == "figure":
        own = value.unit or (unit.unit if unit is not None else "")
        cost = 0.0 if own == actual.unit or (has_unit and not actual.unit) else 1.8
        low, high = sorted((value.number, actual.number))
        if low == high:
            return cost
        return cost + (1.5 if low == 0 else 0.3 + 1.2 * min(4.0, log(high / low)))
    if value.kind in {"word", "free"} and actual.kind in {"word", "free"}:
        return 0.3
    if actual.kind in {"word", "free"}:
        return 0.4 if actual.kind == "word" else 0.8
    return 1.0 if value.kind in {"word", "free"} and actual.kind == "figure" else 0.0


def _unit_cost(value: Token, unit: Token | None, sign: Token | None) -> float:
    if value.kind == "figure":
        has = unit is not None and unit.kind == "unit"
        return (0.0 if has else 0.6) + (2.0 if value.sign and sign is not None else 0.0)
    wrong = (unit is not None and unit.kind == "unit") + (sign is not None and sign.kind == "sign")
    return (
        1.2 * wrong
        - 0.8 * (unit is not None and unit.kind == "blank")
        - 0.7 * (sign is not None and sign.kind == "blank")
    )


def _thin(fills: list[_Fill]) -> list[_Fill]:
    """Return the cheapest readings, of those with one end only the first and what nearly ties with it."""
    fills.sort(key=lambda fill: fill.cost)
    kept: list[_Fill] = []
    firsts: dict[int, list[float]] = {}
    for fill in fills:
        if fill.cost > fills[0].cost + _WORST or fill.cost > 2 * _WORST or len(kept) == _KEPT:
            break
        costs = firsts.setdefault(fill.last, [])
        if not costs or (len(costs) < _TIES and fill.cost < costs[0] + _TIE):
            costs.append(fill.cost)
            kept.append(fill)
    return kept


def _best(edges: list[RowEdge]) -> list[RowEdge]:
    edges.sort(key=lambda edge: edge.cost)
    return edges[:_KEPT] if not edges else [edge for edge in edges[:_KEPT] if edge.cost < edges[0].cost + _WORST]
