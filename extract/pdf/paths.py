"""The drawn lines of a page: rules, painted boxes, images, in reading space.

In: an open page and its `Frame`. Out: `Drawing`. Whatever way a rule is drawn (stroke, hairline, thin box, one big
path, dashes) it becomes a `Rule`; curves and wide boxes do not. Nothing is merged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from extract.pdf import native
from extract.pdf.frame import Box, Frame

# Thicker than this, a box is a box and no rule.
THICK: Final = 3.2
_MOST_OBJECTS: Final = 60_000  # a page with more is a map or a plan
_DEEPEST: Final = 6  # forms in forms
_WHITE: Final = 245
_CLEAR: Final = 8  # alpha: less is not to be seen
_MARGIN: Final = 5.0  # points around the page
_THIN: Final = 0.025  # of the height of a page, at its top and bottom: no row of a table is meant to stand there
_FAR: Final = 9.0  # points beyond the page: so far goes no rule of a frame that fits
_UNIT: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_RECTANGLE: Final = [native.MOVE_TO, *[native.LINE_TO] * 4]

Affine = tuple[float, float, float, float, float, float]
Piece = tuple[float, float, float]  # a rule, or a part of one, as drawn: a page may hold ten thousand


class Rule(NamedTuple):
    """A line: `at` is its height (or its x, where it stands), `low` to `high` its length."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page besides text. Lists, because one page may hold ten thousand of them."""

    across: list[Piece] = field(default_factory=list)
    down: list[Piece] = field(default_factory=list)
    white: list[tuple[bool, Piece]] = field(default_factory=list)  # whether it runs across, and the rule
    fills: list[tuple[Box, bool]] = field(default_factory=list)  # and whether it is white
    images: list[Box] = field(default_factory=list)
    covers: list[Box] = field(default_factory=list)  # images without holes that are drawn over text before them
    is_cut: bool = False  # there is more than was looked at
    runs_over: bool = False  # its rules run into the margin, or over the end of the page


def read_drawing(page: int, frame: Frame) -> Drawing:
    """Return the rules, fills and images of a page; white rules only where they part painted cells."""
    reader = _Reader(frame)
    count = reader.bound(native.count_objects(page))
    reader.take([native.get_object(page, index) for index in range(count)], _UNIT, 0)
    return _on_page(_show_white_rules(reader.drawing), frame.size[1])


def _on_page(drawing: Drawing, height: float) -> Drawing:
    """Return the drawing without the rules above and below the page: a browser draws the whole row that a break cuts."""
    edge = _THIN * height
    drawing.runs_over = any(low < edge or high > height - edge for _, low, high in drawing.down)
    if any(low < -_FAR or high > height + _FAR for _, low, high in drawing.down):
        drawing.across = [piece for piece in drawing.across if 0 <= piece[0] <= height]
        drawing.down = [
            (at, max(low, 0.0), min(high, height)) for at, low, high in drawing.down if low < height and high > 0
        ]
    return drawing


def _show_white_rules(drawing: Drawing) -> Drawing:
    for is_across, rule in drawing.white:
        at, low, high = rule
        middle = (low + high) / 2
        x, y = (middle, at) if is_across else (at, middle)
        if any(not white and x0 < x < x1 and top < y < bottom for (x0, top, x1, bottom), white in drawing.fills):
            (drawing.across if is_across else drawing.down).append(rule)
    return drawing


