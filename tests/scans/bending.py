"""What happens to the shape of a page: skew, quarter turns, a curl, a photo on a dark desk in uneven light.

In: a picture, a strength from 0 to 1, a random source. Out: a picture, larger where the page would be cut.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from random import Random

import numpy as np
from PIL import Image, ImageFilter

from tests.scans.marks import smooth

_MOST_SKEW = 5.0  # degrees
_MESH = 24  # patches a side
_TURNS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}
Point = tuple[float, float]


def skew(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Turn by up to five degrees either way."""
    angle = rng.choice((-1, 1)) * _MOST_SKEW * strength
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=_paper(picture))


def quarter_turn(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Turn by 90 (strength to 1/3), 180 (to 2/3) or 270 degrees against the clock."""
    return picture.transpose(_TURNS[min(3, 1 + int(strength * 3))])


def curl(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """A page that rises to the spine of a book: lines bend, the side at the spine narrows and darkens."""
    width, height = picture.size
    lift, is_left = 0.035 * strength * height, rng.random() < 0.5
    pad = math.ceil(lift) + 2
    wide = Image.new(picture.mode, (width, height + 2 * pad), _paper(picture))
    wide.paste(picture, (0, pad))

    def back(x: float, y: float) -> Point:
        share = x / width if is_left else 1 - x / width
        bend = math.exp(-3.5 * share)
        middle = (y - pad - height / 2) / height
        across = share + 0.03 * strength * bend * math.sin(math.pi * min(1.0, share * 2))
        return (across if is_left else 1 - across) * width, y + lift * bend * (0.6 + 0.8 * middle)

    bent = _warp(wide, back)
    shade = 1 - 0.45 * strength * np.exp(-14 * np.linspace(0, 1, width, dtype=np.float32))
    return _shaded(bent, np.tile(shade if is_left else shade[::-1], (bent.height, 1)))


def photo(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """A sheet on a dark desk, seen at a slant: perspective, uneven light, the shadow of a hand or a phone."""
    width, height = picture.size
    frame_w, frame_h = round(width * rng.uniform(1.1, 1.22)), round(height * rng.uniform(1.1, 1.2))
    left, top, jitter = (frame_w - width) / 2, (frame_h - height) / 2, 0.05 * strength
    corners = [
        (
            left + x * width + rng.uniform(-1, 1) * jitter * width,
            top + y * height + rng.uniform(-1, 1) * jitter * height,
        )
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    numbers = _perspective(corners, [(0, 0), (width, 0), (width, height), (0, height)])
    size, way, soft = (frame_w, frame_h), Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    sheet = picture.convert("RGB").transform(size, way, numbers, soft)
    mask = Image.new("L", picture.size, 255).transform(size, way, numbers, soft)
    desk = _desk(frame_w, frame_h, rng)
    shadow = mask.filter(ImageFilter.GaussianBlur(frame_w * 0.012))
    desk = Image.composite(desk.point([round(step * 0.45) for step in range(256)] * 3), desk, shadow)
    return _shaded(Image.composite(sheet, desk, mask), _light(frame_w, frame_h, strength, rng))


def shadow(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Uneven light over a scan: a lid that was open."""
    return _shaded(picture, _light(*picture.size, strength, rng))


def _light(width: int, height: int, strength: float, rng: Random) -> np.ndarray:
    """Return the light on each pixel, 0 to 1: a slope, slow clouds, and a hand's shadow with a soft edge."""
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    xs, ys = xs / width - 0.5, ys / height - 0.5
    angle = rng.uniform(0, 2 * math.pi)
    slope = 1 - 0.45 * strength * (0.5 + xs * math.cos(angle) + ys * math.sin(angle)).clip(0, 1)
    clouds = 1 - 0.15 * strength * smooth(width, height, 5, rng)
    turn, at = rng.uniform(0, 2 * math.pi), rng.uniform(0.0, 0.35)
    edge = (xs * math.cos(turn) + ys * math.sin(turn) - at) * 18
    hand = 1 - 0.4 * strength / (1 + np.exp(-edge))
    return slope * clouds * hand  # type: ignore[no-any-return]


def _desk(width: int, height: int, rng: Random) -> Image.Image:
    base = np.asarray(rng.choice(((58, 44, 36), (40, 40, 44), (70, 56, 40), (25, 28, 30))), dtype=np.float32)
    source = np.random.default_rng(rng.getrandbits(32))
    grain = source.standard_normal((height, 1), dtype=np.float32) * 5  # wood runs across
    pixels = base + grain[:, :, None] + (smooth(width, height, 8, rng)[:, :, None] - 0.5) * 22
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _shaded(picture: Image.Image, light: np.ndarray) -> Image.Image:
    pixels = np.asarray(picture, dtype=np.float32)
    lit = pixels * (light if pixels.ndim == 2 else light[:, :, None])
    return Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))


def _paper(picture: Image.Image) -> int | tuple[int, ...]:
    return picture.getpixel((2, 2))  # type: ignore[return-value]


def _perspective(there: Sequence[Point], here: Sequence[Point]) -> list[float]:
    """Return the eight numbers that send points of the result to points of the source."""
    rows, ends = [], []
    for (x, y), (u, v) in zip(there, here, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        ends += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows), np.array(ends))]


def _warp(picture: Image.Image, back: Callable[[float, float], Point]) -> Image.Image:
    """Return the picture whose every point comes from the point that `back` names."""
    width, height = picture.size
    xs = [round(width * step / _MESH) for step in range(_MESH + 1)]
    ys = [round(height * step / _MESH) for step in range(_MESH + 1)]
    mesh = []
    for x0, x1 in itertools.pairwise(xs):
        for y0, y1 in itertools.pairwise(ys):
            corners = (back(x0, y0), back(x0, y1), back(x1, y1), back(x1, y0))
            inside = [(min(max(x, 0), width - 1), min(max(y, 0), height - 1)) for x, y in corners]
            mesh.append(((x0, y0, x1, y1), tuple(number for point in inside for number in point)))
    return picture.transform(picture.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)
