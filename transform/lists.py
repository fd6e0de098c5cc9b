"""Lists in one cell: several names in one, their values in the next.

In: the pieces of a body and a place. Out: the step over two lists that begin there. Lists of equal length pair up; where
they do not, every name is kept, none is given a figure, and all are in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from transform.moves import Body, Pair, Step, Text, to_text
from transform.pieces import CELL, LINE, PARAGRAPH, Piece
from transform.shapes import is_value
from transform.vocabulary import is_bare_label, parse_labels

UNEQUAL_LISTS: Final = 3.5  # three names with two values


def list_steps(body: Body, start: int) -> Iterator[Step]:
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
    places = range(len(run))
    half = len(run) // 2
    first = next((place for place in places if _is_value(pieces, run[place])), len(run))
    if first not in {0, half} and len(run) % 2 == 0 and all(_is_value(pieces, one) for one in reversed(run[half:])):
        return run[:half], run[half:]
    last = next((place for place in places[first:] if not _is_value(pieces, run[place])), len(run))
    return run[:first], run[first:last]


def _is_value(pieces: Sequence[Piece], paragraph: list[int]) -> bool:
    return is_value(to_text([pieces[place] for place in paragraph]).text)
