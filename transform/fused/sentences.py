"""Free text in a row: reasons, notes, descriptions, up to a label, a figure or the end of a sentence.

In: the ground and a place. Out: `Token`s of the kind `free`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from transform.fused.ground import Ground
from transform.fused.names import LONGEST_NAME
from transform.fused.phrases import TELLING
from transform.fused.tokens import Token

_LONGEST_REASON: Final = 90
_SHORT_REASON: Final = 4
UNSURE: Final = 2.3  # the cost of a free text whose end nothing tells
_NEXT_ROW: Final = 1.5  # a figure in a description is most likely that of the row below
_FIGURE: Final = re.compile(r"\d+")


def is_word(character: str) -> bool:
    """Whether free text may begin with a character."""
    return "\u4e00" <= character <= "\u9fa5" or character.isalpha() or character in '“"《(*★'


def sentences_at(ground: Ground, field: str, place: int, *, is_inner: bool) -> Iterator[Token]:
    """Yield a known phrase, what runs up to a label or to the next column (where one follows: `is_inner`), or a sentence."""
    text = ground.text
    if not (is_word(text[place]) or (text[place].isdigit() and field == "note")) or ground.is_anchor(place):
        return
    if field == "note":
        yield from _echoes(ground, place)
    known = {len(phrase) for phrase in ground.phrases if text.startswith(phrase, place)}
    for length in known:
        yield Token("free", place, place + length, 0.2)
    tells = {match.end() for match in TELLING.finditer(text, place, min(ground.last, place + _LONGEST_REASON))}
    for end in range(place + 2, min(ground.last, place + _LONGEST_REASON) + 1):
        if ground.is_anchor(end):
            if end - place not in known:
                yield Token("free", place, end, 0.9 + 0.02 * (end - place) + 0.7 * _figures(ground, place, end))
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
            cost = 0.3 if text.startswith("反映", place) else 1.2
            yield Token("free", place, end, cost + _NEXT_ROW * _figures(ground, place, end))
        elif field == "reason" and end - place > _SHORT_REASON and (cost := _reason_cost(ground, place, end, tells)):
            yield Token("free", place, end, cost)


def _reason_cost(ground: Ground, first: int, last: int, tells: Collection[int]) -> float:
    """Return what a reason costs that ends before a name or behind a telling word; nothing where neither tells its end."""
    if ground.opens_name(last) and ground.tells_reason(first, last):
        return 1.0
    return UNSURE if last in tells else 0.0


def _echoes(ground: Ground, place: int) -> Iterator[Token]:
    """Yield descriptions that say again what stands before them: the name."""
    text = ground.text
    if place in ground.echoes:
        yield Token("echo", place, ground.echoes[place], 0.0)
    for length in range(4, min(LONGEST_NAME, place - ground.first) + 1):
        if text.startswith(text[place - length : place], place):
            yield Token("free", place, place + length, 0.0)


def _figures(ground: Ground, first: int, last: int) -> int:
    """Return how many figures a stretch of free text holds."""
    return len(_FIGURE.findall(ground.text, first, last))
