"""The doubts about one document's pictures: what does not fit, what does not add up, how many cells are unsure.

In: the draft of a document, its quantities filled. Out: doubts under R14 and marks on the indicators. Nothing is changed
in a value. Unsure cells are counted in one doubt of the document; their indicators bear the mark. A figure that a sum
confirms, and a name that another cell says surely, are not unsure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from extract import Cell
from transform.draft import SURE_READING, Draft, Record
from transform.heads import NO_HEAD, parse_amount
from transform.indicator_records import FREE_WORDS
from transform.pictures.cells import are_pictured, is_pictured
from transform.pictures.checks import Sums
from transform.pictures.facts import Fact, Suspicion
from transform.pictures.mending import Mended
from transform.pictures.misfits import find_misfits
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import ProjectReading, Row
from transform.vocabulary import parse_label_cell

RULE: Final = "R14"
_FEW: Final = 3  # suspects for one sum: with more, none of them is much of a suspect
_BESIDE, _WORDS = "其他栏", "原因与说明"


def doubt_mended(draft: Draft, mended: Sequence[Mended]) -> None:
    """Report the words that were read as others, each pair of words once."""
    pieces: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    for one in mended:
        pieces[one.piece.text, one.word].append(one.piece)
    for (text, word), found in pieces.items():
        message = f"扫描文字“{text}”与“{word}”只差一字，按“{word}”读取，原文照录"
        draft.doubt(RULE, message, pieces=found, actual=text)


def doubt_pictures(draft: Draft) -> None:
    """Report what is doubtful about the values that were read from pictures, and mark their indicators."""
    if not draft.has_pictures:
        return
    rows = {str(record["indicator_id"]): record for record in draft.indicators}
    facts = [Fact(rows[key], row) for key, row in draft.printed_rows.items() if key in rows]
    pictured = [fact for fact in facts if are_pictured(_row_pieces(fact.row))]
    _doubt_misfits(draft, pictured, rows)
    of_project: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        of_project[str(fact.record["project_id"])].append(fact)
    settled = _repeated(pictured)
    for project in draft.projects:
        project_id = str(project["project_id"])
        reading, unit = draft.printed_projects[project_id]
        own = of_project[project_id]
        sums = Sums(project, reading, own, unit)
        confirmed = {id(cell) for cell in _cells(sums.confirmed())}
        settled |= confirmed
        _doubt_head(draft, project_id, reading, confirmed)
        _doubt_amount(draft, project, reading, unit)
        if are_pictured(reading.pieces):
            _doubt_sums(draft, sums, rows)
    _count_unsure(draft, pictured, settled)


def _repeated(facts: Sequence[Fact]) -> set[int]:
    """Return the cells of names that were read in the same way in another cell, and there surely."""
    names = [fact.row.name for fact in facts]
    sure = {squeeze(name.text) for name in names if name.pieces and not _unsure(name.pieces)}
    return {id(cell) for name in names if squeeze(name.text) in sure for cell in _cells(name.pieces)}


def _cells(pieces: Iterable[Piece]) -> Iterator[Cell]:
    yield from (printed.cell for piece in pieces for printed in piece.printed)


def _doubt_misfits(draft: Draft, facts: Sequence[Fact], rows: dict[str, Record]) -> None:
    found: dict[str, list[Suspicion]] = defaultdict(list)
    for suspicion in find_misfits(facts):
        found[suspicion.indicator_id].append(suspicion)
    for indicator_id, suspicions in found.items():
        record = rows[indicator_id]
        record["is_suspect"] = True
        message = "；".join(suspicion.message for suspicion in suspicions)
        pieces = {id(piece): piece for suspicion in suspicions for piece in suspicion.pieces}
        draft.doubt(RULE, message, project_id=str(record["project_id"]), indicator_id=indicator_id,
                    pieces=list(pieces.values()), actual=_or_none(record["value_text"]))  # fmt: skip


def _or_none(value: object) -> str | None:
    return str(value) if value is not None else None


def _doubt_sums(draft: Draft, sums: Sums, rows: dict[str, Record]) -> None:
    for broken in sums.broken():
        figures = [explanation.figure for explanation in broken.explanations]
        for figure in figures if len(figures) <= _FEW else ():
            if figure.indicator_id is not None:
                rows[figure.indicator_id]["is_suspect"] = True
        pieces = {id(piece): piece for figure in figures for piece in figure.pieces}
        draft.doubt(RULE, broken.message, project_id=str(sums.project["project_id"]), pieces=list(pieces.values()))


def _doubt_head(draft: Draft, project_id: str, reading: ProjectReading, settled: Collection[int]) -> None:
    """Report a project's name, amount or goal that was not surely read, in one doubt."""
    head = reading.head or NO_HEAD
    fields = {"项目名称": head.project_name, "项目金额": head.amount, "绩效目标": head.goal}
    unsure = {name: found for name, pieces in fields.items() if (found := _unsure(pieces, settled))}
    if unsure:
        message = f"{'、'.join(unsure)}的扫描读取没有十足把握，建议核对图像"
        draft.doubt(
            RULE, message, project_id=project_id, pieces=[piece for found in unsure.values() for piece in found]
        )


