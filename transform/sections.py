"""A stream of pieces to sections: one header of a table, what stands before it, and the body below.

In: the pieces of a grid. Out: `Section`s in their order; together they hold every piece once. A section is found by its
header words, wherever they stand; a text with labels and no header at all is one section without a header.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from transform.pieces import Piece
from transform.vocabulary import Header, is_note, is_title, parse_header, parse_labels, parse_unit_line

# Between two words of one header there may stand a total row, its figure and a stray code.
_WIDEST_GAP: Final = 5
_FEWEST_FIELDS: Final = 3  # fewer header words in a row are words of a text
_FEWEST_LABELS: Final = 2


@dataclass(frozen=True, slots=True)
class Section:
    """One table: the pieces before its header, the header's words, what stands between them, the body, the notes."""

    before: tuple[Piece, ...]
    header: tuple[tuple[Piece, Header], ...]
    between: tuple[Piece, ...]
    body: tuple[Piece, ...]
    notes: tuple[Piece, ...]

    @property
    def title(self) -> Piece | None:
        """The last line before the header that is the title of a performance table."""
        return next((piece for piece in reversed(self.before) if is_title(piece.text)), None)

    @property
    def money_unit(self) -> str | None:
        """The unit of money that the header or a line above it gives."""
        units = [header.unit for _, header in self.header if header.unit]
        units += [unit for piece in self.before if (unit := parse_unit_line(piece.text))]
        return units[0] if units else None

    @property
    def size(self) -> int:
        """The number of pieces in it."""
        return sum(map(len, (self.before, self.header, self.between, self.body, self.notes)))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the header in their printed order."""
        return tuple(header.field for _, header in self.header)


def pieces_to_sections(pieces: Sequence[Piece]) -> list[Section]:
    """Return the sections of a text; none where there is neither a header nor labels."""
    pieces = _join_broken_headers(pieces)
    headers = _find_headers(pieces)
    if not headers:
        has_labels = sum(bool(parse_labels(piece.text)) for piece in pieces) >= _FEWEST_LABELS
        return [_cut_section(pieces, 0, [], len(pieces))] if has_labels else []
    sections: list[Section] = []
    start = 0
    for header, following in zip(headers, [*headers[1:], None], strict=True):
        section = _cut_section(pieces, start, header, following[0] if following else len(pieces))
        sections.append(section)
        start += section.size
    return sections


def _join_broken_headers(pieces: Sequence[Piece]) -> list[Piece]:
    """Join a header word with its unit where a blank was taken for a boundary: `金额` `(万元)`."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.is_weak and parse_header(joined[-1].text) and parse_unit_line(piece.text):
            last = joined.pop()
            joined.append(Piece(f"{last.text} {piece.text}", last.cell, last.first, piece.last, last.boundary))
        else:
            joined.append(piece)
    return joined


def _find_headers(pieces: Sequence[Piece]) -> list[list[int]]:
    """Return for each header the places of its words."""
    headers: list[list[int]] = []
    run: list[int] = []
    fields: set[str] = set()
    for place, piece in enumerate(pieces):
        header = parse_header(piece.text)
        if header is None:
            continue
        if run and (place - run[-1] > _WIDEST_GAP or header.field in fields or is_title(piece.text)):
            headers.append(run)
            run, fields = [], set()
        run.append(place)
        fields.add(header.field)
    headers.append(run)
    return [run for run in headers if len(run) >= _FEWEST_FIELDS]


def _cut_section(pieces: Sequence[Piece], start: int, header: list[int], end: int) -> Section:
    """Cut the section of one header out of `pieces[start:end]`; the next table's title is left to the next section."""
    first, body = (header[0], header[-1] + 1) if header else (start, start)
    body_end = _first_place(pieces, body, end, lambda text: is_note(text) or is_title(text))
    notes_end = _first_place(pieces, body_end, end, is_title) if end < len(pieces) else end
    return Section(
        before=tuple(pieces[start:first]),
        header=tuple((pieces[place], word) for place in header if (word := parse_header(pieces[place].text))),
        between=tuple(pieces[place] for place in range(first, body) if place not in header),
        body=tuple(pieces[body:body_end]),
        notes=tuple(pieces[body_end:notes_end]),
    )


def _first_place(pieces: Sequence[Piece], start: int, end: int, fits: Callable[[str], bool]) -> int:
    return next((place for place in range(start, end) if fits(pieces[place].text)), end)