class _Reader:
    """Walks page objects; keeps the room that pdfium writes its numbers into."""

    def __init__(self, frame: Frame) -> None:
        self.drawing = Drawing()
        self._frame, (self._width, self._height) = frame, frame.size
        self._matrix = native.Room(6)
        self._point, self._corners = native.Room(2), native.Room(6)
        self._point_places = self._point.address, self._point.address + 4

    def bound(self, count: int) -> int:
        """Return how many of so many objects are looked at."""
        self.drawing.is_cut = self.drawing.is_cut or count > _MOST_OBJECTS
        return min(count, _MOST_OBJECTS)

    def take(self, items: Sequence[int], matrix: Affine, depth: int) -> None:
        """Take what is drawn, in its order; what may be there by the thousand is asked for in one go."""
        kinds = [native.get_type(item) for item in items]
        covering: set[int] = set()
        if native.TEXT in kinds:
            if native.IMAGE in kinds:
                covering = _covering(items, kinds)
            items = [item for item, kind in zip(items, kinds, strict=True) if kind != native.TEXT]
            kinds = [kind for kind in kinds if kind != native.TEXT]
        for item, kind, box, is_filled, is_stroked, is_white in zip(
            items, kinds, self._boxes(items, matrix), *self._looks_of(items), strict=True
        ):
            if kind == native.PATH:
                if is_white is not None and not self._add_thin(box, is_white):
                    self._take_large(item, is_filled, is_stroked, is_white, box, matrix)
            elif kind == native.IMAGE:
                self.drawing.images.append(box)
                if item in covering:
                    self.drawing.covers.append(box)
            elif kind == native.FORM and depth < _DEEPEST:
                count = self.bound(native.count_form_objects(item))
                parts = [native.get_form_object(item, index) for index in range(count)]
                self.take(parts, _times(self._matrix_of(item), matrix), depth + 1)

    def _matrix_of(self, item: int) -> Affine:
        if not native.get_matrix(item, self._matrix.address):
            return _UNIT
        return tuple(self._matrix.values())  # type: ignore[return-value]

    def _boxes(self, items: Sequence[int], matrix: Affine) -> list[Box]:
        room = native.Room(4 * len(items))
        place = room.address
        for item in items:
            native.get_bounds(item, place, place + 12, place + 8, place + 4)  # kept as left, top, right, bottom
            place += native.BOX_SIZE
        numbers = room.values()
        return self._frame.rectangles_to_view(numbers if matrix is _UNIT else _turn(matrix, numbers))

    def _looks_of(self, items: Sequence[int]) -> tuple[list[float], list[float], list[bool | None]]:
        """Return of all paths which are filled, which are stroked, and which are white; None for one that is not seen."""
        room = native.whole_numbers(2 * len(items))
        place = room.address
        for item in items:
            native.get_draw_mode(item, place, place + 4)
            place += 8
        modes = room.values()
        fills, strokes = modes[0::2], modes[1::2]
        asked = [native.get_stroke if is_stroked else native.get_fill for is_stroked in strokes]
        colours = native.read_colours(asked, items)
        # A page has few colours.
        are_white = {colour: _is_white(colour) if colour[3] >= _CLEAR else None for colour in set(colours)}
        whites = [are_white[colour] for colour in colours]
        if not all(map(max, fills, strokes)):
            drawn = zip(whites, fills, strokes, strict=True)
            whites = [is_white if is_filled or is_stroked else None for is_white, is_filled, is_stroked in drawn]
        return fills, strokes, whites

    def _take_large(
        self, item: int, is_filled: float, is_stroked: float, is_white: bool, box: Box, matrix: Affine
    ) -> None:
        if is_stroked:
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
        (colour,) = native.read_colours([native.get_fill], [item])
        if colour[3] >= _CLEAR:
            self.drawing.fills.append((box, _is_white(colour)))

    def _add_thin(self, box: Box, is_white: bool) -> bool:
        """Take a thin box for a rule, and a dot for either kind, for it may be part of a dotted one; else say False."""
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        if width > THICK and height > THICK:
            return False
        if x1 < -_MARGIN or x0 > self._width + _MARGIN or bottom < -_MARGIN or top > self._height + _MARGIN:
            return True
        drawing = self.drawing
        if height <= THICK and height <= width + 0.5:
            rule = (top + bottom) / 2, x0, x1
            drawing.white.append((True, rule)) if is_white else drawing.across.append(rule)
        if width <= THICK and width <= height + 0.5:
            rule = (x0 + x1) / 2, top, bottom
            drawing.white.append((False, rule)) if is_white else drawing.down.append(rule)
        return True

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
        segments = [native.get_segment(item, index) for index in range(count)]
        if [native.get_segment_type(segment) for segment in segments] != _RECTANGLE[:count]:
            return False
        if count == 4 and not native.get_closes(segments[3]):
            return False
        place = self._corners.address
        for segment in segments[:3]:
            native.get_point(segment, place, place + 4)
            place += 8
        ax, ay, bx, by, cx, cy = self._corners.values()
        whole = _times(self._matrix_of(item), matrix)
        if whole != _UNIT:
            (ax, ay), (bx, by), (cx, cy) = _apply(whole, ax, ay), _apply(whole, bx, by), _apply(whole, cx, cy)
        if not (abs(ax - bx) + abs(by - cy) < 0.5 or abs(ay - by) + abs(bx - cx) < 0.5):
            return False
        x0, top, x1, bottom = self._frame.to_view(min(ax, cx), min(ay, cy), max(ax, cx), max(ay, cy))
        across, down = [(top, x0, x1), (bottom, x0, x1)], [(x0, top, bottom), (x1, top, bottom)]
        if is_white:
            self.drawing.white += [(True, rule) for rule in across] + [(False, rule) for rule in down]
        else:
            self.drawing.across += across
            self.drawing.down += down
        return True

    def _point_of(self, segment: int, whole: Affine) -> tuple[float, float]:
        native.get_point(segment, *self._point_places)
        x, y = self._point.values()
        return (x, y) if whole == _UNIT else _apply(whole, x, y)

    def _add_pieces(self, item: int, matrix: Affine, is_white: bool) -> None:
        """One filled path that holds many boxes: each is a rule or a fill of its own."""
        for points in self._pieces(item, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = self._frame.to_view(min(xs), min(ys), max(xs), max(ys))
            if not self._add_thin(box, is_white) and len(points) <= 5:
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
        whole = _times(self._matrix_of(item), matrix)
        for index in range(min(native.count_segments(item), _MOST_OBJECTS)):
            segment = native.get_segment(item, index)
            yield (
                native.get_segment_type(segment),
                self._point_of(segment, whole),
                bool(native.get_closes(segment)),
            )


def _covering(items: Sequence[int], kinds: Sequence[int]) -> set[int]:
    """Return the images without holes that are drawn after most of the text beside them."""
    half, texts, found = kinds.count(native.TEXT) / 2, 0, set()
    for item, kind in zip(items, kinds, strict=True):
        texts += kind == native.TEXT
        if kind == native.IMAGE and texts > half and not native.has_transparency(item):
            found.add(item)
    return found


def _is_white(colour: native.Colour) -> bool:
    red, green, blue, _ = colour
    return red >= _WHITE and green >= _WHITE and blue >= _WHITE


def _turn(matrix: Affine, numbers: Sequence[float]) -> list[float]:
    """Return rectangles (left, top, right, bottom of each, in a row) that a form places, as the page has them."""
    out: list[float] = []
    for left, top, right, bottom in zip(numbers[0::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=True):
        corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        out += [min(xs), max(ys), max(xs), min(ys)]
    return out


def _times(one: Affine, other: Affine) -> Affine:
    if other is _UNIT:
        return one
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
