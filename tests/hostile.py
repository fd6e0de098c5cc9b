"""Documents that mean harm, or came to harm: drawn in memory, each with the code it is to be set aside under.

In: nothing. Out: the bytes of small files that declare, nest or unpack to much more than they weigh.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from tests.truth import SAMPLE

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_BOOK = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "绩效绩效绩效">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]>"
)
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY k SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Hostile:
    """A file's name, its bytes, and the codes that are right for it."""

    name: str
    content: bytes
    codes: tuple[str, ...]
    is_costly: bool = False  # takes a second or more, or a gigabyte, before it is refused


def pack(members: Sequence[tuple[str, bytes | str]]) -> bytes:
    """Return a zip of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def docx(body: str, prolog: str = "") -> bytes:
    """Return a Word document with this body."""
    relation = f'<Relationships><Relationship Id="r1" Type="{_TYPE}" Target="word/document.xml"/></Relationships>'
    document = f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return pack([("_rels/.rels", relation), ("word/document.xml", document)])


def xlsx(sheet: str, prolog: str = "") -> bytes:
    """Return a workbook with this one sheet."""
    kind = _TYPE.rpartition("/")[0]
    relation = f'<Relationships><Relationship Id="r1" Type="{_TYPE}" Target="xl/workbook.xml"/></Relationships>'
    sheets = f'<Relationships><Relationship Id="r1" Type="{kind}/worksheet" Target="s.xml"/></Relationships>'
    book = f'<workbook xmlns="{_BOOK}" xmlns:r="{kind}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
    data = f'{prolog}<worksheet xmlns="{_BOOK}"><sheetData>{sheet}</sheetData></worksheet>'
    return pack([("_rels/.rels", relation), ("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", sheets),
                 ("xl/s.xml", data)])  # fmt: skip


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end % (size, trailer, len(out))


def stream(content: bytes, more: bytes = b"") -> bytes:
    """Return a stream object of a PDF."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


_TREE_CODES = ("no_table", "corrupt_file", "too_much_memory", "too_slow")
_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>"
)


