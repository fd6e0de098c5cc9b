"""Stores for the tests of the review; the checks of a batch take seconds, and only one test needs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.settings import Settings, read_settings
from tests.review.doubtful import ingest, write_page


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document and a store that holds it."""
    folder = tmp_path_factory.mktemp("review")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.line.check", lambda *_, **__: None)
        ingest(write_page(folder / "page.html"), read_settings(warehouse=folder / "jixiao.duckdb"))
    return folder


@pytest.fixture
def settings(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of that store to which nobody has said anything yet, and a line that skips the checks."""
    monkeypatch.setattr("flows.line.check", lambda *_, **__: None)
    shutil.copy(loaded / "jixiao.duckdb", tmp_path)
    return read_settings(warehouse=tmp_path / "jixiao.duckdb")


@pytest.fixture
def page(loaded: Path) -> Path:
    return loaded / "page.html"
