"""Seeds to files of scanned pages, each with its truth beside it.

In: a seed, faces, a folder, and damages where they are not to be drawn. Out: a PNG, JPEG, TIFF or image-only PDF, and its
JSON. The same seed and fonts give the same bytes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from tests.scans.bare import draw_bare
from tests.scans.content import draw_content
from tests.scans.damage import WEAR, Damages, do_damages, draw_damages
from tests.scans.drawing import Wear, draw_page
from tests.scans.faces import Face
from tests.scans.laying import Layout, lay
from tests.scans.look import draw_bare_look, draw_look
from tests.scans.truth import ScanTruth, TruePage, write_truth

_DPI = (150, 200, 200, 300, 300, 400)
_ONE, _MANY = ("png", "jpg", "jpg", "tif", "pdf", "pdf"), ("pdf", "pdf", "tif")
_DAY = time.gmtime(0)  # of every PDF, so that its bytes are the same tomorrow


@dataclass(frozen=True, slots=True)
class Wish:
    """What is not left to chance: damages, dots an inch, the kind of file, the most pages."""

    damages: Damages | None = None
    dpi: int | None = None
    suffix: str | None = None
    most_pages: int = 4
    is_bare: bool = False  # tables without rules down


def write_scan(folder: Path, seed: int, faces: Sequence[Face], wish: Wish | None = None) -> ScanTruth:
    """Write the scan of a seed and its truth, and return the truth."""
    wish, rng = wish or Wish(), Random(f"scan/{seed}")
    family, blocks = draw_bare(seed) if wish.is_bare else draw_content(seed)
    look = (draw_bare_look if wish.is_bare else draw_look)(rng, faces, blocks)
    layout = lay(blocks, look, rng)
    dpi, mixed = rng.choice(_DPI), draw_damages(rng)
    dpi, damages = wish.dpi or dpi, mixed if wish.damages is None else wish.damages
    pages = layout.pages[: wish.most_pages]
    suffix = wish.suffix or rng.choice(_ONE if len(pages) == 1 else _MANY)
    if suffix in {"png", "jpg"}:
        pages = pages[:1]
    pictures = [_picture(layout, number, dpi, damages, Random(f"page/{seed}/{number}")) for number in range(len(pages))]
    path = folder / f"scan-{seed:05}-{family}.{suffix}"
    _write(path, pictures, dpi, dict(damages))
    truth = _truth(path.name, seed, family, dpi, layout, len(pages), damages)
    write_truth(truth, path.with_suffix(".json"))
    return truth


def _picture(layout: Layout, number: int, dpi: int, damages: Damages, rng: Random) -> Image.Image:
    worn = dict(damages)
    wear = Wear(*(worn.get(name, 0.0) for name in WEAR))
    picture = draw_page(layout.pages[number], layout.look, dpi, rng, wear)
    return do_damages(picture, damages, rng)


def _write(path: Path, pictures: list[Image.Image], dpi: int, damages: dict[str, float]) -> None:
    quality = round(90 - 60 * damages.get("jpeg", 0.0))
    if "fax" in damages and path.suffix != ".jpg" and "jpeg" not in damages:
        pictures = [picture.convert("1", dither=Image.Dither.NONE) for picture in pictures]
    options: dict[str, Any] = {"dpi": (dpi, dpi)}
    if path.suffix == ".jpg":
        options |= {"quality": quality}
    elif path.suffix == ".tif":
        is_fax = pictures[0].mode == "1"
        options |= {"compression": "group4" if is_fax else "tiff_lzw", "save_all": True, "append_images": pictures[1:]}
    elif path.suffix == ".pdf":
        options = {"resolution": dpi, "save_all": True, "append_images": pictures[1:], "creationDate": _DAY,
                   "modDate": _DAY} | ({"quality": quality} if pictures[0].mode != "1" else {})  # fmt: skip
    pictures[0].save(path, **options)


def _truth(name: str, seed: int, family: str, dpi: int, layout: Layout, count: int, damages: Damages) -> ScanTruth:
    look, setting = layout.look, layout.look.setting
    pages = tuple(
        TruePage(number, look.width, look.height, tuple(page.tables), tuple(page.lines))
        for number, page in enumerate(layout.pages[:count], 1)
    )
    last = {table.number: page.page for page in pages for table in page.tables}
    wholes = tuple(layout.so_far[number, page] for number, page in last.items())
    fonts = tuple(dict.fromkeys(face.name for face in (setting.body, setting.heads, setting.title, setting.latin)))
    return ScanTruth(name, seed, family, dpi, fonts, look.size, damages, pages, wholes)
