"""Signs told by their shape, and lines that are one stroke; each picture in `lines` is named for its trap."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")
signs, strokes = pytest.importorskip("extract.scan.signs"), pytest.importorskip("extract.scan.strokes")
recogniser = pytest.importorskip("extract.scan.recogniser")

_LINES = Path(__file__).parent / "lines"


def picture(name: str) -> np.ndarray:
    """A line drawn for a test."""
    return np.asarray(cv2.imread(str(_LINES / f"{name}.png"), cv2.IMREAD_GRAYSCALE), np.uint8)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("double-line-less", "≦"),
        ("double-line-greater-bilevel", "≧"),
        ("congruent-for-about", "≅"),
        ("dots-on-equals", "≒"),
        ("greater-read-as-two", "≥"),
        ("wide-greater", "＞"),
        ("narrow-less", "<"),
        ("lone-equals", "="),
        ("first-stroke-one", ""),
        ("no-sign-two", ""),
        ("no-sign-bow", ""),
        ("range-with-tilde", ""),
    ],
)
def test_the_first_glyph_is_told_by_its_shape(name: str, sign: str) -> None:
    glyph = signs.sign_reader().read(picture(name))
    assert glyph is not None
    assert (glyph.sign, glyph.confidence > 0.9) == (sign, True)


def test_a_sign_inside_a_line_is_told_too() -> None:
    line = picture("sign-after-words")
    assert [signs.sign_reader().read_at(line, box).sign for box in signs.glyph_boxes(line)].count("≥") == 1


@pytest.mark.parametrize(
    ("name", "stroke"),
    [("lone-slash", "/"), ("lone-dash", "—"), ("lone-hyphen", "-"), ("lone-equals", ""), ("no-sign-two", "")],
)
def test_a_lone_stroke_is_what_it_looks_like(name: str, stroke: str) -> None:
    assert strokes.lone_stroke(picture(name), recogniser.Line()) == stroke


def test_an_empty_picture_has_no_first_glyph() -> None:
    blank = np.full((34, 80), 255, np.uint8)
    assert (
        signs.sign_reader().read(blank),
        signs.glyph_boxes(blank),
        strokes.lone_stroke(blank, recogniser.Line()),
    ) == (None, [], "")


def test_the_weights_are_small_and_know_every_sign() -> None:
    with np.load(signs.WEIGHTS) as stored:
        assert stored["outer"].shape[1] == len(signs.SIGNS)
    assert signs.WEIGHTS.stat().st_size < 200_000
