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
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from extract.contracts import Document, Grid
from extract.docx import read_docx_grids
from extract.errors import ConversionFailedError, NeedsLibreOfficeError, PasswordProtectedError

Converted = bytes | ConversionFailedError
SECONDS: Final = 120.0
_LOOK_SECONDS: Final = 0.1
_SCRATCH: Final = "jixiao-office-"
# A document may name pictures, templates and macros elsewhere: none is fetched, none is run.
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">{}</item>
<item oor:path="/org.openoffice.Inet/Settings">{}</item>
</oor:items>
"""
_PROPERTY: Final = '<prop oor:name="{}" oor:op="fuse"><value>{}</value></prop>'
_SECURITY: Final = (
    ("MacroSecurityLevel", "3"),
    ("DisableMacrosExecution", "true"),
    ("DisableActiveContent", "true"),
    ("BlockUntrustedRefererLinks", "true"),
)
_NO_WAY_OUT: Final = (
    ("ooInetProxyType", "2"),
    ("ooInetHTTPProxyName", "127.0.0.1"),
    ("ooInetHTTPProxyPort", "9"),
    ("ooInetHTTPSProxyName", "127.0.0.1"),
    ("ooInetHTTPSProxyPort", "9"),
    ("ooInetNoProxy", ""),
)
_PROGRAMS: Final = ("soffice", "libreoffice")
_SUFFIXES: Final = {"application/msword": ".doc", "application/rtf": ".rtf"}
# In Word's file information block: the flags, and the bit that says that the rest is encrypted.
_FLAGS_AT: Final = 0x0A
_IS_ENCRYPTED: Final = 0x0100


def is_old_office(document: Document) -> bool:
    """Whether the document is read by way of LibreOffice."""
    return document.media_type in _SUFFIXES


def read_office_grids(document: Document, *, seconds: float = SECONDS) -> Iterator[Grid]:
    """Yield the grids of one old document.

    Raises `NeedsLibreOfficeError`, `PasswordProtectedError`, or `ConversionFailedError`, also when `seconds` have passed.
    """
    require_convertible(document)
    converted = convert_documents([document], seconds=seconds)[document.sha256]
    if isinstance(converted, ConversionFailedError):
        raise converted
    yield from read_docx_grids(replace(document, content=converted))


def require_convertible(document: Document) -> None:
    """Raise `NeedsLibreOfficeError` where there is none, `PasswordProtectedError` where it could not open the document."""
    if _is_encrypted(document):
        raise PasswordProtectedError(document.path)
    if _find_program() is None:
        raise NeedsLibreOfficeError(document.path)


def convert_documents(
    documents: Sequence[Document],
    *,
    seconds: float = SECONDS,
    folder: Path | None = None,
    tell: Callable[[], None] = lambda: None,
) -> Mapping[str, Converted]:
    """Return, by sha256, the .docx of each document, or why LibreOffice gave none.

    Each may take `seconds`; `tell` hears of each as it is done. What LibreOffice keeps stands in a folder of its own in
    `folder`, and goes with the call, or with the next one where this process is killed.
    """
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_left_behind(folder)
    prefix = f"{_SCRATCH}{os.getpid()}-"
    try:
        # What a LibreOffice that is being killed still writes must not hide what was converted.
        with tempfile.TemporaryDirectory(prefix=prefix, dir=folder, ignore_cleanup_errors=True) as scratch:
            return _convert_all({document.sha256: document for document in documents}, Path(scratch), seconds, tell)
    finally:
        if folder is not None:
            with suppress(OSError):  # another process converts there
                folder.rmdir()


def _remove_left_behind(folder: Path) -> None:
    for left in folder.glob(f"{_SCRATCH}*"):
        pid = left.name.removeprefix(_SCRATCH).partition("-")[0]
        try:
            os.kill(int(pid), 0)
        except (ValueError, ProcessLookupError):
            shutil.rmtree(left, ignore_errors=True)
        except PermissionError:  # it lives, and is somebody else's
            continue


def _convert_all(
    documents: Mapping[str, Document], folder: Path, seconds: float, tell: Callable[[], None]
) -> Mapping[str, Converted]:
    """Convert in one call; where that ends early, call again from the document it ended at, then without that one."""
    _write_profile(folder / "profile" / "user")
    sources = {key: _write(document, folder) for key, document in documents.items()}
    done: dict[str, Converted] = {}
    while left := [key for key in documents if key not in done]:
        tell()
        why = _run([sources[key] for key in left], folder, seconds, tell)
        made = [number for number, key in enumerate(left) if _target(folder, key).exists()]
        for number, key in enumerate(left[: max(made[-1] + 1 if made else 0, 0 if made else 1)]):
            failed = ConversionFailedError(documents[key].path, why)
            done[key] = _target(folder, key).read_bytes() if number in made else failed
    return done


def _target(folder: Path, key: str) -> Path:
    return folder / "out" / f"{key}.docx"


def _write(document: Document, folder: Path) -> Path:
    source = folder / f"{document.sha256}{_SUFFIXES.get(document.media_type, '.doc')}"
    source.write_bytes(document.content)
    return source


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    settings = ("".join(_PROPERTY.format(*pair) for pair in pairs) for pairs in (_SECURITY, _NO_WAY_OUT))
    (folder / "registrymodifications.xcu").write_text(_PROFILE.format(*settings), encoding="utf-8")


def _run(sources: Sequence[Path], folder: Path, seconds: float, tell: Callable[[], None]) -> str:
    """Let LibreOffice convert the files, in their order, and say how that ended."""
    program = _find_program()
    if program is None:
        return "it is no longer installed"
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), *map(str, sources),
    ]  # fmt: skip
    # Without these it would keep its caches and locks in the user's own folders.
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "XDG_CACHE_HOME": str(folder / "cache"),
                   "XDG_CONFIG_HOME": str(folder / "config")}  # fmt: skip
    # A session of its own: `soffice` is a script that starts the program that hangs.
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            return _wait(process, folder / "out", seconds, tell)
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


def _wait(process: subprocess.Popen[bytes], target: Path, seconds: float, tell: Callable[[], None]) -> str:
    """Wait until it ends, or until `seconds` have passed since its last file."""
    made, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_SECONDS)
            return f"it ended with status {process.returncode} and gave no .docx"
        count = len(list(target.iterdir())) if target.is_dir() else 0
        if count > made:
            made, deadline = count, time.monotonic() + seconds
            tell()
    return f"it took longer than {seconds:g} s"


def _find_program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _is_encrypted(document: Document) -> bool:
    if document.media_type != "application/msword":
        return False
    from xlrd.compdoc import CompDoc  # type: ignore[import-untyped]

    try:
        stream = CompDoc(document.content, logfile=io.StringIO()).get_named_stream("WordDocument") or b""
    except Exception:  # noqa: BLE001 - a damaged container: whether it can be read is LibreOffice's to say
        return False
    return bool(int.from_bytes(stream[_FLAGS_AT : _FLAGS_AT + 2], "little") & _IS_ENCRYPTED)
