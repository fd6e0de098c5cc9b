"""Trains the classifier of signs: `python -m extract.scan.train_signs FONTS`, with a folder of fonts.

In: fonts. Out: `data/reference/sign_glyphs.npz`, and how well it tells signs drawn in fonts that it was not trained on.
Everything is drawn: a sign and a figure, or a figure or a word alone, in many sizes, blurred, thinned, thickened,
leaning, cut to one bit, with dust and pieces of rules. The seed makes it the same every time.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from extract.scan.ink import Grey
from extract.scan.signs import SIGNS, WEIGHTS, SignReader, describe, first_box

_SEED: Final = 20261
_INNER: Final = 96
_EPOCHS: Final = 40
_BATCH: Final = 128
_WORDS: Final = """
万元 一 二 三 十 年 是 否 有效 稳步提升 不超过 大于 小于 达到 完成 全年 逐步 持续 良好 优 改善 提高 每年 无 约 近 共 第一 二季度
三级 三个 干 工 土 王 主 正 上 下 去 之 人次 己 已 已完成 弓 亏 亏损 云 元 示 禾 米 口 ( （ 《 - — ￥ ¥ ÷ + × √ ○ ● · 、
1 2 3 4 5 6 7 8 9 0 A B C D E F G H K L M N P R S T V W X Y Z
"""
# What a sign is printed as: half and full width forms are one sign.
_FORMS: Final = {"＞": "＞>", "＜": "＜<", "＝": "＝=", "～": "～~〜∼", "≈": "≈"}


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


def _has(font: Any, text: str) -> bool:
    if not text.strip():
        return True
    missing = font.getmask("\U0010fffe").getbbox(), bytes(font.getmask("\U0010fffe"))
    return all(
        (font.getmask(one).getbbox(), bytes(font.getmask(one))) != missing and font.getmask(one).getbbox()
        for one in text
    )


def draw(chance: np.random.Generator, fonts: Sequence[tuple[Path, int]]) -> tuple[Grey, int] | None:
    """Return the picture of a line and the number of its sign; None where the fonts lack a character."""
    label = int(chance.integers(len(SIGNS))) if chance.random() < 0.72 else len(SIGNS) - 1
    sign = SIGNS[label]
    if sign:
        sign = str(chance.choice(list(_FORMS.get(sign, sign))))
    size = int(chance.integers(18, 46))
    font = _pick(chance, fonts, size)
    follow = _figure(chance) if sign or chance.random() < 0.35 else str(chance.choice(_WORDS.split())) + _figure(chance)
    rest = _pick(chance, fonts, size) if chance.random() < 0.4 or not _has(font, follow) else font
    if not _has(font, sign) or not _has(rest, follow):
        return None  # another font is tried, as a program does that lacks a character
    width = int(size * (len(follow) + 4))
    image = Image.new("L", (width, int(size * 2.2)), 255)
    pen = ImageDraw.Draw(image)
    x, y = size * 0.8, size * 0.5
    if sign:
        pen.text((x, y), sign, font=font, fill=int(chance.integers(0, 70)))
        x += font.getlength(sign) + float(chance.choice([0, 0, 0.05, 0.15, 0.4])) * size
    pen.text((x, y + float(chance.normal(0, 0.02)) * size), follow, font=rest, fill=int(chance.integers(0, 70)))
    return _spoil(np.asarray(image), chance), label


def _pick(chance: np.random.Generator, fonts: Sequence[tuple[Path, int]], size: int) -> Any:
    path, face = fonts[int(chance.integers(len(fonts)))]
    return ImageFont.truetype(str(path), size, index=face)


def _figure(chance: np.random.Generator) -> str:
    figure = f"{chance.integers(1, 2000)}" if chance.random() < 0.6 else f"{chance.random() * 100:.2f}"
    return figure + str(chance.choice(["", "%", "万元", "次", "人次", "个", "元", "天", "％", "户", "公里", "年"]))


def _spoil(picture: Grey, chance: np.random.Generator) -> Grey:
    """Return the picture as a scanner or a telephone would give it."""
    height, width = picture.shape
    if chance.random() < 0.5:
        forth = cv2.getRotationMatrix2D((width / 2, height / 2), float(chance.normal(0, 0.6)), 1.0)
        picture = np.asarray(cv2.warpAffine(picture, forth, (width, height), borderValue=(255,)), np.uint8)
    if chance.random() < 0.25:
        near = np.ones((2, 2), np.uint8)
        picture = np.asarray(cv2.erode(picture, near) if chance.random() < 0.6 else cv2.dilate(picture, near), np.uint8)
    if chance.random() < 0.7:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(chance.uniform(0.3, 1.4))), np.uint8)
    if chance.random() < 0.4:
        factor = float(chance.uniform(0.55, 0.9))
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        picture = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    if chance.random() < 0.6:
        noisy = picture.astype(np.float32) + chance.normal(0, chance.uniform(2, 18), picture.shape)
        picture = np.clip(noisy, 0, 255).astype(np.uint8)
    if chance.random() < 0.15:
        level = 255 - chance.uniform(0.3, 0.6) * (255 - float(np.percentile(picture, 1)))
        picture = np.where(picture < level, 0, 255).astype(np.uint8)
    if chance.random() < 0.4:
        stream = io.BytesIO()
        Image.fromarray(picture).save(stream, "JPEG", quality=int(chance.integers(25, 90)))
        picture = np.array(Image.open(stream), np.uint8)
    # As the reader does: what is nearly white is white.
    return np.asarray(np.clip(picture.astype(np.float32) * (255 / 240), 0, 255), np.uint8)


def samples(
    count: int, fonts: Sequence[tuple[Path, int]], seed: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Return features and the numbers of the signs of so many pictures."""
    chance = np.random.default_rng(seed)
    features: list[npt.NDArray[np.float32]] = []
    labels: list[int] = []
    while len(labels) < count:
        for picture, label in _drawn(chance, fonts):
            box = first_box(picture)
            if box is not None:
                features.append(describe(picture, box))
                labels.append(label)
    return np.stack(features), np.asarray(labels)


def _drawn(chance: np.random.Generator, fonts: Sequence[tuple[Path, int]]) -> Iterator[tuple[Grey, int]]:
    made = draw(chance, fonts)
    if made is not None:
        yield made


def train(features: npt.NDArray[np.float32], labels: npt.NDArray[np.int64], seed: int) -> dict[str, npt.NDArray[Any]]:
    """Return the weights of one hidden layer, by Adam on cross entropy."""
    chance = np.random.default_rng(seed)
    mean, spread = features.mean(axis=0), features.std(axis=0) + 0.05
    x = (features - mean) / spread
    shapes = {
        "inner": (x.shape[1], _INNER),
        "inner_bias": (_INNER,),
        "outer": (_INNER, len(SIGNS)),
        "outer_bias": (len(SIGNS),),
    }
    weights: dict[str, Any] = {
        name: (chance.normal(0, (2 / shape[0]) ** 0.5, shape) if len(shape) == 2 else np.zeros(shape)).astype(
            np.float32
        )
        for name, shape in shapes.items()
    }
    first = {name: np.zeros_like(value) for name, value in weights.items()}
    second = {name: np.zeros_like(value) for name, value in weights.items()}
    step = 0
    for epoch in range(_EPOCHS):
        rate = 2e-3 * 0.5 * (1 + np.cos(np.pi * epoch / _EPOCHS))
        order = chance.permutation(len(x))
        for start in range(0, len(x), _BATCH):
            batch = order[start : start + _BATCH]
            step += 1
            for name, slope in _slopes(weights, x[batch], labels[batch], chance).items():
                first[name] = 0.9 * first[name] + 0.1 * slope
                second[name] = 0.999 * second[name] + 0.001 * slope**2
                change = (first[name] / (1 - 0.9**step)) / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
                weights[name] -= rate * (change + 2e-3 * weights[name])
    half = {name: value.astype(np.float16) if value.ndim == 2 else value for name, value in weights.items()}
    return {"mean": mean, "spread": spread, **half}


def _slopes(
    weights: dict[str, Any], x: npt.NDArray[np.float32], labels: npt.NDArray[np.int64], chance: np.random.Generator
) -> dict[str, Any]:
    inner = np.maximum(x @ weights["inner"] + weights["inner_bias"], 0)
    kept = (chance.random(inner.shape) < 0.8).astype(np.float32) / 0.8
    inner = inner * kept
    scores = inner @ weights["outer"] + weights["outer_bias"]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    slope = scores / scores.sum(axis=1, keepdims=True)
    slope -= (0.03 / len(SIGNS)) + 0.97 * np.eye(len(SIGNS), dtype=np.float32)[labels]
    slope /= len(labels)
    back = (slope @ weights["outer"].T) * (inner > 0) * kept
    return {
        "inner": x.T @ back,
        "inner_bias": back.sum(axis=0),
        "outer": inner.T @ slope,
        "outer_bias": slope.sum(axis=0),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write the weights, and print how many of the signs of each font left out are told right."""
    parser = argparse.ArgumentParser(description="train the classifier of signs")
    parser.add_argument("fonts", type=Path, help="a folder of fonts")
    parser.add_argument("--count", type=int, default=60_000, help="pictures to train on")
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--left-out", default="", help="fonts whose file names hold this are for the test alone")
    chosen = parser.parse_args(arguments)
    fonts = find_fonts(chosen.fonts)
    kept = [font for font in fonts if not chosen.left_out or chosen.left_out not in font[0].name]
    features, labels = samples(chosen.count, kept, chosen.seed)
    weights: dict[str, Any] = train(features, labels, chosen.seed)
    np.savez_compressed(chosen.out, **weights)
    reader = SignReader(chosen.out)
    unseen = [font for font in fonts if font not in kept] or kept
    tested, truth = samples(4000, unseen, chosen.seed + 1)
    chances = reader.chances(tested)
    told = chances.argmax(axis=1)
    for number, sign in enumerate(SIGNS):
        of_it = truth == number
        if of_it.any():
            wrong = sorted({SIGNS[other] or "none" for other in told[of_it & (told != number)].tolist()})
            sys.stdout.write(
                f"{sign or 'none'} {(told[of_it] == number).mean():.4f} of {of_it.sum()} {' '.join(wrong)}\n"
            )
    sure = chances.max(axis=1) > 0.95
    sys.stdout.write(
        f"all {(told == truth).mean():.4f}; sure {sure.mean():.3f}, of those {(told == truth)[sure].mean():.4f}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
