"""Pictures of lines to what they say, and how far that is to be trusted.

In: `Crop`s. Out: a `Reading` for each. The first reader reads everything. A sign is told by its shape, and the figure
after it read again without it. The second reader is asked about what the first is not sure of, and it must be very sure
of what holds a figure and of short words; where they differ, both are asked again on the picture at another size. All readings are
kept, and the confidence is what readings with such evidence are worth (`confidence`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

import cv2
import numpy as np

from extract.scan.confidence import DIVIDED, Evidence, confidence_of
from extract.scan.crops import Crop
from extract.scan.ink import Grey
from extract.scan.marking import Marked, find_marks
from extract.scan.recogniser import Line, first_reader, second_reader
from extract.scan.strokes import lone_stroke
from extract.scan.wording import as_printed, fold, narrow_marks

_OF_VALUE: Final = re.compile(r"[0-9０-９%％‰]")
# What no figure looks like, however surely it was read: two points that are no date's, groups that are not of three, = inside.
_ODD: Final = re.compile(r"\d\.\d{3}\.|,\d{1,2}(?!\d)|,\d{4}|\d=\d|[≥≤≧≦≒≅≈＜＞=]{2}|^[.,·]|\d[.,]$")
_UNENDED: Final = re.compile(r"[.,]\d*$")
_UNREAD: Final = 1.3  # of the usual height of a line: no middle of a character stands farther from the end of the print
_SIGN: Final = 1.2  # of the usual height of a line: a sign and the room behind it
DOUBTED: Final = 0.5
_SHORT: Final = 3  # characters: a word so short has no context that a reader could lean on
_SURE: Final = 0.98
_BEYOND_DOUBT: Final = 0.9995  # of a figure or a short word: the second reader has never found it wrong
_OTHER_SIZE: Final = 0.8
_NO_WORD_FOR_IT: Final = 0.5  # less sure than this that there is no sign
_A_STROKE: Final = 0.97  # a lone stroke is what it looks like


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says; `alternatives` are other readings, the likeliest first."""

    text: str
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """All that was read of one line: readings by turn (first, second, first again, second again), and its signs."""

    lines: tuple[Line, ...]
    marked: Marked
    stroke: str = ""


def read_lines(crops: Sequence[Crop]) -> list[Reading]:
    """Return what each picture of a line says."""
    heard = hear([crop.picture for crop in crops])
    # Dust is not as high as a line.
    heights = [
        crop.area[3] - crop.area[1] for one, crop in zip(heard, crops, strict=True) if len(one.lines[0].text) > 1
    ]
    usual = median(heights) if heights else math.inf
    return [_doubted(_weigh(one, crop.goes_on), one, crop, usual) for one, crop in zip(heard, crops, strict=True)]


def _doubted(reading: Reading, heard: Heard, crop: Crop, usual: float) -> Reading:
    """Return the reading, doubted where print stands at an end of the line of which no character was read."""
    glyphs = [glyph for glyph in heard.lines[0].glyphs if glyph.text.strip()]
    if not glyphs or heard.stroke or heard.marked.is_alone:
        return reading
    width = crop.picture.shape[1]
    margin = (width - (crop.area[2] - crop.area[0])) / 2
    sign = 0.0 if not heard.marked.leading or heard.marked.is_whole else _SIGN * len(heard.marked.leading)
    before = glyphs[0].at * width - margin - sign * usual
    after = width - margin - glyphs[-1].at * width
    is_read = max(before, after) < _UNREAD * usual
    return reading if is_read else replace(reading, confidence=min(reading.confidence, DOUBTED))


def hear(pictures: Sequence[Grey]) -> list[Heard]:
    """Return what the readers make of each picture."""
    whole = first_reader().read(pictures)
    marks = [find_marks(picture, line) for picture, line in zip(pictures, whole, strict=True)]
    strokes = [lone_stroke(picture, line) for picture, line in zip(pictures, whole, strict=True)]
    settled = {index for index, marked in enumerate(marks) if marked.is_alone or strokes[index]}
    rests = {index: marked.rest for index, marked in enumerate(marks) if marked.rest is not None}
    said = {index: [line] for index, line in enumerate(whole)}
    rests = {index: rest for index, rest in rests.items() if index not in settled}
    again = first_reader().read(list(rests.values()))
    for index, line in zip(list(rests), again, strict=True):
        marks[index] = marks[index].fitted(line)
        if marks[index].is_whole:
            del rests[index]
        else:
            said[index] = [line]
    shown = {index: rests.get(index, picture) for index, picture in enumerate(pictures)}
    asked = [index for index in shown if index not in settled and _is_asked(said[index][0])]
    _ask(said, {index: shown[index] for index in asked}, 2)
    differ = {index: _resized(shown[index]) for index in asked if _do_differ(said[index])}
    _ask(said, differ, 1)
    _ask(said, differ, 2)
    return [Heard(tuple(said[index]), marks[index], strokes[index]) for index in shown]


