"""The drawn lines of a page: rules, painted boxes, images, in reading space.

In: an open page and its `Frame`. Out: `Drawing`. Whatever way a rule is drawn (stroke, hairline, thin box, one big
path, dashes) it becomes a `Rule`; curves and wide boxes do not. Nothing is merged here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from extract.pdf import native
from extract.pdf.frame import Box, Frame

# Thicker than this, a box is a box and no rule.
THICK: Final = 3.2
_MOST_OBJECTS: Final = 60_000  # a page with more is a map or a plan
_DEEPEST: Final = 6  # forms in forms
_WHITE: Final = 245
_UNIT: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_ROOM: Final = native.Matrix()  # that pdfium writes a matrix into; it is read at once
_ROOM_POINTER: Final = ctypes.byref(_ROOM)

Affine = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A line: `at` is its height (or its x, where it stands), `low` to `high` its length."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page besides text. Lists, because one page may hold ten thousand of them."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    white: list[tuple[bool, Rule]] = field(default_factory=list)  # whether it runs across, and the rule
    fills: list[tuple[Box, bool]] = field(default_factory=list)  # and whether it is white
    images: list[Box] = field(default_factory=list)


def read_drawing(page: int, frame: Frame) -> Drawing:
    """Return the rules, fills and images of a page; white rules only where they part painted cells."""
    reader = _Reader(frame)
    for index in range(min(native.count_objects(page), _MOST_OBJECTS)):
        item = native.get_object(page, index)
        if native.get_type(item) != native.TEXT:
            reader.take(item, _UNIT, 0)
    return _show_white_rules(reader.drawing)


def _show_white_rules(drawing: Drawing) -> Drawing:
    for is_across, rule in drawing.white:
        middle = (rule.low + rule.high) / 2
        x, y = (middle, rule.at) if is_across else (rule.at, middle)
        if any(not white and x0 < x < x1 and top < y < bottom for (x0, top, x1, bottom), white in drawing.fills):
            (drawing.across if is_across else drawing.down).append(rule)
    return drawing


class _Reader:
    """Walks page objects; keeps the room that pdfium writes its numbers into."""

    def __init__(self, frame: Frame) -> None:
        self.drawing = Drawing()
        self._frame, (self._width, self._height) = frame, frame.size
        self._bounds, self._mode, self._point = native.Numbers(4), native.whole_numbers(2), native.Numbers(2)
        self._colour = native.Colour()

    def take(self, item: int, matrix: Affine, depth: int) -> None:
        kind = native.get_type(item)
        if kind == native.PATH:
            self._take_path(item, matrix)
        elif kind == native.IMAGE:
            self.drawing.images.append(self._box(item, matrix))
        elif kind == native.FORM and depth < _DEEPEST:
            inner = _times(_matrix_of(item), matrix)
            for index in range(min(native.count_form_objects(item), _MOST_OBJECTS)):
                self.take(native.get_form_object(item, index), inner, depth + 1)

    def _box(self, item: int, matrix: Affine) -> Box:
        native.get_bounds(item, *self._bounds.pointers)
        x0, y0, x1, y1 = self._bounds.values()
        if matrix is not _UNIT:
            corners = [_apply(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
            x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
            y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
        return self._frame.to_view(x0, y0, x1, y1)

    def _take_path(self, item: int, matrix: Affine) -> None:
        native.get_draw_mode(item, *self._mode.pointers)
        is_filled, is_stroked = self._mode.values()
        if not is_filled and not is_stroked:
            return
        red, green, blue, alpha = self._colour.read(native.get_stroke if is_stroked else native.get_fill, item)
        if alpha < 8:
            return
        is_white = red >= _WHITE and green >= _WHITE and blue >= _WHITE
        box = self._box(item, matrix)
        if min(box[2] - box[0], box[3] - box[1]) <= THICK:
            self._add_thin(box, is_white)
        elif is_stroked:
            if not self._add_rectangle(item, matrix, is_white):
                for piece in self._lines(item, matrix):
                    self._add_line(piece, is_white)
            if is_filled:
                self._add_fill(item, box)
        elif native.count_segments(item) <= 6:
            self.drawing.fills.append((box, is_white))
        else:
            self._add_pieces(item, matrix, is_white)

    def _add_fill(self, item: int, box: Box) -> None:
        red, green, blue, alpha = self._colour.read(native.get_fill, item)
        if alpha >= 8:
            self.drawing.fills.append((box, min(red, green, blue) >= _WHITE))

    def _add_thin(self, box: Box, is_white: bool) -> None:
        """A thin box is a rule; a dot may be part of a dotted one either way."""
        x0, top, x1, bottom = box
        if x1 < -5 or x0 > self._width + 5 or bottom < -5 or top > self._height + 5:
            return
        if bottom - top <= THICK and bottom - top <= x1 - x0 + 0.5:
            self._add(True, Rule((top + bottom) / 2, x0, x1), is_white)
        if x1 - x0 <= THICK and x1 - x0 <= bottom - top + 0.5:
            self._add(False, Rule((x0 + x1) / 2, top, bottom), is_white)

    def _add(self, is_across: bool, rule: Rule, is_white: bool) -> None:
        if is_white:
            self.drawing.white.append((is_across, rule))
        else:
            (self.drawing.across if is_across else self.drawing.down).append(rule)

    def _add_line(self, piece: tuple[float, float, float, float], is_white: bool) -> None:
        x0, y0, x1, y1 = piece
        box = self._frame.to_view(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if min(box[2] - box[0], box[3] - box[1]) <= 1.0:
            self._add_thin(box, is_white)

    def _add_rectangle(self, item: int, matrix: Affine, is_white: bool) -> bool:
        """The commonest path by far, told from three of its corners; False where it is no upright rectangle."""
        count = native.count_segments(item)
        if not 4 <= count <= 5:
            return False
        whole = _times(_matrix_of(item), matrix)
        corners = []
        for index in range(count):
            segment = native.get_segment(item, index)
            if native.get_segment_type(segment) != (native.LINE_TO if index else native.MOVE_TO):
                return False
            if index < 3:
                native.get_point(segment, *self._point.pointers)
                corners.append(_apply(whole, *self._point.values()))
        if count == 4 and not native.get_closes(segment):
            return False
        (ax, ay), (bx, by), (cx, cy) = corners
        if not (abs(ax - bx) + abs(by - cy) < 0.5 or abs(ay - by) + abs(bx - cx) < 0.5):
            return False
        x0, top, x1, bottom = self._frame.to_view(min(ax, cx), min(ay, cy), max(ax, cx), max(ay, cy))
        for is_across, rule in (
            (True, Rule(top, x0, x1)),
            (True, Rule(bottom, x0, x1)),
            (False, Rule(x0, top, bottom)),
            (False, Rule(x1, top, bottom)),
        ):
            self._add(is_across, rule, is_white)
        return True

    def _add_pieces(self, item: int, matrix: Affine, is_white: bool) -> None:
        """One filled path that holds many boxes: each is a rule or a fill of its own."""
        for points in self._pieces(item, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = self._frame.to_view(min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= THICK:
                self._add_thin(box, is_white)
            elif len(points) <= 5:
                self.drawing.fills.append((box, is_white))

    def _pieces(self, item: int, matrix: Affine) -> Iterator[list[tuple[float, float]]]:
        points: list[tuple[float, float]] = []
        for kind, point, _ in self._segments(item, matrix):
            if kind == native.MOVE_TO and points:
                yield points
                points = []
            points.append(point)
        if points:
            yield points

    def _lines(self, item: int, matrix: Affine) -> Iterator[tuple[float, float, float, float]]:
        start = last = (0.0, 0.0)
        for kind, point, closes in self._segments(item, matrix):
            if kind == native.MOVE_TO:
                start = point
            elif kind == native.LINE_TO:
                yield *last, *point
            last = point
            if closes:
                yield *last, *start
                last = start

    def _segments(self, item: int, matrix: Affine) -> Iterator[tuple[int, tuple[float, float], bool]]:
        whole = _times(_matrix_of(item), matrix)
        for index in range(min(native.count_segments(item), _MOST_OBJECTS)):
            segment = native.get_segment(item, index)
            native.get_point(segment, *self._point.pointers)
            x, y = self._point.values()
            yield native.get_segment_type(segment), _apply(whole, x, y), bool(native.get_closes(segment))


def _matrix_of(item: int) -> Affine:
    matrix = _ROOM
    if not native.get_matrix(item, _ROOM_POINTER):
        return _UNIT
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: Affine, other: Affine) -> Affine:
    if other is _UNIT:
        return one
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
