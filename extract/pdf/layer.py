"""pdfium's text page as runs: words as pdfium parts them, upright, each with its box.

In: an open text page. Out: `Text`: the runs a reader would see, and what was told about the fonts on the way. It asks
for two boxes a word, not one a character: a word is taken apart only where its own width, or a rule that crosses it,
says so. What lies over what is judged elsewhere.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import pi
from typing import Final

from extract.pdf import native
from extract.pdf.frame import Box, Frame
from extract.pdf.runs import Run, Text, around, boxes_touch, glue, touch
from extract.pdf.unseen import has_watermark

_WORD: Final = re.compile(r"[^\s\x00-\x1f\u200b\u200e\u200f\ufeff\ufffe\uffff]+")
_WIDE: Final = re.compile(
    r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]"
)
_INVISIBLE: Final = 3  # text render mode
# A turn that is no quarter turn, in radians: whatever stands so is a watermark or a stamp.
_SLANT: Final = 0.06
_SURROGATES: Final = "utf-16-le"
_SAMPLE: Final = 50  # words that vote on which way is up
_LOOKS: Final = (native.BLACK, True)  # of text that belongs to no object
_BREAKS: Final = ("", "\r\n", "\r", "\n")
_Look = tuple[native.Colour, bool]  # and whether it is drawn at all
_Span = tuple[int, int]  # the first character and the end
_Word = tuple[str, Box, int, int, str, Box]  # text, box, first character, end, the blank before, the first one's box


class TextLayer:
    """pdfium's text page, asked for runs and, where a run must be taken apart, for characters."""

    reader = "pdfium"

    def __init__(self, textpage: int) -> None:
        self._page = textpage
        self.plain = self._read_plain()
        self._frame = Frame(0, 0, 0, 0, 0)
        self._looks: dict[int | None, _Look] = {None: _LOOKS}
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
        angles = [native.get_angle(self._page, start) for start, _ in spans]
        is_level = not any(angles)
        quarter = 0 if is_level else _main_quarter(spans, angles)
        self._frame = Frame(left, bottom, right, top, quarter)
        square = spans if is_level else [span for span, angle in zip(spans, angles, strict=True) if _is_square(angle)]
        runs = self._spans_to_runs(square)
        if runs and (len(square) < len(spans) or has_watermark(runs)):
            # pdfium writes a watermark's characters into the words that they are drawn over.
            runs = self._spans_to_runs(self._square_characters(spans))
        errors = [native.has_map_error(self._page, run.start) for run in runs].count(1)
        return Text(tuple(runs), self.plain, quarter, errors / max(len(runs), 1), self.reader)

    def has_lying_font(self) -> bool:
        """Whether a sample of the page's characters belongs to a font that does not say what they mean."""
        step = len(self.plain) // _SAMPLE + 1
        return any(
            native.has_map_error(self._page, index) == 1
            for index in range(0, len(self.plain), step)
            if not self.plain[index].isspace()
        )

    def _spans_to_runs(self, spans: Sequence[_Span]) -> list[Run]:
        words = list(self._glue_words(spans))
        width, height = self._frame.size
        runs: list[Run] = []
        for word, look in zip(words, self._looks_of([word[2] for word in words]), strict=True):
            text, (x0, top, x1, bottom), start, end, lead, _ = word
            run = Run(text, x0, top, x1, bottom, start, end, lead, look[1], look[0])
            if end - start > 1 and _is_odd(word):
                runs += self.characters(run, join=True)
            else:
                runs.append(run)
        return [run for run in runs if run[3] > 0 and run[1] < width and run[4] > 0 and run[2] < height]

    def _square_characters(self, spans: Sequence[_Span]) -> list[_Span]:
        return [
            (index, index + 1)
            for start, end in spans
            for index in range(start, end)
            if _is_square(native.get_angle(self._page, index))
        ]

    def _glue_words(self, spans: Sequence[_Span]) -> Iterator[_Word]:
        """Yield words; some writers place every character by itself, and what touches is one word."""
        plain, before = self.plain, 0
        last: _Word | None = None
        for (start, end), first, inked in zip(spans, *self._span_boxes(spans), strict=True):
            is_lone = end - start == 1
            box = self._even_box(inked) if is_lone and _WIDE.match(plain, start) else inked
            text, between = plain[start:end], plain[before:start]
            lead = "" if between in _BREAKS else self._drawn_blanks(before, between)
            before = end
            if last is not None:
                if is_lone and last[0][-1] == text and _is_over(last[1], box):
                    continue
                if not lead and boxes_touch(last[1], box):
                    last = (last[0] + text, around(last[1], box), last[2], end, last[4], last[5])
                    continue
                yield last
            last = (text, box, start, end, lead, first)
        if last is not None:
            yield last

    def _drawn_blanks(self, start: int, between: str) -> str:
        """Return the blanks that stand in the document; others pdfium puts between words by itself."""
        if between == " ":  # what nearly always stands there
            return " " if native.is_generated(self._page, start) == 0 else ""
        blanks = ""
        for index, character in enumerate(between, start):
            if character not in _BREAKS and character.isspace() and native.is_generated(self._page, index) == 0:
                blanks += "　" if character == "　" else " "
        return blanks

    def _looks_of(self, indexes: Sequence[int]) -> list[_Look]:
        """Return the colour of each character, and whether it is drawn at all."""
        items = [native.get_text_object(self._page, index) for index in indexes]
        looks = self._looks
        unknown = [item for item in dict.fromkeys(items) if item not in looks]
        for item, colour in zip(unknown, native.read_colours([native.get_fill] * len(unknown), unknown), strict=True):
            looks[item] = colour, native.get_render_mode(item) != _INVISIBLE
        return [looks[item] for item in items]

    def _boxes(self, indexes: Sequence[int]) -> list[Box]:
        room = native.Room(4 * len(indexes))
        page, place = self._page, room.address
        for index in indexes:
            native.get_loose_box(page, index, place)
            place += native.BOX_SIZE
        return self._frame.rectangles_to_view(room.values())

    def _span_boxes(self, spans: Sequence[_Span]) -> tuple[list[Box], list[Box]]:
        """Return the boxes of the first characters, and those around first and last."""
        firsts = self._boxes([start for start, _ in spans])
        lasts = iter(self._boxes([end - 1 for start, end in spans if end - start > 1]))
        return firsts, [
            around(first, next(lasts)) if end - start > 1 else first
            for (start, end), first in zip(spans, firsts, strict=True)
        ]

    def _even_box(self, box: Box) -> Box:
        """The box of a lone character; where its font tells only the inked width, that of its neighbours."""
        x0, top, x1, bottom = box
        short = self._em - (x1 - x0)
        if short > 0.1 * self._em and x1 - x0 < 0.9 * (bottom - top) < self._em:
            return x0 - short / 2, top, x1 + short / 2, bottom
        self._em = x1 - x0
        return box

    def characters(self, run: Run, *, join: bool = False) -> list[Run]:
        """Return the run's characters as runs; with `join`, glued again where they touch and doubles dropped."""
        out: list[Run] = []
        indexes = [index for index in range(run.start, run.end) if not self.plain[index].isspace()]
        looks = self._looks_of(indexes) if join else [(run.colour, True)] * len(indexes)
        for index, box, (colour, _) in zip(indexes, self._boxes(indexes), looks, strict=True):
            lead = run.lead if index == run.start else ""
            one = Run(self.plain[index], *box, index, index + 1, lead, run.is_visible, colour)
            if join and out and _is_double(out[-1], one):
                continue
            if join and out and touch(out[-1], one):
                one = glue(out.pop(), one)
            out.append(one)
        return out


