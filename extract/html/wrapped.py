"""Markup that stands within other text, as interfaces deliver it and careless editors paste it, to plain markup.

In: the text of a page. Out: the markup in it: of a JSON answer every string that is markup, of a page whose tables are
escaped (`&lt;table&gt;`) what they would have been. Text that is markup already is left alone.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from extract.contracts import Notice

_CALLED: Final = re.compile(r"\s*[\w.$]+\(\s*([{\[].*[}\]])\s*\)\s*;?\s*", re.DOTALL)
_TABLE: Final = re.compile(r"<t[dhr][\s>]", re.IGNORECASE)
_ESCAPED_TABLE: Final = re.compile(r"&lt;t[dhr](?:\s|&gt;)", re.IGNORECASE)
_MARKUP: Final = re.compile(r"</?(?:table|t[dhr]|p|div|span|br)\b", re.IGNORECASE)
_UNWRAPPED: Final = Notice("wrapped_markup", "网页内容包在接口数据或转义字符中，已还原后读取，请核对原件")
Unwrapped = tuple[str, tuple[Notice, ...]]


def unwrap_markup(text: str) -> Unwrapped:
    """Return the markup of a text and, where it had to be unwrapped, the notice that says so."""
    strings = list(_strings(json_of(text)))
    if strings:
        return "\n".join(string for string in strings if _MARKUP.search(string)) or "\n".join(strings), (_UNWRAPPED,)
    if not _TABLE.search(text) and _ESCAPED_TABLE.search(text):
        return html.unescape(text), (_UNWRAPPED,)
    return text, ()


def json_of(text: str) -> Any:
    """Return what a text says in JSON, None where it says nothing in it."""
    text = text.strip().lstrip("\ufeff")
    called = _CALLED.fullmatch(text) if text.endswith((")", ");", ";")) else None
    if called is None and text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(called[1] if called else text)
    except (ValueError, RecursionError):
        return None


def has_markup(value: Any) -> bool:
    """Whether any string of a JSON answer holds a table's row or cell."""
    return any(_TABLE.search(string) for string in _strings(value))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
