"""Percentages that a workbook holds as fractions, without the format that would show them as percentages.

In: the indicators of a document with their quantities. Out: the ids of those whose bare fraction stands beside a unit of %:
0.98 | % may be 98 %, and may be 0.98 %. Which of the two nobody can tell from the cell, so that it is doubted and never mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from transform.quantities import squeeze

_PERCENT: Final = frozenset({"%", "％", "百分比", "百分率"})
_BARE: Final = re.compile(r"[≥≤＞＜><=]*(?:0?\.\d+|1(?:\.0+)?)")
_FRACTION: Final = re.compile(r"[≥≤＞＜><=]*0?\.\d+")
_HALF: Final = Decimal("0.5")
# A rate of these is next to the whole; less than one in a hundred would be absurd.
_NEAR_WHOLE: Final = re.compile(
    r"(?:满意|合格|及时|准确|达标|完成|到位|覆盖|知晓|完好|通过|参与|开工|入库|就业)[^长增降减]{0,3}[度率]$"
)


def doubtful_fractions(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the ids of indicators whose target is a bare fraction of what may be the whole."""
    by_project: dict[object, list[Mapping[str, Any]]] = {}
    for row in rows:
        if squeeze(str(row.get("unit_cell") or "")) in _PERCENT and isinstance(row["number"], Decimal):
            by_project.setdefault(row["project_id"], []).append(row)
    return {str(row["indicator_id"]) for found in by_project.values() for row in _doubtful(found)}


def _doubtful(rows: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Yield the doubtful among the percentages of one project: all, where none is over 1 and one is nearer to 1 than to 0."""
    bare = [row for row in rows if _BARE.fullmatch(squeeze(str(row["value_text"] or "")))]
    fractions = [row for row in bare if _FRACTION.fullmatch(squeeze(str(row["value_text"])))]
    if len(bare) == len(rows) and any(row["number"] >= _HALF for row in fractions):
        yield from bare
        return
    yield from (row for row in fractions if _NEAR_WHOLE.search(squeeze(str(row["name"]))))
