"""Old Word and WPS documents (.doc, .wps, .rtf) to grids, by way of LibreOffice.

In: a document. Out: the grids of the .docx that LibreOffice makes of it, in a folder and with a profile of its own, within
a time limit. Without LibreOffice a clear refusal. A call costs seconds whatever it converts: give it many at once.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from extract.contracts import Document, Grid
from extract.docx import read_docx_grids
from extract.errors import ConversionFailedError, NeedsLibreOfficeError, PasswordProtectedError

SECONDS: Final = 120.0
_PROGRAMS: Final = ("soffice", "libreoffice")
_SUFFIXES: Final = {"application/msword": ".doc", "application/rtf": ".rtf"}
# In Word's file information block: the flags, and the bit that says that the rest is encrypted.
_FLAGS_AT: Final = 0x0A
_IS_ENCRYPTED: Final = 0x0100


def read_office_grids(document: Document, *, seconds: float = SECONDS) -> Iterator[Grid]:
    """Yield the grids of one old document.

    Raises `NeedsLibreOfficeError`, `PasswordProtectedError`, or `ConversionFailedError`, also when `seconds` have passed.
    """
    converted = convert_documents([document], seconds=seconds).get(document.sha256)
    if converted is None:
        raise ConversionFailedError(document.path, "it gave no .docx back")
    yield from read_docx_grids(replace(document, content=converted))


def convert_documents(documents: list[Document], *, seconds: float = SECONDS) -> Mapping[str, bytes]:
    """Return, by sha256, the .docx of each document that LibreOffice could convert."""
    for document in documents:
        if _is_encrypted(document):
            raise PasswordProtectedError(document.path)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise NeedsLibreOfficeError(documents[0].path)
    with tempfile.TemporaryDirectory(prefix="jixiao-office-") as folder:
        sources = [_write(document, Path(folder)) for document in documents]
        _run(program, sources, Path(folder), documents[0].path, seconds)
        made = ((document, Path(folder, "out", f"{document.sha256}.docx")) for document in documents)
        return {document.sha256: target.read_bytes() for document, target in made if target.exists()}


def _write(document: Document, folder: Path) -> Path:
    source = folder / f"{document.sha256}{_SUFFIXES.get(document.media_type, '.doc')}"
    source.write_bytes(document.content)
    return source


def _run(program: str, sources: list[Path], folder: Path, shown: Path, seconds: float) -> None:
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), *map(str, sources),
    ]  # fmt: skip
    # A session of its own: `soffice` is a script that starts the program that hangs.
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise ConversionFailedError(shown, f"it took longer than {seconds:g} s") from error


def _is_encrypted(document: Document) -> bool:
    if document.media_type != "application/msword":
        return False
    from xlrd.compdoc import CompDoc  # type: ignore[import-untyped]

    try:
        stream = CompDoc(document.content, logfile=io.StringIO()).get_named_stream("WordDocument") or b""
    except Exception:  # noqa: BLE001 - a damaged container: whether it can be read is LibreOffice's to say
        return False
    return bool(int.from_bytes(stream[_FLAGS_AT : _FLAGS_AT + 2], "little") & _IS_ENCRYPTED)
