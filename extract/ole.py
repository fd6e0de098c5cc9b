"""What an OLE compound file holds, told by the streams in its root: old Word and Excel files, and encrypted new ones.

In: bytes. Out: a media type. The directory is walked by xlrd; a damaged one is searched for names.
"""

from __future__ import annotations

import io
from typing import Final

# (the stream, the media type), the telling one first.
_STREAMS: Final = (
    ("EncryptedPackage", "application/x-encrypted-ooxml"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("FileHeader", "application/x-hwp"),
)
_OLE: Final = "application/x-ole-storage"
_HEADER_BYTES: Final = 512


def ole_media_type(content: bytes) -> str:
    """Return the media type of an OLE file, "application/x-ole-storage" where its streams say nothing."""
    names = read_root_names(content)
    if names is None:
        names = {name for name, _ in _STREAMS if name.encode("utf-16-le") in content}
    return next((media_type for name, media_type in _STREAMS if name in names), _OLE)


def read_root_names(content: bytes) -> set[str] | None:
    """Return the names that stand in the root of an OLE file, None where its directory is broken."""
    from xlrd.compdoc import CompDoc  # type: ignore[import-untyped]

    if len(content) < _HEADER_BYTES:
        return None
    try:
        directory = CompDoc(content, logfile=io.StringIO()).dirlist
        return {directory[child].name for child in directory[0].children}
    except Exception:  # noqa: BLE001 - a damaged directory breaks xlrd in any way
        return None
