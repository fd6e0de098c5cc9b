"""The rules, on tables of three lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations import check
from expectations.catalogue import rules
from expectations.judgements import Judgement, judge
from extract import read_document, read_grids
from tests.truth import SAMPLE
from transform import Tables, grids_to_tables

HEAD = (
    "某县某乡2024年项目支出绩效目标表\n单位编码\t项目名称\t金额(万元)\t绩效目标\t一级指标\t二级指标\t三级指标\t指标值\n"
)


def tables_of(text: str, folder: Path) -> Tables:
    path = folder / "table.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    document = read_document(path)
    return grids_to_tables(document, read_grids(document))


def outcome(judgements: list[Judgement]) -> str:
    found = [judgement.outcome for judgement in judgements]
    return next((name for name in ("fail", "insufficient_data", "pass") if name in found), "not_applicable")


@pytest.mark.parametrize(
    ("amount", "costs", "expected", "severity"),
    [
        pytest.param("3.28", ["≤0.76万元", "≤1.52万", "≤1万元"], "pass", None, id="equal"),
        pytest.param("3.28", ["≤0.76万元", "≤1.52万", "≤1.0049万元"], "pass", None, id="within-the-tolerance"),
        pytest.param("3.28", ["≤0.76万元", "≤1.52万", "≤1.01万元"], "fail", "high", id="greater"),
        pytest.param("3.28", ["≤0.76万元", "≤1.52万"], "fail", "medium", id="smaller"),
        pytest.param("3.28", ["≤0.76万元", "若干、约1.5至2万元"], "insufficient_data", None, id="one-cannot-be-read"),
        pytest.param("3.28", ["≤0.76万元", "按标准执行"], "insufficient_data", None, id="one-is-a-sentence"),
        pytest.param("3.28", ["≤0.76万元", "/"], "insufficient_data", None, id="one-is-missing"),
        pytest.param("3.28", ["200元/人"], "not_applicable", None, id="rates-only"),
        pytest.param("3.28", ["≤3.28万元", "200元/人"], "pass", None, id="rate-beside-the-sum"),
    ],
)
def test_costs_add_up_to_the_amount(
    amount: str, costs: list[str], expected: str, severity: str | None, tmp_path: Path
) -> None:
    lines = [f"001001\t甲\t{amount}\t目标\t产出指标\t成本指标\t费用一\t{costs[0]}"]
    lines += [f"\t\t\t\t\t\t费用{number}\t{cost}" for number, cost in enumerate(costs[1:], 2)]
    judgements = judge(tables_of("\n".join(lines), tmp_path))["A01"]
    assert outcome(judgements) == expected
    assert [judgement.severity for judgement in judgements if judgement.severity] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("运转经费 3个村×3.5万元", "≤10.5万元", "pass", id="right"),
        pytest.param("运转经费 3个村×3.5万元", "≤10.6万元", "fail", id="wrong"),
        pytest.param("补贴 500元*12个月*2人", "1.2万元", "pass", id="other-unit"),
        pytest.param("补助 30个村×0.3333万元", "10万元", "pass", id="within-the-tolerance"),
        pytest.param("补助 30个村×0.33万元", "≒10万元", "pass", id="about"),
        pytest.param("补助 30个村×0.3万元", "≒10万元", "fail", id="far-from-about"),
        pytest.param("补贴 500元*12个月*2人", "按实际发放", "insufficient_data", id="no-figure"),
        pytest.param("补贴", "1.2万元", "not_applicable", id="no-formula"),
    ],
)
def test_arithmetic_in_a_name_gives_its_value(name: str, value: str, expected: str, tmp_path: Path) -> None:
    tables = tables_of(f"001001\t甲\t1\t目标\t产出指标\t成本指标\t{name}\t{value}", tmp_path)
    assert outcome(judge(tables)["A03"]) == expected


def test_a_wrong_sum_of_a_binding_rule_says_so_and_names_its_cells(tmp_path: Path) -> None:
    checked = check(tables_of("001001\t甲\t10.6\t目标\t产出指标\t成本指标\t运转 3个村×3.5万元\t≤10.6万元", tmp_path))
    finding = next(finding for finding in checked.findings if finding.rule_id == "A03")
    assert (finding.severity, finding.basis, finding.expected, finding.actual) == (
        "error",
        "binding",
        "105000元",
        "106000元",
    )
    assert finding.message.startswith("算式“3个村×3.5万元”得 105000元，指标值为 106000元；违反")
    assert [cell.rsplit(":", 3)[1] for cell in finding.evidence_cell_ids] == ["3", "3"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024全年", "pass"),
        ("12月底前", "pass"),
        ("30天", "pass"),
        ("每月", "pass"),
        ("及时", "pass"),
        ("300份", "fail"),
    ],
)
def test_a_time_is_a_time(value: str, expected: str, tmp_path: Path) -> None:
    tables = tables_of(f"001001\t甲\t1\t目标\t产出指标\t时效指标\t完成工作\t{value}", tmp_path)
    assert outcome(judge(tables)["T05"]) == expected


def test_the_findings_of_the_first_document() -> None:
    document = read_document(SAMPLE)
    checked = check(grids_to_tables(document, read_grids(document)))
    counted: dict[str, int] = {}
    for finding in checked.findings:
        counted[finding.rule_id] = counted.get(finding.rule_id, 0) + 1
    assert counted == {"R01": 1, "R02": 1, "R03": 3, "S03": 12, "V03": 10, "V09": 1, "T05": 1, "T11": 7}
    passed = {outcome.rule_id for outcome in checked.outcomes if outcome.outcome == "pass"}
    assert passed == set(rules()) - set(counted) - {"R14"}  # nothing of it was read from a picture
    assert len(checked.outcomes) == len(rules())
    assert len({finding.finding_id for finding in checked.findings}) == len(checked.findings)


def test_the_words_of_a_finding_keep_to_its_basis() -> None:
    for rule in rules().values():
        assert ("违反" in rule.wording) == (rule.basis == "binding")
        assert ("参照标准" in rule.wording) == (rule.basis == "reference")
