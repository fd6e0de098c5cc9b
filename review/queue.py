"""The doubtful readings of a store, and what people have said of them.

In: the store and the corrections. Out: `Item`s, one a printed cell, in the order of documents and pages: those that were read
with less than full confidence, and those that a finding suspects to be misread. The store is only read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from extract import JixiaoError
from load import query
from review.corrections import Box, Correction, Key, digests_of, latest_of
from transform.draft import REVIEWED, SURE_READING

_DOUBTFUL: Final = f"reader <> '{REVIEWED}' AND (confidence < {SURE_READING} OR suspect.cell_id IS NOT NULL)"
_PARTS: Final = 4  # of a cell's id that name the printed cell: document, grid, row, column
_AN_ID: Final = re.compile(r"([0-9a-f]{1,16}):(\d{1,9}):(-?\d{1,9}):(\d{1,9})(?::\d+-\d+)?")


class UnknownItemError(JixiaoError):
    """No cell, or more than one, has that id."""

    def __init__(self, item_id: str, what: str) -> None:
        super().__init__(f"{item_id!r} {what}; `jixiao review` lists the ids, such as 0123456789abcdef:0:5:4")


@dataclass(frozen=True, slots=True)
class Item:
    """One printed cell that a person should look at; `text` is the whole cell as the program read it."""

    document_id: str
    grid: int
    row: int
    column: int
    page: int | None
    box: Box | None
    text: str
    alternatives: tuple[str, ...]
    confidence: float
    reasons: tuple[str, ...]  # what findings say of it, in Chinese
    file_name: str
    sha256: str
    paths: tuple[str, ...] = field(repr=False)  # where the document was ingested from

    @property
    def key(self) -> Key:
        """The cell that it is."""
        return self.document_id, self.grid, self.row, self.column

    @property
    def item_id(self) -> str:
        """The cell as people name it."""
        return ":".join(map(str, self.key))


@dataclass(frozen=True, slots=True)
class Queue:
    """What is left to look at, and the corrections that wait for the next ingest or hold no longer."""

    items: tuple[Item, ...]
    waiting: tuple[Correction, ...]
    stale: tuple[str, ...]  # in Chinese


def read_queue(warehouse: Path, corrections: Sequence[Correction], document: str | None = None) -> Queue:
    """Return the queue; `document` is a part of a file's name or the beginning of a document's id.

    Raises a `StoreError`.
    """
    holds = latest_of(corrections)
    items = [item for item in read_items(warehouse, _DOUBTFUL) if _is_wanted(item, document)]
    left = tuple(item for item in items if not is_said(item, holds))
    loaded: dict[str, str | None] = dict(query(warehouse, "SELECT document_id, corrections_id FROM documents").rows)
    digests = digests_of(corrections)
    waiting = tuple(one for one in holds.values()
                    if one.document_id in loaded and loaded[one.document_id] != digests[one.document_id])  # fmt: skip
    return Queue(left, waiting, tuple(_stale(warehouse, holds, loaded)))


def _is_wanted(item: Item, document: str | None) -> bool:
    return document is None or document in item.file_name or item.document_id.startswith(document)


def is_said(item: Item, holds: Mapping[Key, Correction]) -> bool:
    """Whether somebody has looked at this reading of the cell."""
    said = holds.get(item.key)
    # A line around a table does not say that it was corrected: it stands in the store as the new text alone.
    return said is not None and item.text in (said.old_text, said.new_text)


def _stale(warehouse: Path, holds: Mapping[Key, Correction], loaded: Mapping[str, object]) -> Iterator[str]:
    found = query(
        warehouse,
        "SELECT file_name, message FROM findings JOIN documents USING (document_id) WHERE rule_id = 'C01' ORDER BY 1, 2",
    )
    yield from (f"{name}：{message}" for name, message in found.rows)
    gone = [one for one in holds.values() if one.document_id not in loaded]
    for (document_id, name), corrections in groupby(gone, key=lambda one: (one.document_id, one.file_name)):
        yield f"{name}：库中已没有编号 {document_id} 的文件，{len(list(corrections))} 条更正无从采用"


def find_item(warehouse: Path, item_id: str) -> Item:
    """Return any cited cell of the store, doubtful or not, by its id or that of a stretch of it.

    The beginning of a document's id is enough. Raises `UnknownItemError`.
    """
    match = _AN_ID.fullmatch(item_id.strip())
    if match is None:
        raise UnknownItemError(item_id, "is no id of a cell")
    document, grid, row, column = match.groups()
    found = read_items(
        warehouse,
        f"starts_with(cells.document_id, '{document}') AND row_number = {int(row)} AND column_number = {int(column)}"
        f" AND split_part(cells.cell_id, ':', 2) = '{int(grid)}'",
    )
    if len(found) != 1:
        raise UnknownItemError(item_id, "names more than one cell" if found else "is in no document of the store")
    return found[0]


def read_items(warehouse: Path, condition: str) -> list[Item]:
    """Return the printed cells of which a row satisfies an SQL condition; several stretches of one cell are one item."""
    sql = f"""
        WITH cited AS (
            SELECT finding_id, message, unnest(evidence_cell_ids) AS cell_id FROM findings
            WHERE is_extraction_suspect AND status = 'open'),
        doubted AS (
            SELECT cell_id, message, confidence, min(confidence) OVER (PARTITION BY finding_id) AS least
            FROM cited JOIN cells USING (cell_id)),
        -- Where one cell that a finding cites was read with doubt, the others are not what it suspects.
        suspect AS (
            SELECT cell_id, list(DISTINCT message ORDER BY message) AS messages FROM doubted
            WHERE confidence < {SURE_READING} OR least >= {SURE_READING} GROUP BY cell_id),
        places AS (SELECT document_id, list(source_path ORDER BY source_path) AS paths FROM sources GROUP BY document_id)
        SELECT cells.cell_id, page, left_pt, top_pt, right_pt, bottom_pt, text, read_text, reader, alternatives_text,
               confidence, messages, file_name, sha256, paths
        FROM cells JOIN documents USING (document_id) LEFT JOIN suspect USING (cell_id)
        LEFT JOIN places USING (document_id)
        WHERE {condition}"""
    answer = query(warehouse, sql)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    rows.sort(key=_place_of)
    return [_to_item(list(group)) for _, group in groupby(rows, key=lambda row: _place_of(row)[:-1])]


def _place_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    document, grid, line, column, *rest = row["cell_id"].split(":")
    return row["file_name"], document, int(grid), row["page"] or 0, int(line), int(column), rest


def _to_item(rows: Sequence[Mapping[str, Any]]) -> Item:
    first = rows[0]
    document_id, *place = first["cell_id"].split(":")[:_PARTS]
    grid, row, column = map(int, place)
    messages = dict.fromkeys(message for one in rows for message in one["messages"] or ())
    box = (first["left_pt"], first["top_pt"], first["right_pt"], first["bottom_pt"])
    return Item(
        document_id, grid, row, column, first["page"], None if None in box else box,
        first["text"] if first["read_text"] is None else first["read_text"],
        _alternatives(first["alternatives_text"] or ""), min(one["confidence"] for one in rows), tuple(messages),
        first["file_name"], first["sha256"], tuple(first["paths"] or ()),
    )  # fmt: skip


def _alternatives(text: str) -> tuple[str, ...]:
    """Return other readings, from a JSON array or, as some stores have it, one a line."""
    with suppress(ValueError):
        found = json.loads(text)
        if isinstance(found, list):
            return tuple(map(str, found))
    return tuple(line for line in text.split("\n") if line)
