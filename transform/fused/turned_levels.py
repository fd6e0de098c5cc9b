"""Which label stands over which name of a matrix on its side: the labels are printed in a row, how wide each is was lost.

In: the labels and the names, both in their order. Out: for each name the number of its label, and whether the text leaves another one
open. Every label has a name; words of a name (满意, 及时) speak for a label, and only where no other label is left is it sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from transform.reference import read_reference

_SATISFACTION: Final = "服务对象满意度指标"


@cache
def _class_words() -> tuple[tuple[str, str], ...]:
    rows = read_reference("class_words.csv", ("word", "level2"))
    return tuple((row["word"], row["level2"]) for row in rows if row["run_on"])


def assign_names(labels: Sequence[str], names: Sequence[str]) -> list[tuple[int, bool]] | None:
    """Return the number of each name's label and whether it is sure; None where there are fewer names than labels."""
    if len(names) < len(labels):
        return None
    tail = len(labels) > 1 and labels[-1] == _SATISFACTION
    happy = [_speaks_for(name, _SATISFACTION) for name in names]
    cut = happy.index(True) if tail and any(happy) and all(happy[happy.index(True) :]) else len(names)
    parts = [(labels, names)] if cut == len(names) else [(labels[:-1], names[:cut]), (labels[-1:], names[cut:])]
    found: list[tuple[int, bool]] = []
    for some, own in parts:
        if len(own) < len(some):
            return _assign(labels, names)
        found += [
            (number + (0 if some is parts[0][0] else len(labels) - 1), is_sure)
            for number, is_sure in _assign(some, own)
        ]
    is_odd = any(_contradicts(name, labels[number], labels) for name, (number, _) in zip(names, found, strict=True))
    return [(number, is_sure and not is_odd) for number, is_sure in found]


def _contradicts(name: str, label: str, labels: Sequence[str]) -> bool:
    """Whether a name speaks for another of the labels, so that a name or a value may be lacking."""
    return not _speaks_for(name, label) and any(_speaks_for(name, other) for other in labels)


def _assign(labels: Sequence[str], names: Sequence[str]) -> list[tuple[int, bool]]:
    """Return the labels in their order that disagree least with the names."""
    rest = len(names) - len(labels)
    best: dict[int, tuple[int, tuple[int, ...]]] = {-1: (0, ())}
    for name in names:
        longer: dict[int, tuple[int, tuple[int, ...]]] = {}
        for at, (odd, way) in best.items():
            for number in {max(at, 0), min(at + 1, len(labels) - 1)}:
                each = (odd + _oddness(name, labels[number]), (*way, number))
                if number not in longer or each < longer[number]:
                    longer[number] = each
        best = longer
    way = best[len(labels) - 1][1]
    return [(number, max(0, at - rest) == min(at, len(labels) - 1)) for at, number in enumerate(way)]


def _oddness(name: str, label: str) -> int:
    if _speaks_for(name, label):
        return 0
    return 1 if not any(word in name for word, _ in _class_words()) and label == "数量指标" else 2


def _speaks_for(name: str, label: str) -> bool:
    return any(word in name and meaning == label for word, meaning in _class_words())
