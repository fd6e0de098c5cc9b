"""Containers that are no document here: each refused with the error that says why.

In: a document whose bytes are a zip or OLE container. Out: never a grid.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from extract.contracts import Document, Grid
from extract.errors import (
    CorruptFileError,
    PasswordProtectedError,
    ScannedImageError,
    UnsupportedArchiveError,
    UnsupportedMediaTypeError,
)
from extract.ole import read_root_names
from extract.zipped import BROKEN_ZIP


def refuse_encrypted(document: Document) -> Iterator[Grid]:
    """Raise `PasswordProtectedError`: the document is an Office file that a password locks."""
    raise PasswordProtectedError(document.path)


def refuse_image(document: Document) -> Iterator[Grid]:
    """Raise `ScannedImageError`, without looking into the picture: what it declares may be any size."""
    raise ScannedImageError(document.path, document.media_type)


def refuse_archive(document: Document) -> Iterator[Grid]:
    """Raise `CorruptFileError` for a broken zip, `UnsupportedArchiveError` for one that `read_documents` would unpack."""
    try:
        zipfile.ZipFile(io.BytesIO(document.content)).close()
    except BROKEN_ZIP as error:
        raise CorruptFileError(document.path, f"its directory of parts is missing or broken: {error}") from error
    raise UnsupportedArchiveError(document.path, document.media_type)


def refuse_ole(document: Document) -> Iterator[Grid]:
    """Raise `CorruptFileError` for a broken OLE file, `UnsupportedMediaTypeError` for one of an unknown program."""
    if read_root_names(document.content) is None:
        raise CorruptFileError(document.path, "the directory of its streams is missing or broken")
    raise UnsupportedMediaTypeError(document.path, document.media_type)
