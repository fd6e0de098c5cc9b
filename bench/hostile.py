"""Read a folder of documents that mean harm, with one good document among them, as an operator would.

In: a folder to draw into (none: a temporary one). Out: what `jixiao ingest` says of each, its time, and the most memory
that one process held. Run it by hand: it draws files of hundreds of megabytes. `python -m bench.hostile`
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.hostile import pdf, small_documents, stream
from tests.truth import SAMPLE

_WORDS = "绩效指标\t产出指标\t数量指标\t办公耗材\t≦0.5万元\n"


def main() -> None:
    """Draw, ingest, print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch, "hostile")
        wanted = draw(folder)
        began = time.perf_counter()
        run = subprocess.run(
            [sys.executable, "-m", "flows.cli", "ingest", "--json", "--time-limit", "30", str(folder), str(folder / "gone.txt")],
            env={**os.environ, "JIXIAO_HOME": str(Path(scratch, "home"))}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        print(run.stderr, end="")
        for entry in json.loads(run.stdout)["documents"]:
            name = entry["path"].removeprefix(f"{folder}/")
            codes = wanted.get(name.split("!")[0], ("?",))
            mark = "  " if (entry["code"] or "loaded") in codes else "!!"
            print(
                f"{mark} {name[:40]:40} {entry['seconds']:7.2f} s  {entry['code'] or entry['status']}  {entry['message'][:90]}"
            )
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"exit status {run.returncode}, {seconds:.1f} s, the largest process {most} MB")


def draw(folder: Path) -> dict[str, tuple[str, ...]]:
    """Draw all of them and return the codes that are right for each."""
    folder.mkdir(parents=True, exist_ok=True)
    for hostile in small_documents():
        (folder / hostile.name).write_bytes(hostile.content)
    wanted = {hostile.name: hostile.codes for hostile in small_documents()}
    wanted |= dict(_draw_large(folder)) | dict(_draw_odd(folder))
    (folder / "good.txt").write_bytes(SAMPLE.read_bytes())
    return wanted | {"good.txt": ("loaded",), "gone.txt": ("missing_path",)}


def _draw_large(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    cell = ("产出指标,", "\n")
    costly = ("no_table", "too_slow", "too_much_memory", "too_large", "loaded")
    (folder / "one-line.csv").write_text("项目,预算,指标\n1,2,3\n" + cell[0] * 15_000_000 + cell[1], encoding="utf-8")
    yield "one-line.csv", costly
    (folder / "long.txt").write_text(_WORDS * 1_500_000, encoding="utf-8")
    yield "long.txt", costly
    pages = 10_000
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R >>"
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages)
    written = pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, stream(b"9 9 m 99 99 l S"), *[page] * pages])
    (folder / "ten-thousand-pages.pdf").write_bytes(written)
    yield "ten-thousand-pages.pdf", costly
    with (folder / "huge.pdf").open("wb") as huge:
        huge.write(b"%PDF-1.7\n")
        huge.truncate(600 * 1024**2)
    yield "huge.pdf", ("too_large",)


def _draw_odd(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, target in (("loop-a", "loop-b"), ("loop-b", "loop-a"), ("dangling", "nowhere"), ("up", ".")):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
        yield name, ("cannot_open",)
    (folder / "pipe").unlink(missing_ok=True)
    os.mkfifo(folder / "pipe")
    yield "pipe", ("cannot_open",)
    for name, shown in ((b"two\nlines.txt", "two\\nlines.txt"), (b"\xbc\xa8\xff.txt", "\\xbc\\xa8\\xff.txt")):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("开会", encoding="utf-8")
        yield shown, ("no_table",)
    (folder / "closed.txt").write_text("开会", encoding="utf-8")
    (folder / "closed.txt").chmod(0)
    yield "closed.txt", ("no_table",) if os.geteuid() == 0 else ("cannot_open",)


if __name__ == "__main__":
    main()
