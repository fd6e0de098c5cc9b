"""Transcripts of real disclosures that lie elsewhere, read and held against the facts that stand in them.

In: a folder of texts (line 1 an address, line 2 a note, then the transcript) and `transcripts.csv`. Out: `Outcome` for
each. A blank field of the table is not shown by the excerpt and not compared; nor are further rows that a reader finds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.layouts.reading import read_tables
from tests.layouts.score import is_flagged, squeeze, to_figure

_FACTS = Path(__file__).resolve().parent / "transcripts.csv"
_FIGURES = {"weight", "score", "number"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading made of the known rows of one transcript."""

    number: str
    rows: int
    found: int = 0
    exact: int = 0
    silent: int = 0
    further: int = 0
    is_refused: bool = False
    differences: tuple[str, ...] = ()


def read_transcripts(folder: Path) -> Iterator[Outcome]:
    """Yield the outcome for every transcript of the table that lies in the folder."""
    with _FACTS.open(encoding="utf-8", newline="") as lines:
        facts = list(csv.DictReader(lines))
    for number in dict.fromkeys(fact["transcript"] for fact in facts):
        path = folder / f"{number}.txt"
        if path.exists():
            yield _hold(number, path, [fact for fact in facts if fact["transcript"] == number])


def _hold(number: str, path: Path, facts: list[dict[str, str]]) -> Outcome:
    with TemporaryDirectory() as folder:
        bare = Path(folder) / path.name
        bare.write_text(path.read_text(encoding="utf-8").split("\n", 2)[2], encoding="utf-8")
        tables = read_tables(bare)
    if tables is None:
        return Outcome(number, len(facts), is_refused=True)
    rows: list[dict[Any, Any]] = tables.indicators.to_dict("records")
    doubtful = {doubt.indicator_id for doubt in tables.doubts} | {doubt.project_id for doubt in tables.doubts}
    found = exact = silent = 0
    differences = []
    for fact in facts:
        row = _take(rows, fact)
        if row is None:
            differences.append(f"missing: {fact['name']} {fact['value_text']}")
            continue
        found += 1
        wrong = [field for field in fact if field not in {"transcript", "name"} and not _agrees(field, fact, row)]
        exact += not wrong
        silent += bool(wrong) and not is_flagged(row, doubtful - {None})
        differences += [f"{fact['name']} · {field}: want {fact[field]!r}, got {_got(field, row)!r}" for field in wrong]
    return Outcome(number, len(facts), found, exact, silent, len(rows), False, tuple(differences))


def _take(rows: list[dict[Any, Any]], fact: Mapping[str, str]) -> dict[Any, Any] | None:
    """Take the first row of that name, if possible with that value."""
    named = [row for row in rows if squeeze(row["name"]) == squeeze(fact["name"])]
    named.sort(key=lambda row: not _agrees("value_text", fact, row))
    if not named:
        return None
    rows[:] = [row for row in rows if row is not named[0]]
    return named[0]


def _got(field: str, row: Mapping[Any, Any]) -> Any:
    return row.get("unit_text" if field == "unit" else field)


def _agrees(field: str, fact: Mapping[str, str], row: Mapping[Any, Any]) -> bool:
    want, got = fact[field], _got(field, row)
    if not want:
        return True
    if field in _FIGURES:
        return to_figure(want) == to_figure(got)
    return squeeze(want) == squeeze(got) or (field == "unit" and squeeze(got) == want.partition("/")[0])
