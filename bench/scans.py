"""How well scanned pages are read: structure, cells, values, signs, digits, wrong in silence, seconds, memory.

In: a folder that `python -m tests.scans` has written. Out: a table, printed, with the bars of each figure. They are read
through the door of `extract`; `--reader module:function` names another, path to grids. Memory is the peak of the whole run.
`python -m bench.scans FOLDER --by damage --show 5`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from extract import DocumentError, read_document, read_grids
from extract.contracts import Grid
from tests.scans.score import SURE, Score, score_scan
from tests.scans.truth import ScanTruth, read_truth

_BARS = {"struct": 98.0, "cells": 98.5, "values": 99.5, "signs": 99.5, "digits": 99.95}
_MOST = {"silent": 0.1, "flagged": 4.0, "CPU": 3.0}
_BARE, _BARE_BAR = {"none", "rows", "few"}, 95.0
_LINE = "{:<20}{:>6}{:>6}{:>8}{:>7}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>7}{:>7}{:>7}  {}"
_HEADS = ("", "pages", "refus", "struct%", "cells", "cells%", "values", "values%", "signs%", "digits%", "silent%",
          "flagged%", "lost%", "width%", "CPU/p", "below")  # fmt: skip
Reader = Callable[[Path], Iterable[Grid]]


def main() -> None:
    """Print the table."""
    options = _options()
    reader, groups, total = _reader(options.reader), dict[str, Score](), Score()
    for path in sorted(options.folder.glob("*.json"))[: options.count]:
        truth = read_truth(path)
        score = _read_and_score(path.parent / truth.file, truth, reader, options.show)
        total += score
        for group in _groups(truth, options.by):
            groups[group] = groups.get(group, Score()) + score
    print(_LINE.format(*_HEADS))
    for group, score in sorted(groups.items()):
        print(_line(group, score))
    print(_line("all", total))
    print(f"tables over pages read as one: {total.joined} of {total.over_pages}; tables right: {total.structures} of "
          f"{total.tables}; invented grids: {total.extra_grids}, cells: {total.invented}; not flagged means confidence "
          f">= {SURE}; values wrong in silence: {total.values_silent}; cells: {total.cells_silent}; peak "
          f"{_peak_megabytes():.0f} MB")  # fmt: skip


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scans", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--by", choices=("none", "file", "damage", "family", "dpi", "rules", "font"), default="rules")
    parser.add_argument("--count", type=int, help="the first files alone")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N differences of each file")
    parser.add_argument("--reader", metavar="MODULE:FUNCTION", help="what reads a path, in place of the door")
    return parser.parse_args()


def _reader(name: str | None) -> Reader:
    if name is None:
        return lambda path: read_grids(read_document(path))
    module, _, function = name.partition(":")
    found: Reader = getattr(importlib.import_module(module), function)
    return found


def _read_and_score(path: Path, truth: ScanTruth, reader: Reader, show: int) -> Score:
    begun, why, grids = _cpu_seconds(), "", list[Grid]()
    try:
        grids = list(reader(path))
    except DocumentError as error:
        why = f" REFUSED {error.code}: {error}"
    score = score_scan(truth, grids) + Score(refused=bool(why), seconds=_cpu_seconds() - begun)
    if show and (score.differences or why):
        print(f"-- {path} {truth.damages}{why} structure {score.structures} of {score.tables}")
        for each in score.differences[:show]:
            print(f"   {each.verdict:8}{each.confidence:.3f} {'value ' if each.is_value else ''}{each.where}\n"
                  f"      want {each.expected!r}\n      got  {each.actual!r}")  # fmt: skip
    return score


def _groups(truth: ScanTruth, by: str) -> Iterator[str]:
    if by == "damage":
        yield from (name for name, _ in truth.damages or (("clean", 0.0),))
    elif by == "rules":
        yield from {f"rules: {table.rules}" for table in truth.wholes}
    elif by != "none":
        yield {"file": truth.file, "family": truth.family, "dpi": f"{truth.dpi} dpi", "font": truth.fonts[0][:19]}[by]


def _line(group: str, score: Score) -> str:
    right = score.values_exact or 1
    figures = {
        "struct": _share(score.pages_right, score.pages), "cells": _share(score.exact, score.cells),
        "values": _share(score.values_exact, score.values), "signs": _share(score.signs_right, score.signs),
        "digits": _share(score.digits_right, score.digits), "silent": _share(score.values_silent, score.values),
        "flagged": 100 * score.values_flagged / right, "CPU": score.seconds / (score.pages or 1),
    }  # fmt: skip
    bars = _BARS | ({"struct": _BARE_BAR} if group.removeprefix("rules: ") in _BARE else {})
    below = [name for name, bar in bars.items() if figures[name] < bar]
    below += [name for name, most in _MOST.items() if figures[name] > most]
    shown = {name: f"{figure:.2f}" for name, figure in figures.items()}
    return _LINE.format(
        group, score.pages, score.refused, shown["struct"], score.cells, shown["cells"], score.values, shown["values"],
        shown["signs"], shown["digits"], shown["silent"], shown["flagged"],
        f"{_share(score.values_lost, score.values, 0.0):.2f}", f"{_share(score.width_only, score.cells, 0.0):.2f}",
        shown["CPU"], ", ".join(below) or "ok",
    )  # fmt: skip


def _share(part: int, of: int, empty: float = 100.0) -> float:
    return 100 * part / of if of else empty


def _cpu_seconds() -> float:
    """CPU of this process, of those that it had, and of those that still wait for the next page."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime + sum(_living(_times))


def _peak_megabytes() -> float:
    """The most memory that one process ever held."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max([resource.getrusage(each).ru_maxrss / 1024 for each in who] + list(_living(_peak)))


def _living(measure: Callable[[Path], float]) -> Iterator[float]:
    """Yield what is measured of each child that runs (Linux; elsewhere nothing is known of them)."""
    for listed in Path("/proc/self/task").glob("*/children"):
        for child in listed.read_text().split():
            with suppress(OSError):
                yield measure(Path("/proc", child))


def _times(process: Path) -> float:
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak(process: Path) -> float:
    lines = (process / "status").read_text().splitlines()
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), default=0.0)


if __name__ == "__main__":
    main()
