"""The site opens from the disk: nothing of another host, every page there, every failing row on its own line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pandas
import pytest

from expectations.data_docs import SHOWN_ROWS, ForeignFolderError, UnwrittenPageError, write_data_docs
from expectations.suites import Validated, Verdict, rule_asset, table_asset, validate
from transform.tables import TEXT, WHOLE, Column, Table

PROJECTS = Table(
    "projects",
    "项目表",
    ("id",),
    (Column("id", TEXT, "编号", required=True), Column("year", WHOLE, "年度", lowest=2000)),
)
ADDRESS = re.compile(r"""\b(?:src|href)\s*=\s*["']?\s*([^"'\s>]+)""")


def judged(fails: int) -> pandas.DataFrame:
    rows = [
        {
            "document_id": "d",
            "project_id": "p",
            "indicator_id": None,
            "file_name": "某乡.txt",
            "place": "第 3 行",
            "project_name": f"道路<{number}>号",
            "name": "里程",
            "outcome": "fail" if number < fails else "pass",
            "expected": "≥90",
            "actual": None,
            "message": "$5 & 更多",
        }
        for number in range(fails + 1)
    ]
    return pandas.DataFrame(rows)


def validated(run_name: str = "nightly") -> Validated:
    frame = pandas.DataFrame({"id": ["a", "b"], "year": [2024, 1024]})
    assets = [
        table_asset(PROJECTS, frame),
        rule_asset("A01", "权重合计", "同级权重之和为 100，差额 <1 不计", judged(2)),
        rule_asset("A02", "目标值完整", "每个指标都有目标值", judged(0)),
    ]
    return validate(assets, run_name=run_name, run_time=datetime(2026, 1, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports") / "data_docs"
    assert write_data_docs(validated(), folder) == folder / "index.html"
    return folder


def page(site: Path, pattern: str) -> str:
    (found,) = site.glob(pattern)
    return found.read_text(encoding="utf-8")


def test_every_suite_and_result_has_a_page(site: Path) -> None:
    pages = {str(found.relative_to(site)) for found in site.rglob("*.html")}
    run = "nightly/20260102T000000.000000Z/jixiao"
    names = ("projects", "A01", "A02")
    assert pages == {
        "index.html",
        *(f"expectations/{name}.html" for name in names),
        *(f"validations/{name}/{run}-{name}.html" for name in names),
    }


def test_no_page_names_another_host(site: Path) -> None:
    for found in site.rglob("*.html"):
        for address in ADDRESS.findall(found.read_text(encoding="utf-8")):
            assert not re.match(r"[a-z]+:|//", address), f"{found}: {address}"
    for name in ("data_docs.css", "data_docs.js"):
        assert not re.search(r"https?://|url\(|@import", (site / "static" / name).read_text(encoding="utf-8"))


def test_every_link_leads_to_a_file_or_a_place_of_the_page(site: Path) -> None:
    for found in site.rglob("*.html"):
        text = found.read_text(encoding="utf-8")
        for address in ADDRESS.findall(text):
            path, _, place = address.partition("#")
            assert not path or (found.parent / path).is_file(), f"{found}: {address}"
            assert not place or re.search(rf'\bid="?{re.escape(place)}\b', text), f"{found}: {address}"


def test_the_stock_scripts_and_the_newsletter_are_gone(site: Path) -> None:
    for found in site.rglob("*.html"):
        text = found.read_text(encoding="utf-8")
        assert text.count("<script") == 1
        assert not re.search(r"newsletter|walkthrough|bootstrapTable|<style", text)


def test_the_index_names_each_suite_in_the_order_of_the_assets(site: Path) -> None:
    results, suites = re.findall(r"<tbody>(.*?)</tbody>", page(site, "index.html"), re.DOTALL)
    linked = r'<td><a href="(\w+)/(\w+)[^"]*">([^<]+)</a></td>'
    titles = [("projects", "项目表"), ("A01", "权重合计"), ("A02", "目标值完整")]
    assert re.findall(linked, results) == [("validations", *title) for title in titles]
    assert re.findall(linked, suites) == [("expectations", *title) for title in titles]
    assert re.findall(r"<span>(不符合|符合) ", results) == ["不符合", "不符合", "符合"]


def test_failing_rows_stand_one_to_a_line(site: Path) -> None:
    table = re.search(r'failing-rows".*?</table>', page(site, "validations/A01/**/*.html"), re.DOTALL)
    assert table is not None
    cells = re.findall(r'<div class="show-scrollbars">(.*?)</div>', table[0])
    assert cells == [
        *("fail", "某乡.txt", "第 3 行", "道路&lt;0&gt;号", "里程", "≥90", "", "$5 &amp; 更多"),
        *("fail", "某乡.txt", "第 3 行", "道路&lt;1&gt;号", "里程", "≥90", "", "$5 &amp; 更多"),
    ]


def test_a_result_page_says_what_was_asked_and_how_much_failed(site: Path) -> None:
    text = page(site, "validations/A01/**/*.html")
    assert "<h1>A01 权重合计</h1>" in text
    assert "规则 A01《权重合计》：同级权重之和为 100，差额 &lt;1 不计" in text
    assert "3 行中有 2 行不符合" in text
    assert "year（年度）不小于 2000" in page(site, "validations/projects/**/*.html")


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    asset = rule_asset("A01", "权重合计", "和为 100", judged(SHOWN_ROWS + 1))
    write_data_docs(validate([asset], run_name="n", run_time=datetime(2026, 1, 2, tzinfo=UTC)), tmp_path / "site")
    text = page(tmp_path / "site", "validations/A01/**/*.html")
    assert f"{SHOWN_ROWS + 2} 行中有 {SHOWN_ROWS + 1} 行不符合，列出前 {SHOWN_ROWS} 行" in text
    assert text.count(">fail</div>") == SHOWN_ROWS


def test_a_second_run_replaces_the_first_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_data_docs(validated("first"), tmp_path / "site")
    write_data_docs(validated("second"), tmp_path / "site")
    assert [found.name for found in tmp_path.iterdir()] == ["site"]
    assert [found.name for found in (tmp_path / "site" / "validations" / "A01").iterdir()] == ["second"]


def test_nothing_is_written_to_the_working_or_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("cwd", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    write_data_docs(validated(), tmp_path / "site")
    assert not any(found for name in ("cwd", "home") for found in (tmp_path / name).iterdir())


def test_a_run_named_for_profiling_keeps_its_results(tmp_path: Path) -> None:
    write_data_docs(validated("profiling"), tmp_path / "site")
    assert len(list((tmp_path / "site" / "validations").rglob("*.html"))) == 3


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ForeignFolderError):
        write_data_docs(validated(), tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_page_left_out_raises_and_keeps_the_older_site(tmp_path: Path) -> None:
    site = write_data_docs(validated("first"), tmp_path / "site")
    run = validated("second")
    unwritten = Validated(run.run_name, (*run.verdicts, Verdict("A99", "无", True, ())), run.context)
    with pytest.raises(UnwrittenPageError, match="A99: Data Docs show nothing of it under expectations"):
        write_data_docs(unwritten, tmp_path / "site")
    assert "first" in site.read_text(encoding="utf-8")
