"""What the house promises of itself: one way of imports, one room a vendor, fresh pages, no addresses."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from docs.generate import pages
from expectations.catalogue import rules
from expectations.judgements import _DOUBT_SUBJECTS, _RULES
from extract.errors import DocumentError

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["extract", "transform", "expectations", "load", "review", "flows"]
VENDORS = {"prefect": "flows", "duckdb": "load", "great_expectations": "expectations"}
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way_and_each_vendor_lives_in_one_room(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    above = set(ROOMS[ROOMS.index(room) + 1 :])
    foreign = {vendor for vendor, home in VENDORS.items() if home != room}
    assert imported(path) & (above | foreign) == set()


def test_heavy_vendors_are_imported_where_they_are_used() -> None:
    for path in FILES:
        top = {name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.Import | ast.ImportFrom)
               for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])}  # fmt: skip
        heavy = {name for name in top if name.split(".")[0] in {"prefect", "great_expectations"}}
        assert heavy == set() or path.name == "prefect_flow.py"


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_pages_are_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path]


def test_every_rule_of_the_catalogue_is_judged_and_every_judged_rule_is_in_it() -> None:
    assert set(rules()) == {"H01"} | set(_RULES) | set(_DOUBT_SUBJECTS)


def test_every_word_of_make_and_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    words = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    commands = re.findall(
        r"^@app\.command\(\)\n(?:@.*\n)*def (\w+)", (ROOT / "flows/cli.py").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [word for word in words if f"`make {word}`" not in readme] == []
    assert [command for command in commands if f"jixiao {command}" not in readme] == []


def kinds_of(error: type[DocumentError]) -> list[type[DocumentError]]:
    return [kind for child in error.__subclasses__() for kind in (child, *kinds_of(child))]


def test_every_code_of_a_document_stands_once_in_the_catalogue_and_in_both_readmes() -> None:
    kinds = kinds_of(DocumentError)
    codes = [kind.code for kind in kinds]
    assert {kind.__module__ for kind in kinds} == {"extract.errors"}
    assert sorted(set(codes)) == sorted(codes)
    for name in ("README.md", "README.zh-CN.md"):
        table = re.findall(r"^\| (`\w+`.*?) \|", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        listed = {code for cell in table for code in re.findall(r"`(\w+)`", cell)}
        assert sorted(set(codes) - listed) == []


def test_the_two_readmes_have_the_same_sections() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    assert english.count("\n## ") == chinese.count("\n## ")
    assert re.findall(r"^    .*|```\w*\n(?:.*\n)*?```", english, re.MULTILINE)[0] == re.findall(
        r"^    .*|```\w*\n(?:.*\n)*?```", chinese, re.MULTILINE)[0]  # fmt: skip


def test_the_lock_names_no_address_and_pins_by_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9][\w.-]*)==", lock, re.MULTILINE)
    assert len(pinned) > 100
    assert "://" not in lock
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z0-9])", lock)[1:])
