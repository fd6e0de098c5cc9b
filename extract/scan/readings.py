"""Pictures of lines to what they say, and how far that is to be trusted.

In: `Crop`s. Out: a `Reading` for each. The first reader reads everything. A sign before a figure is told by its shape,
and the figure read again without it. The second reader is asked about what holds a figure and about what the first is
not sure of. Where readers differ, all readings are kept, and the confidence says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract.scan.crops import Crop
from extract.scan.ink import Grey
from extract.scan.recogniser import Line, first_reader, second_reader
from extract.scan.signs import FirstGlyph, sign_reader, without_first

_OF_VALUE: Final = re.compile(r"[0-9０-９%％‰]")
_LIKE_A_SIGN: Final = re.compile(r"^[≥≤≧≦≒≅≈≌≃~～〜∼<>＜＞《》〈〉«»=＝±÷≡≠∶:;-]+")
_SURE: Final = 0.98
_A_SIGN: Final = 0.5  # so sure that a shape is a sign is sure enough to ask what stands behind it
_DISPUTED: Final = 0.5  # how far a reading is trusted on which readers differ
_UNKNOWN_SIGN: Final = 0.6  # a sign that only the reader of text saw


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says; `alternatives` are other readings, the likeliest first."""

    text: str
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Signed:
    """A line with a sign before it: the sign, and the picture of what follows."""

    glyph: FirstGlyph
    rest: Grey


def read_lines(crops: Sequence[Crop]) -> list[Reading]:
    """Return what each picture of a line says."""
    first = first_reader().read([crop.picture for crop in crops])
    signed = {index: found for index, crop in enumerate(crops) if (found := _find_sign(crop.picture)) is not None}
    again = dict(zip(signed, first_reader().read([found.rest for found in signed.values()]), strict=True))
    readings = [
        _with_sign(line, signed[index].glyph, again[index]) if index in signed else _plain_reading(line)
        for index, line in enumerate(first)
    ]
    asked = [index for index, reading in enumerate(readings) if _is_asked(reading)]
    pictures = [signed[index].rest if index in signed else crops[index].picture for index in asked]
    for index, line in zip(asked, second_reader().read(pictures), strict=True):
        sign = signed[index].glyph.sign if index in signed else ""
        readings[index] = _weigh(readings[index], sign + line.text.strip())
    return readings


def _find_sign(picture: Grey) -> _Signed | None:
    glyph = sign_reader().read(picture)
    if glyph is None or not glyph.sign or glyph.confidence < _A_SIGN:
        return None
    rest = without_first(picture, glyph.end)
    return _Signed(glyph, rest)


def _plain_reading(line: Line) -> Reading:
    text = line.text.strip()
    if _LIKE_A_SIGN.match(text):
        return Reading(text, min(line.confidence, _UNKNOWN_SIGN), (_LIKE_A_SIGN.sub("", text),))
    return Reading(text, line.confidence)


def _with_sign(line: Line, glyph: FirstGlyph, rest: Line) -> Reading:
    """Return the sign with what follows it, held against the line as it was read whole."""
    whole, after = line.text.strip(), rest.text.strip()
    text = glyph.sign + after
    confidence = min(glyph.confidence, rest.confidence)
    # The reader of text took the sign for another, for any one character, or for nothing.
    if _fold(after) in {_fold(whole), _fold(whole[1:]), _fold(_LIKE_A_SIGN.sub("", whole))}:
        return Reading(text, confidence)
    return Reading(text, min(confidence, _DISPUTED), (whole,))


def _is_asked(reading: Reading) -> bool:
    return bool(_OF_VALUE.search(reading.text)) or reading.confidence < _SURE


def _weigh(reading: Reading, other: str) -> Reading:
    if _fold(reading.text) == _fold(other):
        return reading
    others = (other, *reading.alternatives) if other else reading.alternatives
    return replace(reading, confidence=min(reading.confidence, _DISPUTED), alternatives=others)


def _fold(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
