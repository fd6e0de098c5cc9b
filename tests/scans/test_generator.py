"""The scans are the same for a seed, their truth covers every table, and every damage leaves a picture of a page.

The font is made in memory: every character is the same box, which is all that places and truth depend on.
"""

from __future__ import annotations

import struct
from collections import Counter
from pathlib import Path
from random import Random

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageSequence

from extract.pdf.stand_in import make_font
from tests.layouts.sheets import C, to_table
from tests.scans.cmap import read_characters
from tests.scans.content import draw_content
from tests.scans.damage import DAMAGES, WEAR, do_damages, draw_damages, in_order
from tests.scans.drawing import Wear, draw_page
from tests.scans.faces import Face, find_faces
from tests.scans.files import Wish, write_scan
from tests.scans.kinds import fields_of
from tests.scans.laying import Layout, lay
from tests.scans.look import draw_look
from tests.scans.truth import TrueTable, read_truth

_DPI = 45
_SEEDS = range(22)


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> list[Face]:
    folder = tmp_path_factory.mktemp("fonts") / "inside"
    folder.mkdir()
    (folder / "box.ttf").write_bytes(make_font())
    return find_faces(folder.parent)


def laid(faces: list[Face], seed: int) -> Layout:
    _, blocks = draw_content(seed)
    rng = Random(seed)
    return lay(blocks, draw_look(rng, faces, blocks), rng)


def places(table: TrueTable) -> Counter[tuple[int, int]]:
    return Counter(
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    )


@pytest.mark.parametrize("seed", _SEEDS)
def test_cells_cover_every_table_once_on_a_page_and_as_a_whole(faces: list[Face], seed: int) -> None:
    layout = laid(faces, seed)
    tables = [table for page in layout.pages for table in page.tables] + list(layout.so_far.values())
    for table in tables:
        whole = {(r, c) for r in range(1, table.row_count + 1) for c in range(1, table.column_count + 1)}
        assert places(table) == Counter(whole)


@pytest.mark.parametrize("seed", _SEEDS)
def test_every_cell_lies_on_its_page_and_beside_no_other(faces: list[Face], seed: int) -> None:
    layout = laid(faces, seed)
    for page in layout.pages:
        for table in page.tables:
            for cell in table.cells:
                assert cell.box is not None
                x0, top, x1, bottom = cell.box
                assert 0 < x0 < x1 < layout.look.width
                assert 0 < top < bottom < layout.look.height


def test_a_text_cut_by_a_page_break_is_whole_in_the_whole_table(faces: list[Face]) -> None:
    cut = 0
    for seed in range(60):
        layout = laid(faces, seed)
        last = {number: table for (number, _), table in layout.so_far.items()}
        for number, whole in last.items():
            parts = [table for page in layout.pages for table in page.tables if table.number == number]
            printed = Counter("".join(cell.text for part in parts for cell in part.cells))
            assert Counter("".join("".join(cell.text for cell in whole.cells).split())) <= printed
            cut += len(parts) > 1
    assert cut > 10


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, faces: list[Face]) -> None:
    for seed in (0, 10, 20):
        for folder in ("one", "other"):
            (tmp_path / folder).mkdir(exist_ok=True)
            write_scan(tmp_path / folder, seed, faces, Wish(dpi=_DPI, most_pages=2))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "pdf"])
def test_a_file_of_every_kind_holds_pictures_alone_and_its_truth_reads_back(
    tmp_path: Path, faces: list[Face], suffix: str
) -> None:
    truth = write_scan(tmp_path, 19, faces, Wish(damages=(), dpi=_DPI, suffix=suffix, most_pages=2))
    assert read_truth(tmp_path / truth.file.replace(suffix, "json")) == truth
    if suffix == "pdf":
        document = pypdfium2.PdfDocument(tmp_path / truth.file)
        assert [page.get_textpage().get_text_range() for page in document] == [""] * len(truth.pages)
    else:
        with Image.open(tmp_path / truth.file) as picture:
            assert len(list(ImageSequence.Iterator(picture))) == len(truth.pages)


