"""Whatever Pillow has opened to the pixels that a reader of pages takes: grey, or blue, green, red, of bounded size.

In: an image of any mode, at one of its frames. Out: pixels as a person sees them: turned as the camera says, on white where
it is transparent, of sixteen bits the upper eight. A large picture is made smaller before anything else is done with it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

MOST_READ: Final = 18_000_000  # A3 at 300 dpi: what larger pictures are made, for the memory that reading takes
_GREY: Final = {"1", "L", "I", "F", "I;16", "I;16B", "I;16L", "I;16N"}
_DEEP: Final = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}


def to_pixels(image: Any) -> npt.NDArray[np.uint8]:
    """Return the pixels of a frame; raises what Pillow raises of damaged data."""
    picture = _smaller(_draft(image))
    if picture.mode in _DEEP:
        picture = Image.fromarray(_upper_bits(np.asarray(picture)))
    picture = _on_white(picture)
    picture = picture if picture.mode in {"L", "RGB"} else picture.convert("L" if picture.mode in _GREY else "RGB")
    pixels = np.asarray(ImageOps.exif_transpose(picture))
    return pixels if pixels.ndim == 2 else pixels[:, :, ::-1]


def _draft(image: Any) -> Any:
    """Let a large JPEG be unpacked at half its size or less."""
    if image.format == "JPEG" and image.width * image.height > MOST_READ:
        factor = _factor(image)
        image.draft(None, (round(image.width * factor), round(image.height * factor)))
    return image


def _factor(image: Any) -> float:
    return float(min(1.0, (MOST_READ / (image.width * image.height)) ** 0.5))


def _smaller(image: Any) -> Any:
    factor = _factor(image)
    if factor == 1.0:
        return image
    size = max(1, int(image.width * factor)), max(1, int(image.height * factor))
    exif = image.getexif()
    if image.mode == "1":
        image = image.convert("L")
    elif image.mode in {"P", "PA"}:  # of colours by number there is no mean
        image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    small = image.resize(size, Image.Resampling.BOX if image.mode in _DEEP else Image.Resampling.LANCZOS)
    small.info["exif"] = exif.tobytes() if exif else b""
    return small


def _upper_bits(deep: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    values = np.nan_to_num(deep.astype(np.float32))
    low, high = float(values.min()), float(values.max())
    if low >= 0 and high > 255:
        low, high = 0.0, max(high, 65535.0 if high > 4095 else 4095.0)
    elif low >= 0 and high > 1:
        low, high = 0.0, 255.0
    scale = 255.0 / (high - low) if high > low else 0.0
    return np.asarray(np.clip((values - low) * scale, 0, 255), np.uint8)


def _on_white(picture: Any) -> Any:
    if picture.mode not in {"RGBA", "LA", "PA", "La", "RGBa"} and "transparency" not in picture.info:
        return picture
    above = picture.convert("RGBA")
    page = Image.new("RGBA", above.size, (255, 255, 255, 255))
    page.alpha_composite(above)
    page.info["exif"] = picture.info.get("exif", b"")
    return page.convert("RGB")
