"""What is said of a page that cannot be read, or not be trusted.

In: a code and pages. Out: a `Notice` in the words of an auditor. Of many pages in a row that have the same to say, it
is said once: a damaged file may declare a million pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extract.contracts import Notice
from extract.scan.installed import HOW

_MESSAGES: Final = {
    "scanned_page": "{pages}是图像，没有文字层，未载入；安装扫描识别组件后可以读取：" + HOW,
    "unreadable_text": "{pages}的字体没有可信的字符对照，文字无法读取，未载入",
    "blank_page": "{pages}是空白页",
    "page_without_text": "{pages}是没有文字的图片（如照片），或文字无法辨认，未载入",
    "page_too_slow": "{pages}的图像识别用时过长，已放弃，未载入，须与原页核对",
    "page_too_large": "{pages}的图像识别占用内存过多，已放弃，未载入，须与原页核对",
    "page_not_read": "{pages}的图像识别出错，未载入，须与原页核对",
    "pages_given_up": "{pages}未识别：此前已有多页识别失败，未载入，须与原页核对",
    "picture_made_smaller": "{pages}的图像过大，缩小后识别，小字须与原页核对",
    "layer_differs": "{pages}的隐藏文字层与图像所印不同，已按图像读取并标出不同之处，须与原页核对",
    "layer_ignored": "{pages}的隐藏文字层与图像大多不符，未采用，已按图像读取",
    "frames_not_read": "图像是动画，只读取了第一帧",
    "invisible_text": "{pages}的文字是图像上的隐藏文字层，可能是识别所得，须与图像核对",
    "font_without_map": "{pages}的字体没有字符对照，由第二读取器读取，比较符号须核对",
    "doubtful_rows": "{pages}的表没有表线，行的划分或标签所属的行不能确定，须与原页核对",
    "doubtful_rules": "{pages}的表线模糊或断续，单元格的划分不能确定，须与原页核对",
    "corrupt_page": "{pages}已损坏，无法打开",
    "pages_not_opened": "{pages}之前连续多页已损坏，其余各页未再打开",
    "lines_without_table": "{pages}紧接在表格之后，文字分栏而不成表，可能是上一页表格的续页，须与原页核对",
    "too_many_objects": "{pages}的图形对象过多，其后的线条未读，表格可能不完整，须与原页核对",
}
# Nothing of such pages is loaded: of many in a row, that they are many is all there is to say.
_SUMMED: Final = {
    "scanned_page",
    "unreadable_text",
    "corrupt_page",
    "blank_page",
    "page_without_text",
    "pages_given_up",
}
_MANY: Final = 50


def page_notice(code: str, first: int, last: int | None = None) -> Notice:
    """Return what is said of a page, or of the pages from the first to the last.

    >>> page_notice("corrupt_page", 2, 9)
    Notice(code='corrupt_page', message='第2至9页已损坏，无法打开', page=None)
    """
    if last is None or last == first:
        return Notice(code, _MESSAGES[code].format(pages=f"第{first}页"), first)
    return Notice(code, _MESSAGES[code].format(pages=f"第{first}至{last}页"))


def document_notice(code: str) -> Notice:
    """Return what is said of a whole document."""
    return Notice(code, _MESSAGES[code])


def truncated() -> Notice:
    """Return what is said of a file without an end."""
    return Notice("truncated_file", "文件缺少结尾，可能未下载完整")


class Notices:
    """Collects notices until there is a grid to hand them over with."""

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        self._notices = list(notices)
        self._run: tuple[str, int, int] | None = None  # code, first and last page of the pages in a row

    def add(self, notices: Iterable[Notice]) -> None:
        """Take the notices of the next page."""
        for notice in notices:
            if notice.code not in _SUMMED or notice.page is None:
                self._end_run()
                self._notices.append(notice)
            elif self._run is not None and self._run[0] == notice.code and self._run[2] + 1 == notice.page:
                self._run = (notice.code, self._run[1], notice.page)
            else:
                self._end_run()
                self._run = (notice.code, notice.page, notice.page)

    def _end_run(self) -> None:
        if self._run is not None:
            code, first, last = self._run
            if last - first < _MANY:
                self._notices += [page_notice(code, page) for page in range(first, last + 1)]
            else:
                self._notices.append(page_notice(code, first, last))
        self._run = None

    def take(self) -> tuple[Notice, ...]:
        """Return all of them, and forget them."""
        self._end_run()
        taken, self._notices = tuple(self._notices), []
        return taken
