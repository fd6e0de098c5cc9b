"""What stands in a folder and is no document is named, not passed over: links that go in circles, pipes, odd names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract import DocumentError, read_documents
from flows.line import find_documents


def found(path: Path) -> list[tuple[str, str]]:
    return [
        (source.path.name, f"{source.code}: {source.what}") if isinstance(source, DocumentError) else (source.name, "")
        for source in find_documents([path])
    ]


def test_links_are_followed_and_what_leads_nowhere_is_named(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "in", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "far.txt").write_text("a")
    for name, target in (
        ("a-loop", "b-loop"),
        ("b-loop", "a-loop"),
        ("gone", "nowhere"),
        ("up", "."),
        ("out", elsewhere),
    ):
        (folder / name).symlink_to(target)
    assert found(folder) == [
        ("a-loop", "cannot_open: the file cannot be opened (Too many levels of symbolic links)"),
        ("b-loop", "cannot_open: the file cannot be opened (Too many levels of symbolic links)"),
        ("gone", "cannot_open: the file cannot be opened (the link leads nowhere)"),
        ("far.txt", ""),
        ("up", "cannot_open: the file cannot be opened (the link leads back to a folder that it stands in)"),
    ]


def test_a_pipe_in_a_folder_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == [("pipe", "cannot_open: the file cannot be opened (it is neither a file nor a folder)")]


def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    look = Path.iterdir

    def refuse(path: Path):
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return look(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert found(tmp_path) == [("closed", "cannot_open: the file cannot be opened (Permission denied)")]


def test_a_folder_of_hidden_files_only_holds_no_documents(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("a")
    (tmp_path / "~$lock.docx").write_text("a")
    assert found(tmp_path) == [(tmp_path.name, "no_documents: the folder holds no documents")]


def test_a_file_that_has_gone_meanwhile_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text("a")
    (source,) = find_documents([path])
    path.unlink()
    assert [error.code for error in read_documents(source)] == ["missing_path"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param(b"two\nlines.txt", "two\\nlines.txt", id="line-break"),
        pytest.param(b"\xbc\xa8\xff.txt", "\\xbc\\xa8\\xff.txt", id="no-utf-8"),
        pytest.param("绩效　表.txt".encode(), "绩效　表.txt", id="wide-blank"),
        pytest.param(b"\x1b[31m.txt", "\\x1b[31m.txt", id="terminal-escape"),
    ],
)
def test_a_name_is_printed_and_stored_as_text_in_one_line(name: bytes, shown: str, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    try:
        path.write_text("a")
    except OSError:
        pytest.skip("this file system takes no such name")
    (source,) = find_documents([tmp_path])
    (document,) = read_documents(source)
    assert document.path.name == shown
