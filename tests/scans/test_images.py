"""Pictures of every kind come out as a person sees them, or say what is wrong with them; none is recognised here."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image

from extract.document import content_to_document
from extract.errors import CorruptFileError, TooLargeError
from extract.pdf.pages import PageTables
from extract.scan.emptiness import has_nothing, is_blank, is_photograph
from extract.scan.images import open_pages
from extract.scan.picture import Picture

_TURNED_RIGHT = 6  # how EXIF says that the camera was held sideways


def page(mode: str = "RGB") -> Any:
    """Return a white page of 40 x 60 with a black upper left corner."""
    image = Image.new("RGB", (40, 60), "white")
    image.paste((0, 0, 0), (0, 0, 10, 10))
    return image.convert(mode)


def saved(image: Any, kind: str, **options: Any) -> bytes:
    room = io.BytesIO()
    image.save(room, kind, **options)
    return room.getvalue()


def opened(content: bytes) -> list[Picture | PageTables]:
    return list(open_pages(content_to_document(content, Path("picture"))))


def looks(found: Picture | PageTables) -> tuple[int, int, bool, bool]:
    """Return height, width, whether the upper left corner is dark and the lower right one light."""
    assert isinstance(found, Picture)
    height, width = found.pixels.shape[:2]
    return height, width, bool(found.pixels[3, 3].max() < 100), bool(found.pixels[-3, -3].min() > 200)


def clear() -> Any:
    """Return a page that is transparent where there is no print."""
    image = Image.new("RGBA", (40, 60), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 10, 10))
    return image


def deep(mode: type[Any], most: float) -> Any:
    return Image.fromarray((np.asarray(page("L")).astype(np.float64) / 255 * most).astype(mode))


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = _TURNED_RIGHT
    return saved(page().rotate(90, expand=True), "JPEG", quality=95, exif=exif)


def tiles() -> list[Any]:
    whole = np.full((64, 48, 3), 255, np.uint8)
    whole[:60, :40] = np.asarray(page())
    return [whole[row : row + 16, column : column + 16] for row in range(0, 64, 16) for column in range(0, 48, 16)]


def tiff_of_parts(parts: list[Any], tags: dict[int, list[int]]) -> bytes:
    """Return an unpacked TIFF of colours whose strips or tiles are these."""
    data = [part.tobytes() for part in parts]
    starts = [8 + sum(map(len, data[:number])) for number in range(len(data))]
    places, sizes = (324, 325) if 322 in tags else (273, 279)
    fields = {256: [40], 257: [60], 258: [8, 8, 8], 259: [1], 262: [2], 277: [3], 278: [60], 284: [1], **tags,
              places: starts, sizes: list(map(len, data))}  # fmt: skip
    if 322 in tags:
        del fields[278]
    at = 8 + sum(map(len, data))
    beside, entries = at + 2 + 12 * len(fields) + 4, b""
    rest = b""
    for tag, values in sorted(fields.items()):
        packed = struct.pack(f"<{len(values)}I", *values)
        place = packed if len(values) == 1 else struct.pack("<I", beside + len(rest))
        rest += b"" if len(values) == 1 else packed
        entries += struct.pack("<HHI", tag, 4, len(values)) + place
    directory = struct.pack("<H", len(fields)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", at) + b"".join(data) + directory + rest


_KINDS: dict[str, Callable[[], bytes]] = {
    "png": lambda: saved(page(), "PNG"),
    "png-of-colours-by-number": lambda: saved(page().quantize(4), "PNG"),
    "png-with-alpha": lambda: saved(clear(), "PNG"),
    "png-of-16-bits": lambda: saved(deep(np.uint16, 65535), "PNG"),
    "jpeg-grey": lambda: saved(page("L"), "JPEG"),
    "jpeg-of-four-inks": lambda: saved(page("CMYK"), "JPEG"),
    "jpeg-held-sideways": turned,
    "bmp": lambda: saved(page(), "BMP"),
    "webp": lambda: saved(page(), "WEBP"),
    "gif": lambda: saved(page("P"), "GIF"),
    "tiff-fax": lambda: saved(page("1"), "TIFF", compression="group4"),
    "tiff-lzw": lambda: saved(page(), "TIFF", compression="tiff_lzw"),
    "tiff-of-16-bits": lambda: saved(deep(np.uint16, 65535), "TIFF"),
    "tiff-of-12-bits": lambda: saved(deep(np.uint16, 4095), "TIFF"),
    "tiff-of-fractions": lambda: saved(deep(np.float32, 1.0), "TIFF"),
    "tiff-in-planes": lambda: tiff_of_parts([np.asarray(plane) for plane in page().split()], {284: [2]}),
    "tiff-in-tiles": lambda: tiff_of_parts(tiles(), {322: [16], 323: [16]}),
    "tiff-turned": lambda: saved(page().rotate(90, expand=True), "TIFF", tiffinfo={274: _TURNED_RIGHT}),
}


@pytest.mark.parametrize("kind", _KINDS)
def test_pictures_come_out_as_they_are_seen(kind: str) -> None:
    (found,) = opened(_KINDS[kind]())
    assert looks(found) == (60, 40, True, True)
    assert isinstance(found, Picture)
    if kind != "bmp":  # which always says how large it is
        assert [round(side) for side in found.size] == [561, 842]


def test_the_size_of_paper_is_that_of_its_dpi_even_held_sideways() -> None:
    exif = Image.Exif()
    exif[0x0112] = _TURNED_RIGHT
    (found,) = opened(saved(page(), "JPEG", dpi=(144, 144), exif=exif))
    assert isinstance(found, Picture)
    assert found.size == (30.0, 20.0)


def pages_of(*images: Any) -> bytes:
    return saved(images[0], "TIFF", save_all=True, append_images=images[1:], compression="tiff_deflate")


def noisy(seed: int) -> Any:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, (60, 40), np.uint8))


def test_every_page_of_a_tiff_is_a_page() -> None:
    found = opened(pages_of(page(), page("L"), page("1")))
    assert [(one.number, one.count) for one in found if isinstance(one, Picture)] == [(1, 3), (2, 3), (3, 3)]


def test_of_a_tiff_that_breaks_off_the_whole_pages_are_read_and_the_others_named() -> None:
    whole = pages_of(*map(noisy, range(3)))
    first, *rest = opened(whole[: len(whole) * 2 // 5])
    assert isinstance(first, Picture)
    notices = [notice for one in rest if isinstance(one, PageTables) for notice in one.notices]
    assert {notice.code for notice in notices} <= {"corrupt_page", "pages_not_opened"} and notices


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF", "WEBP"])
def test_a_picture_that_breaks_off_is_damaged(kind: str) -> None:
    content = saved(noisy(1), kind)
    with pytest.raises(CorruptFileError):
        opened(content[: len(content) // 2])


def test_a_picture_that_declares_too_much_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(TooLargeError):
        opened(saved(Image.new("1", (20_000, 20_000)), "PNG"))


def test_a_very_wide_picture_is_read_at_a_smaller_scale_and_says_so() -> None:
    found, notice = opened(saved(Image.new("L", (20_000, 1_000), 255), "PNG"))
    assert isinstance(found, Picture)
    assert found.pixels.size <= 18_000_000 < 20_000 * 1_000
    assert isinstance(notice, PageTables)
    assert [one.code for one in notice.notices] == ["picture_made_smaller"]


def test_an_animation_is_one_page_and_says_so() -> None:
    content = saved(noisy(1), "GIF", save_all=True, append_images=[noisy(2)])
    first, notice = opened(content)
    assert isinstance(first, Picture) and isinstance(notice, PageTables)
    assert [one.code for one in notice.notices] == ["frames_not_read"]


def test_paper_is_blank_with_dust_and_the_shadow_of_a_lid_but_not_with_a_line_of_text() -> None:
    paper = np.clip(np.random.default_rng(0).normal(245, 3, (1100, 800)), 0, 255).astype(np.uint8)
    paper[:20] = 120
    assert is_blank(paper)
    paper[500:512, 100:400:3] = 20
    assert not is_blank(paper)


def test_a_photograph_is_told_from_a_page_on_a_dark_desk() -> None:
    across, down = np.meshgrid(np.arange(800), np.arange(600))
    scene = 128 + 60 * np.sin(across / 37) + 50 * np.cos(down / 23)
    assert is_photograph(np.clip(scene, 0, 255).astype(np.uint8))
    desk = np.full((600, 800), 60, np.uint8)
    desk[60:560, 100:700] = 235
    desk[100:500:20, 150:650] = 30
    assert not is_photograph(desk)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (11, 800)])
def test_a_picture_too_small_for_a_character_holds_nothing(size: tuple[int, int]) -> None:
    assert has_nothing(np.zeros(size, np.uint8))
