"""Tables without rules down on a page of ink: where they are, their columns, their rows.

In: the print of a page, ruled tables left out, and rules across, in pixels. Out: `Unruled`: a sheet in points, and what of it is
doubtful. Rules across say where such a table begins and ends; without any, lines do that share white stripes. It reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from extract.pdf.lattice import Sheet, Slot
from extract.pdf.paths import Rule
from extract.scan.bare_heads import read_head
from extract.scan.bare_print import Print, in_frame
from extract.scan.bare_sheet import to_sheet
from extract.scan.chunks import Chunk, Mask, find_chunks, to_lines, without_specks
from extract.scan.frames import find_frames, without_remnants
from extract.scan.growth import grow_tables, stands_over
from extract.scan.gutters import find_gutters
from extract.scan.pieces import POINTS

_FEWEST_COLUMNS: Final = 3
_FEWEST_ROWS: Final = 3  # from so many on white stripes are columns, even without a rule
_WHITE: Final = 2  # pixels to either side of a border
_HEAD_GAP: Final = 0.4  # of a line of text, between two words of a header
_EDGE: Final = 0.025  # of the width of the page: what stands there is the edge of the sheet
_PAD: Final = 4  # pixels around the print of a table


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table without rules down; of what stands in `doubted`, it is not sure in which cell."""

    sheet: Sheet
    is_sure: bool
    doubted: frozenset[Slot] = frozenset()
    is_open: bool = False  # no rule below it says where it ends


def find_unruled(print_: Mask, across: Sequence[Rule], usual: float) -> list[Unruled]:
    """Return the tables that stand in the print of a page."""
    chunks = without_remnants(find_chunks(without_specks(print_, usual), usual), across, usual)
    low, high = _EDGE * print_.shape[1], (1 - _EDGE) * print_.shape[1]
    chunks = [chunk for chunk in chunks if chunk.x1 > low and chunk.x0 < high]
    prints: list[Print] = []
    for frame in find_frames(across, chunks, usual):
        found = in_frame(frame, chunks, usual)
        if not found.body or _to_table(found, usual) is None:  # strokes of a hand or a seal
            continue
        prints.append(found)
        used = {id(chunk) for chunk in (*found.head, *found.body)}
        chunks = [chunk for chunk in chunks if id(chunk) not in used]
    for lines in _runs_of_lines(to_lines(chunks, usual), prints):
        for block in grow_tables(lines, usual):
            own = [chunk for line in block for chunk in line]
            top, bottom = min(chunk.top for chunk in own) - _PAD, max(chunk.bottom for chunk in own) + _PAD
            prints.append(Print((), tuple(own), None, top, bottom))
    tables = [_to_table(each, usual) for each in prints if each.body]
    return [table for table in tables if table]


def _runs_of_lines(lines: Sequence[list[Chunk]], prints: Sequence[Print]) -> Iterator[list[list[Chunk]]]:
    """Yield the lines between the tables that are found."""
    run: list[list[Chunk]] = []
    for line in lines:
        if run and any(run[-1][0].middle < each.top < line[0].middle for each in prints):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _to_table(found: Print, usual: float) -> Unruled | None:
    head, body = (found.head, found.body) if found.head else _first_lines(found.body, usual)
    gutters = find_gutters(head, body, usual)
    xs = [float(x) for x in gutters.xs]
    if len(xs) - 1 < _FEWEST_COLUMNS:
        return None
    found = replace(found, head=_inside(found.head, xs), body=_inside(found.body, xs))
    if found.frame:
        xs[0], xs[-1] = min(xs[0], found.frame.left), max(xs[-1], found.frame.right)
    head = [piece for chunk in found.head for piece in _pieces(chunk, xs, round(_HEAD_GAP * usual / 2))]
    body = [piece for chunk in found.body for piece in _pieces(chunk, xs, _WHITE)]
    crossing = [chunk for chunk in body if any(chunk.x0 < x - _WHITE and x + _WHITE < chunk.x1 for x in xs[1:-1])]
    if not found.head:
        head, body, crossing = _parted(found, xs, body, crossing, usual)
    made = to_sheet(found, xs, head, body, usual)
    if made is None:
        return None
    sheet, is_sure = made
    doubted = frozenset(slot for slot in sheet.slots if any(_touches(chunk, sheet.box_of(slot)) for chunk in crossing))
    is_open = found.frame is None or found.bottom > found.frame.bottom
    is_short = found.frame is None and len(sheet.ys) - 1 < _FEWEST_ROWS
    return Unruled(sheet, is_sure and gutters.is_sure and not is_short, doubted, is_open)


