"""The local page for going through the queue, as HTML.

In: an item, its context, whether there are pictures. Out: text. Everything that comes from a document is escaped; the page
loads nothing from elsewhere, and each key has a button or a link that does the same without a script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from urllib.parse import quote

from review.context import Context
from review.queue import Item
from review.sitting import mark_of

_MOST_ALTERNATIVES = 9
FOREIGN_FONTS = "文件没有带全字体，图像用本机的字体绘制：图中可能缺字，或以形近的字代替"
_KEYS = (
    ("Enter", "读数正确，确认"),
    ("1 – 9", "改为第 n 个其他读法"),
    ("e", "改写；改写时 Enter 保存，Shift+Enter 换行，Esc 放弃"),
    ("j　↓", "下一处"),
    ("k　↑", "上一处"),
    ("u", "撤销刚才的一次"),
    ("r", "本页图像顺时针转 90°"),
    ("?", "显示或隐藏本说明"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page shows of an item; `no_picture` says why there is none, `said` counts what this sitting has said."""

    item: Item
    context: Context
    no_picture: str
    before: str | None
    after: str | None
    place: int
    left: int
    said: int
    token: str
    message: str = ""
    has_foreign_fonts: bool = False
    turn: int = 0  # quarters by which its page is shown turned
    coming: str | None = None  # the id of an item whose picture may be fetched ahead


def item_page(shown: Shown) -> str:
    """Return the page of one item."""
    item = shown.item
    body = f"""
<header>
  <h1>读数核对</h1>
  <p class="where">{_where(item)}</p>
  <p class="left" role="status">还剩 <b>{shown.left}</b> 处{f"，本次已核对 {shown.said} 处" if shown.said else ""}</p>
  <progress max="{shown.left + shown.said}" value="{shown.said}" aria-label="进度"></progress>
</header>
{f'<p class="message" role="alert">{escape(shown.message)}</p>' if shown.message else ""}
<main>
  <section class="look" aria-label="原文图像">{_pictures(shown)}</section>
  <section class="say" aria-label="读数">
    {_reading(item)}
    {_choices(shown)}
    {_reasons(item)}
    {_context(shown)}
  </section>
</main>
<nav>
  {_link(shown.before, "prev", "上一处 <kbd>k</kbd>")}
  <span>第 {shown.place} 处，共 {shown.left} 处</span>
  {_link(shown.after, "next", "下一处 <kbd>j</kbd>")}
  {_undo(shown.token, shown.said)}
</nav>
{_help()}"""
    return _whole(f"{item.file_name} · 读数核对", body)


def end_page(said: int, waiting: int, stale: Sequence[str], token: str, message: str = "") -> str:
    """Return the page where nothing is left to look at."""
    done = f"本次已核对 {said} 处。" if said else ""
    wait = f"{waiting} 条更正将在下次载入时采用：<code>jixiao ingest 路径</code>" if waiting else ""
    body = f"""
<header><h1>读数核对</h1><p class="left" role="status">没有待核对的读数</p></header>
{f'<p class="message" role="alert">{escape(message)}</p>' if message else ""}
<main class="end">
  <p>{done}{wait}</p>
  {_stale(stale)}
</main>
<nav>{_undo(token, said)}</nav>
{_help()}"""
    return _whole("读数核对", body)


def error_page(message: str) -> str:
    """Return a page that says what went wrong."""
    body = f'<header><h1>读数核对</h1></header><main class="end"><p>{escape(message)}</p><p><a href="/">返回</a></p></main>'
    return _whole("读数核对", body)


