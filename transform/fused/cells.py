"""What each column of a row may hold at a place: figures, periods, signs, units, words, marks of an empty cell, free text.

In: the ground and a column's field. Out: `Token`s, the blank cell last; what was found at a place is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from transform.fused.ground import Ground, LabelToken
from transform.fused.names import Names
from transform.fused.sentences import is_word, sentences_at
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
_LONGEST_WORDS: Final = 30
_POINTS: Final = frozenset({"weight", "score", "coefficient", "review_score"})
_BARE: Final = LabelToken(0, (), True, "")
_TAILS: Final = frozenset("性率度量")
_JOINS: Final = frozenset("并和与及、得")  # 完成|得满分
_AMID_LABEL: Final = 1.0
_CUT_WORD: Final = 3.0


class Cells:
    """The cells of one body; what was found at a place is kept."""

    def __init__(self, ground: Ground, names: Names, fields: Sequence[str]) -> None:
        """Keep what the columns are, and where words of standards begin."""
        self.ground = ground
        self.names = names
        self.fields = fields
        self._tokens: dict[tuple[str, int], list[Token]] = {}
        self._words = value_word()
        self._openings = re.compile(alternatives(fused_words("value_opening")))
        self._standards: frozenset[int] = frozenset()
        if "standard" in fields:
            words = re.compile(alternatives(fused_words("standard")))
            self._standards = frozenset(
                match.start() for match in words.finditer(ground.text, ground.first, ground.last)
            )

    def at(self, field: str, place: int) -> list[Token]:
        """Return what a column may hold at a place, a blank cell as well."""
        key = (field, place)
        held = self._tokens.get(key)
        if held is None:
            blank = Token("blank", place, place, _BLANKS.get(field, _OTHER_BLANK))
            made = [
                self._weighed(token)
                for token in self._make(field, place)
                if token.last <= self.ground.last and token.last not in self.ground.inner
            ]
            held = self._tokens[key] = [*made, blank]
        return held

    def _weighed(self, token: Token) -> Token:
        """Return a token at a higher cost where it ends amid a label: 人数|量."""
        return replace(token, cost=token.cost + _AMID_LABEL) if token.last in self.ground.inner_bare else token

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
        has_own = not (self.names.has_unit and field == "value")
        yield from figures_at(ground.text, place, ground.breaks, wants_unit=has_own, keeps_unit=has_own)
        yield from periods_at(ground.text, place)
        yield from self._nulls(place, 0.5)
        yield from self._phrases(place)

    def _phrases(self, place: int) -> Iterator[Token]:
        """Yield the words a target may be: known ones, a phrase told twice, and what runs up to a figure or a label."""
        text, ground = self.ground.text, self.ground
        if not is_word(text[place]) or (ground.is_anchor(place) and not ground.labels.get(place, _BARE).is_bare):
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
                or not is_word(text[end])
                or self._words.match(text, end)
                or end in self._standards
            ):
                yield Token("free", place, end, 1.2 + opening + 0.04 * length + (0.8 if length < 2 else 0.0)
                            + 0.5 * ground.oddness(place, end) + (2.0 if self.names.is_end(end) else 0.0))  # fmt: skip
            if end < ground.last and ((ground.is_anchor(end) and end not in ground.notes) or text[end].isdigit()):
                break

    def _goes_on(self, end: int) -> float:
        """Return the cost of a word that is only the beginning of more: 健全|性, 满意|率, 健全|并落实到位."""
        return 2.0 if self.ground.text[end : end + 1] in _TAILS | _JOINS and end < self.ground.last else 0.0

    def _signs(self, place: int) -> Iterator[Token]:
        text = self.ground.text
        match = sign_before().match(text, place)
        if match:
            yield Token("sign", place, match.end(), 0.0)
        for word in fused_words("nature"):
            if text.startswith(word, place):
                end = place + len(word)
                is_cut = word.endswith("向") and text.startswith("指标", end)  # 正向|指标
                yield Token("word", place, end, _CUT_WORD if is_cut else 0.0)
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
            is_inner = field == "note" and self.fields.index(field) + 1 < len(self.fields)
            yield from sentences_at(self.ground, field, place, is_inner=is_inner)