def png(width: int, height: int) -> bytes:
    """Return a PNG that declares these pixels and holds none."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    parts = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (head, data)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + b"\0\0\0\0IEND\xaeB`\x82"


def jpeg(width: int, height: int) -> bytes:
    """Return the head of a JPEG that declares these pixels."""
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\1\x11\0\2\x11\1\3\x11\1"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def locked_zip() -> bytes:
    """Return a zip whose member is encrypted, as far as its flags say."""
    packed = bytearray(pack([("表.txt", SAMPLE.read_bytes())]))
    packed[6] |= 1
    packed[packed.index(b"PK\1\2") + 8] |= 1
    return bytes(packed)


def declared_zip(name: str, size: int) -> bytes:
    """Return a zip whose directory declares a member of this size."""
    packed = bytearray(pack([(name, b"a" * 500)]))
    at = packed.index(b"PK\1\2")
    packed[at + 24 : at + 28] = struct.pack("<I", size)
    packed[22:26] = struct.pack("<I", size)
    return bytes(packed)


def overlapping_zip(members: int) -> bytes:
    """Return a zip whose directory names the same packed bytes many times."""
    packed = pack([("a.txt", b"0" * 30_000_000)])
    start = packed.index(b"PK\1\2")
    end = packed.index(b"PK\5\6")
    entry = packed[start:end]
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(members))
    tail = b"PK\5\6\0\0\0\0" + struct.pack("<HHIIH", members, members, len(entries), start, 0)
    return packed[:start] + entries + tail


def nested_zip(depth: int) -> bytes:
    """Return a zip in a zip in a zip …"""
    content = pack([("表.txt", SAMPLE.read_bytes())])
    for _ in range(depth):
        content = pack([("inner.zip", content)])
    return content


def small_documents() -> list[Hostile]:
    """Return every document that is small, which is all but those whose trap is their size."""
    return [*_cut_short(), *_locked(), *_zips(), *_pictures(), *_markup(), *_xml(), *_pdfs()]


def _cut_short() -> list[Hostile]:
    text = SAMPLE.read_text(encoding="utf-8")
    document = docx("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines()))
    book = xlsx("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 900)))
    page = pdf([_CATALOGUE, _PAGES, _PAGE, stream(b"BT ET" * 400), stream(b"", b"/Type /XObject /Subtype /Form")])
    members = pack([("a.txt", text), ("b.txt", text)])
    return [
        Hostile("zero.pdf", b"", ("empty_file",)),
        Hostile("white.txt", b" \n\t\r\n" * 9, ("empty_file",)),
        Hostile("wide-white.txt", "\u3000\n\xa0\u3000\n".encode(), ("empty_file",)),
        Hostile("white-utf16.txt", "\n \n".encode("utf-16"), ("empty_file",)),
        Hostile("cut.docx", document[: len(document) // 2], ("corrupt_file",)),
        Hostile("cut.xlsx", book[: len(book) // 2], ("corrupt_file",)),
        Hostile("cut.pdf", page[: len(page) // 3], ("corrupt_file",)),
        Hostile("cut.zip", members[: len(members) // 2], ("corrupt_file",)),
        Hostile("head-only.pdf", b"%PDF-1.7\n", ("corrupt_file",)),
        Hostile("noise.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 40, ("corrupt_file",)),
        Hostile("is-a-picture.pdf", png(10, 10), ("no_table", "scanned_image")),
        Hostile("is-a-program.docx", b"\x7fELF" + bytes(100), ("unsupported_media_type",)),
        Hostile("old.doc", OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), ("needs_libreoffice", "conversion_failed"), True),
    ]  # fmt: skip


def _locked() -> list[Hostile]:
    secret = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    page = pdf([_CATALOGUE, _PAGES, _PAGE, stream(b"BT ET"), stream(b"")], secret)
    return [
        Hostile("locked.pdf", page, ("password_protected",)),
        Hostile("locked.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), ("password_protected",)),
        Hostile("locked.docx", OLE + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le"), ("password_protected",)),
        Hostile("locked.zip", locked_zip(), ("password_protected",)),
    ]


def _zips() -> list[Hostile]:
    part = "<w:p/>" * 5_000_000
    return [
        Hostile("ratio.zip", pack([("zeros.txt", bytes(200_000_000))]), ("archive_bomb",), True),
        Hostile("ratio.docx", docx(part + "<w:p/>" * 10_000_000), ("archive_bomb", "too_large"), True),
        Hostile("overlap.zip", overlapping_zip(60), ("archive_bomb",)),
        Hostile("members.zip", pack([(f"{n}.txt", b"a") for n in range(12_000)]), ("archive_bomb",)),
        Hostile("nested.zip", nested_zip(40), ("too_deep",)),
        Hostile("declared.zip", declared_zip("a.txt", 2**31), ("archive_bomb",)),
        Hostile("declared.docx", declared_zip("word/document.xml", 2**31), ("archive_bomb",)),
        Hostile("declared.xlsx", declared_zip("xl/workbook.xml", 2**31), ("archive_bomb",)),
        Hostile("declared.odt", pack([("mimetype", bytes(150_000_000)), ("content.xml", b"")]), ("unsupported_media_type",)),
        Hostile("declared.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + bytes(900) + struct.pack("<I", 2**31), ("unsupported_archive",)),
    ]  # fmt: skip


def _pictures() -> list[Hostile]:
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    packed = stream(zlib.compress(bytes(10_000_000)), image + b" /Filter /FlateDecode")
    bitmap = b"BM" + struct.pack("<IIIIii", 2**31, 0, 54, 40, 60_000, 60_000) + bytes(28)
    drawing = _LAUGHS.encode() + b'<svg xmlns="http://www.w3.org/2000/svg"><text>&k;</text></svg>'
    tiff = b"II*\0\x08\0\0\0\x01\0\x11\x01\x04\0\1\0\0\0" + struct.pack("<I", 2**31 - 1) + bytes(4)
    return [
        Hostile("bomb.png", png(60_000, 60_000), ("too_large", "scanned_image")),
        Hostile("bomb.jpg", jpeg(60_000, 60_000), ("too_large", "scanned_image")),
        Hostile("bomb.tiff", tiff, ("corrupt_file", "scanned_image")),
        Hostile("bomb.bmp", bitmap, ("too_large", "corrupt_file", "scanned_image")),
        Hostile("bomb.svg", drawing, ("unsupported_media_type",)),
        Hostile("bomb-in.pdf", pdf([_CATALOGUE, _PAGES, _PAGE, stream(b"600 0 0 800 0 0 cm /F Do"), packed]), ("no_table",)),
    ]  # fmt: skip


def _markup() -> list[Hostile]:
    return [
        Hostile("deep.html", b"<html><body>" + b"<div>" * 100_000 + "绩效".encode(), ("too_deep", "no_table")),
        Hostile("deep-tables.html", b"<html>" + b"<table><tr><td>" * 20_000 + b"a", ("too_deep", "no_table")),
        Hostile("spans.html", b"<table>" + b"<tr><td rowspan=65000 colspan=65000>a</td></tr>" * 2000, ("no_table", "too_large"), True),
        Hostile("comments.txt", b"<!---->" * 5000 + b"x", ("no_table",)),
        Hostile("open-tables.txt", b"<table>" * 140_000, ("no_table", "too_deep")),
    ]  # fmt: skip


def _xml() -> list[Hostile]:
    phantom = "".join(f'<row r="{n}" ht="15"/>' for n in range(1, 1_048_577))
    cells = "<w:tbl><w:tr><w:tc>"
    return [
        Hostile("laughs.docx", docx("<w:p><w:r><w:t>&k;</w:t></w:r></w:p>", _LAUGHS), ("xml_entities",)),
        Hostile("laughs.xlsx", xlsx('<row r="1"><c r="A1" t="str"><v>&k;</v></c></row>', _LAUGHS), ("xml_entities",)),
        Hostile("outside.docx", docx("<w:p><w:r><w:t>&k;</w:t></w:r></w:p>", _OUTSIDE), ("xml_entities",)),
        Hostile("outside.xlsx", xlsx('<row r="1"><c r="A1" t="str"><v>&k;</v></c></row>', _OUTSIDE), ("xml_entities",)),
        Hostile("deep.docx", docx(cells * 4000 + "</w:tc></w:tr></w:tbl>" * 4000), ("too_deep",)),
        Hostile("phantom.xlsx", xlsx(phantom), ("empty_file",), True),
        Hostile("far.xlsx", xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), ("no_table",)),
    ]


def _long_page() -> bytes:
    return stream(zlib.compress(b"0 0 m 9 9 l S " * 7_000_000), b"/Filter /FlateDecode")


def _pdfs() -> list[Hostile]:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
    cycle = b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 1000000 >>"
    inner = b"/Type /ObjStm /N 1 /First 4 /Extends 4 0 R"
    many = b"/F Do " * 400
    deep = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3) for n in range(2000)]
    return [
        Hostile("tree.pdf", pdf([_CATALOGUE, cycle, _PAGE, stream(b""), stream(b"")]), _TREE_CODES),
        Hostile("deep-tree.pdf", pdf([_CATALOGUE, *deep, b"<< /Type /Page >>"]), ("no_table", "corrupt_file")),
        Hostile("forms.pdf", pdf([_CATALOGUE, _PAGES, _PAGE, stream(many), stream(many, form)]), ("too_deep",)),
        Hostile("objects.pdf", pdf([_CATALOGUE, _PAGES, _PAGE, stream(b"4 0 null", inner), stream(b"", form)]), ("no_table",)),
        Hostile("own-length.pdf", pdf([_CATALOGUE, _PAGES, _PAGE, b"<< /Length 4 0 R >>\nstream\nBT\nendstream", b"null"]), ("no_table",)),
        Hostile("own-prev.pdf", pdf([_CATALOGUE, _PAGES, _PAGE, stream(b""), b"null"], b"/Prev 9"), ("no_table", "corrupt_file")),
        Hostile("unpacks.pdf", pdf([_CATALOGUE, _PAGES, _PAGE, _long_page(),
                                    b"null"]), ("too_large",)),
    ]  # fmt: skip
