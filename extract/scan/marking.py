"""The signs of a line.

In: the picture of a line, and what the first reader made of it. Out: `Marked`: the sign before the figure and the picture
without it, the signs inside the line, and how sure the least sure of them is. It asks the classifier only where a sign may
be: at the beginning of what holds a figure or is short, and where the reader saw something like a sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from extract.scan.ink import Grey
from extract.scan.recogniser import Line
from extract.scan.signs import Box, FirstGlyph, glyph_boxes, sign_reader, without_first
from extract.scan.wording import fold

_LIKE: Final = "≥≤≧≦⩾⩽＞＜><=＝≈≒≅≃≌±÷~～〜∼≠≡"
_LEADING: Final = re.compile(rf"^[{_LIKE}]+")
_INSIDE: Final = re.compile(rf"(?<=.)[{_LIKE}]|(?<=\d)[-—－一](?=\d)")
_FIGURE: Final = re.compile(r"[0-9０-９]")
_SHORT: Final = 3
_IS_SIGN: Final = 0.5  # so sure that a shape is a sign is sure enough to read what stands behind it
_AGAINST_TEXT: Final = 0.9  # so sure, where the reader is sure of a character
_OTHERWISE: Final = 0.95
_RELIABLE: Final = "=＝~～<＜>＞±"  # signs that readers of text know well
_TWO: Final = frozenset((">=", "<=", "=>", "=<", "<>"))  # signs of two characters
_SHARES: Final = frozenset("%％‰")  # their first circle is no sign
_NEXT: Final = 0.6  # of the height: the second character of a sign stands no farther away


@dataclass(frozen=True, slots=True)
class Marked:
    """What is known of the signs of a line; `fits` is 2 where the reader saw the same."""

    leading: str = ""
    inside: tuple[str, ...] = ()
    rest: Grey | None = None  # the line without the leading sign
    is_alone: bool = False  # nothing stands behind the sign
    confidence: float = 1.0
    is_whole: bool = False  # the rest is not to be had alone: the readers are shown the line with its sign
    fits: int = 2
    whole: str = ""  # what the first reader made of the line with its sign
    rivals: tuple[str, ...] = ()

    def applied(self, line: Line) -> str:
        """Return the text of a reading with the signs told by their shape."""
        if self.is_alone:
            return self.leading
        text = line.text.strip()
        body = self.leading + (_LEADING.sub("", text) if self.is_whole else text)
        found = list(_INSIDE.finditer(body))
        if len(found) != len(self.inside):
            return body
        for match, sign in reversed(list(zip(found, self.inside, strict=True))):
            body = body[: match.start()] + (sign or match.group()) + body[match.end() :]
        return body

    def fitted(self, after: Line) -> Marked:
        """Return the same, held against what the first reader made of the rest alone.

        A sign that touches the figure takes a piece of it along: of a 4 a 1 is left. Then the whole line is read.
        """
        whole, rest = fold(self.whole), fold(after.text)
        bare = _LEADING.sub("", whole)
        if rest in {whole, whole[1:], bare}:
            return self
        return replace(self, fits=0, is_whole=bare != whole and len(bare) >= len(rest))

    def otherwise(self, text: str) -> tuple[str, ...]:
        """Return the text with the other signs that its first may be."""
        return tuple(sign + text.removeprefix(self.leading) for sign in self.rivals) if self.leading else ()


def find_marks(picture: Grey, line: Line) -> Marked:
    """Return the signs of a line."""
    text = line.text.strip()
    may_lead = not text or len(text) <= _SHORT or bool(_FIGURE.search(text)) or bool(_LEADING.match(text))
    may_hold = bool(_INSIDE.search(text))
    if not may_lead and not may_hold:
        return Marked()
    boxes = glyph_boxes(picture)
    if not boxes:
        return Marked()
    first = sign_reader().read_at(picture, boxes[0]) if may_lead else None
    marked = _with_leading(picture, line, boxes, first)
    if not may_hold or marked.is_alone:
        return marked
    inside, confidence = _inside(picture, line, boxes, len(marked.leading))
    return replace(marked, inside=inside, confidence=min(marked.confidence, confidence))


def _with_leading(picture: Grey, line: Line, boxes: list[Box], first: FirstGlyph | None) -> Marked:
    text = line.text.strip()
    seen = text[:1] if _LEADING.match(text) else ""
    if first is None or text[:1] in _SHARES:
        return Marked()
    if text[:2] in _TWO and min(glyph.probability for glyph in line.glyphs[:2]) > _AGAINST_TEXT:
        return _of_two(picture, text, boxes, min(glyph.probability for glyph in line.glyphs[:2]))
    is_text_sure = bool(line.glyphs) and not seen and line.glyphs[0].probability > _OTHERWISE
    if not first.sign or first.confidence < (_AGAINST_TEXT if is_text_sure else _IS_SIGN):
        # A sign that only the reader of text saw is not trusted; nor is a doubt about a figure's first character.
        doubt = 1 - first.confidence if not first.sign else first.confidence
        return Marked(confidence=min(0.5, doubt) if seen else first.confidence if not first.sign else 1 - doubt)
    if first.confidence < _AGAINST_TEXT and seen in _RELIABLE and seen and line.glyphs[0].probability > _OTHERWISE:
        first = replace(first, sign=seen, rivals=(first.sign, *first.rivals))
    second = _second_of(picture, boxes, first)
    sign, end = (first.sign + second.sign, second.end) if second else (first.sign, first.end)
    return Marked(
        sign,
        rest=without_first(picture, end),
        is_alone=all(box[0] < end for box in boxes),
        confidence=min(first.confidence, second.confidence) if second else first.confidence,
        fits=2 if fold(sign)[:1] == fold(seen) else 1,
        whole=text,
        rivals=() if second else first.rivals,
    )


def _of_two(picture: Grey, text: str, boxes: list[Box], confidence: float) -> Marked:
    """Return a sign of two characters that the reader of text is sure of; they may touch."""
    are_touching = boxes[0][2] - boxes[0][0] > _NEXT * picture.shape[0] or len(boxes) == 1
    end = boxes[0 if are_touching else 1][2]
    is_alone = all(box[0] < end for box in boxes)
    return Marked(text[:2], rest=without_first(picture, end), is_alone=is_alone, confidence=confidence, whole=text)


def _second_of(picture: Grey, boxes: list[Box], first: FirstGlyph) -> FirstGlyph | None:
    """Return the second character of a sign like >= where there is one."""
    if len(boxes) == 1 or boxes[1][0] - first.end > _NEXT * picture.shape[0] or fold(first.sign) not in {*"<>="}:
        return None
    second = sign_reader().read_at(picture, boxes[1])
    return second if second.confidence > _AGAINST_TEXT and fold(first.sign + second.sign) in _TWO else None


def _inside(picture: Grey, line: Line, boxes: list[Box], leading: int) -> tuple[tuple[str, ...], float]:
    """Return the signs inside a line, "" where the reader's own character stays, and how sure they are."""
    text, blanks = line.text.strip(), len(line.text) - len(line.text.lstrip())
    signs, sureness = [], 1.0
    for match in _INSIDE.finditer(text):
        at = line.glyphs[match.start() + blanks].at * picture.shape[1]
        box = min(boxes, key=lambda one: abs((one[0] + one[2]) / 2 - at))
        if box in boxes[:leading]:
            continue
        told = sign_reader().read_at(picture, box)
        is_like, probability = match.group() in _LIKE, line.glyphs[match.start() + blanks].probability
        is_trusted = match.group() in _RELIABLE and probability > _OTHERWISE and told.confidence < _AGAINST_TEXT
        is_trusted |= not is_like and probability > _OTHERWISE and told.confidence < _AGAINST_TEXT
        # Between figures a stroke may be a ~, and nothing else.
        may_be = is_like or fold(told.sign) == "~"
        if told.sign and told.confidence >= _IS_SIGN and may_be and not is_trusted:
            signs.append(told.sign)
            sureness = min(sureness, told.confidence)
        else:
            signs.append("")
            sureness = min(sureness, 0.5 if is_like and match.group() != "÷" else told.confidence)
    return tuple(signs), sureness
