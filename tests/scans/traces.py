"""Traces of handling: folds, strokes of a pen, the black of a scanner beside the sheet, a streak of dirt on its glass.

In: a picture, a strength from 0 to 1, a random source. Out: a picture of the same size.
"""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

_PEN = (25, 30, 70)


def fold(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """One or two folds across or down the whole sheet: a soft line, and one half a little darker than the other."""
    shade = Image.new("L", picture.size, 255)
    inch = _inch(picture)
    for is_across in rng.choice(((True,), (False,), (True, False))):
        pen = ImageDraw.Draw(shade)
        long, short = picture.size if is_across else picture.size[::-1]
        at, lean = rng.choice((1 / 3, 1 / 2, 2 / 3)) * short, rng.uniform(-0.004, 0.004) * long
        ends = ((0, at), (long, at + lean))
        half = [*ends, (long, short), (0, short)]
        pen.polygon([point if is_across else point[::-1] for point in half], fill=round(255 - 14 * strength))
        line = [point if is_across else point[::-1] for point in ends]
        pen.line(line, fill=round(225 - 110 * strength), width=max(1, round(0.012 * inch)))
    return _multiplied(picture, shade.filter(ImageFilter.GaussianBlur(0.004 * inch)))


def pen(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Strokes of a pen: ticks, lines under words and through them, a ring; straight as a hand draws, across rules."""
    out, inch = picture.convert("RGB"), _inch(picture)
    brush, wide = ImageDraw.Draw(out), max(1, round(0.014 * inch))
    for _ in range(2 + round(5 * strength)):
        x, y = (rng.uniform(0.12, 0.85) * side for side in out.size)
        kind = rng.choice(("tick", "line", "line", "ring", "down"))
        if kind == "tick":
            size = rng.uniform(0.15, 0.4) * inch
            points = [(x, y), (x + 0.35 * size, y + 0.5 * size), (x + 1.1 * size, y - 0.7 * size)]
        elif kind == "ring":
            wide_, high = rng.uniform(0.3, 0.8) * inch, rng.uniform(0.12, 0.25) * inch
            points = [(x + wide_ * math.cos(step / 9), y + high * math.sin(step / 9)) for step in range(59)]
        else:
            long, sway = rng.uniform(0.4, 1.6) * inch, rng.uniform(0.005, 0.03) * inch
            along = [(long * step / 20, sway * math.sin(step / 3) + rng.uniform(-0.04, 0.04) * long * step / 20)
                     for step in range(21)]  # fmt: skip
            points = [(x + a, y + b) if kind == "line" else (x + b, y + a) for a, b in along]
        brush.line(points, fill=_PEN, width=wide, joint="curve")
    return out


def scanner_border(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """Black wedges along some edges, where the sheet did not cover the glass."""
    out, (width, height) = picture.copy(), picture.size
    brush, black = ImageDraw.Draw(out), rng.randint(0, 60)
    fill = black if picture.mode == "L" else (black,) * 3
    most = 0.035 * strength * min(width, height)
    for edge in rng.sample(range(4), rng.randint(1, 3)):
        a, b = rng.uniform(0.1, 1) * most, rng.uniform(0.1, 1) * most
        points = (
            ((0, 0), (width, 0), (width, a), (0, b)),
            ((width, 0), (width, height), (width - a, height), (width - b, 0)),
            ((0, height), (width, height), (width, height - a), (0, height - b)),
            ((0, 0), (0, height), (a, height), (b, 0)),
        )
        brush.polygon(points[edge], fill=fill)
    return out


def streak(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    """A thin straight line down the whole picture, where dirt lay under a page that was drawn over it."""
    shade = Image.new("L", picture.size, 255)
    brush = ImageDraw.Draw(shade)
    for _ in range(rng.randint(1, 2)):
        x, wide = round(rng.uniform(0.05, 0.95) * picture.width), rng.randint(1, max(1, round(0.008 * _inch(picture))))
        brush.rectangle((x, 0, x + wide - 1, picture.height), fill=round(215 - 150 * strength))
    return _multiplied(picture, shade)


def _multiplied(picture: Image.Image, shade: Image.Image) -> Image.Image:
    return ImageChops.multiply(picture, shade if picture.mode == "L" else shade.convert("RGB"))


def _inch(picture: Image.Image) -> float:
    return min(picture.size) / 8.27  # of A4
