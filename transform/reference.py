"""The vocabularies of `data/reference/`, read once and strictly.

Out: rows of a CSV file as dictionaries. A vocabulary that contradicts itself is our own mistake and raises
`VocabularyError` before anything is read with it.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from extract import JixiaoError

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"


class VocabularyError(JixiaoError):
    """A reference file is missing, or holds one word twice."""

    def __init__(self, name: str, what: str) -> None:
        self.name = name
        super().__init__(f"{REFERENCE / name}: {what}; mend the file")


@cache
def read_reference(name: str, key: tuple[str, ...] = ("surface",)) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/reference/<name>` in their order; no two may have the same `key` columns."""
    try:
        with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
            rows = tuple(csv.DictReader(lines))
    except FileNotFoundError as error:
        raise VocabularyError(name, "the file is missing") from error
    _require_distinct(name, [" ".join(row[column] for column in key) for row in rows])
    return rows


def _require_distinct(name: str, words: list[str]) -> None:
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise VocabularyError(name, f"{'、'.join(twice)} stands in it twice")
