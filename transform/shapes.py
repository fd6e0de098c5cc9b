"""Whether a text is a target by its shape alone, wherever it stands; asked so often that the answers are kept."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from transform.quantities import parse_quantity, squeeze

# Nine digits and more without a unit are a code or a telephone number, and no target.
_CODE: Final = re.compile(r"\d{9,}")


@lru_cache(maxsize=65536)
def is_code(text: str) -> bool:
    """Whether a text is a long row of digits."""
    return bool(_CODE.fullmatch(squeeze(text)))


def is_target(text: str) -> bool:
    """Whether a text is a figure, a period, or a word of the qualitative vocabulary.

    >>> is_target("≥95%"), is_target("稳步提升"), is_target("符合国家标准"), is_target("/")
    (True, True, False, False)
    """
    return _kind(text) == "target"


def is_value(text: str) -> bool:
    """Whether a text is a target, or the mark of a missing one.

    >>> is_value("/"), is_value("指标1:")
    (True, False)
    """
    return _kind(text) is not None


@lru_cache(maxsize=65536)
def _kind(text: str) -> str | None:
    """Return whether a text is a `target`, the mark of a `missing` one, or neither."""
    quantity = parse_quantity(text)
    if quantity.is_known:
        return None if is_code(text) else "target"
    return "missing" if quantity.value_kind == "missing" and text.strip() and not quantity.notes else None
