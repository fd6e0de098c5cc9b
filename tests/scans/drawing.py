"""Laid pages to pictures, as a printer would put them on paper: rules, then text, in grey.

In: a page of a `Layout`, dots an inch, and how its rules and header rows are printed. Out: a grey picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from tests.scans.laying import Page
from tests.scans.look import Look
from tests.scans.truth import Box, TrueTable

_WHITE, _INK = 255, 20
_BARE = ("none", "rows", "few")
Rule = tuple[float, float, float, float, float]  # x0, y0, x1, y1, width in points


@dataclass(frozen=True, slots=True)
class Wear:
    """How rules and header rows are printed, and what became of them: 0 not at all, 1 worst."""

    faint: float = 0.0
    broken: float = 0.0
    dotted: float = 0.0
    twin: float = 0.0  # two lines for one
    shaded: float = 0.0  # header rows on grey
    inverted: float = 0.0  # header rows white on black


def draw_page(page: Page, look: Look, dpi: int, rng: Random, wear: Wear | None = None) -> Image.Image:
    """Return the picture of a page."""
    wear, scale = wear or Wear(), dpi / 72
    picture = Image.new("L", (round(look.width * scale), round(look.height * scale)), _WHITE)
    pen = ImageDraw.Draw(picture)
    heads = [box for table in page.tables if look.rules not in _BARE for box in _heads(table)]
    if wear.shaded or wear.inverted:
        level = round(90 - 60 * wear.inverted) if wear.inverted else round(_WHITE - 25 - 105 * wear.shaded)
        for x0, y0, x1, y1 in heads:
            pen.rectangle([round(edge * scale) for edge in (x0, y0, x1, y1)], fill=level)
    for table in page.tables:
        for rule in _twins(rules_of(table, look), wear.twin, rng):
            is_white = bool(wear.inverted) and _is_inside(rule, heads)
            _draw_rule(pen, rule, scale, wear, rng, _WHITE if is_white else _INK)
    for words in page.words:
        x = words.x * scale
        is_white = bool(wear.inverted) and any(x0 <= words.x <= x1 and y0 <= words.y <= y1 for x0, y0, x1, y1 in heads)
        for character in words.text:
            face = look.setting.face(character, words.role) or look.setting.body
            font = face.font(words.size * scale)
            if not character.isspace():
                pen.text((x, words.y * scale), character, fill=_WHITE if is_white else _INK, font=font, anchor="ls")
            x += words.size * scale if character == "\u3000" else font.getlength(character)
    return picture


def rules_of(table: TrueTable, look: Look) -> list[Rule]:
    """Return the rules of a table on its page."""
    boxes = [cell.box for cell in table.cells if cell.box]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    thin, thick = look.stroke, look.stroke * 2
    if look.rules == "none":
        return []
    if look.rules in {"rows", "few"}:
        outer = [(left, top, right, top, thick), (left, bottom, right, bottom, thick)]
        if look.rules == "rows":
            sides = {(x0, y1, x1, y1, thin) for x0, _, x1, y1 in boxes if y1 != bottom}
            return [*outer, *sorted(sides)]
        first = max(cell.box[3] for cell in table.cells if cell.box and cell.row == 1)
        spans = [cell.box for cell in table.cells if cell.box and cell.column_span > 1 and cell.box[3] < first]
        inset = [(x0 + 3, y1, x1 - 3, y1, thin) for x0, _, x1, y1 in spans]
        return [*outer, (left, first, right, first, thin), *inset]
    rules: list[Rule] = []
    for x0, y0, x1, y1 in boxes:
        sides = ((x0, y0, x1, y0, y0 == top), (x0, y1, x1, y1, y1 == bottom),
                 (x0, y0, x0, y1, x0 == left), (x1, y0, x1, y1, x1 == right))  # fmt: skip
        for ax, ay, bx, by, is_outer in sides:
            if look.rules == "open" and is_outer and ax == bx:
                continue
            rules.append((ax, ay, bx, by, thick if is_outer and look.rules == "double" else thin))
    return sorted(set(rules))


def _heads(table: TrueTable) -> list[Box]:
    """Return the boxes of the cells of the first row, and of those beside the lower ones of them."""
    last = max((cell.row_span for cell in table.cells if cell.row == 1), default=0)
    return [cell.box for cell in table.cells if cell.row <= min(last, 2) and cell.box]


def _is_inside(rule: Rule, boxes: list[Box]) -> bool:
    """Whether a rule has header cells to both of its sides."""
    x, y = (rule[0] + rule[2]) / 2, (rule[1] + rule[3]) / 2
    places = ((x, y - 1), (x, y + 1)) if rule[1] == rule[3] else ((x - 1, y), (x + 1, y))
    return all(any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes) for x, y in places)


def _twins(rules: list[Rule], twin: float, rng: Random) -> list[Rule]:
    """Return the rules, the outer ones (or all, where it is strong) as two lines of which the table has one."""
    if not twin or not rules:
        return rules
    gap, out = rng.uniform(1.2, 1.6 + 1.6 * twin), list[Rule]()
    left, top = min(rule[0] for rule in rules), min(rule[1] for rule in rules)
    right, bottom = max(rule[2] for rule in rules), max(rule[3] for rule in rules)
    for x0, y0, x1, y1, wide in rules:
        is_across = y0 == y1
        if twin < 0.6 and not (y0 in {top, bottom} if is_across else x0 in {left, right}):
            out.append((x0, y0, x1, y1, wide))
            continue
        for half in (-gap / 2, gap / 2):
            out.append((x0, y0 + half, x1, y1 + half, wide) if is_across else (x0 + half, y0, x1 + half, y1, wide))
    return out


def _draw_rule(pen: ImageDraw.ImageDraw, rule: Rule, scale: float, wear: Wear, rng: Random, level: int = _INK) -> None:
    x0, y0, x1, y1, wide = rule
    half = max(1, round(wide * scale)) / 2
    ink = round(level + wear.faint * (215 - level)) if level == _INK else level
    is_across = y0 == y1
    start, stop = (x0, x1) if is_across else (y0, y1)
    pieces = _dots(start, stop, wear.dotted) if wear.dotted else _pieces(start, stop, wear.broken, rng)
    for begin, end in pieces:
        a, b = round(begin * scale - half), round(end * scale + half) - 1
        at = round((y0 if is_across else x0) * scale - half)
        to = at + round(2 * half) - 1
        pen.rectangle((a, at, b, to) if is_across else (at, a, to, b), fill=ink)


def _dots(start: float, stop: float, dotted: float) -> list[tuple[float, float]]:
    """Return dashes of 3 points, or less down to dots of 1, as far apart as they are long."""
    dash = 3.0 - 2.0 * dotted
    return [(start + 2 * dash * step, min(stop, start + 2 * dash * step + dash))
            for step in range(int((stop - start) / (2 * dash)) + 1)]  # fmt: skip


def _pieces(start: float, stop: float, broken: float, rng: Random) -> list[tuple[float, float]]:
    """Return what is left of a rule: gaps of 1 to 6 points, a third of it at the worst."""
    if not broken:
        return [(start, stop)]
    pieces, at = [], start
    while at < stop:
        end = min(stop, at + rng.expovariate(broken / 9.0) + 1)
        pieces.append((at, end))
        at = end + rng.uniform(1.0, 6.0)
    return pieces
