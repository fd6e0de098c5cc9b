"""Damage that a scanner, a camera or a fax does to a picture: blur, noise, threshold, compression, contrast.

In: a picture (grey or colour), a strength from 0 to 1, a random source. Out: a picture of the same size.
"""

from __future__ import annotations

from io import BytesIO
from random import Random

import numpy as np
from PIL import Image, ImageFilter

_BEST, _WORST = 90, 30  # quality of JPEG


def blur(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Out of focus: up to 1.3 pixels at 200 dots an inch, more at more."""
    return picture.filter(ImageFilter.GaussianBlur(1.3 * strength * min(picture.size) / 1654))


def noise(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Gaussian noise of up to 18 steps of grey, a little of it in grains of two pixels."""
    source = np.random.default_rng(rng.getrandbits(32))
    pixels = np.asarray(picture, dtype=np.float32)
    pixels = pixels + source.standard_normal(pixels.shape, dtype=np.float32) * (14 * strength)
    coarse = source.standard_normal(((pixels.shape[0] + 1) // 2, (pixels.shape[1] + 1) // 2), dtype=np.float32)
    grain = np.repeat(np.repeat(coarse, 2, 0), 2, 1)[: pixels.shape[0], : pixels.shape[1]] * (8 * strength)
    return _picture(pixels + (grain if pixels.ndim == 2 else grain[:, :, None]))


def salt_and_pepper(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Specks, up to 0.6 % of the pixels, some of them clots of 2 x 2."""
    source = np.random.default_rng(rng.getrandbits(32))
    pixels = np.asarray(picture).copy()
    height, width = pixels.shape[:2]
    count = int(0.006 * strength * height * width)
    ys, xs = source.integers(0, height - 1, count), source.integers(0, width - 1, count)
    values = np.where(source.random(count) < 0.6, 0, 255).astype(np.uint8)
    for dy, dx, share in ((0, 0, 1.0), (0, 1, 0.3), (1, 0, 0.3)):
        some = slice(0, int(count * share))
        pixels[ys[some] + dy, xs[some] + dx] = values[some] if pixels.ndim == 2 else values[some, None]
    return Image.fromarray(pixels)


def fax(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Black and white, cut at a level that is off by up to 50 steps, after a faint blur and noise as scanners have."""
    grey = noise(blur(picture.convert("L"), 0.25, rng), 0.15 + 0.35 * strength, rng)
    pixels = np.asarray(grey)
    paper = float(np.median(pixels))
    level = paper * 0.62 + rng.choice((-1, 1)) * 50 * strength
    return Image.fromarray(np.where(pixels > level, 255, 0).astype(np.uint8))


def jpeg(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Compressed by JPEG, quality 90 to 30."""
    room = BytesIO()
    picture.save(room, "JPEG", quality=round(_BEST - strength * (_BEST - _WORST)))
    return Image.open(BytesIO(room.getvalue())).copy()


def low_contrast(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Ink that is up to half the way to the paper, and paper that is a little grey."""
    black, white = 120 * strength, 255 - 30 * strength
    return picture.point([round(black + step * (white - black) / 255) for step in range(256)] * len(picture.getbands()))


def _picture(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
