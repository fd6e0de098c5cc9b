"""Flattened tables on their side: labels and names first, then a place and its targets, and the next place.

In: items. Out: `TurnedSection`s, each with what stands above it, and `lay_out`, which gives the sheet that was flattened, for
`tabular.transposed` to turn. How many names there are is told by where the next place stands; which label each stands below,
where merged cells are gone, by what they say (`classes`), and where that is not sure the names are given back as doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract import Grid
from transform.flat.align import CELLS, ROWS, align
from transform.flat.classes import share_out
from transform.flat.costs import Costs
from transform.flat.fit import fit, shape_of
from transform.flat.items import Item, join_items
from transform.flat.place import item_to_cell
from transform.flat.sections import is_row_a_line
from transform.pieces import PlacedCell
from transform.tabular.sheet import Sheet
from transform.vocabulary import is_note, is_title, parse_header, parse_label_cell

_FEWEST: Final = 2  # labels in a row
_MOST_NAMES: Final = 60
_MOST_TRIED: Final = 8  # places that may be the first one below the names
_LEAD: Final = 1.6  # of a label over any other: less is no lead
_CLOSE: Final = 2.0  # of one count of names over another
_ODD: Final = 1.2  # what a cell costs on average where the text is no such table
_LONGEST_CORNER: Final = 10
_LEVELS: Final = frozenset({"level1", "level2", "level3"})


@dataclass(slots=True)
class TurnedSection:
    """One table on its side: the items above it, its corner and header words, labels, and what follows these."""

    above: list[Item]
    corner: list[Item]
    level1: list[Item]
    level2: list[Item]
    body: list[Item] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Turned:
    """The sheet of a table; the rows (places) and the columns (names) of it that are doubtful, counted from 1."""

    sheet: Sheet
    places: frozenset[int]
    names: frozenset[int]


def find_turned(items: Sequence[Item]) -> list[TurnedSection]:
    """Return the tables on their side in a text: a run of labels of level 1, then one of level 2."""
    found: list[TurnedSection] = []
    place = start = 0
    while place < len(items):
        section, end = _section_at(items, place, start)
        if section is None:
            place += 1
            continue
        place = start = _body_end(items, end)
        section.body, section.notes = _without_notes(items[end:place])
        found.append(section)
    return found


def _section_at(items: Sequence[Item], place: int, start: int) -> tuple[TurnedSection | None, int]:
    """Return the table whose labels begin at a place, and where these end."""
    first, end = _labels(items, place, 1)
    if len(first) < _FEWEST:
        return None, place
    corner, second_start = [], end
    while second_start < len(items) and _is_filler(items[second_start]):
        corner.append(items[second_start])
        second_start += 1
    second, end = _labels(items, second_start, 2)
    if len(second) < max(_FEWEST, len(first)):
        return None, place
    while end < len(items) and _is_filler(items[end]):
        corner.append(items[end])
        end += 1
    above = list(items[start:place])
    while above and (above[-1].is_blank or _is_corner(above[-1], items[place])):
        taken = above.pop()
        corner = [taken, *corner]
        if not taken.is_blank and _word(taken) != "group":
            break
    return TurnedSection(above, [item for item in corner if item.pieces], first, second), end


def _labels(items: Sequence[Item], place: int, level: int) -> tuple[list[Item], int]:
    """Return the labels of a level that follow each other from a place on, and where they end."""
    found: list[Item] = []
    end = at = place
    while at < len(items) and (items[at].is_blank or _is_label(items[at], level)):
        if items[at].pieces:
            found.append(items[at])
            end = at + 1
        elif not found:
            break
        at += 1
    return found, end


def _is_label(item: Item, level: int) -> bool:
    """Whether a cell is a label of a level to the letter; where a word may be of both levels, it is."""
    return level in shape_of(item.text).levels


def _word(item: Item) -> str | None:
    header = parse_header(item.text) if item.pieces else None
    return header.field if header else None


def _is_filler(item: Item) -> bool:
    """Whether a cell beside rows of labels says but what the row is: 二级指标, or nothing."""
    return item.is_blank or _word(item) in _LEVELS


def _is_corner(item: Item, first: Item) -> bool:
    """Whether a cell before the labels is the word over the places: 乡镇, 一级指标."""
    is_near = not first.opens_line or first.boundary != "line" or item.opens_line
    word = shape_of(item.text).word
    return (
        is_near and len(word) <= _LONGEST_CORNER and not any(mark in word for mark in ":。，;、") and not is_title(word)
    )


def _body_end(items: Sequence[Item], start: int) -> int:
    """Return where the places end: at the next title or the next row of labels."""
    for place in range(start, len(items)):
        item = items[place]
        if item.pieces and is_title(item.text):
            return place
        if item.pieces and len(_labels(items, place, 1)[0]) >= _FEWEST:
            return place
    return len(items)


def _without_notes(body: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    end = next((at for at, item in enumerate(body) if item.pieces and at and is_note(item.text)), len(body))
    return list(body[:end]), list(body[end:])


# --- names and places -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """The body laid out with so many names: its cost, the rows by column, the doubtful ones among them."""

    cost: float
    names: tuple[Item, ...]
    rows: tuple[dict[int, Item], ...]
    doubtful: frozenset[int]


def lay_out(section: TurnedSection) -> Turned | None:
    """Return the sheet of a table; None where the places and their targets do not come out even."""
    ways = sorted(_ways(section), key=lambda way: way.cost)
    size = sum(bool(item.pieces) for item in section.body)
    if not ways or ways[0].cost > _ODD * size:
        return None
    best = ways[0]
    is_sure = len(ways) < 2 or ways[1].cost - best.cost >= _CLOSE
    doubtful = best.doubtful if is_sure else frozenset(range(len(best.rows)))
    spans, unsure = _spans(section, best)
    cells = [*_label_cells(section, spans)]
    cells += [item_to_cell(item, 3, column + 2) for column, item in enumerate(best.names)]
    cells += [
        item_to_cell(item, number + 4, column + 1)
        for number, row in enumerate(best.rows)
        for column, item in row.items()
        if item.pieces
    ]
    places = frozenset(number + 4 for number in doubtful)
    return Turned(Sheet.of(Grid(tuple(cells), is_aligned=True)), places, frozenset(column + 2 for column in unsure))


def _ways(section: TurnedSection) -> Iterator[_Way]:
    """Yield the ways to lay a body out, one for each count of names that may be."""
    fewest = len(section.level2)
    for items in _with_and_without_blanks(section.body):
        for count in _counts(items, fewest):
            names, rest = items[:count], items[count:]
            if all(item.pieces for item in names) and (way := _way(names, rest)) is not None:
                yield way


def _with_and_without_blanks(body: Sequence[Item]) -> Iterator[list[Item]]:
    filled = [item for item in body if item.pieces]
    yield filled
    if len(filled) < len(body) and not is_row_a_line(body):
        first = next(at for at, item in enumerate(body) if item.pieces)
        yield list(body[first:])


def _counts(items: Sequence[Item], fewest: int) -> list[int]:
    """Return how many names there may be: up to the end of their line, or up to what may be a place before a target."""
    if is_row_a_line(items):
        line = next((at for at, item in enumerate(items) if at and item.opens_line), 0)
        if line >= fewest:
            return [line]
    found = [
        at for at in range(fewest, min(len(items) - 1, _MOST_NAMES + 1))
        if items[at].pieces and fit(items[at].text, "place") < 1 and fit(items[at + 1].text, "value") < 2
    ]  # fmt: skip
    even = [at for at in range(fewest, min(len(items), _MOST_NAMES + 1)) if len(items) % (at + 1) == at]
    return found[:_MOST_TRIED] or even[:_MOST_TRIED]


def _way(names: Sequence[Item], rest: Sequence[Item]) -> _Way | None:
    costs = Costs.of(["place", *["value"] * len(names)], keeps_blanks=any(item.is_blank for item in rest))
    placements = align(rest, costs, ROWS if is_row_a_line(rest) else CELLS)
    if not placements:
        return None
    rows: list[dict[int, Item]] = []
    doubtful: set[int] = set()
    for item, placement in zip(rest, placements, strict=True):
        if placement.column is None:
            continue
        if placement.opens_row or not rows:
            rows.append({})
        held = rows[-1].get(placement.column)
        rows[-1][placement.column] = join_items([held, item]) if held is not None and placement.goes_on else item
        if placement.margin < 1.0 or placement.cost >= 4.0:
            doubtful.add(len(rows) - 1)
    doubtful |= {number for number, row in enumerate(rows) if len(row) <= len(names)}
    last = next((placement.column for placement in reversed(placements) if placement.column is not None), 0)
    cost = sum(placement.cost for placement in placements) + costs.close(last, rest[-1].text)
    return _Way(cost + sum(fit(item.text, "level3") for item in names), tuple(names), tuple(rows), frozenset(doubtful))


def _spans(section: TurnedSection, way: _Way) -> tuple[tuple[list[int], list[int]], set[int]]:
    """Return over how many names each label of level 1 and of level 2 reaches, and the names whose label is not sure."""
    above = _parents(section)
    labels = [
        next((label.name for label in parse_label_cell(item.text, 2) if label.level == 2), None)
        for item in section.level2
    ]
    targets = [_target(way.rows, column) for column in range(1, len(way.names) + 1)]
    shares = share_out(labels, [item.text for item in way.names], targets)
    unsure = {at for at, share in enumerate(shares) if share.lead < _LEAD}
    second = [sum(share.label == at for share in shares) for at in range(len(labels))]
    first = [sum(share.label in held for share in shares) for held in above]
    return (first, second), unsure


def _target(rows: Sequence[dict[int, Item]], column: int) -> str:
    """Return the first target of a column that says something."""
    texts = [row[column].text for row in rows if column in row and row[column].pieces]
    return next((text for text in texts if shape_of(text).kind != "null"), "")


def _parents(section: TurnedSection) -> list[set[int]]:
    """Return the labels of level 2 below each label of level 1, in order: the next one opens where its own begin."""
    names = [{label.name for label in parse_label_cell(item.text, 1) if label.level == 1} for item in section.level1]
    found: list[set[int]] = [set() for _ in names]
    at = 0
    count = len(section.level2)
    for number, item in enumerate(section.level2):
        parents = {label.parent for label in parse_label_cell(item.text, 2) if label.level == 2}
        left = count - number
        is_full = len(names) - at > left  # each of the labels that are left needs one
        opens = at + 1 < len(names) and found[at] and (is_full or (not parents & names[at] and parents & names[at + 1]))
        at += bool(opens)
        found[at].add(number)
    return found


def _label_cells(section: TurnedSection, spans: tuple[list[int], list[int]]) -> Iterator[PlacedCell]:
    for row, (items, widths) in enumerate(zip((section.level1, section.level2), spans, strict=True), 1):
        column = 2
        for item, width in zip(items, widths, strict=True):
            if width:
                yield item_to_cell(item, row, column, column_span=width)
            column += width
    if section.corner:
        yield item_to_cell(section.corner[0], 1, 1, 3)
