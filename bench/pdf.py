"""How long PDF pages take, beside pdfplumber and bare pdfium, in one run on the same pages.

In: a folder of PDF files. Out: CPU milliseconds a page and two ratios for each file, printed. Peers that are not
installed are named as such and skipped.

    python -m bench.pdf ../shared/corpus/pdf
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import process_time

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]

from extract import read_document
from extract.pdf import read_pdf_grids

_PEERS = ("camelot", "img2table")
_ROUNDS = 3


def read_with_us(path: Path) -> None:
    """Everything: bytes to grids."""
    for _ in read_pdf_grids(read_document(path)):
        pass


def read_with_pdfium(path: Path) -> None:
    """The bare text of every page."""
    pdf = pypdfium2.PdfDocument(path.read_bytes())
    for index in range(len(pdf)):
        page = pdf[index]
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    pdf.close()


def read_with_pdfplumber(path: Path) -> None:
    """pdfplumber's own tables."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
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
    for name in _PEERS:
        if find_spec(name) is None:
            print(f"{name}: not installed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
