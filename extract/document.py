"""Files to documents: the bytes, their identity, their media type.

In: a path. Out: a `Document`. It reads the file once and whole, and understands nothing of it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from extract.contracts import Document
from extract.decode import decode_text
from extract.errors import EmptyFileError, MissingPathError, UnopenedFileError
from extract.media import media_type_of


def read_document(path: Path) -> Document:
    """Return the document at `path`.

    Raises a `DocumentError`: `MissingPathError`, `UnopenedFileError`, `EmptyFileError`, and for text whose
    bytes fit no encoding `UndecodableTextError` or `UnsupportedMediaTypeError`.
    """
    content = _read_bytes(path)
    if not content.strip():
        raise EmptyFileError(path)
    media_type = media_type_of(content)
    encoding = decode_text(content, path)[1] if media_type == "text/plain" else None
    return Document(path, hashlib.sha256(content).hexdigest(), media_type, content, encoding)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingPathError(path) from error
    except OSError as error:
        raise UnopenedFileError(path, error.strerror or str(error)) from error
