"""Whole workbooks and forms as offices publish them: several families in one book, each test named for its trap."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import Workbook

from extract import read_document, read_grids
from tests.transform.test_tabular import projects, read, rows
from transform import Tables, grids_to_tables

_SPAN = re.compile(r"@(\d+)x(\d+)$")
HEADER = "一级指标|二级指标|三级指标|指标值\n"
BODY = "产出指标|数量指标|图书册数|≥2000册\n产出指标|质量指标|完好率|100%\n"
SELF = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
MONEY = "序号|项目名称|金额（万元）|备注\n1|办公设备|12|\n2|培训|8.5|\n|合计|20.5|\n"


def form(name: str, amount: str = "10") -> str:
    head = f"项目名称|{name}@1x3\n" if name else ""
    return f"{head}项目资金（万元）|{amount}@1x3\n年度目标|购置{name}@1x3\n{HEADER}{BODY}"


def book(folder: Path, sheets: dict[str, str], hidden: str = "") -> Tables:
    """Read a workbook; a line is a row, cells are parted by bars, `@2x3` covers two rows and three columns."""
    held = Workbook()
    held.remove(held.active)
    for name, text in sheets.items():
        sheet, taken = held.create_sheet(name), set()
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for row, line in enumerate(text.split("\n"), 1):
            column = 1
            for cell in line.split("|"):
                while (row, column) in taken:
                    column += 1
                span = _SPAN.search(cell)
                down, right = (int(span[1]), int(span[2])) if span else (1, 1)
                sheet.cell(row, column, cell[: span.start()] if span else cell or None)
                if span:
                    sheet.merge_cells(None, row, column, row + down - 1, column + right - 1)
                    taken |= {(row + below, column + beside) for below in range(down) for beside in range(right)}
                column += right
    path = folder / "book.xlsx"
    held.save(path)
    document = read_document(path)
    return grids_to_tables(document, read_grids(document))


def doubts(tables: Tables) -> list[str]:
    return sorted(doubt.rule_id for doubt in tables.doubts)


def test_a_sheet_of_money_before_a_department_form_gives_it_no_name(tmp_path: Path) -> None:
    money = "收入支出决算总表@1x4\n项目|预算数|项目|预算数\n一般公共预算拨款收入|2350|一、卫生健康支出|2350"
    department = "部门整体支出绩效目标表@1x4\n部门名称|某县民政局@1x3\n" + HEADER + BODY
    tables = book(tmp_path, {"收支": money, "整体": department})
    assert projects(tables, "project_name", "unit_name") == [[None, "某县民政局"]]
    assert "R05" not in doubts(tables)  # a department is no project and needs no name


def test_a_sheet_named_after_its_project_gives_the_name_and_says_so(tmp_path: Path) -> None:
    title = "项目支出绩效目标表@1x4\n"
    tables = book(tmp_path, {"1.图书购置": title + form(""), "Sheet2": title + form("", "20")})
    assert projects(tables, "project_name") == [["图书购置"], [None]]
    assert [doubt.message[:14] for doubt in tables.doubts if doubt.rule_id == "R05"] == [
        "表内没有印出项目名称，按标题", "没有读到项目名称"]  # fmt: skip


def test_a_title_that_names_the_project_gives_the_name_and_no_office(tmp_path: Path) -> None:
    tables = read(tmp_path, "2、老旧小区改造（二期）项目绩效目标表\n130001某县住建局        单位：万元", form(""))
    assert projects(tables, "project_name", "unit_name", "unit_code") == [
        ["老旧小区改造（二期）", "某县住建局", "130001"]
    ]
    assert projects(read(tmp_path, "老旧小区改造绩效目标表", form("小区")), "unit_name") == [[None]]


def test_a_title_printed_again_on_each_page_opens_no_other_table(tmp_path: Path) -> None:
    head = "项目支出绩效自评表@1x7\n（2023年度）@1x7\n项目名称|清淤@1x6\n全年预算数（万元）|80@1x6\n"
    page = "产出指标|数量指标|长度{0}|≥8公里|8公里|20|20\n"
    text = (
        head + SELF + page.format("一") + "第1页，共3页@1x7\n项目支出绩效自评表（续）@1x7\n" + SELF + page.format("二")
        + "项目支出绩效自评表@1x7\n（2023年度）@1x7\n" + SELF + page.format("三")
    )  # fmt: skip
    tables = book(tmp_path, {"Sheet1": text})
    assert projects(tables, "project_name") == [["清淤"]]
    assert rows(tables, "name") == [["长度一"], ["长度二"], ["长度三"]]


def test_a_row_that_names_an_office_alone_is_the_unit_of_the_projects_below(tmp_path: Path) -> None:
    header = "单位名称、项目名称|项目年度绩效目标|" + HEADER
    text = (
        header + "某州档案馆|||||\n档案数字化|加工档案|产出指标|数量指标|页数|≥50万页\n"
        "某州一高|||||\n校舍维修|维修|产出指标|数量指标|面积|≥3平方米"
    )
    tables = book(tmp_path, {"05-2": "2024年部门项目支出绩效目标表@1x6\n" + text})
    assert projects(tables, "project_name", "unit_name") == [["档案数字化", "某州档案馆"], ["校舍维修", "某州一高"]]
    assert doubts(tables) == []


def test_tables_of_money_around_a_form_are_no_part_of_it(tmp_path: Path) -> None:
    text = f"某局2023年预算公开@1x4\n{MONEY}\n{form('图书')}\n{MONEY}\n{form('期刊', '3')}\n项目支出表@1x4\n{MONEY}"
    tables = book(tmp_path, {"全部": text})
    assert projects(tables, "project_name", "amount_yuan") == [["图书", 100000], ["期刊", 30000]]
    assert rows(tables, "name") == [["图书册数"], ["完好率"]] * 2


def test_the_row_of_the_total_gives_the_total_score_and_a_subtotal_gives_none(tmp_path: Path) -> None:
    body = "产出指标|数量指标|长度|≥8公里|8公里|20|19\n小计@1x5|20|19\n效益指标|生态效益指标|水质|改善|改善|80|77\n总分@1x5|100|96\n"
    tables = read(tmp_path, "项目支出绩效自评表", "项目名称|清淤@1x6\n" + SELF + body.rstrip("\n"))
    assert projects(tables, "project_name", "total_score") == [["清淤", 96]]


def test_the_word_of_the_group_beside_all_rows_needs_no_meaning(tmp_path: Path) -> None:
    rows_ = "".join(f"质量指标|合格率{number}|100%\n" for number in range(5))
    text = (
        "项目名称|堤防@1x4\n金额（万元）|3@1x4\n绩效指标@7x1|" + HEADER + "产出指标@6x1|数量指标|堤防|≥5公里\n" + rows_
    )
    assert doubts(book(tmp_path, {"Sheet1": "项目支出绩效目标表@1x5\n" + text.rstrip("\n")})) == []


def test_values_of_past_years_are_no_targets_and_a_caption_keeps_the_head(tmp_path: Path) -> None:
    text = (
        "项目名称|救助@1x6\n项目当年预算|12@1x6\n年度绩效指标表@1x7\n目标名称@2x1|一级指标@2x1|二级指标@2x1|指标名称@2x1|指标值@1x3\n"
        "前年|上年|预计当年实现\n年度绩效目标1@2x1|产出指标@2x1|数量指标|人次|1人次|2人次|≥3人次\n质量指标|合格率|98%|99%|100%"
    )
    tables = book(tmp_path, {"s": "项目支出绩效目标表@1x7\n单位：万元@1x7\n" + text})
    assert projects(tables, "project_name", "amount_yuan", "unit_name") == [["救助", 120000, None]]
    assert rows(tables, "name", "value_text") == [["人次", "≥3人次"], ["合格率", "100%"]]


def test_a_label_that_reaches_a_row_too_far_moves_no_cell(tmp_path: Path) -> None:
    text = form("图书") + "效益指标@2x1|社会效益指标|借阅人次|≥3万人次\n满意度指标|服务对象满意度指标|读者满意度|≥90%"
    tables = read(tmp_path, "项目支出绩效目标表", text)
    assert rows(tables, "level1", "name", "value_text")[-1] == ["满意度指标", "读者满意度", "≥90%"]


def test_indicators_told_in_one_cell_are_read_one_by_one(tmp_path: Path) -> None:
    text = (
        "序号|项目名称|预算金额（万元）|绩效目标|绩效指标\n1|图书|10|购书|数量指标：图书册数≥2000册；质量指标：完好率100%。\n"
        "2|期刊|3|订刊|数量指标：期刊≥30种\n合计||13||"
    )
    tables = book(tmp_path, {"s": "2023年项目支出绩效目标公开表@1x5\n" + text})
    assert projects(tables, "project_name", "amount_yuan", "goal_text") == [
        ["图书", 100000, "购书"],
        ["期刊", 30000, "订刊"],
    ]
    assert rows(tables, "level2", "name", "value_text") == [
        ["数量指标", "图书册数", "≥2000册"], ["质量指标", "完好率", "100%"], ["数量指标", "期刊", "≥30种"]]  # fmt: skip


def test_labels_that_head_columns_of_sentences_are_the_levels(tmp_path: Path) -> None:
    text = (
        "项目名称|预算数（万元）|数量指标|服务对象满意度指标\n"
        "图书|10|1.图书册数≥2000册<br>2.期刊≥30种|读者满意度≥90%\n期刊|3|无|读者满意度≥80%"
    )
    tables = read(tmp_path, "2023年项目支出绩效目标公开表", text)
    assert rows(tables, "level1", "level2", "name", "value_text") == [
        ["产出指标", "数量指标", "图书册数", "≥2000册"], ["产出指标", "数量指标", "期刊", "≥30种"],
        ["满意度指标", "服务对象满意度指标", "读者满意度", "≥90%"], ["满意度指标", "服务对象满意度指标", "读者满意度", "≥80%"]]  # fmt: skip


def test_a_row_of_a_hidden_sheet_says_that_nobody_sees_it(tmp_path: Path) -> None:
    title = "项目支出绩效目标表@1x4\n"
    tables = book(tmp_path, {"新": title + form("图书"), "旧": title + form("图书", "7")}, hidden="旧")
    hidden = [doubt.indicator_id for doubt in tables.doubts if doubt.rule_id == "R11" and doubt.indicator_id]
    assert hidden == tables.indicators["indicator_id"][2:].tolist()


def test_a_unit_of_money_over_the_sheet_holds_for_untitled_forms_below(tmp_path: Path) -> None:
    block = "项目{0}|项目名称|{1}|预算数|{2}@1x3\n" + SELF + "产出指标|数量指标|长度|≥8公里|8公里|20|20\n"
    text = (
        "2023年度项目支出绩效自评汇总表@1x7\n单位：万元@1x7\n"
        + block.format(1, "清淤", "80")
        + block.format(2, "绿化", "9")
    )
    tables = book(tmp_path, {"s": text})
    assert projects(tables, "project_name", "amount_yuan") == [["清淤", 800000], ["绿化", 90000]]


def test_a_list_of_self_evaluations_has_scores_of_projects_and_of_indicators(tmp_path: Path) -> None:
    header = "项目名称|单位名称|年初预算数|全年预算数|全年执行数|自评得分|" + SELF
    text = header + "清淤|105001-某县水利局|70|80|76|96.5|产出指标|数量指标|长度|≥8公里|8公里|20|19"
    tables = book(tmp_path, {"s": "2023年度项目支出绩效自评汇总表@1x13\n单位：万元@1x13\n" + text})
    assert projects(tables, "unit_name", "unit_code", "initial_budget_yuan", "amount_yuan", "executed_yuan", "total_score") == [
        ["某县水利局", "105001", 700000, 800000, 760000, 96.5]]  # fmt: skip
    assert rows(tables, "score") == [[19]]


def test_the_sum_of_a_task_is_not_the_budget_of_the_department(tmp_path: Path) -> None:
    text = (
        "部门名称|某县林业局||\n年度主要任务|任务名称|主要内容|预算金额（万元）\n|造林|造林两千亩|100\n"
        "年度部门预算（万元）|资金总额：230||\n"
    )
    tables = read(tmp_path, "部门整体支出绩效目标表", text + HEADER + BODY.rstrip("\n"))
    assert projects(tables, "amount_yuan") == [[2300000]]


def test_words_of_a_template_are_neither_indicators_nor_strays(tmp_path: Path) -> None:
    text = form("图书").replace(BODY, "（必填）|（必填）|（必填）|（含符号、单位）\n" + BODY) + "|其他指标||……"
    tables = book(tmp_path, {"s": "项目支出绩效目标申报表@1x4\n" + text})
    assert rows(tables, "name") == [["图书册数"], ["完好率"]]
    assert doubts(tables) == []


def test_a_line_above_the_table_has_the_row_of_its_cell(tmp_path: Path) -> None:
    tables = book(tmp_path, {"s": "（一）项目名称：图书      预算金额：10万元@1x4\n" + HEADER + BODY.rstrip("\n")})
    assert projects(tables, "project_name", "amount_yuan", "first_line") == [["图书", 100000, 1]]


def test_a_header_word_of_a_year_heads_the_targets(tmp_path: Path) -> None:
    head = "项目名称|清淤@1x4\n全年预算数（万元）|80@1x4\n"
    text = head + "一级指标|二级指标|三级指标|2023年目标值|2023年完成值\n产出指标|数量指标|长度|≥8公里|9公里"
    tables = read(tmp_path, "项目支出绩效自评表", text)
    assert rows(tables, "value_text", "actual_text", "period_text") == [["≥8公里", "9公里", None]]
    text = head + "一级指标|二级指标|三级指标|2023年目标值|2024年目标值\n产出指标|数量指标|长度|≥8公里|≥9公里"
    assert rows(read(tmp_path, "项目支出绩效目标表", text), "value_text", "period_text") == [
        ["≥8公里", "2023年目标值"], ["≥9公里", "2024年目标值"]]  # fmt: skip


def test_the_sum_of_a_project_is_the_one_of_its_parts_that_says_so(tmp_path: Path) -> None:
    text = (
        "项目名称@2x1|预算金额（万元）@1x3|一级指标@2x1|二级指标@2x1|三级指标@2x1|指标值@2x1\n合计|财政拨款|其他资金\n"
        "清淤|80|76|4|产出指标|数量指标|长度|≥8公里"
    )
    tables = read(tmp_path, "2023年项目支出绩效目标表", text)
    assert projects(tables, "amount_yuan", "fiscal_yuan") == [[800000, 760000]]


def test_the_word_unit_behind_the_names_heads_units_of_measure(tmp_path: Path) -> None:
    text = "项目名称|清淤@1x5\n一级指标|二级指标|三级指标|指标性质|指标值|单位\n产出指标|数量指标|长度|≥|8|公里"
    tables = read(tmp_path, "项目支出绩效目标表", text)
    assert rows(tables, "operator", "number", "unit_text") == [[">=", 8, "公里"]]


def test_a_sheet_of_words_to_choose_from_is_no_table(tmp_path: Path) -> None:
    words = "一级指标|二级指标|计量单位\n产出指标|数量指标|个\n满意度指标|服务对象满意度指标|%"
    tables = book(tmp_path, {"填报": "项目支出绩效目标表@1x4\n" + form("图书"), "字典": words}, hidden="字典")
    assert projects(tables, "project_name") == [["图书"]]


def test_rows_above_the_header_of_a_page_go_on_with_the_table_before(tmp_path: Path) -> None:
    header = "项目名称|预算数|" + HEADER
    first = header + "清淤|80|产出指标|数量指标|长度|≥8公里"
    second = "绿化|9|产出指标|数量指标|面积|≥3公顷\n" + header + "路灯|5|产出指标|数量指标|盏数|≥30盏"
    tables = read(tmp_path, "2023年项目支出绩效目标表\n单位：万元", first, second)
    assert projects(tables, "project_name", "amount_yuan") == [["清淤", 800000], ["绿化", 90000], ["路灯", 50000]]
    assert rows(tables, "name") == [["长度"], ["面积"], ["盏数"]]


def test_one_blank_parts_two_keys_of_a_line(tmp_path: Path) -> None:
    line = "（一）项目名称：清淤 二期 预算金额：80万元@1x4\n"
    tables = read(tmp_path, "2023年项目支出绩效目标表", line + HEADER + BODY.rstrip("\n"))
    assert projects(tables, "project_name", "amount_yuan") == [["清淤 二期", 800000]]


def test_two_labels_run_together_are_neither_of_them(tmp_path: Path) -> None:
    text = "项目名称|养牛@1x3\n" + HEADER + "成本指标|经济成本指标生态环境成本指标|每头补贴|1100元/头"
    assert rows(read(tmp_path, "项目支出绩效目标表", text), "level2") == [["经济成本指标生态环境成本指标"]]


def test_a_cell_is_cited_by_the_row_and_column_that_excel_shows(tmp_path: Path) -> None:
    held = Workbook()
    sheet = held.active
    sheet["B2"], sheet["B3"] = "项目支出绩效目标表", "项目名称：图书采购        金额：10万元"
    for row, texts in ((5, HEADER), (6, "产出指标|数量指标|图书册数|≥2000册"), (8, "产出指标|质量指标|完好率|100%")):
        for column, text in enumerate(texts.strip().split("|"), 3):
            sheet.cell(row, column, text)
    sheet.row_dimensions[7].hidden = sheet.column_dimensions["B"].hidden = True
    path = tmp_path / "book.xlsx"
    held.save(path)
    document = read_document(path)
    tables = grids_to_tables(document, read_grids(document))
    places = tables.cells.set_index("text")[["page", "row_number", "column_number"]].T.to_dict("list")
    assert {text: places[text] for text in ("图书采购", "图书册数", "100%")} == {
        "图书采购": [1, 3, 2], "图书册数": [1, 6, 5], "100%": [1, 8, 6]}  # fmt: skip
    assert tables.indicators["value_cell_id"].map(lambda cell: cell.split(":")[2:4]).tolist() == [
        ["6", "6"],
        ["8", "6"],
    ]
