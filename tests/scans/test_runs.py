"""From the door to the store: pages that are pictures, among others, with and without the packages that read them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from extract import read_grids
from extract.document import content_to_document
from extract.errors import ScannedImageError
from extract.scan.installed import is_available
from flows.line import find_documents, read_batch
from flows.settings import read_settings
from load import Known
from tests.hostile import pdf, stream

_WORDS = (("Indicator", "Value"), ("Roads 2024", "1250"), ("Bridges", "37.5"))
needs_packages = pytest.mark.skipif(not is_available(), reason="the extra `scan` is not installed")


def sheet() -> Image.Image:
    """Return a ruled page at 150 dpi, with the font that Pillow brings."""
    page = Image.new("L", (900, 600), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(28)
    for row, words in enumerate(_WORDS):
        for column, word in enumerate(words):
            left, top = 100 + 350 * column, 100 + 80 * row
            draw.rectangle((left, top, left + 350, top + 80), outline=0, width=3)
            draw.text((left + 40, top + 24), word, fill=0, font=font)
    return page


def as_file(kind: str, *pages: Image.Image) -> bytes:
    room = io.BytesIO()
    pages[0].save(room, kind, save_all=True, append_images=pages[1:], resolution=150, dpi=(150, 150))
    return room.getvalue()


@needs_packages
def test_a_scan_and_a_blank_page_after_it_are_read_with_boxes_on_the_page() -> None:
    document = content_to_document(as_file("PDF", sheet(), Image.new("L", (900, 600), 255)), Path("scan.pdf"))
    (table,) = read_grids(document)
    assert tuple(tuple(cell.text for cell in row) for row in table.rows()) == _WORDS
    assert {(cell.page, cell.reader) for cell in table.cells} == {(1, "scan")}
    box = next(cell.box for cell in table.cells if cell.text == "1250")
    assert box is not None
    assert all(abs(at - wanted * 72 / 150) < 3 for at, wanted in zip(box, (450, 180, 800, 260), strict=True))
    assert [(notice.code, notice.page) for notice in table.notices] == [("blank_page", 2)]


def with_hidden_words(words: dict[str, str]) -> bytes:
    """Return a scan of the sheet with a layer of hidden text, in which some words are others."""
    picture = io.BytesIO()
    sheet().save(picture, "JPEG")
    shown = "".join(
        f"1 0 0 1 {(140 + 350 * column) * 0.48:.1f} {288 - (140 + 80 * row) * 0.48:.1f} Tm ({words.get(word, word)}) Tj "
        for row, line in enumerate(_WORDS)
        for column, word in enumerate(line)
    )
    image = b"/Type /XObject /Subtype /Image /Width 900 /Height 600 /ColorSpace /DeviceGray /BitsPerComponent 8"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 432 288] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> "
        b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            stream(f"q 432 0 0 288 0 0 cm /I Do Q BT 3 Tr /F 12 Tf {shown} ET".encode()),
            stream(picture.getvalue(), image + b" /Filter /DCTDecode"),
        ]
    )


@needs_packages
def test_a_hidden_layer_is_held_against_the_picture_cell_by_cell() -> None:
    document = content_to_document(with_hidden_words({"1250": "1256"}), Path("layer.pdf"))
    (table,) = read_grids(document)
    assert tuple(tuple(cell.text for cell in row) for row in table.rows()) == _WORDS
    doubted = [(cell.text, cell.confidence, cell.alternatives) for cell in table.cells if cell.confidence <= 0.5]
    assert doubted == [("1250", 0.5, ("1256",))]
    assert [notice.code for notice in table.notices] == ["layer_differs"]


@needs_packages
def test_a_run_says_which_page_is_read_and_what_is_wrong_with_blank_ones(tmp_path: Path) -> None:
    blank = Image.new("L", (900, 600), 255)
    (tmp_path / "blank.tif").write_bytes(as_file("TIFF", blank, blank))
    limits = replace(read_settings({}).reading, workers=1, scratch=tmp_path / "office")
    told: list[str] = []
    (reading,) = read_batch(find_documents([tmp_path]), Known({}, {}), limits, tell=told.append)
    assert reading.entry.code == "no_table"
    assert "第1页是空白页; 第 2 页：第2页是空白页" in reading.entry.message
    assert [said.rpartition(", ")[2] for said in dict.fromkeys(told)][-2:] == ["page 1 of 2", "page 2 of 2"]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_without_the_packages_a_picture_says_what_to_install(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.is_available", lambda: False)
    with pytest.raises(ScannedImageError) as caught:
        list(read_grids(content_to_document(as_file(kind, sheet()), Path("picture"))))
    assert (caught.value.code, "pip install 'jixiao[scan]'" in caught.value.todo) == ("scanned_image", True)


def test_without_the_packages_a_scanned_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.pdf.pages.is_available", lambda: False)
    (grid,) = read_grids(content_to_document(as_file("PDF", sheet()), Path("scan.pdf")))
    (notice,) = grid.notices
    assert (notice.code, "pip install 'jixiao[scan]'" in notice.message) == ("scanned_page", True)


def test_nothing_heavy_is_imported_with_the_room() -> None:
    code = "import sys, extract; print(sorted({'cv2', 'openvino', 'numpy', 'PIL.Image'} & set(sys.modules)))"
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert said.stdout.strip() == "[]"
