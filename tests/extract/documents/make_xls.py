"""Draw the old workbooks beside this file; needs xlwt, which jixiao itself does not: `python make_xls.py`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

HERE = Path(__file__).parent


def formats_merges_hidden() -> None:
    """A title, a merge, percent and date formats, a hidden row, a hidden sheet."""
    import xlwt

    def styled(code: str) -> xlwt.XFStyle:
        return xlwt.easyxf(num_format_str=code)

    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    sheet.write(0, 0, "标题")
    for column, text in enumerate(["指标", "比例", "金额", "日期"]):
        sheet.write(1, column, text)
    sheet.write_merge(2, 3, 0, 0, "满意度")
    sheet.write(2, 1, 0.95, styled("0%"))
    sheet.write(2, 2, 1137700, styled("#,##0.00"))
    sheet.write(2, 3, date(2023, 12, 31), styled('yyyy"年"m"月"d"日"'))
    sheet.write(3, 1, 0.1 + 0.2)
    sheet.write(3, 2, 3.2768, styled("0.00"))
    sheet.write(3, 3, True)
    sheet.row(3).hidden = True
    hidden = book.add_sheet("藏")
    hidden.visibility = 1
    hidden.write(0, 0, "甲")
    book.save(str(HERE / "formats-merges-hidden.xls"))


if __name__ == "__main__":
    formats_merges_hidden()
