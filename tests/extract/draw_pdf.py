"""Draws small PDFs, each around one trap, without a library: text in a Chinese font that is not embedded.

A page is its content stream. `y` counts from the bottom, as in the format.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterable, Sequence

import pypdfium2
import pypdfium2.raw as pdfium_c

Segment = tuple[float, float, float, float]

# rows of (text, row, column, row span, column span): a header over two columns, a label over two rows.
CELLS = (
    ("项目名称", 0, 0, 1, 1),
    ("绩效指标", 0, 1, 1, 3),
    ("", 1, 0, 1, 1),
    ("二级指标", 1, 1, 1, 1),
    ("三级指标", 1, 2, 1, 1),
    ("指标值", 1, 3, 1, 1),
    ("道路维修", 2, 0, 2, 1),
    ("数量指标", 2, 1, 1, 1),
    ("维修里程", 2, 2, 1, 1),
    ("≥12公里", 2, 3, 1, 1),
    ("质量指标", 3, 1, 1, 1),
    ("验收合格率", 3, 2, 1, 1),
    ("100%", 3, 3, 1, 1),
)
XS = (60.0, 140.0, 220.0, 330.0, 420.0)
YS = (700.0, 676.0, 652.0, 628.0, 604.0)


def text(x: float, y: float, words: str, size: float = 9, matrix: str = "1 0 0 1") -> str:
    """Return the operators that write words."""
    return f"BT /F {size} Tf {matrix} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def sides(cells: Iterable[tuple[str, int, int, int, int]] = CELLS) -> list[Segment]:
    """Return the four sides of every cell."""
    out = []
    for _, row, column, down, right in cells:
        x0, x1, top, bottom = XS[column], XS[column + right], YS[row], YS[row + down]
        out += [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, bottom, x0, top), (x1, bottom, x1, top)]
    return out


def words(cells: Iterable[tuple[str, int, int, int, int]] = CELLS) -> str:
    """Return the text of every cell."""
    return "".join(
        text(XS[column] + 3, (YS[row] + YS[row + down]) / 2 - 3, word) for word, row, column, down, _ in cells if word
    )


def strokes(segments: Sequence[Segment], setting: str = "0.5 w") -> str:
    """Each side a line of its own."""
    return setting + "\n" + "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in segments)


def one_path(segments: Sequence[Segment]) -> str:
    """All sides in one path."""
    return "0.5 w " + " ".join(f"{a} {b} m {c} {d} l" for a, b, c, d in segments) + " S\n"


def thin_boxes(segments: Sequence[Segment]) -> str:
    """Each side a filled box."""
    return "".join(f"{a - 0.3} {b - 0.3} {c - a + 0.6} {d - b + 0.6} re f\n" for a, b, c, d in segments)


def double(segments: Sequence[Segment]) -> str:
    """Each side two lines."""
    moved = [
        (a + 1.5 * (a == c), b + 1.5 * (b == d), c + 1.5 * (a == c), d + 1.5 * (b == d)) for a, b, c, d in segments
    ]
    return strokes([*segments, *moved], "0.3 w")


def boxes_apart(segments: Sequence[Segment]) -> str:
    """Each cell a box of its own, with a gap between it and the next."""
    out = []
    for at in range(0, len(segments), 4):
        (x0, top, x1, _), (_, bottom, *_), *_ = segments[at : at + 4]
        x0, top, x1, bottom = x0 + 1.6, top - 1.6, x1 - 1.6, bottom + 1.6
        out += [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, bottom, x0, top), (x1, bottom, x1, top)]
    return strokes(out, "0.3 w")


def inner(segments: Sequence[Segment]) -> list[Segment]:
    """Only the sides inside the frame."""
    return [
        side
        for side in segments
        if not (side[0] == side[2] and side[0] in {XS[0], XS[-1]})
        and not (side[1] == side[3] and side[1] in {YS[0], YS[-1]})
    ]


RULES: dict[str, Callable[[Sequence[Segment]], str]] = {
    "strokes": strokes,
    "hairlines": lambda segments: strokes(segments, "0 w"),
    "dashed": lambda segments: strokes(segments, "0.5 w [3 2] 0 d"),
    "dashes-of-their-own": lambda segments: strokes(
        [
            (a + (c - a) * k / 20, b + (d - b) * k / 20, a + (c - a) * (k + 0.6) / 20, b + (d - b) * (k + 0.6) / 20)
            for a, b, c, d in segments
            for k in range(20)
        ]
    ),
    "one-path": one_path,
    "thin-boxes": thin_boxes,
    "double": double,
    "boxes-apart": boxes_apart,
    "no-frame": lambda segments: strokes(inner(segments)),
    "a-hair-apart": lambda segments: strokes([(a + 0.7, b + 0.7, c - 0.7, d - 0.7) for a, b, c, d in segments]),
}


# Every code is the character of that number.
_CODES = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Codes def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + "".join(f"1 beginbfrange <{high:02x}00> <{high:02x}ff> <{high:02x}00> endbfrange\n" for high in range(256))
    + "endcmap end end"
)
SONG = ("STSong-Light", "UniGB-UTF16-H", "GB1")


def pdf(
    contents: Sequence[str],
    page: str = "",
    media: str = "0 0 480 760",
    resources: str = "",
    font: tuple[str, str, str] = SONG,
) -> bytes:
    """Return a PDF with one page for each content stream; `page` holds more entries of the page dictionaries.

    `font` is the name of a font that is not embedded, its encoding, and its collection of characters.
    """
    name, encoding, ordering = font
    is_plain = encoding == "Identity-H"
    map_of_codes = f"/ToUnicode {7 + 2 * len(contents)} 0 R" if is_plain else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(contents)} /Kids [{' '.join(f'{7 + 2 * i} 0 R' for i in range(len(contents)))}] >>",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} /DescendantFonts [4 0 R]"
        f" {map_of_codes} >>",
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /DW 1000 /FontDescriptor 5 0 R"
        f" /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 4 >> /W [1 95 500] >>",
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        "\nstream\n\x80\nendstream",
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] {page} /Contents {8 + 2 * index} 0 R"
            f" /Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R >> {resources} >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    if is_plain:
        objects.append(f"<< /Length {len(_CODES)} >>\nstream\n{_CODES}\nendstream")
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{end}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def with_stamp(content: bytes, words: str, x: float, y: float) -> bytes:
    """Return a PDF with words that lie over its first page, as a stamp or a filled field does, and are not part of it."""
    pdf = pypdfium2.PdfDocument(content)
    page = pdf[0]
    stamp = pdfium_c.FPDFPage_CreateAnnot(page.raw, pdfium_c.FPDF_ANNOT_STAMP)
    pdfium_c.FPDFAnnot_SetRect(stamp, pdfium_c.FS_RECTF(left=x, bottom=y, right=x + 60, top=y + 10))
    text = pdfium_c.FPDFPageObj_NewTextObj(pdf.raw, b"Helvetica", 9)
    letters = words.encode("utf-16-le") + b"\x00\x00"
    pdfium_c.FPDFText_SetText(text, ctypes.cast(letters, pdfium_c.FPDF_WIDESTRING))
    pdfium_c.FPDFPageObj_Transform(text, 1, 0, 0, 1, x, y)
    pdfium_c.FPDFAnnot_AppendObject(stamp, text)
    pdfium_c.FPDFPage_CloseAnnot(stamp)
    page.close()
    held = io.BytesIO()
    pdf.save(held)
    pdf.close()
    return held.getvalue()
