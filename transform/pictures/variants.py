"""What else the picture of a figure may say: its alternatives, and its text with one mark changed.

In: a printed figure. Out: other readings of it, the likeliest first. None of them is ever put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from transform.pieces import Piece

# Digits that are often taken for each other in small, faint or blurred print.
_ALIKE: Final = frozenset(
    frozenset(pair)
    for pair in ("38", "35", "36", "56", "58", "68", "69", "89", "17", "14", "49", "27", "06", "08", "09", "39", "12")
)
_FIRST_DIGIT: Final = re.compile(r"\D*(\d)(?=\d)")
SAID, LIKELY, POSSIBLE = 0, 1, 2


class Variant(NamedTuple):
    """Another reading of a text, and how likely it is: `SAID` by a reader, `LIKELY`, `POSSIBLE`."""

    text: str
    rank: int


def variants(text: str, pieces: Sequence[Piece]) -> Iterator[Variant]:
    """Yield the readings that differ from a text in one digit, in the decimal point, or as a reader said."""
    seen = {text}
    cells = {id(printed.cell): printed.cell for piece in pieces for printed in piece.printed}
    said = [Variant(other, SAID) for cell in cells.values() if len(cells) == 1 for other in cell.alternatives]
    for variant in (*said, *_with_other_digit(text), *_with_other_point(text), *_without_first(text)):
        if variant.text not in seen:
            seen.add(variant.text)
            yield variant


def _with_other_digit(text: str) -> Iterator[Variant]:
    for place, old in enumerate(text):
        if old in "0123456789":
            for new in "0123456789":
                rank = LIKELY if frozenset((old, new)) in _ALIKE else POSSIBLE
                yield Variant(f"{text[:place]}{new}{text[place + 1 :]}", rank)


def _with_other_point(text: str) -> Iterator[Variant]:
    for place, mark in enumerate(text):
        if mark in ".．。,，":
            yield Variant(text[:place] + text[place + 1 :], LIKELY)
            yield Variant(f"{text[:place]}.{text[place + 1 :]}", LIKELY)
    if "." not in text:
        for place in range(1, len(text)):
            if text[place - 1].isdigit() and text[place].isdigit():
                yield Variant(f"{text[:place]}.{text[place:]}", LIKELY)


def _without_first(text: str) -> Iterator[Variant]:
    """Yield the figure without a first digit, which may have been a sign."""
    if match := _FIRST_DIGIT.match(text):
        place = match.start(1)
        yield Variant(text[:place] + text[place + 1 :], LIKELY if match[1] in "27" else POSSIBLE)
