"""The text of a page as runs: words as pdfium parts them, upright, each with its box.

In: an open text page. Out: `Text`: the runs a reader would see, and what was told about the fonts on the way.
Watermarks, white text and second strokes of bold type are no runs. It takes two boxes a run, not one a character:
a run is taken apart only where its own width, or a rule that crosses it, says so.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import pi
from statistics import median
from typing import Final

from extract.pdf import native
from extract.pdf.frame import Box, Frame

_WORD: Final = re.compile(r"[^\s\x00-\x1f\u200b\u200e\u200f\ufeff\ufffe\uffff]+")
_WIDE: Final = re.compile(
    r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]"
)
_INVISIBLE: Final = 3  # text render mode
# A turn that is no quarter turn, in radians: whatever stands so is a watermark or a stamp.
_SLANT: Final = 0.06
_SURROGATES: Final = "utf-16-le"
_BLACK: Final = (0, 0, 0, 255)
_SAMPLE: Final = 50  # words that vote on which way is up
_Word = tuple[str, Box, int, int, str]  # text, box, first character, end, the blank before


@dataclass(frozen=True, slots=True)
class Run:
    """A word as drawn. `start` and `end` count the page's characters; `lead` is the blank drawn before it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    start: int
    end: int
    lead: str = ""
    is_visible: bool = True
    colour: tuple[int, int, int, int] = (0, 0, 0, 255)

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Its height in points."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Text:
    """What one reader made of a page's text."""

    runs: tuple[Run, ...]
    plain: str
    quarter: int  # clockwise quarter turns that bring the text upright
    map_errors: float  # the share of runs whose font does not say what its glyphs mean
    reader: str


