"""Every family by its name, and the document that a seed gives in it.

In: a family and a seed. Out: a `Document`; the same for every shape.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from tests.layouts.evaluations import VARIANTS, draw_evaluation
from tests.layouts.forms import draw_b1, draw_b2
from tests.layouts.lists import draw_list
from tests.layouts.sheets import Document

FAMILIES: dict[str, Callable[[Random], Document]] = {
    "A": draw_list,
    "B1": draw_b1,
    "B2": draw_b2,
    **{name: partial(draw_evaluation, variant=name) for name in VARIANTS},
}


def draw_document(family: str, seed: int) -> Document:
    """Return the document of a family and a seed."""
    return FAMILIES[family](Random(f"{family}/{seed}"))