def _ask(said: Mapping[int, list[Line]], pictures: Mapping[int, Grey], reader: int) -> None:
    lines = (first_reader() if reader == 1 else second_reader()).read(list(pictures.values()))
    for index, line in zip(pictures, lines, strict=True):
        said[index].append(line)


def _is_asked(line: Line) -> bool:
    text = line.text.strip()
    is_bare = bool(_OF_VALUE.search(text)) or len(text) <= _SHORT
    return line.confidence < (_BEYOND_DOUBT if is_bare else _SURE) or is_odd(text)


def _do_differ(lines: Sequence[Line]) -> bool:
    return len({fold(line.text) for line in lines}) > 1


def _resized(picture: Grey) -> Grey:
    """Return the picture smaller and softer, in a frame of the old height: other pixels of the same print."""
    small = cv2.resize(picture, None, fx=_OTHER_SIZE, fy=_OTHER_SIZE, interpolation=cv2.INTER_AREA)
    height = picture.shape[0]
    out = np.full((height, small.shape[1]), 255, np.uint8)
    top = (height - small.shape[0]) // 2
    out[top : top + small.shape[0]] = small
    return out


def is_odd(text: str, *, goes_on: bool = False) -> bool:
    """Whether a text has in it what no figure looks like; a figure that goes on in the next line may end anywhere.

    >>> is_odd("1,25"), is_odd("1,25", goes_on=True), is_odd("1,250.5")
    (True, False, False)
    """
    return bool(_ODD.search(_UNENDED.sub("", text) if goes_on else text))


def _weigh(heard: Heard, goes_on: bool) -> Reading:
    if heard.stroke:
        other = as_printed(heard.lines[0].text)
        return Reading(heard.stroke, _A_STROKE, (other,) if other not in {"", heard.stroke} else ())
    if heard.marked.is_alone:
        sign = heard.marked.leading
        return Reading(sign, heard.marked.confidence, heard.marked.otherwise(sign))
    texts, evidence = evidence_of(heard)
    confidence = confidence_of(evidence) if texts[0] else 0.0
    if heard.marked.fits == 0 and not heard.marked.is_whole:
        confidence = min(confidence, DIVIDED)  # the line with its sign says another thing than without
    return Reading(texts[0], min(confidence, DOUBTED) if is_odd(texts[0], goes_on=goes_on) else confidence, texts[1:])


def evidence_of(heard: Heard) -> tuple[tuple[str, ...], Evidence]:
    """Return the readings of a line, the likeliest first, and what speaks for that one.

    The likeliest is what most say, and where as many say one thing as another, what is said more surely.
    """
    spoken = [heard.marked.applied(line) for line in heard.lines]
    votes: dict[str, list[float]] = {}
    for text, line in zip(spoken, heard.lines, strict=True):
        votes.setdefault(fold(text), []).append(line.confidence)
    best = max(votes, key=lambda text: (len(votes[text]), sum(votes[text])))
    are_narrow = narrow_marks([(glyph.text, glyph.at) for glyph in heard.lines[0].glyphs if glyph.text.strip()])
    texts = [as_printed(text, are_narrow) for text in sorted(spoken, key=lambda text: fold(text) != best)]
    texts += [as_printed(text) for text in heard.marked.otherwise(texts[0])]
    # That a figure is no sign is never told so surely as what a sign is, and is no doubt about the figure.
    has_sign = bool(heard.marked.leading or heard.marked.inside) or heard.marked.confidence <= _NO_WORD_FOR_IT
    evidence = Evidence(
        least=heard.lines[0].confidence if fold(spoken[0]) == best else min(votes[best]),
        second=heard.lines[1].confidence if len(heard.lines) > 1 else -1.0,
        readings=len(heard.lines),
        agreeing=len(votes[best]),
        sign=heard.marked.confidence if has_sign else 1.0,
        fits=heard.marked.fits,
        has_figure=bool(_OF_VALUE.search(best)),
        length=len(best),
    )
    return tuple(dict.fromkeys(texts)), evidence
