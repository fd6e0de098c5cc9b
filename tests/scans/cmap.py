"""Which characters a font file has: its character map, read from the bytes.

In: the bytes of a TrueType or OpenType font or collection, and the place of a face in it. Out: the set of its
characters. It reads the maps of the forms 4 and 12; what else there is, is left out.
"""

from __future__ import annotations

import struct

_COLLECTION = b"ttcf"


def read_characters(data: bytes, face: int = 0) -> frozenset[int]:
    """Return the code points that a face has a glyph for; raise `ValueError` where it has no map."""
    start = struct.unpack_from(">L", data, 12 + 4 * face)[0] if data[:4] == _COLLECTION else 0
    for place in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4s3L", data, start + 12 + 16 * place)
        if tag == b"cmap":
            return _read_map(data, offset)
    raise ValueError("the font has no character map")


def _read_map(data: bytes, table: int) -> frozenset[int]:
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", data, table + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHL", data, table + 4 + 8 * place)
        form = struct.unpack_from(">H", data, table + offset)[0]
        if platform in {0, 3} and form == 4:
            found |= _read_segments(data, table + offset)
        elif platform in {0, 3} and form == 12:
            found |= _read_groups(data, table + offset)
    return frozenset(found)


def _read_segments(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    columns = [struct.unpack_from(f">{count}H", data, at + 14 + 2 * count * n + (2 if n else 0)) for n in range(4)]
    reach = at + 16 + 6 * count
    found: set[int] = set()
    for place, (end, first, delta, distance) in enumerate(zip(*columns, strict=True)):
        for code in range(first, min(end, 0xFFFE) + 1):
            if distance:
                glyph = struct.unpack_from(">H", data, reach + 2 * place + distance + 2 * (code - first))[0]
            else:
                glyph = (code + delta) % 65536
            if glyph:
                found.add(code)
    return found


def _read_groups(data: bytes, at: int) -> set[int]:
    found: set[int] = set()
    for place in range(struct.unpack_from(">L", data, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">3L", data, at + 16 + 12 * place)
        found.update(range(first + (glyph == 0), last + 1))
    return found
