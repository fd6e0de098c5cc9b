"""What lies on the paper: seals, a signature, the other side that shines through, yellow paper, holes, a staple.

In: a picture, a strength from 0 to 1, a random source. Out: a picture of the same size; with colour where the mark has one.
"""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

_RED, _BLUE, _PEN = (200, 30, 40), (40, 60, 170), (25, 30, 70)
_SOFT = 3  # marks are drawn so many times larger, then made smaller
_PAPER = (244, 228, 190)


def red_seal(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """A round official seal of 4 cm with a star, over the table; up to nine tenths opaque, blotchy."""
    return _stamp(picture, _seal(picture, rng, is_round=True), _RED, 0.35 + 0.55 * strength, rng)


def blue_seal(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """A blue rectangular or oval stamp."""
    return _stamp(picture, _seal(picture, rng, is_round=rng.random() < 0.4), _BLUE, 0.35 + 0.55 * strength, rng)


def signature(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """A name in pen, over some cells."""
    inch = _inch(picture)
    wide, high = int(1.7 * inch), int(0.7 * inch)
    mask = Image.new("L", (wide * 2, high * 2), 0)
    pen = ImageDraw.Draw(mask)
    for part in range(rng.randint(2, 3)):
        left = 2 * wide * (0.06 + 0.3 * part)
        points = [(left + rng.uniform(0, 0.6) * wide, high * rng.uniform(0.2, 1.8)) for _ in range(rng.randint(5, 9))]
        pen.line(_curve(points), fill=255, width=max(2, round(inch * (0.012 + 0.016 * strength) * 2)), joint="curve")
    return _stamp(picture, mask.resize((wide, high), Image.Resampling.LANCZOS), _PEN, 0.7 + 0.25 * strength, rng)


def bleed_through(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """The print of the back of the sheet, mirrored, blurred and faint."""
    grey = picture.convert("L")
    back = grey.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(1.2 * _inch(picture) / 200))
    moved = ImageChops.offset(back, rng.randint(-60, 60), rng.randint(-200, 200))
    faint = moved.point([round(255 - (255 - step) * (0.08 + 0.22 * strength)) for step in range(256)])
    return ImageChops.multiply(picture, faint if picture.mode == "L" else faint.convert("RGB"))


def yellow_paper(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Old paper, uneven in its tint."""
    height, width = picture.height, picture.width
    cloud = smooth(width, height, 6, rng)
    tint = np.asarray(_PAPER, dtype=np.float32) - 255.0
    paper = 255.0 + tint * (strength * (0.75 + 0.25 * cloud))[:, :, None]
    pixels = np.asarray(picture.convert("RGB"), dtype=np.float32) * (paper / 255.0)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def punch_holes(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Two holes near the left edge or the top, dark as what lies beneath."""
    out, inch = picture.copy(), _inch(picture)
    pen, radius = ImageDraw.Draw(out), 0.11 * inch
    dark = round(230 - 200 * strength)
    is_left = rng.random() < 0.7
    length = picture.height if is_left else picture.width
    for at in (length / 2 - 1.57 * inch, length / 2 + 1.57 * inch):
        x, y = (0.3 * inch, at) if is_left else (at, 0.3 * inch)
        fill = dark if picture.mode == "L" else (dark,) * 3
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    return out


def staple_shadow(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """A staple in the left upper corner, with the shadow of the fold beside it."""
    inch = _inch(picture)
    shade = Image.new("L", picture.size, 255)
    pen = ImageDraw.Draw(shade)
    x, y = (0.25 + 0.2 * rng.random()) * inch, (0.25 + 0.2 * rng.random()) * inch
    pen.polygon((0, 0, x * 3, 0, 0, y * 3), fill=round(255 - 90 * strength))
    shade = shade.filter(ImageFilter.GaussianBlur(0.12 * inch))
    pen = ImageDraw.Draw(shade)
    pen.line(
        (x, y + 0.2 * inch, x + 0.35 * inch, y), fill=round(200 - 150 * strength), width=max(1, round(0.025 * inch))
    )
    return ImageChops.multiply(picture, shade if picture.mode == "L" else shade.convert("RGB"))


def smooth(width: int, height: int, knots: int, rng: Random) -> np.ndarray:
    """Return a field of values from 0 to 1 that changes slowly over the picture."""
    coarse = Image.new("L", (knots, knots))
    coarse.putdata([rng.randint(0, 255) for _ in range(knots * knots)])
    return np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32) / 255.0


def _inch(picture: Image.Image) -> float:
    return min(picture.size) / 8.27  # of A4


def _seal(picture: Image.Image, rng: Random, *, is_round: bool) -> Image.Image:
    inch = _inch(picture)
    wide, high = (1.6 * inch, 1.6 * inch) if is_round else (1.8 * inch, 0.75 * inch)
    size = (int(wide * _SOFT), int(high * _SOFT))
    mask = Image.new("L", size, 0)
    pen, thick = ImageDraw.Draw(mask), max(2, round(0.045 * inch * _SOFT))
    inside = (thick, thick, size[0] - thick, size[1] - thick)
    if is_round:
        pen.ellipse(inside, outline=255, width=thick)
        _star(pen, size[0] / 2, size[1] / 2, 0.24 * inch * _SOFT)
        for step in range(13):
            angle = math.radians(150 + 240 * step / 12)
            _glyph(pen, rng, size[0] / 2 + 0.6 * inch * _SOFT * math.cos(angle),
                   size[1] / 2 + 0.6 * inch * _SOFT * math.sin(angle), 0.1 * inch * _SOFT)  # fmt: skip
    else:
        pen.rectangle(inside, outline=255, width=thick)
        for step in range(12):
            _glyph(
                pen,
                rng,
                size[0] * (0.16 + 0.136 * (step % 6)),
                size[1] * (0.33 + 0.34 * (step // 6)),
                0.1 * inch * _SOFT,
            )
    turned = mask.rotate(rng.uniform(-25, 25), Image.Resampling.BICUBIC, expand=True)
    return turned.resize((turned.width // _SOFT, turned.height // _SOFT), Image.Resampling.LANCZOS)


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    tips = [
        (x + r * math.sin(math.pi * step / 5), y - r * math.cos(math.pi * step / 5))
        for step in range(10) for r in [radius if step % 2 == 0 else radius * 0.4]
    ]  # fmt: skip
    pen.polygon(tips, fill=255)


def _glyph(pen: ImageDraw.ImageDraw, rng: Random, x: float, y: float, half: float) -> None:
    """Draw some strokes that look like a character of a seal."""
    wide = max(2, round(half / 5))
    for _ in range(rng.randint(4, 6)):
        if rng.random() < 0.5:
            at = y + rng.uniform(-half, half)
            pen.line((x - half, at, x + half * rng.uniform(0.2, 1), at), fill=255, width=wide)
        else:
            at = x + rng.uniform(-half, half)
            pen.line((at, y - half, at, y + half * rng.uniform(0.2, 1)), fill=255, width=wide)


def _curve(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points on a smooth line through the points (Catmull and Rom)."""
    out = []
    padded = [points[0], *points, points[-1]]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(8):
            t = step / 8
            out.append(tuple(
                0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                for p, q, r, s in zip(a, b, c, d, strict=True)
            ))  # fmt: skip
    return out  # type: ignore[return-value]


def _stamp(
    picture: Image.Image, mask: Image.Image, colour: tuple[int, int, int], opacity: float, rng: Random
) -> Image.Image:
    """Multiply ink over the picture, somewhere in its middle, thinner where the pad was dry."""
    cloud = 0.55 + 0.45 * smooth(mask.width, mask.height, 9, rng)
    cover = np.asarray(mask, dtype=np.float32) / 255.0 * cloud * opacity
    left = round(rng.uniform(0.12, 0.88) * max(0, picture.width - mask.width))
    top = round(rng.uniform(0.1, 0.85) * max(0, picture.height - mask.height))
    pixels = np.asarray(picture.convert("RGB")).copy()
    part = pixels[top : top + mask.height, left : left + mask.width].astype(np.float32)
    cover = cover[: part.shape[0], : part.shape[1], None]
    ink = np.asarray(colour, dtype=np.float32) / 255.0
    pixels[top : top + part.shape[0], left : left + part.shape[1]] = np.clip(part * (1 - cover * (1 - ink)), 0, 255)
    return Image.fromarray(pixels)
