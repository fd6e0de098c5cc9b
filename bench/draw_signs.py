"""Draws what the classifier of signs is trained on: pictures of lines with a sign, or with none, and which glyph it is.

In: fonts and a random source. Out: `Drawn`. A line is set as office programs set it (signs from a face of another script
too), printed at some dots an inch, blurred, thinned, thickened, cut to one bit, dusted, compressed, brought to the size
and the margins that the reader of cells gives its lines.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from extract.scan.crops import crop_line
from extract.scan.ink import Grey, to_black
from extract.scan.signs import SIGNS, Box, glyph_boxes

_NO_SIGN: Final = 0.36
_USUAL: Final = 28.0  # pixels: the height of a line of a page that is read
_NEAR: Final = tuple(
    "弓亏云元示三二一十千干工土王主正上下去之之人己已口日目乙己巳弋戈手毛亿万乏乎立六言章亘旦百直日目白±÷+×-—－∶:：;；/Zz2"
)
_SIMPLIFIED: Final = "频标达户"  # a face without them is of another country, and has signs and figures only
_WORDS: Final = """
万元 一 二 三 十 年 是 否 有效 稳步提升 不超过 大于 小于 达到 完成 全年 逐步 持续 良好 优 改善 提高 每年 无 约 近 共 第一 二季度
三级 三个 人次 已完成 亏损 ( （ 《 — ￥ ¥ ÷ + × √ ○ ● · 、 1 2 3 4 5 6 7 8 9 0 A B C D E F G H K L M N P R S T V W X Y Z
"""
_OF_ANY_WIDTH: Final = "≥≤≧≦≈≒≅±"
_UNITS: Final = ("", "", "%", "%", "万元", "次", "人次", "个", "元", "天", "％", "户", "公里", "年", "亩", "分")
_BEFORE: Final = ("面积", "达到", "完成率", "率", "数", "为", "（", "(", "、", "其中", "次", "5", "0", "%", "个", "；")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The picture of a line, the number of the sign, and the box of the glyph that is meant."""

    picture: Grey
    sign: int
    box: Box


@dataclass(frozen=True)
class _Font:
    path: Path
    face: int
    has: frozenset[str]

    def at(self, size: int) -> Any:
        return _opened(self.path, self.face, size)


@cache
def _opened(path: Path, face: int, size: int) -> Any:
    return ImageFont.truetype(str(path), size, index=face)


def find_fonts(folder: Path) -> list[tuple[Path, int]]:
    """Return the font files below a folder, and the faces of those that hold several."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".ttf", ".otf", ".ttc"})
    return [(path, face) for path in found for face in range(_faces(path))]


def _faces(path: Path) -> int:
    if path.suffix.lower() != ".ttc":
        return 1
    count = 0
    while count < 2:  # the others of a collection differ in Han characters only
        try:
            ImageFont.truetype(str(path), 20, index=count)
        except OSError:
            break
        count += 1
    return count


def _common_characters() -> list[str]:
    """The 3,755 commonest characters: the first level of GB 2312."""
    found = [bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    return [text for pair in found if (text := pair.decode("gb2312", "ignore"))]


class Pens:
    """The fonts of Han text and of figures among those given, and the lines drawn with them."""

    def __init__(self, fonts: Sequence[tuple[Path, int]]) -> None:
        wanted = {*SIGNS, *"0123456789.,%", *_NEAR, *_SIMPLIFIED} - {""}
        known = [_Font(path, face, _those_in(path, face, wanted)) for path, face in fonts]
        self._han = [font for font in known if {*_SIMPLIFIED, *"0123456789"} <= font.has]
        self._figures = [font for font in known if {*"0123456789.%"} <= font.has]
        self._by_sign = {sign: [font for font in known if sign in font.has] for sign in SIGNS if sign}
        self._characters = _common_characters()

    def draw(self, chance: np.random.Generator) -> Drawn | None:
        """Return a line; None where the glyph that is meant was not found again in the picture."""
        label = int(chance.integers(len(SIGNS) - 1)) if chance.random() > _NO_SIGN else len(SIGNS) - 1
        size = int(chance.integers(19, 60))
        body = _any(chance, self._han).at(size)
        figures = _any(chance, self._figures).at(size) if chance.random() < 0.6 else body
        before = str(chance.choice(_BEFORE)) if chance.random() < 0.2 else ""
        pieces = [(text, body) for text in before]
        meant, rest = self._meant(chance, label, body, figures, size)
        pieces += [meant, *((text, figures if text.isascii() else body) for text in rest)]
        picture, left = _set(chance, pieces, len(before), size)
        area = _area_of(to_black(np.asarray(picture, np.uint8)))
        if area is None:
            return None
        found = _cropped(_spoil(picture, chance, size), area, left, size, chance)
        return Drawn(found[0], label, found[1]) if found else None

    def _meant(
        self, chance: np.random.Generator, label: int, body: Any, figures: Any, size: int
    ) -> tuple[tuple[str, Any], str]:
        sign = SIGNS[label]
        if sign:
            fonts = self._by_sign[sign]
            han = [font for font in fonts if font in self._han]
            # What a Chinese face has it prints; other faces lend their Latin characters, and what it lacks.
            lent = fonts if not han or (sign in "><=~±≥≤≈" and chance.random() < 0.4) else han
            return (sign, _any(chance, lent).at(size)), _figure(chance)
        text = str(chance.choice(_WORDS.split())) if chance.random() < 0.35 else ""
        if not text and chance.random() < 0.3:
            return (_figure(chance)[0], figures), _figure(chance)
        text = text or str(chance.choice(self._characters if chance.random() < 0.6 else _NEAR))
        return (text[0], body), text[1:] + _figure(chance)


def _any(chance: np.random.Generator, fonts: Sequence[_Font]) -> _Font:
    # Every design as often as the others, be it in one file or in six.
    designs = sorted({font.path.stem.partition("-")[0] for font in fonts})
    design = designs[int(chance.integers(len(designs)))]
    of_it = [font for font in fonts if font.path.stem.partition("-")[0] == design]
    return of_it[int(chance.integers(len(of_it)))]


def _those_in(path: Path, face: int, wanted: set[str]) -> frozenset[str]:
    font = _opened(path, face, 20)
    missing = bytes(font.getmask("\U0010fffe"))
    return frozenset(text for text in wanted if bytes(font.getmask(text)) not in {missing, b""})


def _figure(chance: np.random.Generator) -> str:
    figure = f"{chance.integers(1, 2000)}" if chance.random() < 0.6 else f"{chance.random() * 100:.2f}"
    return figure + str(chance.choice(_UNITS))


def _set(
    chance: np.random.Generator, pieces: Sequence[tuple[str, Any]], meant: int, size: int
) -> tuple[Image.Image, float]:
    """Return the picture of a line, and where the glyph that is meant begins."""
    width = int(sum(font.getlength(text) for text, font in pieces) + 3.2 * size)
    image = Image.new("L", (width, int(size * 2.4)), 255)
    pen = ImageDraw.Draw(image)
    x, left = 1.2 * size, 0.0
    gap = float(chance.choice([0, 0, 0, 0.05, 0.15, 0.4])) * size
    ink = int(chance.integers(0, 60))
    for index, (text, font) in enumerate(pieces):
        left = x if index == meant else left
        if index == meant and text in _OF_ANY_WIDTH and chance.random() < 0.4:
            x += _stretched(image, text, font, (x, 1.6 * size), chance) + gap
            continue
        pen.text((x, 1.6 * size), text, font=font, fill=ink, anchor="ls")
        x += font.getlength(text) + (gap if index == meant else 0.0)
    return image, left


def _stretched(image: Image.Image, text: str, font: Any, at: tuple[float, float], chance: np.random.Generator) -> float:
    """Draw a sign wider or narrower than its face has it, as faces that are not here may; return how wide."""
    x0, top, x1, bottom = font.getbbox(text, anchor="ls")
    across, down = float(chance.uniform(0.6, 1.25)), float(chance.uniform(0.8, 1.1))
    glyph = Image.new("L", (int(x1 - x0) + 2, int(bottom - top) + 2), 0)
    ImageDraw.Draw(glyph).text((1 - x0, 1 - top), text, font=font, fill=255, anchor="ls")
    mask = glyph.resize((max(3, round(glyph.width * across)), max(3, round(glyph.height * down))))
    image.paste(0, (round(at[0] + x0 * across), round(at[1] + top * down)), mask)
    return float(font.getlength(text) * across)


def _spoil(image: Image.Image, chance: np.random.Generator, size: int) -> Grey:
    """Return the picture as a scanner or a telephone would give it; what its size allows to be read."""
    picture = np.asarray(image, np.uint8)
    height, width = picture.shape
    if chance.random() < 0.5:
        forth = cv2.getRotationMatrix2D((width / 2, height / 2), float(chance.normal(0, 0.5)), 1.0)
        picture = np.asarray(cv2.warpAffine(picture, forth, (width, height), borderValue=(255,)), np.uint8)
    if chance.random() < 0.15 and size > 24:
        near = np.ones((2, 2), np.uint8)
        picture = np.asarray(cv2.erode(picture, near) if chance.random() < 0.6 else cv2.dilate(picture, near), np.uint8)
    if chance.random() < 0.7:
        width_of_blur = float(chance.uniform(0.2, 0.045 * size))
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), width_of_blur), np.uint8)
    if chance.random() < 0.6:
        noisy = picture.astype(np.float32) + chance.normal(0, chance.uniform(2, 18), picture.shape)
        picture = np.clip(noisy, 0, 255).astype(np.uint8)
    if chance.random() < 0.2:
        level = 255 - chance.uniform(0.25, 0.6) * (255 - float(np.percentile(picture, 1)))
        picture = np.where(picture < level, 0, 255).astype(np.uint8)
    if chance.random() < 0.1:
        picture = np.where(chance.random(picture.shape) < 0.002, 0, picture).astype(np.uint8)
    if chance.random() < 0.5:
        stream = io.BytesIO()
        Image.fromarray(picture).save(stream, "JPEG", quality=int(chance.integers(28, 90)))
        picture = np.array(Image.open(stream), np.uint8)
    return np.asarray(np.clip(picture.astype(np.float32) * (255 / 240), 0, 255), np.uint8)


def _cropped(picture: Grey, area: Box, left: float, size: int, chance: np.random.Generator) -> tuple[Grey, Box] | None:
    """Return the line as the reader of cells crops it, and the box of the glyph that begins at `left`."""
    factor = _USUAL * float(chance.uniform(0.85, 1.2)) / (0.92 * size)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    scaled = np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how), np.uint8)
    height, width = scaled.shape
    x0, top, x1, bottom = (round(at * factor) for at in area)
    crop = crop_line(scaled, (0, 0, width, height), (x0, top, x1, bottom), _USUAL).picture
    at = left * factor - x0 + (crop.shape[1] - (x1 - x0)) / 2
    boxes = [box for box in glyph_boxes(crop) if box[2] > at + 0.1 * size * factor]
    if not boxes or boxes[0][0] > at + 0.8 * size * factor:
        return None
    return crop, boxes[0]


def _area_of(black: npt.NDArray[np.uint8]) -> Box | None:
    rows, columns = np.flatnonzero(black.any(axis=1)), np.flatnonzero(black.any(axis=0))
    if not rows.size or not columns.size:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
