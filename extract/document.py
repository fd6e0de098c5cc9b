"""Files to documents: the bytes, their identity, their media type.

In: a path. Out: a `Document`. It reads the file once and whole, and understands nothing of it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from extract.contracts import Document
from extract.decode import decode_text
from extract.errors import EmptyFileError, MissingPathError, TooLargeError, UnopenedFileError
from extract.media import media_type_of
from extract.names import shown_path

# A document is held whole; nobody publishes a larger one.
_MOST_BYTES: Final = 512 * 1024**2


def read_document(path: Path) -> Document:
    """Return the document at `path`.

    Raises a `DocumentError`: `MissingPathError`, `UnopenedFileError`, `EmptyFileError`, and for text whose
    bytes fit no encoding `UndecodableTextError` or `UnsupportedMediaTypeError`.
    """
    return content_to_document(_read_bytes(path), shown_path(path))


def content_to_document(content: bytes, path: Path) -> Document:
    """Return the document of these bytes, which stand at `path` or in the archive that it names first."""
    if not content.strip():
        raise EmptyFileError(path)
    media_type = media_type_of(content)
    encoding = None
    if media_type.startswith("text/"):
        text, encoding = decode_text(content, path)
        if not text.strip().strip("\ufeff"):
            raise EmptyFileError(path)
    return Document(path, hashlib.sha256(content).hexdigest(), media_type, content, encoding)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TooLargeError(path, f"over {_MOST_BYTES // 1024**2} MB")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingPathError(path) from error
    except OSError as error:
        raise UnopenedFileError(path, error.strerror or str(error)) from error
