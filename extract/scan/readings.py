"""Pictures of lines to what they say, and how far that is to be trusted.

In: `Crop`s. Out: a `Reading` for each. The first reader reads everything; the second is asked about what holds a
figure or a sign, and about what the first is not sure of. Where the two differ, both readings are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract.scan.crops import Crop
from extract.scan.recogniser import first_reader, second_reader

_OF_VALUE: Final = re.compile(r"[0-9０-９≤≥≦≧≒≅≈<>＜＞=＝±%％‰]")
_SURE: Final = 0.98
_DISPUTED: Final = 0.5  # how far a reading is trusted that the second reader does not share


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says; `alternatives` are other readings, the likeliest first."""

    text: str
    confidence: float
    alternatives: tuple[str, ...] = ()


def read_lines(crops: Sequence[Crop]) -> list[Reading]:
    """Return what each picture of a line says."""
    first = first_reader().read([crop.picture for crop in crops])
    asked = [index for index, line in enumerate(first) if _OF_VALUE.search(line.text) or line.confidence < _SURE]
    second = second_reader().read([crops[index].picture for index in asked])
    readings = [Reading(line.text.strip(), line.confidence) for line in first]
    for index, line in zip(asked, second, strict=True):
        readings[index] = _weigh(readings[index], line.text.strip())
    return readings


def _weigh(reading: Reading, other: str) -> Reading:
    if _plain(reading.text) == _plain(other):
        return reading
    return Reading(reading.text, min(reading.confidence, _DISPUTED), (other,) if other else ())


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
