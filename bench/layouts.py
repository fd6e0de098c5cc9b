"""How well invented documents are read: family by shape, rows exact, wrong in silence, project fields, seconds.

In: seeds. Out: a table, printed; with `--show` the first differences in full and the file to open. Run it with
`python -m bench.layouts --family A --shape html --seed 7 --show 5`.
"""

from __future__ import annotations

import argparse
import tempfile
from functools import reduce
from operator import add
from pathlib import Path

from tests.layouts.families import FAMILIES, draw_document
from tests.layouts.reading import read_and_score
from tests.layouts.score import Score
from tests.layouts.shapes import SHAPES, shapes_of, suffix_of
from tests.layouts.transcripts import read_transcripts

_BARS = {"E": 0.95, "F": 0.95, "G": 0.70}
_FLAT_BAR, _BAR, _SILENT_BAR, _PROJECT_BAR = 0.90, 0.98, 0.005, 0.98
_LINE = "{:<5}{:<8}{:>5}{:>8}{:>8}{:>9}{:>9}{:>9}{:>8}{:>8}{:>10}{:>10}{:>9}  {}"


def main() -> None:
    """Print the table."""
    options = _options()
    if options.transcripts:
        _print_transcripts(options.transcripts, options.show)
        return
    folder = Path(options.folder or tempfile.mkdtemp(prefix="layouts-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(_LINE.format("fam", "shape", "docs", "rows", "exact%", "missing%", "extra%", "flagged%", "silent%", "refused",
                       "project%", "p.silent%", "seconds", ""))  # fmt: skip
    for family in options.family or FAMILIES:
        for shape in options.shape or SHAPES:
            seeds = [seed for seed in _seeds(options) if shape in shapes_of(draw_document(family, seed))]
            if seeds:
                total = reduce(add, (_score(folder, family, shape, seed, options.show) for seed in seeds))
                print(_line(family, shape, total), flush=True)
    print(f"the documents are in {folder}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.layouts", description=__doc__)
    parser.add_argument("--family", action="append", choices=list(FAMILIES))
    parser.add_argument("--shape", action="append", choices=SHAPES)
    parser.add_argument("--seed", type=int, help="one seed alone")
    parser.add_argument("--seeds", type=int, default=5, help="seeds 0 to this one")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print the first N differences of each document"
    )
    parser.add_argument("--folder", help="where to write the documents; a new folder by default")
    parser.add_argument(
        "--transcripts", type=Path, help="a folder of transcripts to read in place of invented documents"
    )
    return parser.parse_args()


def _print_transcripts(folder: Path, show: int) -> None:
    line = "{:<12}{:>6}{:>7}{:>7}{:>8}{:>9}  {}"
    print(line.format("transcript", "rows", "found", "exact", "silent", "further", ""))
    outcomes = list(read_transcripts(folder))
    for each in outcomes:
        print(
            line.format(
                each.number,
                each.rows,
                each.found,
                each.exact,
                each.silent,
                each.further,
                "refused" if each.is_refused else "",
            )
        )
        print("".join(f"   {difference}\n" for difference in each.differences[:show]), end="")
    sums = [sum(getattr(each, name) for each in outcomes) for name in ("rows", "found", "exact", "silent", "further")]
    print(line.format("all", *sums, ""))


def _seeds(options: argparse.Namespace) -> range:
    return range(options.seeds) if options.seed is None else range(options.seed, options.seed + 1)


def _score(folder: Path, family: str, shape: str, seed: int, show: int) -> Score:
    score = read_and_score(folder, family, shape, seed)
    if show and (score.differences or score.refused):
        print(f"-- {folder / f'{family}-{shape}-{seed}.{suffix_of(shape)}'}{' REFUSED' if score.refused else ''}")
        for each in score.differences[:show]:
            mark = "flagged" if each.is_flagged else "SILENT"
            print(
                f"   {each.kind:8}{mark:8} {each.where} · {each.field}\n      want {each.expected!r}\n      got  {each.actual!r}"
            )
    return score


def _line(family: str, shape: str, score: Score) -> str:
    rows = score.rows or 1
    shares = {name: getattr(score, name) / rows for name in ("exact", "missing", "extra", "flagged", "silent")}
    project = score.project_exact / (score.project_fields or 1)
    missed = [
        name
        for name, is_missed in (
            ("rows", shares["exact"] < _bar(family, shape)),
            ("silent", shares["silent"] > _SILENT_BAR),
            ("project", project < _PROJECT_BAR),
        )
        if is_missed
    ]
    return _LINE.format(
        family, shape, score.documents, score.rows, *(f"{100 * share:.2f}" for share in shares.values()),
        score.refused, f"{100 * project:.2f}",
        f"{100 * score.project_silent / (score.project_fields or 1):.2f}", f"{score.seconds:.2f}",
        "below: " + ", ".join(missed) if missed else "ok",
    )  # fmt: skip


def _bar(family: str, shape: str) -> float:
    return _BARS.get(family, _FLAT_BAR if shape == "text-e" else _BAR)


if __name__ == "__main__":
    main()