def test_a_fax_is_of_one_bit(tmp_path: Path, faces: list[Face]) -> None:
    truth = write_scan(tmp_path, 18, faces, Wish(damages=(("fax", 0.5),), dpi=_DPI, suffix="tif"))
    with Image.open(tmp_path / truth.file) as picture:
        assert (picture.mode, picture.info["compression"]) == ("1", "group4")


@pytest.mark.parametrize("name", [name for name in DAMAGES if name not in {*WEAR, "greyscale"}])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_every_damage_changes_the_picture_and_leaves_its_words(faces: list[Face], name: str, mode: str) -> None:
    layout = laid(faces, 18)
    before = draw_page(layout.pages[0], layout.look, _DPI, Random(1)).convert(mode)
    after = do_damages(before, ((name, 0.6),), Random(2))
    assert after.tobytes() != before.tobytes()
    assert min(after.size) >= min(before.size)
    ink = [sum(picture.convert("L").histogram()[:128]) for picture in (before, after)]
    assert ink[1] > ink[0] / (4 if name in {"low-contrast", "blur"} else 2)


@pytest.mark.parametrize("wear", [Wear(faint=0.8), Wear(broken=0.9)])
def test_worn_rules_take_ink_from_the_page(faces: list[Face], wear: Wear) -> None:
    layout = laid(faces, 18)
    sound, worn = (draw_page(layout.pages[0], layout.look, _DPI, Random(1), each) for each in (None, wear))
    assert sum(sound.histogram()[:128]) > sum(worn.histogram()[:128])


def test_mixes_hold_every_damage_somewhere_and_in_the_order_of_the_world() -> None:
    mixes = [draw_damages(Random(seed)) for seed in range(400)]
    assert {name for mix in mixes for name, _ in mix} == set(DAMAGES)
    assert [in_order(mix) for mix in mixes] == mixes
    with pytest.raises(ValueError, match="no such damage"):
        in_order([("coffee", 1.0)])


def test_tables_without_all_rules_have_no_merged_cells(faces: list[Face]) -> None:
    seen = set()
    for seed in (20, 21, 42, 43, 64, 65, 86, 87):
        layout = laid(faces, seed)
        for table in layout.so_far.values():
            seen.add(table.rules)
            assert table.rules in {"full", "open", "double"} or all(
                cell.row_span == cell.column_span == 1 for cell in table.cells
            )
    assert {"none", "rows", "few"} & seen


def test_every_sign_is_printed_somewhere() -> None:
    words = "".join(
        cell[0]
        for seed in range(66)
        for block in draw_content(seed)[1]
        if not isinstance(block, str)
        for cell in block.cells
    )
    assert [sign for sign in "≥≤≧≦≒≅≈=><＞＜±~一二三" if sign not in words] == []


def test_codes_and_ordinals_are_no_values() -> None:
    table = to_table(
        [[C("序号"), C("三级指标"), C("指标值")], [C("1"), C("里程"), C("良好")], [C("小计"), C(""), C("≥5")]]
    )
    assert fields_of(table) == {(2, 1): "code", (2, 2): "name", (2, 3): "value", (3, 1): "code", (3, 2): "name",
                                (3, 3): "value"}  # fmt: skip


def test_a_font_is_asked_for_its_characters() -> None:
    characters = read_characters(make_font())
    assert {ord("一"), ord("≧")} <= characters
    assert 0x1F600 not in characters


def test_the_map_of_a_collection_with_large_groups_is_read() -> None:
    groups = struct.pack(">HHLLL3L3L", 12, 0, 40, 0, 2, 0x41, 0x43, 7, 0x20000, 0x20001, 0)
    table = struct.pack(">HH", 0, 1) + struct.pack(">HHL", 3, 10, 12) + groups
    head = struct.pack(">4sLLL", b"ttcf", 0x10000, 1, 16)
    face = struct.pack(">L4H", 0x10000, 1, 0, 0, 0) + struct.pack(">4s3L", b"cmap", 0, 44, len(table))
    assert read_characters(head + face + table) == {0x41, 0x42, 0x43, 0x20001}  # the glyph of 0x20000 is none


def test_a_folder_without_fonts_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no font file"):
        find_faces(tmp_path)
