"""The faces of a folder of fonts, and which of them a document is set in.

In: a folder. Out: `Face`s, and a `Setting`: body, headers, title, and Latin letters from another face, as office
programs mix them. A character that the body lacks is taken from another face; one that nobody has is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from PIL import ImageFont

from tests.scans.cmap import read_characters

_SUFFIXES = {".ttf", ".otf", ".ttc"}
_ELSEWHERE = re.compile(r"\b(?:JP|KR|TC|HK|TW)\b|TW MBE")  # faces with the glyph shapes of other places
_HEAVY = re.compile(r"bold|black|heavy", re.IGNORECASE)
_SLANTED = re.compile(r"italic|oblique", re.IGNORECASE)
_MOST_FACES = 16  # of a collection
_ENOUGH = 0.985  # of a document's characters that its body has
_LATIN = re.compile(r"[\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file."""

    path: Path
    index: int
    name: str
    is_heavy: bool

    def has(self, character: str) -> bool:
        """Whether the face has a glyph for it."""
        return ord(character) in _characters(self.path, self.index)

    def font(self, pixels: float) -> ImageFont.FreeTypeFont:
        """Return the face at a size."""
        return _font(self.path, self.index, round(pixels, 2))


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document is set in; `rest` are the faces that lend what a face lacks."""

    body: Face
    heads: Face
    title: Face
    latin: Face
    rest: tuple[Face, ...]

    def face(self, character: str, role: str = "body") -> Face | None:
        """Return the face that a character is printed in, or None where there is none."""
        own: Face = getattr(self, role)
        first = self.latin if _LATIN.match(character) and role == "body" else own
        return next((face for face in (first, own, *self.rest) if face.has(character)), None)


@cache
def _characters(path: Path, index: int) -> frozenset[int]:
    return read_characters(path.read_bytes(), index)


@cache
def _font(path: Path, index: int, pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels, index=index, layout_engine=ImageFont.Layout.BASIC)


def find_faces(folder: Path) -> list[Face]:
    """Return the faces of a folder and the folders in it, in the order of their names; raise where there is none."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    faces = [face for path in paths for face in _faces(path)]
    if not faces:
        raise FileNotFoundError(f"no font file (.ttf, .otf, .ttc) in {folder}")
    return faces


def _faces(path: Path) -> list[Face]:
    faces: list[Face] = []
    count = 1 if path.suffix.lower() != ".ttc" else _MOST_FACES
    for index in range(count):
        try:
            family, style = ImageFont.truetype(path, 12, index=index).getname()
        except OSError:  # the collection has no more
            break
        name = f"{family} {style}"
        if not _ELSEWHERE.search(name):
            faces.append(Face(path, index, name, bool(_HEAVY.search(name))))
    return faces


def plain_faces(faces: Sequence[Face]) -> list[Face]:
    """Return the faces that are neither heavy nor slanted."""
    return [face for face in faces if not face.is_heavy and not _SLANTED.search(face.name)]


def draw_face(rng: Random, faces: Sequence[Face]) -> Face:
    """Return a face, each design with the same chance, be it in one file or in six."""
    design = rng.choice(sorted({_design(face) for face in faces}))
    return rng.choice([face for face in faces if _design(face) == design])


def _design(face: Face) -> str:
    return face.path.stem.partition("-")[0]


def draw_setting(rng: Random, faces: Sequence[Face], words: str) -> Setting:
    """Return what a document with these words is set in; raise `LookupError` where no face has enough of them."""
    wanted = {character for character in words if not character.isspace()}
    full = [face for face in faces if sum(map(face.has, wanted)) >= _ENOUGH * len(wanted)]
    if not full:
        raise LookupError("no face has the characters of the document")
    plain = [face for face in full if not face.is_heavy] or full
    heavy = [face for face in full if face.is_heavy] or full
    body = draw_face(rng, plain)
    figures = [face for face in plain_faces(faces) if all(map(face.has, "0123456789.%"))]
    latin = draw_face(rng, figures or [body])
    heads = rng.choice((body, body, rng.choice(heavy)))
    rest = tuple(sorted(full, key=lambda face: (face != body, face.is_heavy, face.name)))
    return Setting(body, heads, rng.choice((heads, rng.choice(heavy))), body if rng.random() < 0.4 else latin, rest)
