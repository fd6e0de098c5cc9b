"""What a person says of an item, as a line for the file of corrections.

In: an item, the text that stands there, who says so and when. Out: a `Correction`. Nothing is written here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from review.corrections import ACCEPT, CORRECT, UNDO, Correction
from review.queue import Item


def say(
    item: Item, text: str, *, by: str, at: datetime, note: str = "", earlier: Correction | None = None
) -> Correction:
    """Return that `text` is what the cell prints; the reading itself is accepted so.

    `earlier` is the correction of the cell that holds so far: where the store has its text already, that is not what was read.
    """
    read = earlier.old_text if earlier and item.text == earlier.new_text else item.text
    action = ACCEPT if text == read else CORRECT
    return Correction(
        item.document_id, item.file_name, item.page, item.grid, item.row, item.column, item.box, read, text, action,
        by, at.isoformat(timespec="milliseconds"), note,
    )  # fmt: skip


def take_back(correction: Correction, *, by: str, at: datetime, note: str = "") -> Correction:
    """Return that a correction is no longer said."""
    return replace(
        correction,
        new_text=correction.old_text,
        action=UNDO,
        by=by,
        at=at.isoformat(timespec="milliseconds"),
        note=note,
    )
