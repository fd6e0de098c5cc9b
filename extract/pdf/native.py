"""Quick handles to the few pdfium functions that are called once for each run or path.

pypdfium2's own bindings make a Python object for every pointer that comes back; at some thousand calls a page
that is most of the time spent. The handles here pass pointers, and the places where pdfium writes its answers, as
plain numbers. In: nothing. Out: functions, and room for what they write.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, Final

import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]
from pypdfium2_raw import bindings  # type: ignore[import-untyped]

# A call here takes less time than it takes to let go of the interpreter and take hold of it again.
_library = ctypes.PyDLL(bindings._libs["pdfium"]._name)
_Float, _Uint, _Int, _Pointer = ctypes.c_float, ctypes.c_uint, ctypes.c_int, ctypes.c_void_p


def _function(name: str, result: Any, *arguments: Any) -> Any:
    function = _library[name]  # a new object each time: pypdfium2's own prototypes stay as they are
    function.restype, function.argtypes = result, arguments
    return function


def pointer_of(handle: Any) -> int:
    """Return the address behind one of pypdfium2's raw handles."""
    return ctypes.cast(handle, _Pointer).value or 0


count_objects = _function("FPDFPage_CountObjects", _Int, _Pointer)
get_object = _function("FPDFPage_GetObject", _Pointer, _Pointer, _Int)
count_form_objects = _function("FPDFFormObj_CountObjects", _Int, _Pointer)
get_form_object = _function("FPDFFormObj_GetObject", _Pointer, _Pointer, ctypes.c_ulong)
get_type = _function("FPDFPageObj_GetType", _Int, _Pointer)
get_bounds = _function("FPDFPageObj_GetBounds", _Int, *[_Pointer] * 5)
get_matrix = _function("FPDFPageObj_GetMatrix", _Int, _Pointer, _Pointer)
get_fill = _function("FPDFPageObj_GetFillColor", _Int, *[_Pointer] * 5)
get_stroke = _function("FPDFPageObj_GetStrokeColor", _Int, *[_Pointer] * 5)
get_draw_mode = _function("FPDFPath_GetDrawMode", _Int, *[_Pointer] * 3)
has_transparency = _function("FPDFPageObj_HasTransparency", _Int, _Pointer)
count_segments = _function("FPDFPath_CountSegments", _Int, _Pointer)
get_segment = _function("FPDFPath_GetPathSegment", _Pointer, _Pointer, _Int)
get_point = _function("FPDFPathSegment_GetPoint", _Int, *[_Pointer] * 3)
get_segment_type = _function("FPDFPathSegment_GetType", _Int, _Pointer)
get_closes = _function("FPDFPathSegment_GetClose", _Int, _Pointer)

count_characters = _function("FPDFText_CountChars", _Int, _Pointer)
get_text = _function("FPDFText_GetText", _Int, _Pointer, _Int, _Int, _Pointer)
get_unicode = _function("FPDFText_GetUnicode", _Uint, _Pointer, _Int)
get_loose_box = _function("FPDFText_GetLooseCharBox", _Int, _Pointer, _Int, _Pointer)
get_angle = _function("FPDFText_GetCharAngle", _Float, _Pointer, _Int)
get_text_object = _function("FPDFText_GetTextObject", _Pointer, _Pointer, _Int)
get_render_mode = _function("FPDFTextObj_GetTextRenderMode", _Int, _Pointer)
is_generated = _function("FPDFText_IsGenerated", _Int, _Pointer, _Int)
has_map_error = _function("FPDFText_HasUnicodeMapError", _Int, _Pointer, _Int)

TEXT, PATH, IMAGE, FORM = (
    pdfium_c.FPDF_PAGEOBJ_TEXT,
    pdfium_c.FPDF_PAGEOBJ_PATH,
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_FORM,
)
LINE_TO, BEZIER_TO, MOVE_TO = (
    pdfium_c.FPDF_SEGMENT_LINETO,
    pdfium_c.FPDF_SEGMENT_BEZIERTO,
    pdfium_c.FPDF_SEGMENT_MOVETO,
)


Colour = tuple[int, int, int, int]
BLACK: Final[Colour] = (0, 0, 0, 255)
BOX_SIZE: Final = 16  # bytes: four floats


class Room:
    """Room for numbers that pdfium writes; `address` is where the first one goes."""

    def __init__(self, count: int, kind: Any = _Float) -> None:
        self._parts = (kind * count)()
        self.address = ctypes.addressof(self._parts)

    def values(self) -> list[float]:
        """Return what was written last."""
        return self._parts[:]  # type: ignore[no-any-return]


def whole_numbers(count: int) -> Room:
    """Return room for whole numbers."""
    return Room(count, _Int)


def read_colours(functions: Sequence[Any], items: Sequence[int]) -> list[Colour]:
    """Return red, green, blue and alpha, 0 to 255, of each object, asked by its function; opaque black where there are none."""
    room = Room(4 * len(items), _Uint)
    places = range(room.address, room.address + BOX_SIZE * len(items), BOX_SIZE)
    known = [
        ask(item, place, place + 4, place + 8, place + 12)
        for ask, item, place in zip(functions, items, places, strict=True)
    ]
    parts = room.values()
    colours: list[Any] = list(zip(parts[0::4], parts[1::4], parts[2::4], parts[3::4], strict=True))
    return colours if all(known) else [one if is_known else BLACK for one, is_known in zip(colours, known, strict=True)]
