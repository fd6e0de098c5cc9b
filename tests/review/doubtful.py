"""A small document of which some cells were read with doubt, and a store that holds it.

In: nothing. Out: the document, and readings in which the doubt of a scan is put on cells of an exact format, so that the tests of
the review need no scan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from extract import Document, Grid, read_document, read_grids
from flows.line import known_documents, publish_readings, start_run
from flows.outcome import Reading
from flows.reading import keep_unchanged, read_one
from flows.replaced import say_replaced
from flows.settings import Settings

VALUES = {"印发宣传手册": "≥4000册", "开展培训": "≥12次", "资金支出率": "≥95%", "群众满意度": "≥90%"}
DOUBTS: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "≥4000册": (0.5, ("≥400册", "24000册")),
    "≥95%": (0.7, ()),
    "群众满意度": (0.9, ("群众满意庋",)),
    "≥12公里": (0.55, ("≥72公里", "≧12公里")),
}


def write_page(path: Path, values: Mapping[str, str] = VALUES) -> Path:
    """Write a web page with one table of targets."""
    labels = [("产出指标", "数量指标")] * 2 + [("产出指标", "质量指标"), ("满意度指标", "服务对象满意度指标")]
    rows = "".join(
        f"<tr><td>{one}</td><td>{two}</td><td>{name}</td><td>{value}</td></tr>"
        for (one, two), (name, value) in zip(labels, values.items(), strict=True)
    )
    path.write_text(
        "<meta charset='utf-8'><h1>2024年项目支出绩效目标表</h1><p>金额单位：万元</p><table>"
        "<tr><td>项目名称</td><td colspan='3'>文化宣传经费</td></tr><tr><td>项目金额</td><td colspan='3'>12.5</td></tr>"
        f"<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>{rows}</table>",
        encoding="utf-8",
    )
    return path


def doubting_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of a document, some of their cells read with doubt."""
    for grid in read_grids(document):
        cells = []
        for cell in grid.cells:
            confidence, alternatives = DOUBTS.get(cell.text, (cell.confidence, ()))
            cells.append(replace(cell, confidence=confidence, alternatives=alternatives))
        yield replace(grid, cells=tuple(cells))


def read(path: Path, settings: Settings) -> Reading:
    """Return the reading of one document."""
    return read_one(read_document(path), megabytes=1024, corrections=settings.corrections, grids=doubting_grids)


def ingest(path: Path, settings: Settings) -> Reading:
    """Ingest one document as the line does, in this process; unchanged documents are not read."""
    known = known_documents(settings)
    document = read_document(path)
    reading = keep_unchanged(document) if document.document_id in known.documents else read(path, settings)
    (reading,) = say_replaced([reading], known, settings.corrections)
    publish_readings([reading], settings, start_run("direct"))
    return reading
