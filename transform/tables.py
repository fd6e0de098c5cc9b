"""The tables of the store, declared once: columns, types, units, keys, rules, Chinese descriptions.

Out: `TABLES`, from which the DDL, the `COMMENT ON`, the Great Expectations suites and the data dictionary are
made. A column that is not declared here exists nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT = "VARCHAR"
TEXTS = "VARCHAR[]"
WHOLE = "INTEGER"
FLAG = "BOOLEAN"
DAY = "DATE"
INSTANT = "TIMESTAMP"
SHARE = "DOUBLE"
# Eight decimals hold 万元 with six and every ratio met; 28 digits in all hold any budget.
FIGURE = "DECIMAL(28, 8)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its SQL type, what a row must satisfy, and what it means, in Chinese."""

    name: str
    type: str
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what one row is, its key, its columns."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column of that name; a `KeyError` names the table that lacks it."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in their order."""
        return tuple(column.name for column in self.columns)


OPERATORS = (">=", "<=", ">", "<", "=", "~")
VALUE_KINDS = ("quantity", "percent", "range", "period", "qualitative", "missing", "unparsed")
LEVEL_SOURCES = ("printed", "merged", "inferred")
SEVERITIES = ("error", "high", "medium", "low", "info")
OUTCOMES = ("pass", "fail", "not_applicable", "insufficient_data")
STATUSES = ("loaded", "unchanged", "set_aside", "failed")

DOCUMENTS = Table(
    "documents",
    "已公开的绩效目标文件，一行一份文件",
    ("document_id",),
    (
        Column("document_id", TEXT, "文件编号，取文件内容 SHA-256 的前 16 位", required=True, pattern="^[0-9a-f]{16}$"),
        Column("file_name", TEXT, "文件名", required=True),
        Column("media_type", TEXT, "由文件内容判定的媒体类型", required=True),
        Column("page_count", WHOLE, "页数；纯文本没有页，为空", lowest=1),
        Column("title", TEXT, "文件中第一张绩效表的标题"),
        Column("kind", TEXT, "表的种类：target 绩效目标，self_evaluation 绩效自评，department 部门整体支出",
               choices=("target", "self_evaluation", "department")),
        Column("fiscal_year", WHOLE, "预算年度，取自标题", lowest=1990, highest=2100),
        Column("publisher", TEXT, "公开单位，取自标题"),
        Column("region_id", TEXT, "行政区划编号"),
        Column("money_unit", TEXT, "表头注明的金额单位，如 万元"),
        Column("taxonomy_edition", TEXT, "指标体系版本：2015 为成本列在产出之下，2021 为成本单列一级，older 为投入、过程等更早的体系",
               choices=("older", "2015", "2021")),
        Column("layout", TEXT, "识别出的表格版式"),
        Column("encoding", TEXT, "文本文件的字符编码"),
        Column("sha256", TEXT, "文件内容的 SHA-256", required=True, pattern="^[0-9a-f]{64}$"),
        Column("source_url", TEXT, "来源网址"),
        Column("reader_version", TEXT, "读取该文件的 jixiao 版本", required=True),
        Column("corrections_id", TEXT, "载入时所用人工更正的指纹；没有更正时为空"),
        Column("run_id", TEXT, "载入该文件的运行编号，入库时填写"),
    ),
)  # fmt: skip

PROJECTS = Table(
    "projects",
    "预算项目，一行一个项目",
    ("project_id",),
    (
        Column("project_id", TEXT, "项目编号：文件编号加项目在文件中的序号", required=True),
        Column("document_id", TEXT, "所在文件编号", required=True),
        Column("ordinal", WHOLE, "项目在文件中的序号，从 1 起", required=True, lowest=1),
        Column("unit_code", TEXT, "单位编码，如 002001", pattern=r"^\d{3,12}$"),
        Column("unit_name", TEXT, "预算单位名称；表中没有时取自标题"),
        Column("project_name", TEXT, "项目名称"),
        Column("amount_yuan", FIGURE, "项目金额，单位：元", lowest=0),
        Column("amount_text", TEXT, "项目金额原文"),
        Column("total_row_yuan", FIGURE, "合计行的金额，单位：元；没有合计行或合计行没有金额时为空"),
        Column("goal_text", TEXT, "绩效目标原文"),
        Column("executed_yuan", FIGURE, "全年执行数，单位：元；只有自评表才有"),
        Column("initial_budget_yuan", FIGURE, "年初预算数，单位：元；只有自评表才有"),
        Column("fiscal_yuan", FIGURE, "其中财政拨款，单位：元；表中印出时才有"),
        Column("execution_rate", FIGURE, "预算执行率，100% 为 100"),
        Column("total_score", FIGURE, "自评总分"),
        Column("department", TEXT, "主管部门"),
        Column("period_text", TEXT, "项目实施期限原文"),
        Column("long_goal_text", TEXT, "中长期或实施期绩效目标原文"),
        Column("achieved_text", TEXT, "目标实际完成情况原文"),
        Column("title", TEXT, "项目所在表的标题"),
        Column("first_line", WHOLE, "项目在文件中的起始行", lowest=1),
        Column("name_cell_id", TEXT, "项目名称所在单元格"),
        Column("amount_cell_id", TEXT, "项目金额所在单元格"),
        Column("goal_cell_id", TEXT, "绩效目标所在单元格"),
    ),
)

INDICATORS = Table(
    "indicators",
    "三级绩效指标，一行一个三级指标",
    ("indicator_id",),
    (
        Column("indicator_id", TEXT, "指标编号：项目编号加指标在项目中的序号", required=True),
        Column("project_id", TEXT, "所属项目编号", required=True),
        Column("document_id", TEXT, "所在文件编号", required=True),
        Column("ordinal", WHOLE, "指标在项目中的序号，从 1 起", required=True, lowest=1),
        Column("level1", TEXT, "一级指标，规范名称"),
        Column("level2", TEXT, "二级指标，规范名称"),
        Column("level1_text", TEXT, "一级指标原文"),
        Column("level2_text", TEXT, "二级指标原文；原文缺失时为空"),
        Column("level_source", TEXT, "二级指标的来源：printed 同行印出，merged 由上方合并单元格沿用，inferred 推断",
               required=True, choices=LEVEL_SOURCES),
        Column("cost_class", TEXT, "成本类别，各版本体系统一单列：成本指标、经济成本指标、社会成本指标、生态环境成本指标"),
        Column("name", TEXT, "三级指标名称原文", required=True),
        Column("value_text", TEXT, "指标值原文"),
        Column("value_kind", TEXT, "指标值种类：quantity 数量，percent 百分比，range 区间，period 时间，qualitative 定性，"
               "missing 缺失，unparsed 未能解析", required=True, choices=VALUE_KINDS),
        Column("operator_text", TEXT, "符号原文，如 ≦、不少于、以上"),
        Column("operator", TEXT, "规范符号；~ 表示约等于", choices=OPERATORS),
        Column("operator_source", TEXT, "符号来源：printed 原文印出，assumed 原文没有符号，按等于理解",
               choices=("printed", "assumed")),
        Column("operator_inferred", TEXT, "≒ ≅ 多为 ≦ ≧ 之误时的推测；任何检查都不以此为据", choices=("<=", ">=")),
        Column("number", FIGURE, "指标值中的数，单位为原文单位；区间取下限"),
        Column("number_high", FIGURE, "区间的上限，单位为原文单位"),
        Column("unit_text", TEXT, "计量单位原文"),
        Column("value", FIGURE, "换算为规范单位后的数：金额为元，面积为平方米，95% 为 95"),
        Column("value_high", FIGURE, "区间上限换算为规范单位后的数"),
        Column("unit", TEXT, "规范单位"),
        Column("dimension", TEXT, "量纲，如 money、person、person_visit、ratio；人与人次不同"),
        Column("per", TEXT, "单价或频率的分母，如 人/年"),
        Column("period_start", DAY, "时间指标的首日；只有截止日期时为空"),
        Column("period_end", DAY, "时间指标的末日"),
        Column("weight", FIGURE, "权重或分值"),
        Column("direction", TEXT, "指标方向：正向、反向"),
        Column("actual_text", TEXT, "实际完成值原文"),
        Column("actual_value", FIGURE, "实际完成值，规范单位"),
        Column("score", FIGURE, "得分"),
        Column("reason", TEXT, "偏差原因"),
        Column("note_text", TEXT, "备注、绩效标准、指标解释等栏原文"),
        Column("place_text", TEXT, "指标值所在栏的地区或单位原文；一行指标按地区分列时才有"),
        Column("period_text", TEXT, "指标值所在栏的期间原文，如 中期滚动目标(2019年--2021年)；按期间分列时才有"),
        Column("region_id", TEXT, "指标所属地区"),
        Column("formula_text", TEXT, "名称或指标值中的算式原文"),
        Column("formula_value", FIGURE, "算式的结果，规范单位（金额为元）"),
        Column("confidence", SHARE, "读取的把握，0 至 1", required=True, lowest=0, highest=1),
        Column("is_suspect", FLAG, "读取结果是否可疑，须人工核对", required=True),
        Column("name_cell_id", TEXT, "名称所在单元格", required=True),
        Column("value_cell_id", TEXT, "指标值所在单元格；没有指标值时为空"),
    ),
)  # fmt: skip

CELLS = Table(
    "cells",
    "印出的单元格，一行一个被引用的单元格",
    ("cell_id",),
    (
        Column("cell_id", TEXT, "单元格编号：文件编号加行、列", required=True),
        Column("document_id", TEXT, "所在文件编号", required=True),
        Column("page", WHOLE, "页码；工作簿为第几张表；Word 文件中的图片为第几张图片；纯文本为空"),
        Column(
            "row_number",
            WHOLE,
            "行，从 1 起；工作簿为表中的行号，文本文件为文件中的行号；其他文件中表格上方的文字行由下往上为 -1、-2",
            required=True,
        ),
        Column(
            "column_number",
            WHOLE,
            "列，从 1 起；工作簿中 A 列为 1，空白和隐藏的行列都计入；文本文件为该行中第几个制表位",
            required=True,
            lowest=1,
        ),
        Column("row_span", WHOLE, "跨行数", required=True, lowest=1),
        Column("column_span", WHOLE, "跨列数", required=True, lowest=1),
        Column("first_character", WHOLE, "文本文件中单元格在该行的首字符位置，从 1 起"),
        Column("last_character", WHOLE, "文本文件中单元格在该行的末字符位置"),
        Column("left_pt", SHARE, "单元格左边到页面左边的距离，单位：点（1/72 英寸）；只有 PDF 和图像才有"),
        Column("top_pt", SHARE, "单元格上边到页面上边的距离，单位：点"),
        Column("right_pt", SHARE, "单元格右边到页面左边的距离，单位：点"),
        Column("bottom_pt", SHARE, "单元格下边到页面上边的距离，单位：点"),
        Column("text", TEXT, "单元格原文", required=True),
        Column("reader", TEXT, "读取程序：scan 为从图像识别，review 为经人工核对或更正", required=True),
        Column("confidence", SHARE, "读取的把握，0 至 1", required=True, lowest=0, highest=1),
        Column("alternatives_text", TEXT, "整个单元格从图像识别的其他可能读法，JSON 数组，可能性大的在前；没有时为空"),
        Column("read_text", TEXT, "读取程序从整个单元格读出的文字；人工更正过的单元格，或只引用其中一部分时才有"),
    ),
)

FINDINGS = Table(
    "findings",
    "审核发现，一行一条需要查看的事项",
    ("finding_id",),
    (
        Column("finding_id", TEXT, "发现编号，同一事项每次运行编号相同", required=True),
        Column("rule_id", TEXT, "规则编号", required=True),
        Column("document_id", TEXT, "所在文件编号", required=True),
        Column("project_id", TEXT, "涉及的项目编号"),
        Column("indicator_id", TEXT, "涉及的指标编号"),
        Column("severity", TEXT, "严重程度", required=True, choices=SEVERITIES),
        Column("basis", TEXT, "依据：binding 对乡镇有约束力，reference 参照标准，practice 审核惯例，house 数据质量",
               required=True, choices=("binding", "reference", "practice", "house")),
        Column("message", TEXT, "说明", required=True),
        Column("expected", TEXT, "应有的情形"),
        Column("actual", TEXT, "实际的情形"),
        Column("evidence_cell_ids", TEXTS, "证据单元格编号"),
        Column("is_extraction_suspect", FLAG, "是否可能是读取错误；为真时不得发给被审核单位", required=True),
        Column("status", TEXT, "处理状态", required=True, choices=("open", "closed")),
        Column("run_id", TEXT, "产生该发现的运行编号", required=True),
    ),
)  # fmt: skip

RULES = Table(
    "rules",
    "审核规则目录，一行一条规则",
    ("rule_id",),
    (
        Column("rule_id", TEXT, "规则编号", required=True),
        Column("title", TEXT, "规则名称", required=True),
        Column("statement", TEXT, "规则内容", required=True),
        Column("severity", TEXT, "一般严重程度", required=True, choices=SEVERITIES),
        Column("basis", TEXT, "依据的效力", required=True, choices=("binding", "reference", "practice", "house")),
        Column("source", TEXT, "依据的文件"),
        Column("wording", TEXT, "报告用语", required=True),
    ),
)

RULE_OUTCOMES = Table(
    "rule_outcomes",
    "规则结果，一行为一条规则在一份文件上的结果",
    ("rule_id", "document_id"),
    (
        Column("rule_id", TEXT, "规则编号", required=True),
        Column("document_id", TEXT, "文件编号", required=True),
        Column("outcome", TEXT, "结果：pass 通过，fail 不通过，not_applicable 不适用，insufficient_data 数据不足",
               required=True, choices=OUTCOMES),
        Column("judged", WHOLE, "判断的对象数", required=True, lowest=0),
        Column("failed", WHOLE, "不通过的对象数", required=True, lowest=0),
        Column("run_id", TEXT, "运行编号", required=True),
    ),
)  # fmt: skip

INGEST_LOG = Table(
    "ingest_log",
    "载入日志，一行为一份文件在一次运行中的结果",
    ("run_id", "source_path"),
    (
        Column("run_id", TEXT, "运行编号", required=True),
        Column("document_id", TEXT, "文件编号；无法读取时为空"),
        Column("file_name", TEXT, "文件名", required=True),
        Column("source_path", TEXT, "文件路径", required=True),
        Column("status", TEXT, "结果：loaded 已载入，unchanged 未变化，set_aside 搁置，failed 失败",
               required=True, choices=STATUSES),
        Column("code", TEXT, "搁置或失败的原因代码"),
        Column("message", TEXT, "说明"),
        Column("seconds", SHARE, "用时，秒", required=True),
        Column("pages", WHOLE, "页数"),
        Column("rows_in", WHOLE, "读入的表格行数", required=True),
        Column("rows_out", WHOLE, "成为记录的表格行数", required=True),
        Column("rows_set_aside", WHOLE, "没有成为记录、已记明原因的表格行数", required=True),
    ),
)  # fmt: skip

RUNS = Table(
    "runs",
    "运行记录，一行一次运行",
    ("run_id",),
    (
        Column("run_id", TEXT, "运行编号", required=True),
        Column("started_at", INSTANT, "开始时间（UTC）", required=True),
        Column(
            "way", TEXT, "运行方式：direct 直接运行，flow 由 Prefect 运行", required=True, choices=("direct", "flow")
        ),
        Column("version", TEXT, "jixiao 版本", required=True),
        Column("documents", WHOLE, "处理的文件数", required=True),
        Column("loaded", WHOLE, "载入的文件数", required=True),
    ),
)

SOURCES = Table(
    "sources",
    "文件来源，一行一个路径；内容变化时指向新的文件编号",
    ("source_path",),
    (
        Column("source_path", TEXT, "文件路径", required=True),
        Column("document_id", TEXT, "该路径当前内容的文件编号", required=True),
        Column("run_id", TEXT, "最近一次确认的运行编号", required=True),
    ),
)

UNITS = Table(
    "units",
    "计量单位，一行一种写法",
    ("surface",),
    (
        Column("surface", TEXT, "写法", required=True),
        Column("unit", TEXT, "规范单位", required=True),
        Column("dimension", TEXT, "量纲", required=True),
        Column("factor", TEXT, "换算系数，分数写法，如亩为 2000/3", required=True),
        Column("kind", TEXT, "exact 确定，class 量词，generic 泛用，elliptic 省略（仅在金额栏为钱），ambiguous 多义",
               required=True, choices=("exact", "class", "generic", "elliptic", "ambiguous")),
        Column("note", TEXT, "说明"),
    ),
)  # fmt: skip

STORE_INFO = Table(
    "store_info",
    "本库的标识，只有一行",
    ("application",),
    (
        Column("application", TEXT, "建库程序", required=True, choices=("jixiao",)),
        Column("schema_version", WHOLE, "表结构版本", required=True),
    ),
)

TABLES = (
    DOCUMENTS, PROJECTS, INDICATORS, CELLS, FINDINGS, RULES, RULE_OUTCOMES, INGEST_LOG, RUNS, SOURCES, UNITS, STORE_INFO,
)  # fmt: skip
SCHEMA_VERSION = 4
