"""Zip containers opened with care: what they declare is judged before anything is unpacked.

In: bytes. Out: a `Container` that gives its parts as bytes, streams or XML trees, or raises a `DocumentError` of ours.
XML is parsed without entities, without the network and without unlimited depth.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from lxml import etree

from extract.errors import (
    ArchiveBombError,
    CorruptFileError,
    PasswordProtectedError,
    TooDeepError,
    TooLargeError,
    XmlEntitiesError,
)

ENCRYPTED: Final = 0x1
BROKEN_ZIP: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)
_MEGABYTE: Final = 1024 * 1024
_LOCAL_HEADER: Final = 30


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a container may unpack to. An operator may set others."""

    members: int = 10_000
    unpacked_bytes: int = 1024 * _MEGABYTE  # of all members
    member_bytes: int = 256 * _MEGABYTE
    tree_bytes: int = 96 * _MEGABYTE  # of one part that is held as a tree
    ratio: int = 400  # unpacked to packed, of a member that unpacks to more than `harmless_bytes`
    harmless_bytes: int = 32 * _MEGABYTE


DEFAULT_LIMITS: Final = Limits()


def is_bomb(member: zipfile.ZipInfo, limits: Limits) -> bool:
    """Whether a member declares more than any honest packing of documents achieves."""
    return member.file_size > max(limits.harmless_bytes, limits.ratio * member.compress_size)


def do_overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether two members declare the same packed bytes, which no packer writes and bombs are made of."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    return any(
        one.header_offset + _LOCAL_HEADER + one.compress_size > other.header_offset for one, other in pairwise(ordered)
    )


def check_declared(members: list[zipfile.ZipInfo], path: Path, limits: Limits) -> None:
    """Raise `ArchiveBombError` or `TooLargeError` for what the directory of a container declares."""
    if len(members) > limits.members:
        raise ArchiveBombError(path, f"it has {len(members)} members, more than {limits.members}")
    if do_overlap(members):
        raise ArchiveBombError(path, "its members share their packed bytes")
    bomb = next((member for member in members if is_bomb(member, limits)), None)
    if bomb is not None:
        raise ArchiveBombError(path, f"{bomb.filename} declares {bomb.file_size} bytes, {bomb.compress_size} packed")
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        raise TooLargeError(path, f"it declares {total // _MEGABYTE} MB unpacked")


class Container:
    """The parts of an office document in a zip."""

    def __init__(self, content: bytes, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.path, self._limits = path, limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN_ZIP as error:
            raise CorruptFileError(path, f"its directory of parts is missing or broken: {error}") from error
        check_declared(self._zip.infolist(), path, limits)
        # Some writers use back slashes or another case in names.
        self._names = {name.replace("\\", "/").lower(): name for name in self._zip.namelist()}

    def has(self, part: str) -> bool:
        """Whether the container holds the part."""
        return part.lower() in self._names

    def open(self, part: str) -> IO[bytes]:
        """Return the part as a stream; raise `CorruptFileError` where it is missing."""
        try:
            member = self._zip.getinfo(self._names[part.lower()])
        except KeyError as error:
            raise CorruptFileError(self.path, f"its part {part} is missing") from error
        if member.flag_bits & ENCRYPTED:
            raise PasswordProtectedError(self.path)
        try:
            return self._zip.open(member)
        except BROKEN_ZIP as error:
            raise CorruptFileError(self.path, f"its part {part} is broken: {error}") from error

    def read(self, part: str) -> bytes:
        """Return the bytes of a part that is held whole."""
        with self.open(part) as stream:
            if self._zip.getinfo(self._names[part.lower()]).file_size > self._limits.tree_bytes:
                raise TooLargeError(self.path, f"its part {part} is over {self._limits.tree_bytes // _MEGABYTE} MB")
            try:
                return stream.read()
            except BROKEN_ZIP as error:
                raise CorruptFileError(self.path, f"its part {part} is broken: {error}") from error

    def tree(self, part: str) -> etree._Element:
        """Return the root of an XML part."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            root = etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise self._broken_xml(part, error) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise XmlEntitiesError(self.path, part)
        return root

    def elements(self, part: str, names: tuple[str, ...]) -> Iterator[etree._Element]:
        """Yield the elements of these local names as they close, without holding the part; children stay in them."""
        with self.open(part) as stream:
            tags = [f"{{*}}{name}" for name in names]
            events: Any = etree.iterparse(
                stream,
                events=("end",),
                tag=tags,
                resolve_entities=False,
                no_network=True,
                huge_tree=False,
                load_dtd=False,
            )
            try:
                for number, (_, element) in enumerate(events):
                    if number == 0 and element.getroottree().docinfo.internalDTD is not None:
                        raise XmlEntitiesError(self.path, part)
                    yield element
            except etree.XMLSyntaxError as error:
                raise self._broken_xml(part, error) from error
            except BROKEN_ZIP as error:
                raise CorruptFileError(self.path, f"its part {part} is broken: {error}") from error

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Return id, kind (the last word of the type) and target part of everything that a part refers to."""
        folder = PurePosixPath(part).parent
        rels = str(folder / "_rels" / f"{PurePosixPath(part).name}.rels") if part else "_rels/.rels"
        if not self.has(rels):
            return []
        return [
            (
                relation.get("Id", ""),
                relation.get("Type", "").rpartition("/")[2],
                _resolve(folder, relation.get("Target", "")),
            )
            for relation in self.tree(rels)
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
        ]

    def _broken_xml(self, part: str, error: etree.XMLSyntaxError) -> TooDeepError | XmlEntitiesError | CorruptFileError:
        message = str(error)
        if "depth" in message.lower():
            return TooDeepError(self.path, f"elements in elements in {part}")
        if "entity" in message.lower():
            return XmlEntitiesError(self.path, part)
        return CorruptFileError(self.path, f"its part {part} is no well-formed XML: {message}")


def _resolve(folder: PurePosixPath, target: str) -> str:
    """Return the part that a relation's target names.

    >>> _resolve(PurePosixPath("word"), "../xl/a.xml"), _resolve(PurePosixPath("xl"), "/xl/b.xml")
    ('xl/a.xml', 'xl/b.xml')
    """
    target = target.replace("\\", "/")
    steps: list[str] = [] if target.startswith("/") else [step for step in folder.parts if step != "."]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
