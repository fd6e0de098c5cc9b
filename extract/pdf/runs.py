"""The text of a page as runs: words as pdfium parts them, upright, each with its box.

In: an open text page. Out: `Text`: the runs a reader would see, and what was told about the fonts on the way.
Watermarks, white text and second strokes of bold type are no runs. It takes two boxes a run, not one a character:
a run is taken apart only where its own width, or a rule that crosses it, says so.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
        angles = [native.get_angle(self._page, start) for start, _ in spans]
        quarter = _main_quarter(spans, angles)
        self._frame = Frame(left, bottom, right, top, quarter)
        words = [span for span, angle in zip(spans, angles, strict=True) if _is_square(angle)]
        runs = list(self._glued(self._words_to_runs(words)))
        errors = sum(native.has_map_error(self._page, run.start) == 1 for run in runs)
        width, height = self._frame.size
        shown = [run for run in runs if run.x1 > 0 and run.x0 < width and run.bottom > 0 and run.top < height]
        return Text(tuple(shown), self.plain, quarter, errors / max(len(runs), 1), self.reader)

    def _words_to_runs(self, words: Sequence[tuple[int, int]]) -> Iterator[Run]:
        colour, before = native.Colour(), 0
        for start, end in words:
            item = native.get_text_object(self._page, start)
            looks = colour.read(native.get_fill, item) if item else (0, 0, 0, 255)
            is_visible = not item or native.get_render_mode(item) != _INVISIBLE
            lead = "".join(
                "　" if self.plain[at] == "　" else " " for at in range(before, start) if self._is_drawn_blank(at)
            )
            before = end
            run = Run(self.plain[start:end], *self._span_box(start, end), start, end, lead, is_visible, looks)
            yield from self.characters(run, join=True) if self._is_odd(run) else (run,)

    def _glued(self, runs: Iterator[Run]) -> Iterator[Run]:
        """Some writers place every character by itself; what touches is one run."""
        last: Run | None = None
        for run in runs:
            if last is None or run.lead or not touch(last, run):
                if last is not None and len(run.text) == 1 and _is_double(last, run):
                    continue
                if last is not None:
                    yield last
                last = run
            elif not _is_double(last, run):
                last = glue(last, run)
        if last is not None:
            yield last

    def _is_drawn_blank(self, index: int) -> bool:
        return self.plain[index].isspace() and native.is_generated(self._page, index) == 0

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

    def _is_odd(self, run: Run) -> bool:
        """Whether first and last character do not tell where the others stand: lines, gaps or doubles inside."""
        if run.end - run.start == 1:
            return False
        first = self._character_box(run.start)
        em = first[2] - first[0] if _WIDE.match(run.text) else first[3] - first[1]
        wide = len(_WIDE.findall(run.text))
        width, narrow = run.x1 - run.x0, (run.end - run.start - wide) * em
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
            one = replace(
                run,
                text=self.plain[index],
                x0=box[0],
                top=box[1],
                x1=box[2],
                bottom=box[3],
                start=index,
                end=index + 1,
                lead=run.lead if index == run.start else "",
            )
            if join and out and _is_double(out[-1], one):
                continue
            if join and out and touch(out[-1], one):
                one = glue(out.pop(), one)
            out.append(one)
        return out


def _main_quarter(spans: Sequence[tuple[int, int]], angles: Sequence[float]) -> int:
    votes: Counter[int] = Counter()
    for (start, end), angle in zip(spans, angles, strict=True):
        if _is_square(angle):
            votes[-round(angle / (pi / 2)) % 4] += end - start
    return votes.most_common(1)[0][0] if votes else 0


def _is_square(angle: float) -> bool:
    return abs(angle / (pi / 2) - round(angle / (pi / 2))) * (pi / 2) < _SLANT


def touch(one: Run, other: Run) -> bool:
    gap, size = other.x0 - one.x1, max(one.size, other.size, 1.0)
    return abs(other.middle - one.middle) < 0.4 * size and -0.4 * size < gap < 0.18 * size


def _is_double(one: Run, other: Run) -> bool:
    """Whether a character is drawn over the one before it, a hair apart, as poor man's bold."""
    return (
        one.text[-1:] == other.text
        and abs(one.middle - other.middle) < 0.2 * other.size
        and abs(one.x1 - other.x1) < 0.3 * (other.x1 - other.x0)
    )


def glue(one: Run, other: Run) -> Run:
    return replace(
        one,
        text=one.text + other.text,
        x0=min(one.x0, other.x0),
        x1=max(one.x1, other.x1),
        top=min(one.top, other.top),
        bottom=max(one.bottom, other.bottom),
        end=other.end,
    )


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
