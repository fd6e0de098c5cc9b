"""Whether a text is fused at all: most of its labels and header words stand inside longer runs of characters.

In: a script. Out: yes or no. A text whose words are parted by blanks, bars or cells is left to the readers of separated text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transform.fused.script import Script
from transform.fused.words import full_label, header_word

_MOST_APART: Final = 0.5
_MARKS: Final = frozenset("|│┃丨\t")
_FEWEST: Final = 4


def is_fused(script: Script) -> bool:
    """Whether fewer than half of the labels and header words of a text stand apart from what surrounds them."""
    spans = [*_spans(script)]
    apart = sum(_is_apart(script, first, last) for first, last in spans)
    return len(spans) >= _FEWEST and apart < _MOST_APART * len(spans)


def has_inner_labels(script: Script) -> bool:
    """Whether most labels of level 2 have text right behind them, as in a sentence."""
    ends = [match.end() for match in full_label().finditer(script.text)]
    return sum(not _is_end(script, end) for end in ends) >= _MOST_APART * len(ends) > 0


def _spans(script: Script) -> Iterator[tuple[int, int]]:
    for pattern in (full_label(), header_word()):
        yield from (match.span() for match in pattern.finditer(script.text))


def _is_apart(script: Script, first: int, last: int) -> bool:
    return _is_end(script, first) and _is_end(script, last)


def _is_end(script: Script, place: int) -> bool:
    """Whether a cell, a line or a word ends before a place."""
    if place <= 0 or place >= len(script.text) or place in script.breaks:
        return True
    if script.places[place - 1] != script.places[place]:
        return True
    return script.text[place] in _MARKS or script.text[place - 1] in _MARKS
