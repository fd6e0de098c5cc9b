"""The font that stands in for every font that a document names but does not carry.

In: nothing. Out: pdfium measures such text alike on every machine. Left to itself it takes whatever font is installed;
where that one lacks a character, the character has no extent, and pdfium leaves out of its text what has none: a
character alone, or a word drawn sideways. The stand-in has one box for every character, and nothing for a blank; how
wide a character is stays what the document says. Whoever draws pages for people wants `installed_fonts`.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]  # noqa: F401  (opens the library)
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

_NAME: Final = b"jixiao stand-in\0"
_HANDLE: Final = 1
_EM, _ASCENT, _DESCENT, _ADVANCE = 1000, 880, -120, 500
# Narrower than the narrowest character: what reaches past a character's own width would widen it.
_LEFT, _RIGHT, _HEIGHT = 50, 200, 700
_BOX, _EMPTY = 1, 2  # the glyphs; the first is that of characters not in the map, which pdfium takes for none
_BLANKS: Final = (0x20, 0xA0, 0x3000)
_LAST: Final = 0xFFFF


def make_font() -> bytes:
    """Return a TrueType font of a box, twice, and a blank."""
    box = struct.pack(">5hHH4B", 1, _LEFT, 0, _RIGHT, _HEIGHT, 3, 0, 1, 1, 1, 1)
    box += struct.pack(">8h", _LEFT, _RIGHT - _LEFT, 0, _LEFT - _RIGHT, 0, 0, _HEIGHT, 0)
    box += bytes(-len(box) % 4)
    bounds = (_LEFT, 0, _RIGHT, _HEIGHT)
    return _tables_to_font(
        {
            b"cmap": _character_map(),
            b"glyf": box + box,
            b"head": struct.pack(">4L2H2Q4h2H3h", 65536, 65536, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *bounds, 0, 8, 2, 0, 0),
            b"hhea": struct.pack(">L3hH11hH", 65536, _ASCENT, _DESCENT, 0, _ADVANCE, *[0] * 11, 3),
            b"hmtx": struct.pack(">HhHhHh", _ADVANCE, _LEFT, _ADVANCE, _LEFT, _ADVANCE, 0),
            b"loca": struct.pack(">4H", 0, len(box) // 2, len(box), len(box)),
            b"maxp": struct.pack(">L14H", 65536, 3, 4, 1, 0, 0, 1, *[0] * 8),
            b"post": struct.pack(">L2h6L", 0x30000, *[0] * 8),
        }
    )


def _character_map() -> bytes:
    """A map of the form 4: blocks of 256 characters that share one list of glyphs, with the blanks between them."""
    starts, ends, glyphs = [], [], []
    edges = sorted({*range(0x21, _LAST, 256), *_BLANKS, *(blank + 1 for blank in _BLANKS), _LAST})
    for start, following in zip(edges, [*edges[1:], _LAST + 1], strict=True):
        starts.append(start)
        ends.append(following - 1)
        glyphs.append(_EMPTY if start in _BLANKS else _BOX)
    count = len(starts)
    # A distance of nought: the glyph is character plus delta; else that far on lies the list of glyphs.
    deltas = [(_EMPTY - start) % 65536 if glyph == _EMPTY else 0 for start, glyph in zip(starts, glyphs, strict=True)]
    reach = [0 if glyph == _EMPTY else 2 * (count - index) for index, glyph in enumerate(glyphs)]
    lists = struct.pack(f">{count}H2x{3 * count}H", *ends, *starts, *deltas, *reach) + struct.pack(
        ">256H", *[_BOX] * 256
    )
    body = struct.pack(">4H", 2 * count, 0, 0, 0) + lists
    return struct.pack(">4HL", 0, 1, 3, 1, 12) + struct.pack(">3H", 4, len(body) + 6, 0) + body


def _tables_to_font(tables: dict[bytes, bytes]) -> bytes:
    directory = struct.pack(">L4H", 65536, len(tables), 128, 3, 0)
    body, start = b"", len(directory) + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        directory += struct.pack(">4s3L", tag, 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


_FONT: Final = make_font()
_INFO: Final = pdfium_c.FPDF_SYSFONTINFO
_TYPES: Final = dict(_INFO._fields_)


def _give(data: bytes, room: Any, size: int) -> int:
    if room and size >= len(data):
        ctypes.memmove(room, data, len(data))
    return len(data)


def _give_font(_info: Any, _font: Any, table: int, room: Any, size: int) -> int:
    return 0 if table else _give(_FONT, room, size)


def _give_name(_info: Any, _font: Any, room: Any, size: int) -> int:
    return _give(_NAME, room, size)


_INSTANCE: Final = _INFO(
    version=1,
    Release=_TYPES["Release"](lambda *_: None),
    EnumFonts=_TYPES["EnumFonts"](lambda *_: None),
    MapFont=_TYPES["MapFont"](lambda *_: _HANDLE),
    GetFont=_TYPES["GetFont"](lambda *_: _HANDLE),
    GetFontData=_TYPES["GetFontData"](_give_font),
    GetFaceName=_TYPES["GetFaceName"](_give_name),
    GetFontCharset=_TYPES["GetFontCharset"](lambda *_: pdfium_c.FXFONT_GB2312_CHARSET),
    DeleteFont=_TYPES["DeleteFont"](lambda *_: None),
)


def use_stand_in() -> None:
    """Let documents that are opened from now on be measured by the stand-in."""
    pdfium_c.FPDF_SetSystemFontInfo(ctypes.byref(_INSTANCE))


@contextmanager
def installed_fonts() -> Iterator[None]:
    """While it lasts, documents that are opened are drawn with the fonts of this machine."""
    pdfium_c.FPDF_SetSystemFontInfo(pdfium_c.FPDF_GetDefaultSystemFontInfo())
    try:
        yield
    finally:
        use_stand_in()
