"""Write the pages of the manual that follow from the code: the data dictionary, the rules, the ways to write a target.

In: the declared tables, the catalogue of rules, the table of cases. Out: `docs/data-dictionary.md`, `docs/rules.md`,
`docs/quantities.md`. A test fails while they are
stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from expectations.catalogue import rules
from tests.transform.quantities_table import Case, read_cases
from transform.tables import TABLES, Column, Table

DOCS = Path(__file__).resolve().parent


def pages() -> dict[Path, str]:
    """Return every generated page with its text."""
    return {
        DOCS / "data-dictionary.md": _dictionary(),
        DOCS / "rules.md": _rules(),
        DOCS / "quantities.md": _quantities(),
    }


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


def _dictionary() -> str:
    head = "# 数据字典\n\n由 `transform/tables.py` 生成（`make docs`），与库中的 `COMMENT ON` 相同。\n"
    return head + "".join(_table_to_page(table) for table in TABLES)


def _table_to_page(table: Table) -> str:
    rows = [(f"`{column.name}`", f"`{column.type}`", _demands(column), column.about) for column in table.columns]
    keys = "、".join(f"`{name}`" for name in table.key)
    return f"\n## {table.name}\n\n{table.about}。主键：{keys}\n\n" + _grid(("列", "类型", "要求", "含义"), rows)


def _demands(column: Column) -> str:
    said = ["不为空"] if column.required else []
    said += [f"`{column.pattern}`"] if column.pattern else []
    said += [f"≥ {column.lowest:g}"] if column.lowest is not None else []
    said += [f"≤ {column.highest:g}"] if column.highest is not None else []
    return "，".join(said)


def _rules() -> str:
    head = "# 审核规则\n\n由 `data/reference/rules.csv` 生成（`make docs`）。\n\n"
    rows = [
        (rule.rule_id, rule.title, rule.statement, rule.severity, rule.basis, rule.source) for rule in rules().values()
    ]
    return head + _grid(("编号", "名称", "内容", "严重程度", "依据效力", "依据"), rows)


def _quantities() -> str:
    head = (
        "# 指标值的写法\n\n由 `tests/transform/quantities_cases.csv` 生成（`make docs`）：每类写法一例，以及读出的记录。"
        "读不准的一律为 `unparsed`，不猜测。\n\n"
    )
    classes: dict[str, list[Case]] = {}
    for case in read_cases():
        classes.setdefault(case.name, []).append(case)
    rows = [(name, len(cases), f"`{cases[-1].text or ' '}`", *_record(cases[-1])) for name, cases in classes.items()]
    return head + _grid(("类别", "用例数", "一例", "旁注", "读作", "说明"), rows)


def _record(case: Case) -> tuple[str, str, str]:
    """Return what stands around a case, what it gives, and its notes."""
    around = "，".join(f"{name}={value}" for name, value in case.context.items())
    given = "，".join(f"{name}={value}" for name, value in case.expected.items() if value is not None)
    return around, given, case.notes.strip("*")


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
