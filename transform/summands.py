"""Which cost rows of a project add up to its amount.

In: a record of `indicators`. Out: yes or no. Used by the rule that adds them up and by the doubts about pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_TOTAL_WORDS: Final = ("合计", "总额", "总成本", "总投资", "总计")


def is_summand(row: Mapping[str, Any]) -> bool:
    """Whether a cost row is money, or may be: a figure of another dimension is none, a word may stand for one."""
    is_total = any(word in row["name"] for word in _TOTAL_WORDS)
    return bool(row["cost_class"]) and not row["per"] and not is_total and row["dimension"] in {"money", None}
