"""The file of corrections: one JSON object a line, only ever added to, for people, programs and git.

In: a path. Out: `Correction`s in the order in which they were made; of several for one cell the latest holds. A line that
cannot be read stops the run: skipped, it would quietly take back what a person has said.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from extract import JixiaoError

ACCEPT, CORRECT, UNDO = "accept", "correct", "undo"
Key = tuple[str, int, int, int]
Box = tuple[float, float, float, float]
_MAY_STAND: Final = "\n\t"
_NUMBERS_OF_A_BOX: Final = 4


class CorrectionsError(JixiaoError):
    """The file of corrections cannot be used as it is."""

    def __init__(self, path: Path, what: str, line: int | None = None) -> None:
        where = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{where}: {what}; mend it by hand, no correction was applied or lost")


class UnwritableTextError(JixiaoError):
    """A text holds what no printed cell holds."""

    def __init__(self, character: str) -> None:
        super().__init__(f"the text holds the character U+{ord(character):04X}, which no cell prints; leave it out")


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person said of one printed cell; `accept` says that the reading is right, `undo` takes back what was said.

    `grid`, `row` and `column` are those of the cell's id; `old_text` is the whole cell as the program read it.
    """

    document_id: str
    file_name: str
    page: int | None
    grid: int
    row: int
    column: int
    box: Box | None  # x0, top, x1, bottom in points from the top left of the page
    old_text: str
    new_text: str
    action: str
    by: str
    at: str  # ISO 8601 with its zone
    note: str = ""

    @property
    def key(self) -> Key:
        """The cell that it is about."""
        return self.document_id, self.grid, self.row, self.column

    @property
    def item_id(self) -> str:
        """The cell as the queue names it."""
        return ":".join(map(str, self.key))


def read_corrections(path: Path | None) -> tuple[Correction, ...]:
    """Return the corrections in the order of time; none where there is no file. Raises `CorrectionsError`."""
    if path is None or not path.exists():
        return ()
    try:
        stands = path.stat()
        return _read(path, stands.st_mtime_ns, stands.st_size)
    except OSError as error:
        raise CorrectionsError(path, error.strerror or str(error)) from error


@lru_cache(maxsize=2)  # each document of a run asks
def _read(path: Path, _changed: int, _size: int) -> tuple[Correction, ...]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise CorrectionsError(path, "it is not UTF-8") from error
    found = [_parse(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    # Two people's lines may have been merged in any order.
    return tuple(sorted(found, key=lambda one: datetime.fromisoformat(one.at)))


def _parse(path: Path, number: int, line: str) -> Correction:
    try:
        record: Any = json.loads(line)
        if not isinstance(record, dict):
            raise ValueError("it is no JSON object")
        return _to_correction(record)
    except (ValueError, KeyError, TypeError, UnwritableTextError) as error:
        what = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
        raise CorrectionsError(path, what, number) from error


def _to_correction(record: Mapping[str, Any]) -> Correction:
    texts = {name: _text(record, name) for name in ("document_id", "file_name", "old_text", "new_text", "by", "at")}
    numbers = {name: _whole(record, name) for name in ("grid", "row", "column")}
    page = _whole(record, "page") if record.get("page") is not None else None
    action = _text(record, "action")
    if action not in {ACCEPT, CORRECT, UNDO}:
        raise ValueError(f"the action {action!r} is none of accept, correct, undo")
    if action == ACCEPT and texts["new_text"] != texts["old_text"]:
        raise ValueError("it accepts a reading, and has another new text")
    if datetime.fromisoformat(texts["at"]).tzinfo is None:
        raise ValueError("the time has no zone")
    require_printable(texts["new_text"])
    note = str(record.get("note") or "")
    return Correction(
        texts["document_id"], texts["file_name"], page, numbers["grid"], numbers["row"], numbers["column"],
        _box(record.get("box")), texts["old_text"], texts["new_text"], action, texts["by"], texts["at"], note,
    )  # fmt: skip


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _whole(record: Mapping[str, Any], name: str) -> int:
    value = record[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is no whole number")
    return value


def _box(value: Any) -> Box | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != _NUMBERS_OF_A_BOX:
        raise TypeError("box is no list of four numbers")
    x0, top, x1, bottom = map(float, value)
    return x0, top, x1, bottom


def require_printable(text: str) -> None:
    """Raise `UnwritableTextError` where a text holds a control character or half of a character."""
    for character in text:
        if (ord(character) < 0x20 and character not in _MAY_STAND) or 0xD800 <= ord(character) < 0xE000:
            raise UnwritableTextError(character)


def write_correction(path: Path, correction: Correction) -> None:
    """Add one line to the file, which is on the disk when this returns. Raises `CorrectionsError`."""
    require_printable(correction.new_text)
    line = json.dumps(asdict(correction), ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            # Whoever edited the file by hand may have left its last line open.
            if file.seek(0, os.SEEK_END) and file.seek(-1, os.SEEK_END) is not None and file.read(1) != b"\n":
                line = f"\n{line}"
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CorrectionsError(path, error.strerror or str(error)) from error


def latest_of(corrections: Iterable[Correction]) -> dict[Key, Correction]:
    """Return what holds for each cell: the latest that was said of it, unless that was taken back."""
    latest = {correction.key: correction for correction in corrections}
    return {key: correction for key, correction in latest.items() if correction.action != UNDO}


def digests_of(corrections: Iterable[Correction]) -> dict[str, str]:
    """Return for each document with corrections a digest of those that hold, which tells whether it was read with them."""
    by_document: dict[str, list[str]] = {}
    for one in latest_of(corrections).values():
        said = [one.page, one.grid, one.row, one.column, one.box, one.old_text, one.new_text]
        by_document.setdefault(one.document_id, []).append(json.dumps(said))
    return {
        document_id: hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()[:16]
        for document_id, said in by_document.items()
    }