def _inside(chunks: Sequence[Chunk], xs: Sequence[float]) -> tuple[Chunk, ...]:
    return tuple(chunk for chunk in chunks if xs[0] < (chunk.x0 + chunk.x1) / 2 < xs[-1])


def _first_lines(chunks: Sequence[Chunk], usual: float) -> tuple[list[Chunk], list[Chunk]]:
    """Return what may be a header of two rows, and the rest."""
    lines = to_lines(chunks, usual)
    if len(lines) < 4:
        return [], list(chunks)
    count = 2 if len(lines[0]) < len(lines[1]) or lines[0][0].x1 < lines[1][0].x0 else 1
    if all(stands_over(word, lines[1]) for word in lines[0]):
        height = lines[1][0].middle - lines[0][0].middle
        count = max(count, sum(line[0].middle < lines[1][0].middle + 1.3 * max(height, usual) for line in lines))
    return [chunk for line in lines[:count] for chunk in line], [chunk for line in lines[count:] for chunk in line]


def _touches(chunk: Chunk, box: tuple[float, float, float, float]) -> bool:
    x0, top, x1, bottom = (at / POINTS for at in box)
    return chunk.x0 < x1 and x0 < chunk.x1 and top < chunk.middle < bottom


def _pieces(chunk: Chunk, xs: Sequence[float], white: int) -> Iterator[Chunk]:
    """Yield the pieces of a chunk, cut at every border to either side of which it has no print."""

    def is_white(x: float) -> bool:
        at = round(x) - chunk.x0
        return not chunk.ink[max(0, at - white) : max(0, at + white)].any()

    borders = [xs[0] - 99, *(x for x in xs[1:-1] if is_white(x)), xs[-1] + 99]
    for low, high in pairwise(borders):
        piece = chunk.cut(round(low), round(high))
        if piece is not None:
            yield piece


def _parted(
    found: Print, xs: Sequence[float], body: list[Chunk], crossing: list[Chunk], usual: float
) -> tuple[list[Chunk], list[Chunk], list[Chunk]]:
    """Return header, body and what crosses borders of a table that has no rule below its header: a header of two rows aside,
    the body is everything."""
    strips: list[list[Chunk]] = []
    for chunk in sorted(body, key=lambda chunk: chunk.top):
        if strips and chunk.top < max(other.bottom for other in strips[-1]):
            strips[-1].append(chunk)
        else:
            strips.append([chunk])
    for count in (1, 2, 3):
        top = [chunk for strip in strips[:count] for chunk in strip]
        head = read_head(_uncut(top, found.body, xs, usual), xs, (), found.top, usual)
        if len(head.ys) > 1 and len(top) < len(body):
            kept = {id(chunk) for chunk in top}
            limit = max(chunk.bottom for chunk in top)
            return (
                _uncut(top, found.body, xs, usual),
                [chunk for chunk in body if id(chunk) not in kept],
                [chunk for chunk in crossing if chunk.middle > limit],
            )
    return [], body, crossing


def _uncut(top: Sequence[Chunk], chunks: Sequence[Chunk], xs: Sequence[float], usual: float) -> list[Chunk]:
    low, high = min(chunk.top for chunk in top), max(chunk.bottom for chunk in top)
    inside = [chunk for chunk in chunks if low <= chunk.middle <= high]
    return [piece for chunk in inside for piece in _pieces(chunk, xs, round(_HEAD_GAP * usual / 2))]
