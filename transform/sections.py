"""A stream of pieces to sections: one header of a table, what stands before it, and the body below.

In: the pieces of a grid. Out: `Section`s in their order; together they hold every piece once. A section is found by its
header words, wherever they stand; a text with labels and no header at all is one section without a header. A header that
is printed again in the middle of a project, at the head of a page, opens no section of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from transform.pieces import LINE, Piece, Stream
from transform.quantities import squeeze
from transform.shapes import is_target
from transform.vocabulary import (
    Header,
    is_note,
    is_page_furniture,
    is_title,
    parse_header,
    parse_labels,
    parse_unit_line,
)

# Between two words of one header there may stand a total row, its figure and a stray code.
_WIDEST_GAP: Final = 5
_FEWEST_FIELDS: Final = 3  # fewer header words in a row are words of a text
_FEWEST_LABELS: Final = 2
_LAST_CELLS: Final = 2  # where a line holds one cell: a last name and a value that is a sentence
_DATE_LINE: Final = re.compile(r"(?:\d{4}|[二〇零一三四五六七八九]{4})年.{1,3}月.{1,3}日")
_LONG_DIGITS: Final = re.compile(r"\d{7,}")


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
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces from the header to the notes."""
        return (*(piece for piece, _ in self.header), *self.between, *self.body, *self.notes)

    @property
    def money_unit(self) -> str | None:
        """The unit of money that the header or a line above it gives."""
        units = [header.unit for _, header in self.header if header.unit]
        units += [unit for piece in self.before if (unit := parse_unit_line(piece.text))]
        return units[0] if units else None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the header in their printed order."""
        return tuple(header.field for _, header in self.header)


def stream_to_sections(stream: Stream) -> list[Section]:
    """Return the sections of a text; none where there is neither a header nor labels."""
    pieces = _join_broken_headers(stream.pieces)
    headers = _find_headers(pieces)
    if not headers:
        has_labels = sum(bool(parse_labels(piece.text)) for piece in pieces) >= _FEWEST_LABELS
        headers = [[]] if has_labels else []
    sections: list[Section] = []
    start = 0
    for number, header in enumerate(headers):
        end = headers[number + 1][0] if number + 1 < len(headers) else len(pieces)
        section, start = _cut_section(pieces, start, header, end, line_is_row=stream.line_is_row)
        if sections and _continues(section, sections[-1]):
            sections[-1] = _append(sections[-1], section)
        else:
            sections.append(section)
    return [_set_notes_apart(section, line_is_row=stream.line_is_row) for section in sections]


def _join_broken_headers(pieces: Sequence[Piece]) -> list[Piece]:
    """Join a header word with its unit where a blank was taken for a boundary: `金额` `(万元)`."""
    joined: list[Piece] = []
    for piece in pieces:
        is_unit = piece.is_weak and parse_unit_line(piece.text) and not parse_header(piece.text)
        if joined and is_unit and parse_header(joined[-1].text):
            last = joined.pop()
            joined.append(replace(last, text=f"{last.text} {piece.text}", last=piece.last))
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
        if run and (place - run[-1] > _WIDEST_GAP or header.field in fields):
            headers.append(run)
            run, fields = [], set()
        run.append(place)
        fields.add(header.field)
    headers.append(run)
    return [run for run in headers if len(run) >= _FEWEST_FIELDS]


def _cut_section(
    pieces: Sequence[Piece], start: int, header: list[int], end: int, *, line_is_row: bool
) -> tuple[Section, int]:
    """Cut the section of one header out of `pieces[start:end]`; what stands before the next header is left to it.

    The body ends with its last label or value; the next table's title, if there is one behind that, opens what is
    left.
    """
    first, body = (header[0], header[-1] + 1) if header else (start, start)
    content_end = next((place + 1 for place in reversed(range(body, end)) if _is_content(pieces[place])), body)
    body_end = _end_of_last_rows(pieces, content_end, end, line_is_row=line_is_row)
    titles = (place for place in range(body_end, end) if is_title(pieces[place].text))
    notes_end = next(titles, end) if end < len(pieces) else end
    section = Section(
        before=tuple(pieces[start:first]),
        header=tuple((pieces[place], word) for place in header if (word := parse_header(pieces[place].text))),
        between=tuple(pieces[place] for place in range(first, body) if place not in header),
        body=tuple(pieces[body:body_end]),
        notes=tuple(pieces[body_end:notes_end]),
    )
    return section, notes_end


def _is_content(piece: Piece) -> bool:
    """Whether a piece can only stand in a table's body: a label, or a target."""
    word = squeeze(piece.text)
    if is_note(piece.text) or _DATE_LINE.fullmatch(word) or _LONG_DIGITS.fullmatch(word) or is_page_furniture(word):
        return False
    return bool(parse_labels(piece.text)) or is_target(piece.text)


def _end_of_last_rows(pieces: Sequence[Piece], start: int, end: int, *, line_is_row: bool) -> int:
    """Return where the rows end that follow the last sure target: a sentence as a value, a name without one."""
    place = start
    while place < end and not (is_note(pieces[place].text) or is_title(pieces[place].text)):
        opens_line = pieces[place].boundary == LINE
        is_lone = opens_line and (place + 1 == len(pieces) or pieces[place + 1].boundary == LINE)
        if (line_is_row and is_lone) or (not line_is_row and place - start >= _LAST_CELLS):
            break
        place += 1
    return place


def _continues(section: Section, before: Section) -> bool:
    """Whether a header is the one above, printed again on the next page of the same project."""
    if section.fields != before.fields or section.between:
        return False
    first_label = next(
        (place for place, piece in enumerate(section.body) if parse_labels(piece.text)), len(section.body)
    )
    head = section.body[:first_label]
    return not head or (len(head) % 2 == 0 and all(is_target(piece.text) for piece in head[1::2])
                        and not any(piece.text.isdigit() for piece in head))  # fmt: skip


def _append(section: Section, following: Section) -> Section:
    """Return the section with the next page's body after its own; the repeated header is set aside."""
    repeated = tuple(piece for piece, _ in following.header)
    return replace(
        section,
        body=section.body + following.body,
        notes=section.notes + following.before + repeated + following.notes,
    )


def _set_notes_apart(section: Section, *, line_is_row: bool) -> Section:
    """Take page numbers, notes and repeated titles that stand between the rows out of the body."""
    body: list[Piece] = []
    apart: list[Piece] = []
    noted_row = None
    for place, piece in enumerate(section.body):
        opens_line = piece.boundary == LINE
        stands_alone = opens_line and (place + 1 == len(section.body) or section.body[place + 1].boundary == LINE)
        follows_note = line_is_row and noted_row == piece.cell.row
        is_apart = (
            stands_alone
            and (is_page_furniture(piece.text) or is_title(piece.text))
            and (line_is_row or not _is_followed_by_value(section.body, place))
        )
        if opens_line and is_note(piece.text) and not _is_followed_by_value(section.body, place):
            noted_row, is_apart = piece.cell.row, True
        (apart if is_apart or follows_note else body).append(piece)
    return replace(section, body=tuple(body), notes=(*apart, *section.notes))


def _is_followed_by_value(body: Sequence[Piece], place: int) -> bool:
    following = body[place + 1 : place + 2]
    return bool(following) and is_target(following[0].text)
