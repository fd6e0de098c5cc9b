"""Every family by its name, and the document that a seed gives in it.

In: a family and a seed. Out: a `Document`; the same for every shape. Seeds that leave 5 when divided by 7 have money
tables before the performance tables, those that leave 6 print everything twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from tests.layouts.departments import draw_department
from tests.layouts.evaluations import VARIANTS, draw_evaluation
from tests.layouts.forms import draw_2021, draw_b1, draw_b2, draw_older
from tests.layouts.lists import draw_list
from tests.layouts.matrices import draw_matrix, draw_side_by_side, draw_transposed
from tests.layouts.prose import draw_prose
from tests.layouts.sheets import Document
from tests.layouts.trimmings import printed_twice, with_money_tables

FAMILIES: dict[str, Callable[[Random], Document]] = {
    "A": draw_list,
    "B1": draw_b1,
    "B2": draw_b2,
    **{name: partial(draw_evaluation, variant=name) for name in VARIANTS},
    "D": draw_department,
    "E": draw_matrix,
    "ET": draw_transposed,
    "F": draw_side_by_side,
    "G": draw_prose,
    "H": draw_older,
    "J": draw_2021,
}


def draw_document(family: str, seed: int) -> Document:
    """Return the document of a family and a seed."""
    rng = Random(f"{family}/{seed}")
    document = FAMILIES[family](rng)
    if family != "G" and seed % 7 == 5:
        return with_money_tables(document, rng)
    return printed_twice(document) if seed % 7 == 6 else document