def _doubt_amount(draft: Draft, project: Record, reading: ProjectReading, unit: str | None) -> None:
    """Report an amount that was read in part: 12.50万兀."""
    pieces = reading.head.amount if reading.head else ()
    text = project["amount_text"]
    if text and are_pictured(pieces) and "in_words" in parse_amount(str(text), unit)[1].notes:
        message = f"项目金额“{text}”中有不能识别的文字，可能误读"
        draft.doubt(RULE, message, project_id=str(project["project_id"]), pieces=pieces, actual=str(text))


def _count_unsure(draft: Draft, facts: Iterable[Fact], settled: Collection[int]) -> None:
    """Report how many cells of indicators are unsure, and mark the indicators of unsure labels."""
    cells: dict[int, tuple[str, Piece]] = {}
    for fact in facts:
        for name, piece in _named_pieces(fact, settled):
            cells.setdefault(id(piece.cell), (name, piece))
            if name != _WORDS:
                fact.record["is_suspect"] = True
    if not cells:
        return
    counts = Counter(name for name, _ in cells.values())
    listed = "，".join(f"{name} {count} 个" for name, count in counts.items())
    message = f"指标中有 {len(cells)} 个扫描单元格的读取没有十足把握（{listed}）；除原因与说明外，所在指标已标为存疑"
    draft.doubt(RULE, message, pieces=[piece for _, piece in cells.values()], actual=str(len(cells)))


def _named_pieces(fact: Fact, settled: Collection[int]) -> Iterator[tuple[str, Piece]]:
    row = fact.row
    yield from (("名称", piece) for piece in _unsure(row.name.pieces, settled))
    yield from (("指标值", piece) for piece in _unsure(row.value.pieces if row.value else (), settled))
    for field, text in row.beside.items():
        name = _WORDS if field in FREE_WORDS else _BESIDE
        yield from ((name, piece) for piece in _unsure(text.pieces, settled))
    for level, piece in ((1, row.level1_piece), (2, row.level2_piece)):
        if piece is not None:
            yield from (("级别", printed) for printed in _unsure([piece]) if not _is_sure_label(printed, level))


def _is_sure_label(piece: Piece, level: int) -> bool:
    """Whether a text is a known label, and nothing else that it may say is another one."""
    found = parse_label_cell(piece.text, level)
    others = (parse_label_cell(text, level) for text in piece.cell.alternatives)
    return bool(found) and all(not other or other == found for other in others)


def _unsure(pieces: Iterable[Piece], settled: Collection[int] = ()) -> list[Piece]:
    """Return the printed pieces of pictures that were not surely read, those of settled cells aside."""
    printed = (one for piece in pieces for one in piece.printed)
    return [
        one
        for one in printed
        if is_pictured(one.cell) and one.cell.confidence < SURE_READING and id(one.cell) not in settled
    ]


def _row_pieces(row: Row) -> Iterator[Piece]:
    yield from (piece for text in row.texts for piece in text.pieces)
    yield from (piece for piece in (row.level1_piece, row.level2_piece) if piece is not None)
