"""Laid pages to pictures, as a printer would put them on paper: rules, then text, in grey.

In: a page of a `Layout`, dots an inch, and how faint and how broken its rules are. Out: a grey picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from tests.scans.laying import Page
from tests.scans.look import Look
from tests.scans.truth import TrueTable

_WHITE, _INK = 255, 20
Rule = tuple[float, float, float, float, float]  # x0, y0, x1, y1, width in points


@dataclass(frozen=True, slots=True)
class Wear:
    """What became of the rules: 0 sound, 1 worst."""

    faint: float = 0.0
    broken: float = 0.0


def draw_page(page: Page, look: Look, dpi: int, rng: Random, wear: Wear | None = None) -> Image.Image:
    """Return the picture of a page."""
    wear, scale = wear or Wear(), dpi / 72
    picture = Image.new("L", (round(look.width * scale), round(look.height * scale)), _WHITE)
    pen = ImageDraw.Draw(picture)
    for table in page.tables:
        for rule in rules_of(table, look):
            _draw_rule(pen, rule, scale, wear, rng)
    for words in page.words:
        x = words.x * scale
        for character in words.text:
            face = look.setting.face(character, words.role) or look.setting.body
            font = face.font(words.size * scale)
            if not character.isspace():
                pen.text((x, words.y * scale), character, fill=_INK, font=font, anchor="ls")
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


def _draw_rule(pen: ImageDraw.ImageDraw, rule: Rule, scale: float, wear: Wear, rng: Random) -> None:
    x0, y0, x1, y1, wide = rule
    half = max(1, round(wide * scale)) / 2
    ink = round(_INK + wear.faint * (215 - _INK))
    is_across = y0 == y1
    start, stop = (x0, x1) if is_across else (y0, y1)
    for begin, end in _pieces(start, stop, wear.broken, rng):
        a, b = round(begin * scale - half), round(end * scale + half) - 1
        at = round((y0 if is_across else x0) * scale - half)
        to = at + round(2 * half) - 1
        pen.rectangle((a, at, b, to) if is_across else (at, a, to, b), fill=ink)


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
