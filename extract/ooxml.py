"""Names in Office Open XML, the same in its two namespaces (transitional and strict)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
# What wraps blocks, rows, cells or runs and prints nothing of its own.
_WRAPPERS: Final = frozenset(
    {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"}
)


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace, '' for comments."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute, whichever namespace it is in."""
    for namespace in _NAMESPACES:
        value = element.get(namespace + name)
        if value is not None:
            return value
    return element.get(name)


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """Return the element down a path of local names, or None."""
    found: etree._Element | None = element
    for name in names:
        if found is None:
            return None
        for inner in found:
            if local_name(inner) == name:
                found = inner
                break
        else:
            return None
    return found


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


def number_at(element: etree._Element | None, default: int, name: str = "val") -> int:
    """Return the whole number an element holds, `default` where there is none."""
    text = attribute(element, name) if element is not None else None
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def is_spare(element: etree._Element) -> bool:
    """Whether an element only repeats, for older programs, what an alternative before it prints."""
    holder = element.getparent()
    if local_name(element) != "Fallback" or holder is None:
        return False
    choices = (choice for choice in holder if local_name(choice) == "Choice")
    return any((text.text or "").strip() for choice in choices for text in choice.iter("{*}t", "{*}sym")) or not any(
        (text.text or "").strip() for text in element.iter("{*}t")
    )


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these names, through wrappers, in order."""
    for inner in element:
        name = local_name(inner)
        if name in names:
            yield inner
        elif name in _WRAPPERS or (name == "Fallback" and not is_spare(inner)):
            yield from children(inner, *names)