def _whole(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/review.css">
<script src="/review.js" defer></script>
</head>
<body>{body}
</body>
</html>
"""


def _where(item: Item) -> str:
    page = f"第 {item.page} 页 " if item.page is not None else ""
    return f"<b>{escape(item.file_name)}</b>　{page}第 {item.row} 行第 {item.column} 列"


def _pictures(shown: Shown) -> str:
    if shown.no_picture:
        return f'<p class="none">{escape(shown.no_picture)}</p>{_near(shown)}'
    at = quote(shown.item.item_id)
    coming = f'<link rel="prefetch" href="/cell.png?at={quote(shown.coming)}">' if shown.coming else ""
    return f"""
    <figure class="cell"><img src="/cell.png?at={at}" alt="单元格图像"></figure>
    <figure class="around"><img src="/around.png?at={at}" alt="单元格所在行及上下文">
      <figcaption>所在行及上下文，蓝框为本格　
        <a rel="turn" href="/?at={at}&amp;turn={(shown.turn + 1) % 4}"><kbd>r</kbd> 转 90°</a></figcaption></figure>
    {f'<p class="message">{FOREIGN_FONTS}</p>' if shown.has_foreign_fonts else ""}
    {coming}"""


def _reading(item: Item) -> str:
    text = _marked(item.text, item.alternatives[0]) if item.alternatives else escape(item.text)
    sure = f"把握 {int(100 * item.confidence)}%"
    return (
        f'<p class="label">读作 <span class="sure">{sure}</span></p><p class="text" id="reading">{text or "（空）"}</p>'
    )


def _marked(text: str, other: str) -> str:
    """Return a text as HTML in which what another reading has otherwise is marked."""
    parts = []
    for kind, start, end, _, _ in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        piece = escape(text[start:end])
        parts.append(piece if kind == "equal" or not piece else f"<mark>{piece}</mark>")
    return "".join(parts)


def _choices(shown: Shown) -> str:
    item = shown.item
    takes = "".join(
        f'<button name="take" value="{number}" data-key="{number}"><kbd>{number}</kbd> '
        f"<span>{_marked(other, item.text) or '（空）'}</span></button>"
        for number, other in enumerate(item.alternatives[:_MOST_ALTERNATIVES], 1)
    )
    rows = min(12, max(1, item.text.count("\n") + 1, len(item.text) // 20 + 1))
    # A line end at the very start of a text area is dropped by every browser: the first one here is for that.
    return f"""
    <form method="post" action="/say" id="say">
      <input type="hidden" name="token" value="{escape(shown.token)}">
      <input type="hidden" name="at" value="{escape(item.item_id)}">
      <input type="hidden" name="seen" value="{mark_of(item)}">
      <button name="accept" value="1" class="accept" data-key="Enter"><kbd>Enter</kbd> 读数正确</button>
      {f'<div class="takes"><p class="label">其他读法</p>{takes}</div>' if takes else ""}
      <label class="label" for="text"><kbd>e</kbd> 改写为</label>
      <textarea id="text" name="text" rows="{rows}" spellcheck="false" autocomplete="off">
{escape(item.text)}</textarea>
      <button name="correct" value="1" data-key="e"><kbd>Enter</kbd> 保存改写</button>
    </form>"""


def _reasons(item: Item) -> str:
    if not item.reasons:
        return ""
    return f'<p class="label">存疑原因</p><ul class="why">{"".join(f"<li>{escape(why)}</li>" for why in item.reasons)}</ul>'


def _context(shown: Shown) -> str:
    context = shown.context
    facts = [("项目", context.project), ("级别", context.labels), ("指标名称", context.name), ("指标值", context.value)]
    if context.role.startswith("项目") or context.role == "绩效目标":
        facts = [("项目", context.project), ("项目金额", context.value)]
    listed = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts if text)
    role = f'<p class="label">用作 <b>{escape(context.role)}</b></p>' if context.role else ""
    near = "" if shown.no_picture else f"<details><summary>相邻各行</summary>{_near(shown)}</details>"
    return f"{role}<dl>{listed}</dl>{near}"


def _near(shown: Shown) -> str:
    """Return the rows around an item, as far as they were read."""
    rows = "".join(
        f'<tr{" class=here" if row == shown.item.row else ""}><th scope="row">{row}</th>'
        f"<td>{'　'.join(escape(text) for _, text in cells)}</td></tr>"
        for row, cells in shown.context.rows.items()
    )
    return f'<table class="near"><caption>相邻各行（已读出的）</caption>{rows}</table>' if rows else ""


def _link(item_id: str | None, rel: str, label: str) -> str:
    return (
        f'<a rel="{rel}" href="/?at={quote(item_id)}">{label}</a>'
        if item_id
        else f'<a aria-disabled="true">{label}</a>'
    )


def _undo(token: str, said: int) -> str:
    if not said:
        return ""
    return f"""<form method="post" action="/undo" id="undo"><input type="hidden" name="token" value="{escape(token)}">
  <button data-key="u"><kbd>u</kbd> 撤销</button></form>"""


def _stale(stale: Sequence[str]) -> str:
    if not stale:
        return ""
    listed = "".join(f"<li>{escape(one)}</li>" for one in stale)
    return f'<p class="label">不再适用的更正</p><ul class="why">{listed}</ul>'


def _help() -> str:
    rows = "".join(f"<dt><kbd>{escape(key)}</kbd></dt><dd>{escape(what)}</dd>" for key, what in _KEYS)
    return f'<details id="help"><summary><kbd>?</kbd> 按键说明</summary><dl>{rows}</dl></details>'