def _is_square(angle: float) -> bool:
    return abs(angle / (pi / 2) - round(angle / (pi / 2))) * (pi / 2) < _SLANT


def _main_quarter(spans: Sequence[_Span], angles: Sequence[float]) -> int:
    votes: Counter[int] = Counter()
    step = len(spans) // _SAMPLE + 1
    for (start, end), angle in zip(spans[::step], angles[::step], strict=True):
        if _is_square(angle):
            votes[-round(angle / (pi / 2)) % 4] += end - start
    return votes.most_common(1)[0][0] if votes else 0


def _is_odd(word: _Word) -> bool:
    """Whether first and last character do not tell where the others stand: lines, gaps or doubles inside."""
    text, (left, high, right, low), start, end, _, (x0, top, x1, bottom) = word
    height, width = bottom - top, right - left
    found: list[str] = [] if text.isascii() else _WIDE.findall(text)
    wide = len(found)
    em = x1 - x0 if wide and found[0] == text[0] else height
    narrow = (end - start - wide) * em
    if not narrow and abs(width - wide * em) > 0.6 * em:
        return True  # a character of a watermark may stand between those of a word
    most = wide * em + narrow * 0.75
    least = wide * em * 0.6 + narrow * 0.15
    return low - high > 1.6 * height or width > most + 0.6 * em or width < least


def _is_double(one: Run, other: Run) -> bool:
    """Whether a character is drawn over the one before it, a hair apart, as poor man's bold."""
    return (
        one.text[-1:] == other.text
        and abs(one.middle - other.middle) < 0.2 * other.size
        and abs(one.x1 - other.x1) < 0.3 * (other.x1 - other.x0)
    )


def _is_over(one: Box, other: Box) -> bool:
    """Whether a character stands where the last one of a word does."""
    (_, top, x1, bottom), (left, high, right, low) = one, other
    return abs(top + bottom - high - low) < 0.4 * (low - high) and abs(x1 - right) < 0.3 * (right - left)
