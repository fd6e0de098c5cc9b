"""Shares written with a stroke: 3/5, 1/3.

In: the items of a text. Out: the share, or None where the stroke may mean something else. A share is below one; what is
out of 10 or out of 100 may be a score, and under 时效 both may be a date: none of these is read (docs/decisions/0005).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from transform.quantities.contracts import Quantity, Setting
from transform.quantities.exact import is_exact, to_decimal
from transform.quantities.measures import Amount, Item
from transform.quantities.readers import read_sign

_SCORES: Final = frozenset({10, 100, 12, 365})
_LARGEST: Final = 1000


def read_slashed(text: str, items: Sequence[Item], setting: Setting) -> Quantity | None:
    """Return the share of a sign, a number, a stroke and a larger number."""
    signs = [item for item in items if item.kind == "S"]
    after = [item for item in items if item.kind == "A"]
    rest = items[len(signs) : len(items) - len(after)]
    if setting.is_time or setting.unit_cell or "".join(item.kind for item in rest) != "VPV" or len(signs) > 1:
        return None
    above, below = rest[0], rest[2]
    if rest[1].text != "/":
        return None  # 6·30 is a day
    if not isinstance(above, Amount) or not isinstance(below, Amount) or above.unit or below.unit:
        return None
    if not above.text.isdigit() or not below.text.isdigit() or not 0 < above.number < below.number < _LARGEST:
        return None
    sign = read_sign(signs, after)
    if int(below.number) in _SCORES or sign is None:
        return None
    share = Fraction(above.number) / Fraction(below.number)
    notes = () if is_exact(share) else ("rounded",)
    return Quantity(text, "quantity", sign.text, sign.operator, sign.source, number=to_decimal(share),
                    value=to_decimal(share), notes=notes)  # fmt: skip
