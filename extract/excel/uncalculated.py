"""Formulas of an old workbook (.xls) whose results nobody has calculated.

In: a workbook's bytes. Out: for each worksheet the places of such formulas. Libraries that cannot calculate write 0, or a text that
is missing, and ask whoever opens the file to do it; xlrd does not tell these from results.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Final

_BOUND_SHEET, _BEGIN, _END, _FORMULA, _TEXT_RESULT = 0x85, 0x809, 0x0A, 0x06, 0x207
_WORKSHEET: Final = 0
_CALCULATE_ON_LOAD: Final = 0x2
_ZERO, _TEXT = bytes(8), b"\x00"
Place = tuple[int, int]


def find_uncalculated(content: bytes) -> list[frozenset[Place]]:
    """Return, for each worksheet in order, row and column from 1 of its formulas without a result."""
    stream = _workbook_stream(content)
    starts: list[int] = []
    found: dict[int, set[Place]] = {}
    depth, sheet, waiting = 0, -1, None
    for offset, kind, body in _records(stream):
        if waiting is not None and kind != _TEXT_RESULT:
            found.setdefault(sheet, set()).add(waiting)
        waiting = None
        if kind == _BOUND_SHEET and len(body) >= 6 and body[5] == _WORKSHEET:
            starts.append(int.from_bytes(body[:4], "little"))
        elif kind == _BEGIN:
            sheet = offset if depth == 0 else sheet
            depth += 1
        elif kind == _END:
            depth -= 1
        elif kind == _FORMULA and len(body) >= 16 and body[14] & _CALCULATE_ON_LOAD and depth == 1:
            row, column = struct.unpack_from("<HH", body)
            if body[6:14] == _ZERO:
                found.setdefault(sheet, set()).add((row + 1, column + 1))
            elif body[12:14] == b"\xff\xff" and body[6:7] == _TEXT:
                waiting = (row + 1, column + 1)
    return [frozenset(found.get(start, ())) for start in starts]


def _workbook_stream(content: bytes) -> bytes:
    from xlrd.compdoc import CompDoc  # type: ignore[import-untyped]

    try:
        container = CompDoc(content, logfile=io.StringIO())
        return bytes(container.get_named_stream("Workbook") or container.get_named_stream("Book") or b"")
    except Exception:  # noqa: BLE001 - whether a damaged container can be read is the reader's to say
        return b""


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, kind and body of each record."""
    offset = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield offset, kind, stream[offset + 4 : offset + 4 + length]
        offset += 4 + length
