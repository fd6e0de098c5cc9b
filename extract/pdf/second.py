"""The second reader: pdfplumber's characters as runs.

In: a document and a page number. Out: `Text` as pdfium's text layer gives it. It recovers text from fonts without a
Unicode map, by the map inside the embedded font, and is ten times as slow: it reads only pages it is asked for.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from typing import Any, Final

from extract.pdf.runs import Run, Text, glue, touch

_UNMAPPED: Final = "(cid:"
_AFRESH: Final = 200  # pages


class SecondReader:
    """pdfplumber, opened at the first page that needs it and kept open for the next."""

    reader = "pdfplumber"

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._pdf: Any = None
        self._characters: list[Run] = []
        self._count = 0

    def read(self, number: int, quarter: int) -> Text:
        """Return the text of a page (from 1) whose reading quarter is the page's own `/Rotate`."""
        import pdfplumber

        self._count += 1
        if self._count % _AFRESH == 0:
            self.close()  # it keeps the fonts of every page that it ever read
        if self._pdf is None:
            # It warns of every font without a box, once a page; what matters here is said in a `Notice`.
            logging.getLogger("pdfminer").setLevel(logging.ERROR)
            self._pdf = pdfplumber.open(io.BytesIO(self._content))
        page = self._pdf.pages[number - 1]
        try:
            left, top = page.cropbox[:2]
            self._characters = list(_characters(page.chars, left, top))
        finally:
            page.close()
        runs = tuple(self._runs())
        plain = "".join(one.text or " " for one in self._characters)
        return Text(runs, plain, quarter, 0.0, self.reader)

    def _runs(self) -> Iterator[Run]:
        current: Run | None = None
        for one in self._characters:
            if not one.text:
                continue
            if current is not None and not one.lead and current.end == one.start and touch(current, one):
                current = glue(current, one)
                continue
            if current is not None:
                yield current
            current = one
        if current is not None:
            yield current

    def characters(self, run: Run) -> list[Run]:
        """Return the characters of a run."""
        return [one for one in self._characters[run.start : run.end] if one.text]

    def close(self) -> None:
        """Let go of the file."""
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None


def _characters(chars: Iterable[dict[str, Any]], left: float, top: float) -> Iterator[Run]:
    lead = ""
    for index, char in enumerate(chars):
        text = "\ufffd" if char["text"].startswith(_UNMAPPED) else char["text"].strip()
        box = (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
        yield Run(text, *box, index, index + 1, lead if text else "", True, _colour(char["non_stroking_color"]))
        lead = "" if text else lead + " "


def _colour(value: Any) -> tuple[int, int, int, int]:
    parts = value if isinstance(value, (tuple, list)) else (value,)
    is_white = len(parts) in {1, 3} and all(part == 1 for part in parts)
    return (255, 255, 255, 255) if is_white else (0, 0, 0, 255)