class TextLayer:
    """pdfium's text page, asked for runs and, where a run must be taken apart, for characters."""

    reader = "pdfium"

    def __init__(self, textpage: int) -> None:
        self._page = textpage
        self._box = native.Rectangle()
        self._box_pointer = ctypes.byref(self._box)
        self.plain = self._read_plain()
        self._frame = Frame(0, 0, 0, 0, 0)
        self._colour = native.Colour()
        self._em = 0.0  # the width of the last lone character

    def _read_plain(self) -> str:
        count = native.count_characters(self._page)
        if count <= 0:
            return ""
        room = ctypes.create_string_buffer(4 * count + 4)
        written = native.get_text(self._page, 0, count, room)
        text = room.raw[: 2 * max(written - 1, 0)].decode(_SURROGATES, "replace")
        if len(text) == count:
            return text
        # pdfium leaves characters out of its text that it still counts: then position and number part ways.
        return "".join(chr(min(native.get_unicode(self._page, index), 0x10FFFF) or 32) for index in range(count))

    def read(self, left: float, bottom: float, right: float, top: float) -> Text:
        """Return the runs inside the page's visible box."""
        spans = [match.span() for match in _WORD.finditer(self.plain)]
        quarter = self._main_quarter(spans)
        self._frame = Frame(left, bottom, right, top, quarter)
        square = [span for span in spans if _is_square(native.get_angle(self._page, span[0]))]
        runs = self._spans_to_runs(square)
        if runs and (len(square) < len(spans) or _has_watermark(runs)):
            # pdfium writes a watermark's characters into the words that they are drawn over.
            runs = self._spans_to_runs(self._square_characters(spans))
        errors = sum(native.has_map_error(self._page, run.start) == 1 for run in runs)
        return Text(tuple(runs), self.plain, quarter, errors / max(len(runs), 1), self.reader)

    def _spans_to_runs(self, spans: Sequence[tuple[int, int]]) -> list[Run]:
        width, height = self._frame.size
        return [
            run
            for word in self._glue_words(spans)
            for run in self._to_runs(word)
            if run.x1 > 0 and run.x0 < width and run.bottom > 0 and run.top < height
        ]

    def _square_characters(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        return [
            (index, index + 1)
            for start, end in spans
            for index in range(start, end)
            if _is_square(native.get_angle(self._page, index))
        ]

    def _main_quarter(self, spans: Sequence[tuple[int, int]]) -> int:
        votes: Counter[int] = Counter()
        for start, end in spans[:: len(spans) // _SAMPLE + 1]:
            angle = native.get_angle(self._page, start)
            if _is_square(angle):
                votes[-round(angle / (pi / 2)) % 4] += end - start
        return votes.most_common(1)[0][0] if votes else 0

    def _glue_words(self, spans: Sequence[tuple[int, int]]) -> Iterator[_Word]:
        """Yield words; some writers place every character by itself, and what touches is one word."""
        last: _Word | None = None
        before = 0
        for start, end in spans:
            lead = "".join(_blank(self.plain[at]) for at in range(before, start) if self._is_drawn_blank(at))
            before = end
            word = (self.plain[start:end], self._even_box(start, end), start, end, lead)
            if last is not None and not lead and _touches(last[1], word[1]):
                if not (end - start == 1 and _is_over(last, word)):
                    last = (last[0] + word[0], _around(last[1], word[1]), last[2], end, last[4])
                continue
            if last is not None:
                if end - start == 1 and _is_over(last, word):
                    continue
                yield last
            last = word
        if last is not None:
            yield last

    def _to_runs(self, word: _Word) -> Iterable[Run]:
        text, box, start, end, lead = word
        item = native.get_text_object(self._page, start)
        looks = self._colour.read(native.get_fill, item) if item else _BLACK
        is_visible = not item or native.get_render_mode(item) != _INVISIBLE
        run = Run(text, *box, start, end, lead, is_visible, looks)
        return self.characters(run, join=True) if end - start > 1 and self._is_odd(run) else (run,)

    def _colour_of(self, index: int) -> tuple[int, int, int, int]:
        item = native.get_text_object(self._page, index)
        return self._colour.read(native.get_fill, item) if item else _BLACK

    def _is_drawn_blank(self, index: int) -> bool:
        character = self.plain[index]
        return character not in "\r\n" and character.isspace() and native.is_generated(self._page, index) == 0

    def _character_box(self, index: int) -> Box:
        box = self._box
        native.get_loose_box(self._page, index, self._box_pointer)
        return self._frame.to_view(box.left, box.bottom, box.right, box.top)

    def _span_box(self, start: int, end: int) -> Box:
        first = self._character_box(start)
        if end - start == 1:
            return first
        last = self._character_box(end - 1)
        return min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])

    def _even_box(self, start: int, end: int) -> Box:
        """The box of a word; where a font tells only the inked width of a lone character, that of its neighbours."""
        box = self._span_box(start, end)
        if end - start > 1 or not _WIDE.match(self.plain[start]):
            return box
        x0, top, x1, bottom = box
        short = self._em - (x1 - x0)
        if short > 0.1 * self._em and x1 - x0 < 0.9 * (bottom - top) < self._em:
            return x0 - short / 2, top, x1 + short / 2, bottom
        self._em = x1 - x0
        return box

    def _is_odd(self, run: Run) -> bool:
        """Whether first and last character do not tell where the others stand: lines, gaps or doubles inside."""
        first = self._character_box(run.start)
        em = first[2] - first[0] if _WIDE.match(run.text) else first[3] - first[1]
        wide = len(_WIDE.findall(run.text))
        width, narrow = run.x1 - run.x0, (run.end - run.start - wide) * em
        if not narrow and abs(width - wide * em) > 0.6 * em:
            return True  # a character of a watermark may stand between those of a word
        most = wide * em + narrow * 0.75
        least = wide * em * 0.6 + narrow * 0.15
        return run.size > 1.6 * (first[3] - first[1]) or width > most + 0.6 * em or width < least

    def characters(self, run: Run, *, join: bool = False) -> list[Run]:
        """Return the run's characters as runs; with `join`, glued again where they touch and doubles dropped."""
        out: list[Run] = []
        for index in range(run.start, run.end):
            if self.plain[index].isspace():
                continue
            box = self._character_box(index)
            lead = run.lead if index == run.start else ""
            colour = self._colour_of(index) if join else run.colour
            one = Run(self.plain[index], *box, index, index + 1, lead, run.is_visible, colour)
            if join and out and _is_double(out[-1], one):
                continue
            if join and out and touch(out[-1], one):
                one = glue(out.pop(), one)
            out.append(one)
        return out


