"""Refuses a PDF whose pages unpack to far more than they weigh, before pdfium opens any.

In: a document. Out: nothing, or `TooLargeError`, `TooDeepError`. pdfium parses a page whole when it opens it, and sets
no bounds. Streams are looked at where they lie in the file: what is encrypted, or packed in some other way than by
Flate, is left to the limits of the process.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from extract.contracts import Document
from extract.errors import TooDeepError, TooLargeError

_STREAM: Final = re.compile(rb"\bstream\r?\n")
_NUMBER: Final = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_NAMED: Final = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R")
_DRAWS: Final = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_IS_FORM: Final = re.compile(rb"/Subtype\s*/Form\b")
_IS_IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
_HEAD: Final = 4000  # bytes before a stream in which its dictionary stands
_SMALL: Final = 16_384  # packed bytes: what is smaller does not unpack to more than pdfium can bear
_SAMPLE: Final = 4096
_RATIO: Final = 50  # of writing and drawing is a tenth of that
_LARGEST: Final = 16 * 1024**2
_MOST_FORMS: Final = 2000  # drawn by one form, with the forms in it
_DEEPEST: Final = 30

_Forms = dict[int, list[int]]  # the numbers of forms, and those of the objects that each draws, as often as it does


def require_bounded(document: Document) -> None:
    """Raise `TooLargeError` or `TooDeepError` where a stream or a form of the document is a bomb."""
    forms: _Forms = {}
    for head, start, end in _streams(document.content):
        if _IS_FORM.search(head):
            number, drawn = _read_form(document.content, head, start, end)
            forms[number] = drawn
        if end - start > _SMALL and not _IS_IMAGE.search(head) and _unpacks_too_far(document.content, start, end):
            raise TooLargeError(document.path, f"a page unpacks to more than {_LARGEST // 1024**2} MB")
    if any(len(drawn) > 1 for drawn in forms.values()):
        for number in forms:
            if _count(number, forms, 0, {}) > _MOST_FORMS:
                raise TooDeepError(document.path, f"drawings in drawings, more than {_MOST_FORMS} in one")


def _streams(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield what stands before each stream since the object began, and where it begins and ends."""
    end = 0
    for match in _STREAM.finditer(content):
        if match.start() < end:
            continue
        start = match.end()
        end = content.find(b"endstream", start)
        end = len(content) if end < 0 else end
        head = content[max(match.start() - _HEAD, 0) : match.start()]
        at = head.rfind(b" obj")
        yield head[max(at - 20, 0) :], start, end


def _unpacks_too_far(content: bytes, start: int, end: int) -> bool:
    most = _SAMPLE * _RATIO
    if len(_unpack(content[start : start + _SAMPLE], most)) < most:
        return False
    return len(_unpack(content[start:end], _LARGEST + 1)) > _LARGEST


def _unpack(packed: bytes, most: int) -> bytes:
    """Return the first bytes that are packed; none, where they are packed in some other way."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _read_form(content: bytes, head: bytes, start: int, end: int) -> tuple[int, list[int]]:
    """Return the number of a form, and those of the objects that it draws."""
    numbers = _NUMBER.findall(head)
    named = {name: int(number) for name, number in _NAMED.findall(head)}
    drawing = _unpack(content[start:end], _LARGEST) or content[start:end]
    return int(numbers[-1]) if numbers else 0, [named[name] for name in _DRAWS.findall(drawing) if name in named]


def _count(number: int, forms: _Forms, depth: int, known: dict[tuple[int, int], int]) -> int:
    """Return how many forms a form draws, all told; one that draws itself, as many as pdfium would."""
    if number not in forms or depth > _DEEPEST:
        return 0
    if (number, depth) not in known:
        known[number, depth] = 1 + sum(_count(drawn, forms, depth + 1, known) for drawn in forms[number])
    return known[number, depth]
