"""The damages by their names, in the order in which they happen, and mixes of them as they are met with.

In: a picture and (name, strength) pairs. Out: a picture. What stands in `WEAR` is done while the page is drawn,
`greyscale` is a scanner without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from PIL import Image

from tests.scans import bending, marks, sensor, traces

Damages = tuple[tuple[str, float], ...]
WEAR = ("faint-rules", "broken-rules", "dotted-rules", "twin-rules", "shaded-heads", "inverted-heads")


def _greyscale(picture: Image.Image, strength: float, rng: Random) -> Image.Image:
    return picture.convert("L")


_STEPS: dict[str, Callable[[Image.Image, float, Random], Image.Image]] = {
    "bleed-through": marks.bleed_through,
    "fold": traces.fold,
    "signature": marks.signature,
    "pen": traces.pen,
    "red-seal": marks.red_seal,
    "blue-seal": marks.blue_seal,
    "low-contrast": sensor.low_contrast,
    "yellow-paper": marks.yellow_paper,
    "punch-holes": marks.punch_holes,
    "staple-shadow": marks.staple_shadow,
    "curl": bending.curl,
    "skew": bending.skew,
    "photo": bending.photo,
    "shadow": bending.shadow,
    "scanner-border": traces.scanner_border,
    "streak": traces.streak,
    "greyscale": _greyscale,
    "blur": sensor.blur,
    "noise": sensor.noise,
    "fax": sensor.fax,
    "salt-and-pepper": sensor.salt_and_pepper,
    "quarter-turn": bending.quarter_turn,
    "jpeg": sensor.jpeg,
}
DAMAGES = (*WEAR, *_STEPS)
_CARRIERS = {  # how often a scan has them: (name, chance, least, most)
    "office": (("skew", 0.7, 0.02, 0.3), ("greyscale", 0.5, 1, 1), ("blur", 0.5, 0.1, 0.5), ("noise", 0.6, 0.05, 0.35),
               ("jpeg", 0.8, 0.1, 0.8), ("shadow", 0.2, 0.1, 0.5), ("punch-holes", 0.2, 0.3, 1),
               ("staple-shadow", 0.2, 0.3, 1), ("bleed-through", 0.15, 0.1, 0.7)),
    "fax": (("skew", 0.6, 0.02, 0.4), ("fax", 1, 0, 0.7), ("salt-and-pepper", 0.5, 0.05, 0.6),
            ("punch-holes", 0.2, 0.5, 1)),
    "photo": (("photo", 1, 0.2, 1), ("curl", 0.3, 0.2, 0.8), ("blur", 0.7, 0.1, 0.6), ("noise", 0.8, 0.1, 0.5),
              ("jpeg", 1, 0.1, 0.9)),
    "book": (("curl", 1, 0.2, 1), ("greyscale", 0.5, 1, 1), ("skew", 0.6, 0.02, 0.3), ("noise", 0.5, 0.1, 0.4),
             ("jpeg", 0.7, 0.1, 0.8)),
    "harsh": (("skew", 0.8, 0.2, 1), ("blur", 0.6, 0.3, 0.9), ("noise", 0.8, 0.2, 0.8), ("low-contrast", 0.6, 0.2, 0.9),
              ("jpeg", 0.9, 0.5, 1), ("bleed-through", 0.4, 0.3, 1), ("shadow", 0.5, 0.3, 1),
              ("salt-and-pepper", 0.3, 0.1, 0.6)),
    "clean": (("jpeg", 0.4, 0, 0.3),),
}  # fmt: skip
_ALWAYS = (("red-seal", 0.2, 0.1, 1), ("blue-seal", 0.06, 0.1, 1), ("signature", 0.1, 0.2, 1),
           ("yellow-paper", 0.12, 0.3, 1), ("quarter-turn", 0.14, 0, 1), ("faint-rules", 0.12, 0.2, 0.85),
           ("broken-rules", 0.1, 0.1, 0.9), ("low-contrast", 0.08, 0.1, 0.6))  # fmt: skip
_SELDOM = (("dotted-rules", 0.04, 0, 1), ("twin-rules", 0.04, 0, 1), ("shaded-heads", 0.06, 0.1, 1),
           ("inverted-heads", 0.03, 0.1, 1), ("fold", 0.06, 0.2, 1), ("pen", 0.06, 0.2, 1),
           ("scanner-border", 0.08, 0.2, 1), ("streak", 0.05, 0.2, 1))  # fmt: skip
_EITHER = (("dotted-rules", "broken-rules"), ("inverted-heads", "shaded-heads"), ("photo", "scanner-border"),
           ("photo", "streak"))  # fmt: skip
_DIM, _MOST_DIM = ("blur", "noise", "low-contrast", "bleed-through"), 1.4
_MIX = ("clean", "clean", "office", "office", "office", "fax", "photo", "photo", "book", "harsh")


def draw_damages(rng: Random) -> Damages:
    """Return a mix as it is met with: an office scanner, a fax, a photo, an open book, or a bad copy of a copy."""
    found: dict[str, float] = {}
    for name, chance, least, most in (*_CARRIERS[rng.choice(_MIX)], *_ALWAYS):
        if rng.random() < chance and name not in found:
            found[name] = round(rng.uniform(least, most), 3)
    seldom = Random(repr(found))  # of its own, so that what the others are does not depend on it
    found |= {name: round(seldom.uniform(least, most), 3) for name, chance, least, most in _SELDOM
              if seldom.random() < chance}  # fmt: skip
    for kept, other in _EITHER:
        if kept in found:
            found.pop(other, None)
    return in_order(_readable(found).items())


def _readable(found: dict[str, float]) -> dict[str, float]:
    """Return the damages, milder where together they would leave nothing that a person can read."""
    share = min(1.0, _MOST_DIM / max(0.01, sum(found.get(name, 0.0) for name in _DIM)))
    return {name: round(strength * share, 3) if name in _DIM else strength for name, strength in found.items()}


def in_order(damages: Iterable[tuple[str, float]]) -> Damages:
    """Return the damages in the order in which they happen; raise `ValueError` for a name that is none."""
    pairs = tuple(damages)
    unknown = [name for name, _ in pairs if name not in DAMAGES]
    if unknown:
        raise ValueError(f"no such damage: {unknown}; there are {DAMAGES}")
    return tuple(sorted(pairs, key=lambda pair: DAMAGES.index(pair[0])))


def do_damages(picture: Image.Image, damages: Damages, rng: Random) -> Image.Image:
    """Return the picture after its damages."""
    for name, strength in damages:
        if name in _STEPS:
            picture = _STEPS[name](picture, strength, rng)
    return picture