def _is_square(angle: float) -> bool:
    return abs(angle / (pi / 2) - round(angle / (pi / 2))) * (pi / 2) < _SLANT


def touch(one: Run, other: Run) -> bool:
    """Whether the second run goes on where the first ends."""
    return _touches((one.x0, one.top, one.x1, one.bottom), (other.x0, other.top, other.x1, other.bottom))


def _touches(one: Box, other: Box) -> bool:
    low, size = sorted((one[3] - one[1], other[3] - other[1]))
    return (
        -0.4 * size < other[0] - one[2] < 0.18 * size
        and abs(other[1] + other[3] - one[1] - one[3]) < 0.8 * size
        and size < 1.6 * low + 1.0  # a watermark's character goes on from no word
    )


def _is_double(one: Run, other: Run) -> bool:
    """Whether a character is drawn over the one before it, a hair apart, as poor man's bold."""
    return (
        one.text[-1:] == other.text
        and abs(one.middle - other.middle) < 0.2 * other.size
        and abs(one.x1 - other.x1) < 0.3 * (other.x1 - other.x0)
    )


def _is_over(one: _Word, other: _Word) -> bool:
    (_, top, x1, bottom), (left, high, right, low) = one[1], other[1]
    return (
        one[0][-1] == other[0]
        and abs(top + bottom - high - low) < 0.4 * (low - high)
        and abs(x1 - right) < 0.3 * (right - left)
    )


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _blank(character: str) -> str:
    return "　" if character == "　" else " "


def glue(one: Run, other: Run) -> Run:
    """Return two runs as one."""
    box = _around((one.x0, one.top, one.x1, one.bottom), (other.x0, other.top, other.x1, other.bottom))
    return Run(one.text + other.text, *box, one.start, other.end, one.lead, one.is_visible, one.colour)


def _has_watermark(runs: Sequence[Run]) -> bool:
    usual = median(run.size for run in runs)
    return any(_is_watermark(run, usual) for run in runs)


def drop_unseen(runs: Sequence[Run], fills: Sequence[tuple[Box, bool]]) -> list[Run]:
    """Return the runs without watermarks, white on white, and second strokes of fake bold.

    `fills` are painted boxes in drawing order and whether each is (nearly) white.
    """
    if not runs:
        return []
    usual = median(run.size for run in runs)
    kept = [run for run in runs if not _is_watermark(run, usual) and not _is_white_on_white(run, fills)]
    return _drop_doubles(kept)


def _is_watermark(run: Run, usual: float) -> bool:
    *rgb, alpha = run.colour
    if alpha < 110:
        return True
    return run.size >= 1.8 * usual and (min(rgb) >= 140 or alpha < 200)


def _is_white_on_white(run: Run, fills: Sequence[tuple[Box, bool]]) -> bool:
    if min(run.colour[:3]) < 245:
        return False
    x, y = (run.x0 + run.x1) / 2, run.middle
    under = [is_white for (x0, top, x1, bottom), is_white in fills if x0 <= x <= x1 and top <= y <= bottom]
    return not under or under[-1]


def _drop_doubles(runs: Sequence[Run]) -> list[Run]:
    seen: dict[str, list[Run]] = {}
    kept: list[Run] = []
    for run in runs:
        near = seen.setdefault(run.text, [])
        if any(
            abs(run.x0 - other.x0) < 0.25 * run.size and abs(run.middle - other.middle) < 0.25 * run.size
            for other in near
        ):
            continue
        near.append(run)
        kept.append(run)
    return kept
