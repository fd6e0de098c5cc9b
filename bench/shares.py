"""What layout and row work costs beside reading the page: for each form of document, ratios taken in one run.

In: nothing, or a folder of documents. Out: seconds of reading, seconds of layout and row work, and their ratio, printed for
a long list, for the invented families, and for each file of the folder. Run it with `python -m bench.shares FOLDER`.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import process_time

from extract import JixiaoError, read_document, read_grids
from tests.layouts.families import FAMILIES, draw_document
from tests.layouts.shapes import SHAPES, shapes_of, suffix_of, write_document
from tests.layouts.sheets import C, Document, to_table
from tests.layouts.truth import Truth
from transform import grids_to_tables

_ROUNDS = 3
_PROJECTS, _SEEDS = 600, 2
_LINE = "{:<34}{:>6}{:>8}{:>10}{:>10}{:>8}"
_ROWS = (
    ("产出指标", 3, "数量指标", 1, "巡查第{}条河道", "≥{}次"),
    ("", 0, "质量指标", 1, "第{}批工程合格率", "≥95%"),
    ("", 0, "时效指标", 1, "完成时间", "2023年12月31日前"),
    ("效益指标", 1, "社会效益指标", 1, "第{}村治理能力", "稳步提升"),
    ("满意度指标", 1, "服务对象满意度指标", 1, "群众满意度", "≥9{}%"),
)


def long_list(projects: int = _PROJECTS) -> Document:
    """Return a list of five indicators a project, its labels and projects in merged cells."""
    rows = [
        [C(word) for word in ("项目名称", "金额（万元）", "年度目标", "一级指标", "二级指标", "三级指标", "指标值")]
    ]
    for number in range(projects):
        beside = (f"第{number}号工程", f"{number}.50", f"保障第{number}号工程按期完工。")
        for place, (level1, down, level2, _, name, value) in enumerate(_ROWS):
            left = [C(text, 1, len(_ROWS)) for text in beside] if place == 0 else []
            label = [C(level1, 1, down)] if down else []
            rows.append([*left, *label, C(level2), C(name.format(number)), C(value.format(number % 10))])
    return Document(("2023年度部门预算项目绩效目标表", to_table(rows)), Truth("A", (), ()))


def main(folders: Sequence[str]) -> None:
    """Print a line for each form of the long list and of the families, and for each file of the folders."""
    gc.freeze()  # as the process that reads documents does
    print(_LINE.format("documents", "files", "rows", "reading s", "rows s", "ratio"))
    with tempfile.TemporaryDirectory() as drawn:
        for shape in SHAPES:
            if shape != "text-e":
                path = Path(drawn) / f"long.{suffix_of(shape)}"
                path.write_bytes(write_document(long_list(), shape, 0))
                compare(f"list of {_PROJECTS} projects, {shape}", [path])
        for shape in SHAPES:
            compare(f"families, {shape}", list(_draw(Path(drawn), shape)))
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.*")):
            compare(path.name[:33], [path])


def _draw(folder: Path, shape: str) -> Iterator[Path]:
    for family in FAMILIES:
        for seed in range(_SEEDS):
            document = draw_document(family, seed)
            if shape in shapes_of(document):
                path = folder / f"{family}-{shape}-{seed}.{suffix_of(shape)}"
                path.write_bytes(write_document(document, shape, seed))
                yield path


def compare(name: str, paths: Sequence[Path]) -> None:
    """Print what reading and row work take for some documents; nothing for files that hold no table."""
    rounds = [times for _ in range(_ROUNDS + 1) if (times := [each for path in paths if (each := _times(path))])]
    if not rounds:
        return
    # The first round reads vocabularies and fonts, which a night of documents does once.
    sums = [(sum(read for read, _, _ in times), sum(took for _, took, _ in times)) for times in rounds[1:]]
    rows = sum(count for _, _, count in rounds[0])
    read, took, ratio = (median(column) for column in zip(*((a, b, b / a) for a, b in sums), strict=True))
    print(_LINE.format(name, len(rounds[0]), rows, f"{read:.3f}", f"{took:.3f}", f"{ratio:.2f}"), flush=True)


def _times(path: Path) -> tuple[float, float, int] | None:
    """Return the CPU seconds of reading a file and of what follows, and the indicators; None where it is refused."""
    gc.collect()
    began = process_time()
    try:
        document = read_document(path)
        grids = list(read_grids(document))
        read = process_time()
        tables = grids_to_tables(document, grids)
    except JixiaoError:
        return None
    return read - began, process_time() - read, len(tables.indicators)


if __name__ == "__main__":
    main(sys.argv[1:])
