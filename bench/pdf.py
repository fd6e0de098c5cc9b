"""How long PDF pages take, beside pdfplumber and bare pdfium, in one run on the same pages.

In: a folder of PDF files, or nothing: then ruled pages are drawn, a file for each way of drawing rules. Out: CPU
milliseconds a page and two ratios for each file, printed. Run it with `make bench`, or `python -m bench.pdf FOLDER`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]

from extract import read_document
from extract.pdf import read_pdf_grids
from tests.extract.draw_pdf import RULES, pdf, text

_ROUNDS = 3
_PAGES, _ROWS = 10, 24
_XS = (40.0, 100.0, 170.0, 300.0, 380.0)
_ROW = ("产出指标", "数量指标", "道路日常养护里程", "≥12.5公里")


def read_with_us(path: Path) -> None:
    """Everything: bytes to grids."""
    for _ in read_pdf_grids(read_document(path)):
        pass


def read_with_pdfium(path: Path) -> None:
    """The bare text of every page."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    for index in range(len(document)):
        page = document[index]
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    document.close()


def read_with_pdfplumber(path: Path) -> None:
    """pdfplumber's own tables."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def seconds(read: Callable[[Path], None], path: Path, rounds: int) -> float:
    """Return the median CPU seconds of reading a file."""
    times = []
    for _ in range(rounds):
        start = process_time()
        read(path)
        times.append(process_time() - start)
    return median(times)


def main(folder: Path) -> None:
    """Print a line a file and the medians."""
    print(f"{'file':<14}{'pages':>6}{'ms/page':>9}{'× pdfium':>10}{'pdfplumber ÷ us':>17}")
    ratios = []
    for path in sorted(folder.glob("*.pdf")):
        count = len(pypdfium2.PdfDocument(path))
        read_with_us(path)
        ours, bare = seconds(read_with_us, path, _ROUNDS), seconds(read_with_pdfium, path, _ROUNDS)
        peer = seconds(read_with_pdfplumber, path, 1)
        ratios.append((ours / bare, peer / ours))
        print(
            f"{path.stem:<14}{count:>6}{1000 * ours / count:>9.2f}{ours / bare:>10.2f}{peer / ours:>17.1f}", flush=True
        )
    print(f"{'median':<14}{'':>15}{median(a for a, _ in ratios):>10.2f}{median(b for _, b in ratios):>17.1f}")


def draw_pages(folder: Path) -> None:
    """Write a file for each way of drawing rules: ten pages of a table of 24 rows."""
    heights = [700.0 - 24 * row for row in range(_ROWS + 1)]
    sides = [(_XS[0], y, _XS[-1], y) for y in heights] + [(x, heights[0], x, heights[-1]) for x in _XS]
    words = "".join(text(x + 3, y - 15, word) for y in heights[:-1] for x, word in zip(_XS, _ROW, strict=False))
    for name, way in RULES.items():
        (folder / f"{name}.pdf").write_bytes(pdf([way(sides) + words] * _PAGES))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as drawn:
            draw_pages(Path(drawn))
            main(Path(drawn))
