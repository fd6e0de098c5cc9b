"""Pictures of cells: the right stretch of the right page, and a reason where there is none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from extract import read_document
from extract.pictures import draw_page
from extract.scan.installed import is_available
from review.pictures import CHANGED, GONE, NO_PAGES, CellPicture, picture_of, source_of, turned
from review.queue import Item
from tests.extract.draw_pdf import pdf as draw_pdf
from tests.extract.draw_pdf import text

SIZE = (400, 600)  # points
BOX = (100.0, 200.0, 160.0, 220.0)


def draw(box: tuple[float, ...] = BOX) -> Image.Image:
    """Return a page on which one cell is black."""
    image = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(image).rectangle(box, fill="black")
    return image


def item_of(
    path: Path, page: int | None = 1, box: tuple[float, float, float, float] | None = BOX, at: str = ""
) -> Item:
    document = read_document(path)
    return Item(
        document.document_id, 0, 1, 1, page, box, "", (), 0.5, (), path.name, document.sha256, (at or str(path),)
    )


def darkness(png: bytes) -> float:
    """Return the share of a picture that is black."""
    grey = Image.open(io.BytesIO(png)).convert("L")
    return sum(grey.histogram()[:128]) / (grey.width * grey.height)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    draw((0, 0, 1, 1)).save(tmp_path / "page.pdf", save_all=True, append_images=[draw()], resolution=72)
    return tmp_path / "page.pdf"


def test_the_cell_of_a_pdf_page_fills_its_picture(pdf: Path) -> None:
    picture = picture_of(item_of(pdf, page=2))
    assert isinstance(picture, CellPicture)
    assert darkness(picture.cell) == pytest.approx(60 * 20 / (76 * 36), abs=0.03)
    around = Image.open(io.BytesIO(picture.around))
    assert around.width / around.height == pytest.approx(400 / 100, abs=0.05)
    blank = picture_of(item_of(pdf, page=1))
    assert isinstance(blank, CellPicture)
    assert darkness(blank.cell) == 0


def test_boxes_are_those_of_a_turned_page_as_it_is_seen(pdf: Path) -> None:
    opened = pypdfium2.PdfDocument(pdf)
    opened[1].set_rotation(90)
    opened.save(pdf.with_name("turned.pdf"))
    # A quarter turn clockwise: what was above is at the right.
    turned = (SIZE[1] - BOX[3], BOX[0], SIZE[1] - BOX[1], BOX[2])
    picture = picture_of(item_of(pdf.with_name("turned.pdf"), page=2, box=turned))
    assert isinstance(picture, CellPicture)
    assert darkness(picture.cell) == pytest.approx(60 * 20 / (76 * 36), abs=0.03)


def test_a_picture_is_turned_clockwise(pdf: Path) -> None:
    picture = picture_of(item_of(pdf, page=2, box=(BOX[0], BOX[1], BOX[0] + 10, BOX[1] + 500)))
    assert isinstance(picture, CellPicture)
    right = Image.open(io.BytesIO(turned(picture.around, 1))).convert("L")
    plain = Image.open(io.BytesIO(picture.around)).convert("L")
    assert right.size == plain.size[::-1]
    assert right.tobytes() == plain.transpose(Image.Transpose.ROTATE_270).tobytes()
    assert turned(picture.around, 4) == picture.around


def test_a_box_beyond_the_page_is_still_a_picture(pdf: Path) -> None:
    for box in ((-50.0, -50.0, -10.0, -10.0), (900.0, 900.0, 950.0, 950.0), (100.0, 200.0, 100.0, 200.0)):
        assert isinstance(picture_of(item_of(pdf, box=box)), CellPicture)


def test_a_high_cell_is_cut_to_its_text(tmp_path: Path) -> None:
    draw().save(tmp_path / "high.pdf", resolution=72)
    picture = picture_of(item_of(tmp_path / "high.pdf", box=(80.0, 20.0, 180.0, 580.0)))
    assert isinstance(picture, CellPicture)
    cut = Image.open(io.BytesIO(picture.cell))
    assert cut.height / cut.width < 0.7
    assert darkness(picture.cell) == pytest.approx(60 * 20 / (116 * 64), abs=0.05)


def test_a_file_that_is_gone_or_changed_is_said(pdf: Path) -> None:
    moved, changed = item_of(pdf, page=2), item_of(pdf, page=2)
    draw().save(pdf, resolution=72)
    assert picture_of(changed) == CHANGED
    pdf.unlink()
    assert picture_of(moved) == GONE
    assert source_of(moved) is None


def test_a_page_or_a_place_that_is_not_there_is_said(pdf: Path, tmp_path: Path) -> None:
    assert picture_of(item_of(pdf, page=9)) == NO_PAGES
    (tmp_path / "a.txt").write_text("≥95%", encoding="utf-8")
    assert picture_of(item_of(tmp_path / "a.txt", page=None, box=None)) == NO_PAGES
    assert draw_page(read_document(tmp_path / "a.txt"), 1) is None


def test_a_member_of_an_archive_is_found_in_it(pdf: Path) -> None:
    with zipfile.ZipFile(pdf.with_name("all!.zip"), "w") as archive:
        archive.write(pdf, "inner/page.pdf")
    member = item_of(pdf, page=2, at=f"{pdf.with_name('all!.zip')}!inner/page.pdf")
    assert isinstance(picture_of(member), CellPicture)


def test_a_pdf_that_does_not_carry_its_fonts_may_be_drawn_with_gaps_and_is_said_so(tmp_path: Path, pdf: Path) -> None:
    (tmp_path / "text.pdf").write_bytes(draw_pdf([text(100, 400, "≥12公里")]))
    drawn = [draw_page(read_document(path), 1) for path in (tmp_path / "text.pdf", pdf)]
    assert [page is not None and page.has_foreign_fonts for page in drawn] == [True, False]


@pytest.mark.skipif(not is_available(), reason="images are read with the extra `scan`")
def test_the_cell_of_an_image_stands_where_its_resolution_says(tmp_path: Path) -> None:
    path = tmp_path / "page.tif"
    pages = [draw((0, 0, 1, 1)).resize((800, 1200)), draw().resize((800, 1200))]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(144, 144))
    picture = picture_of(item_of(path, page=2))
    assert isinstance(picture, CellPicture)
    assert darkness(picture.cell) == pytest.approx(60 * 20 / (76 * 36), abs=0.03)
