"""How long PDF pages take, beside bare pdfium, pdfplumber and whatever peers are installed, on the same pages.

In: a folder of PDF files, or nothing: then pages are drawn. Out: CPU milliseconds a page and ratios for each file, and
time and memory of a long publication, printed. Run it with `make bench`, or `python -m bench.pdf FOLDER`. Peers are
not installed with the project: `pip install camelot-py img2table` beside it, and they take part.
"""

from __future__ import annotations

import importlib
import logging
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]

from bench.drawn import publication, ruled_pages
from extract import read_document
from extract.pdf import read_pdf_grids

_ROUNDS = 5
_PEERS = {"camelot": "camelot-py", "img2table.document": "img2table"}
Reader = Callable[[Path], None]


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


def read_with_camelot(path: Path) -> None:
    """camelot's ruled tables."""
    importlib.import_module("camelot").read_pdf(str(path), pages="all", flavor="lattice")


def read_with_img2table(path: Path) -> None:
    """img2table's tables, without reading their text."""
    importlib.import_module("img2table.document").PDF(str(path)).extract_tables()


def peers() -> dict[str, Reader]:
    """Return the peers that are installed; say of the others how to have them."""
    found: dict[str, Reader] = {"pdfplumber": read_with_pdfplumber}
    for module, package in _PEERS.items():
        try:
            importlib.import_module(module)
        except ImportError:
            print(f"{package}: not installed; pip install {package}")
            continue
        found[package] = read_with_camelot if module == "camelot" else read_with_img2table
    return found


def seconds(read: Reader, path: Path) -> float:
    """Return the CPU seconds of reading a file once."""
    start = process_time()
    read(path)
    return process_time() - start


def compare(path: Path, others: dict[str, Reader]) -> list[float]:
    """Print a line; return how many times bare pdfium's time we take, and how many times ours the peers take."""
    count = len(pypdfium2.PdfDocument(path))
    read_with_us(path)
    # In pairs, because the machine is never equally busy twice.
    pairs = [(seconds(read_with_us, path), seconds(read_with_pdfium, path)) for _ in range(_ROUNDS)]
    ours = median(us for us, _ in pairs)
    ratios = [median(us / bare for us, bare in pairs), *(seconds(read, path) / ours for read in others.values())]
    print(f"{path.stem:<22}{count:>6}{1000 * ours / count:>9.2f}{_columns(ratios)}", flush=True)
    return ratios


def _columns(ratios: list[float]) -> str:
    return f"{ratios[0]:>10.2f}" + "".join(f"{ratio:>18.1f}" for ratio in ratios[1:])


def main(folder: Path) -> None:
    """Print a line a file and the medians."""
    logging.disable(logging.CRITICAL)
    others = peers()
    print(
        f"{'file':<22}{'pages':>6}{'ms/page':>9}{'× pdfium':>10}" + "".join(f"{name + ' ÷ us':>18}" for name in others)
    )
    rows = [compare(path, others) for path in sorted(folder.glob("*.pdf"))]
    print(f"{'median':<37}{_columns([median(column) for column in zip(*rows, strict=True)])}")


def read_long(path: Path) -> None:
    """Print what a publication of 300 pages takes, 12 of them with targets."""
    read_with_us(path)
    took = median(seconds(read_with_us, path) for _ in range(_ROUNDS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{'publication':<22}{len(pypdfium2.PdfDocument(path)):>6} pages in {took:.2f} s, at most {peak:.0f} MB so far"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as drawn:
        long = Path(drawn) / "publication"
        long.write_bytes(publication())
        read_long(long)
        for name, content in ruled_pages().items():
            (Path(drawn) / f"{name}.pdf").write_bytes(content)
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(drawn))
