"""What stands around a performance table in a real publication: money tables before it, the same table again after it.

In: a `Document` and a random source. Out: the document with trimmings, its truth unchanged.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.layouts.sheets import Block, C, Document, Rows, Table, to_table

_BUDGET = (
    "一般公共服务支出",
    "教育支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "节能环保支出",
    "农林水支出",
    "住房保障支出",
)


def with_money_tables(document: Document, rng: Random) -> Document:
    """Return the document with one or two money tables before it."""
    before: list[Block] = []
    for _ in range(rng.randint(1, 2)):
        before += rng.choice((_income_table, _account_table))(rng)
    return replace(document, blocks=(*before, *document.blocks))


def printed_twice(document: Document) -> Document:
    """Return the document with everything in it printed again."""
    return (
        replace(document, blocks=document.blocks * 2)
        if any(isinstance(each, Table) for each in document.blocks)
        else document
    )


def _income_table(rng: Random) -> list[Block]:
    rows: Rows = [[C("收入", 2), C("支出", 2)], [C("项目"), C("预算数"), C("项目"), C("预算数")]]
    for name in rng.sample(_BUDGET, 5):
        rows.append(
            [
                C(rng.choice(("一般公共预算拨款收入", "事业收入", "上级补助收入"))),
                C(_money(rng)),
                C(name),
                C(_money(rng)),
            ]
        )
    rows.append([C("本年收入合计"), C(_money(rng)), C("本年支出合计"), C(_money(rng))])
    return ["部门收支预算总表", "单位：万元", to_table(rows)]


def _account_table(rng: Random) -> list[Block]:
    rows: Rows = [
        [C("科目编码", 1, 2), C("科目名称", 1, 2), C("本年预算", 3)],
        [C("合计"), C("基本支出"), C("项目支出")],
    ]
    for number, name in enumerate(rng.sample(_BUDGET, 5)):
        rows.append([C(f"2{number:02}01"), C(name), C(_money(rng)), C(_money(rng)), C(_money(rng))])
    return ["一般公共预算支出表", "金额单位：万元", to_table(rows)]


def _money(rng: Random) -> str:
    return f"{rng.randint(100, 999999) / 100:,.2f}"
