"""An archive of documents to its documents, each on its own.

In: the path of a file. Out: its documents: the members of a .zip (and of a .zip in it), or the file itself; what cannot be
read comes as the error that says why, and the rest goes on. A member's path reads `archive.zip!inner/name.docx`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from extract.contracts import Document
from extract.document import content_to_document, read_document
from extract.errors import (
    ArchiveBombError,
    CorruptFileError,
    DocumentError,
    NoDocumentsError,
    PasswordProtectedError,
    TooDeepError,
    TooLargeError,
    UnsupportedArchiveError,
)
from extract.names import shown_path
from extract.zipped import BROKEN_ZIP, ENCRYPTED, Limits, do_overlap, is_bomb

_ZIP: Final = "application/zip"
_OTHER_ARCHIVES: Final = ("application/vnd.rar", "application/x-7z-compressed", "application/gzip")
_DEEPEST: Final = 1  # archives in the archive
_UTF8_NAME: Final = 0x800
_LITTER: Final = ("__macosx/", "thumbs.db", "desktop.ini")


@dataclass
class _Budget:
    """What may still be unpacked."""

    limits: Limits
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.limits.unpacked_bytes


def read_documents(path: Path, limits: Limits | None = None) -> Iterator[Document | DocumentError]:
    """Yield every document at `path`, and an error for each that cannot be had."""
    try:
        document = read_document(path)
    except DocumentError as error:
        yield error
        return
    yield from _open(document, _Budget(limits or Limits()), 0)


def _open(document: Document, budget: _Budget, depth: int) -> Iterator[Document | DocumentError]:
    if document.media_type in _OTHER_ARCHIVES:
        yield UnsupportedArchiveError(document.path, document.media_type)
    elif document.media_type != _ZIP:
        yield document
    elif depth > _DEEPEST:
        yield TooDeepError(document.path, "archives in archives")
    else:
        yield from _unpack(document, budget, depth)


def _unpack(document: Document, budget: _Budget, depth: int) -> Iterator[Document | DocumentError]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(document.content))
    except BROKEN_ZIP as error:
        yield CorruptFileError(document.path, f"its directory of members is missing or broken: {error}")
        return
    with archive:
        members = [(member, name) for member in archive.infolist() if not _is_litter(name := member_name(member))]
        if len(members) > budget.limits.members:
            yield ArchiveBombError(document.path, f"it has {len(members)} members, more than {budget.limits.members}")
            return
        if do_overlap(archive.infolist()):
            yield ArchiveBombError(document.path, "its members share their packed bytes")
            return
        if not members:
            yield NoDocumentsError(document.path)
        for member, name in members:
            path = shown_path(Path(f"{document.path}!{name}"))
            try:
                inner = content_to_document(_read_member(archive, member, path, budget), path)
            except DocumentError as error:
                yield error
                continue
            yield from _open(inner, budget, depth + 1)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, budget: _Budget) -> bytes:
    """Return the bytes of a member, after what it declares has been judged."""
    if member.flag_bits & ENCRYPTED:
        raise PasswordProtectedError(path)
    if is_bomb(member, budget.limits):
        raise ArchiveBombError(path, f"it declares {member.file_size} bytes, {member.compress_size} packed")
    if member.file_size > budget.limits.member_bytes:
        raise TooLargeError(path, f"it declares {member.file_size} bytes")
    if member.file_size > budget.left:
        raise ArchiveBombError(path, "the archive has reached the limit of what is unpacked of it")
    budget.left -= member.file_size
    try:
        return archive.read(member)
    except BROKEN_ZIP as error:
        raise CorruptFileError(path, f"the member cannot be unpacked: {error}") from error


def member_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; one that does not say it is UTF-8 was most often written on a Chinese Windows."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    # A name that climbs out of the archive is only shown, never written to, but should not look like another file's.
    return "/".join(
        step for step in name.replace("\\", "/").split("/") if step not in ("", ".", "..")
    ) + "/" * name.endswith("/")


def _is_litter(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last == "" or last.startswith((".", "~$")) or name.lower().startswith(_LITTER[0]) or last.lower() in _LITTER
