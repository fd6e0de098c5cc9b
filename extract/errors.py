"""The errors of the house: one base, few children, each says what was found, where, and what to do.

A `DocumentError` ends the reading of one document and never of a run: the document is set aside under the
error's `code`, with its message, and the next one is read.
"""

from __future__ import annotations

from pathlib import Path

from extract.names import shown_path
from extract.scan.installed import HOW


class JixiaoError(Exception):
    """Anything that jixiao itself has to say to the person who ran it: one line, ready to print."""


class DocumentError(JixiaoError):
    """One document cannot be read. `code` is stable; `what` and `todo` are for people."""

    code = "unreadable"
    status = "set_aside"

    def __init__(self, path: Path, what: str, todo: str) -> None:
        self.path, self.what, self.todo = shown_path(path), what, todo
        super().__init__(f"{self.path}: {what}; {todo}")


class MissingPathError(DocumentError):
    """Nothing stands at the path that was given."""

    code, status = "missing_path", "failed"

    def __init__(self, path: Path) -> None:
        super().__init__(path, "no such file or folder", "check the spelling of the path")


class UnopenedFileError(DocumentError):
    """The operating system refuses to open the file."""

    code, status = "cannot_open", "failed"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, f"the file cannot be opened ({reason})", "check its permissions and run again")


class NoDocumentsError(DocumentError):
    """A folder holds no file at all."""

    code = "no_documents"

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the folder holds no documents", "put documents into it, or name another folder")


class EmptyFileError(DocumentError):
    """The file has no bytes, or nothing but white space."""

    code = "empty_file"

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the file is empty", "fetch it again from its source")


class UnsupportedMediaTypeError(DocumentError):
    """The bytes are of a kind that no reader here knows."""

    code = "unsupported_media_type"

    def __init__(self, path: Path, media_type: str) -> None:
        self.media_type = media_type
        super().__init__(
            path,
            f"the bytes are {media_type}, which this version does not read, whatever the file's name says",
            "save the table as plain text (.txt) and ingest that",
        )


class ScannedImageError(DocumentError):
    """The file is a picture, and the packages that read scans are not installed here."""

    code = "scanned_image"

    def __init__(self, path: Path, media_type: str) -> None:
        self.media_type = media_type
        super().__init__(
            path,
            f"it is a picture ({media_type}), and what reads scans is not installed here",
            f"install it ({HOW}) and ingest it again, or the document that it was printed from",
        )


class UndecodableTextError(DocumentError):
    """The bytes look like text in none of the encodings that are tried."""

    code = "undecodable"

    def __init__(self, path: Path, offset: int) -> None:
        self.offset = offset
        super().__init__(
            path,
            f"the bytes are no text in UTF-8, UTF-16 or GB18030 (byte {offset} fits none of them)",
            "save the file as UTF-8 and ingest it again",
        )


class NoTableError(DocumentError):
    """The text was read, but no table of performance targets is in it."""

    code = "no_table"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path, what, "check that it is the right file; if it is, please report its layout")


class CorruptFileError(DocumentError):
    """The bytes begin as their format does and break off or contradict themselves later."""

    code = "corrupt_file"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path, f"the file is damaged ({what})", "fetch it again from its source")


class PasswordProtectedError(DocumentError):
    """The file opens only with a password."""

    code = "password_protected"

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, "the file is protected by a password", "save a copy without the password and ingest that"
        )


class NeedsLibreOfficeError(DocumentError):
    """The format is read by LibreOffice, which is not installed here."""

    code = "needs_libreoffice"

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "an old Word or WPS document is read through LibreOffice, and no `soffice` is on the PATH",
            "install it (apt-get install libreoffice-writer-nogui), or save the file as .docx",
        )


class ConversionFailedError(DocumentError):
    """LibreOffice was asked to convert the file and gave nothing back."""

    code = "conversion_failed"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path, f"LibreOffice did not convert the file ({what})", "save the file as .docx by hand")


class TooLargeError(DocumentError):
    """The file holds, or declares, more than is read at once."""

    code = "too_large"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path, f"the file is too large ({what})", "split it, or ingest the part with the tables")


class TooDeepError(DocumentError):
    """Elements, tables or archives stand in each other deeper than any writer makes them."""

    code = "too_deep"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            path, f"the file is nested too deeply ({what})", "unpack it, or save it anew with its own program"
        )


class ArchiveBombError(DocumentError):
    """The archive would unpack to far more than it weighs, or to more members than anybody sends."""

    code = "archive_bomb"

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            path, f"the archive is not unpacked ({what})", "unpack it by hand and ingest the documents in it"
        )


class TooSlowError(DocumentError):
    """Reading the document took longer than the operator allows, and its process was ended."""

    code = "too_slow"

    def __init__(self, path: Path, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            path,
            f"reading it took longer than {seconds:g} s",
            "look at it, and split it, or allow more with --time-limit SECONDS",
        )


class TooMuchMemoryError(DocumentError):
    """Reading the document took more memory than the operator allows, and its process was ended."""

    code = "too_much_memory"

    def __init__(self, path: Path, megabytes: int) -> None:
        self.megabytes = megabytes
        super().__init__(
            path,
            f"reading it took more than {megabytes} MB of memory",
            "look at it, and split it, or allow more with --memory-limit MB",
        )


class ReaderCrashedError(DocumentError):
    """The process that read the document ended in the middle of it."""

    code, status = "reader_crashed", "failed"

    def __init__(self, path: Path, how: str) -> None:
        self.how = how
        super().__init__(
            path, f"the process that read it crashed ({how})", "save it anew with its own program; please report it"
        )


class BrokenReadingError(DocumentError):
    """A reader did what it never should: a mistake of ours, which one document shows."""

    code, status = "broken", "failed"

    def __init__(self, path: Path, said: str) -> None:
        super().__init__(path, f"reading it broke ({said})", "please report the document")


class XmlEntitiesError(DocumentError):
    """An XML part declares entities of its own, which no office program writes and bombs are made of."""

    code = "xml_entities"

    def __init__(self, path: Path, part: str) -> None:
        super().__init__(
            path, f"{part} declares XML entities", "do not trust the file; save it anew with its own program"
        )


class UnsupportedArchiveError(DocumentError):
    """An archive of a kind that is not unpacked here."""

    code = "unsupported_archive"

    def __init__(self, path: Path, media_type: str) -> None:
        self.media_type = media_type
        super().__init__(
            path, f"it is an archive ({media_type}) that is not read", "unpack it, or pack it anew as .zip"
        )
