"""Old Word documents by way of LibreOffice: many in a call, one that hangs is passed over, nothing is fetched or left.

What needs LibreOffice itself is skipped where it is not installed; a stand-in says the rest.
"""

from __future__ import annotations

import http.server
import os
import shutil
import stat
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extract import Document, read_grids
from extract.document import content_to_document
from extract.office import convert_documents
from tests.extract.reading import printed
from tests.hostile import OLE

HAS_OFFICE = shutil.which("soffice") is not None or shutil.which("libreoffice") is not None
needs_office = pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed here")
ROWS = (("一级指标", "指标值"), ("产出指标", "≦0.5万元"), ("效益指标", "≧95%"))


def old(number: int) -> Document:
    """Return a document that is an old Word one by its directory, each of another length."""
    return content_to_document(OLE + b"\0" * (600 + number) + "WordDocument".encode("utf-16-le"), Path(f"{number}.doc"))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a maker of programs in LibreOffice's place: a file of 602 bytes more ends it, in the way that is given."""

    def install(at_602: str) -> Path:
        calls = tmp_path / "calls"
        script = (
            f'echo call >> {calls}; while [ "$1" != --outdir ]; do shift; done; out=$2; shift 2; mkdir -p $out\n'
            f'for f in "$@"; do [ $(wc -c < $f) = {602 + 8 + 24} ] && {at_602}\n'
            "b=$(basename $f); echo made > $out/${b%.*}.docx; done"
        )
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        return calls

    return install


@pytest.mark.parametrize(
    ("ends", "calls", "why"),
    [
        pytest.param("sleep 60", 3, "it took longer than 0.5 s", id="hangs"),
        pytest.param("exit 77", 3, "it ended with status 77 and gave no .docx", id="crashes"),
        pytest.param("continue", 1, "it ended with status 0 and gave no .docx", id="passes-over"),
    ],
)
def test_a_document_that_libreoffice_cannot_read_does_not_take_the_others_with_it(
    office, tmp_path: Path, ends: str, calls: int, why: str
) -> None:
    log = office(ends)
    documents = [old(number) for number in range(5)]
    heard: list[None] = []
    converted = convert_documents(documents, seconds=0.5, folder=tmp_path / "data", tell=lambda: heard.append(None))
    made = [converted[document.sha256] for document in documents]
    assert [content for content in made if isinstance(content, bytes)] == [b"made\n"] * 4
    assert why in str(made[2])
    assert log.read_text() == "call\n" * calls
    assert not (tmp_path / "data").exists()


def test_a_document_that_hangs_alone_is_named(office) -> None:
    office("sleep 60")
    converted = convert_documents([old(2)], seconds=0.3)
    assert [error.code for error in converted.values()] == ["conversion_failed"]


def rich_text(rows: Sequence[Sequence[str]]) -> bytes:
    """Return an RTF file with this table."""
    body = ""
    for row in rows:
        cells = ["".join(rf"\u{ord(letter)}?" for letter in text) for text in row]
        body += r"\trowd\cellx3000\cellx6000 " + "".join(rf"\intbl {cell}\cell " for cell in cells) + "\\row\n"
    return f"{{\\rtf1\\ansi {body}\\pard end\\par}}".encode("ascii")


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_libreoffice_itself_gives_the_table_back(kind: str, tmp_path: Path) -> None:
    content = rich_text(ROWS)
    if kind == "doc":
        (tmp_path / "table.rtf").write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
        subprocess.run([*command, str(tmp_path / "table.rtf")], capture_output=True, timeout=120, check=True)
        content = (tmp_path / "table.doc").read_bytes()
    document = content_to_document(content, Path(f"table.{kind}"))
    (grid,) = [grid for grid in read_grids(document) if grid.is_aligned]
    assert [text for text, *_ in printed(grid)] == [text for row in ROWS for text in row]


@needs_office
def test_libreoffice_fetches_nothing_that_a_document_names(tmp_path: Path) -> None:
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/picture.png"
        page = content_to_document(f'<html><body><img src="{address}"><p>页</p></body></html>'.encode(), Path("a.doc"))
        # A page is not given to LibreOffice; it is the form that would fetch most readily.
        converted = convert_documents([replace(page, media_type="application/msword")])
        server.shutdown()
    assert [type(content) for content in converted.values()] == [bytes]
    assert asked == []


def test_what_a_killed_process_left_of_its_conversion_goes_with_the_next_one(office, tmp_path: Path) -> None:
    office(at_602="exit 77")
    ended = subprocess.Popen(["true"])
    ended.wait()
    folder = tmp_path / "office"
    left = folder / f"jixiao-office-{ended.pid}-abc"
    left.mkdir(parents=True)
    (left / "a.doc").write_bytes(b"a")
    other = folder / f"jixiao-office-{os.getpid()}-abc"
    other.mkdir()
    document = old(1)
    assert convert_documents([document], folder=folder) == {document.sha256: b"made\n"}
    assert list(folder.iterdir()) == [other]
