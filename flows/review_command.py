"""The command `jixiao review`: the queue of doubtful readings, in the terminal and as a local page.

In: words. Out: tables or JSON, and lines in the file of corrections. What is said here goes into the store when its document
is ingested again.
"""

from __future__ import annotations

import getpass
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from flows.settings import Settings, read_settings
from flows.talk import print_json, print_table, say

if TYPE_CHECKING:
    from review import Correction
    from review.queue import Item, Queue

_SHOWN: Final = 20
_PORT: Final = 4210
_warehouse = click.option(
    "--warehouse", type=click.Path(path_type=Path), help="The store's file.  [default: data/warehouse/jixiao.duckdb]"
)
_by = click.option("--by", help="Who says it.  [default: JIXIAO_REVIEWER, else the name you are logged in by]")
_note = click.option("--note", default="", help="Why, for whoever reads the file of corrections.")
_document = click.option("--document", metavar="NAME", help="Only files with this in their name, or a document's id.")
_port = click.option(
    "--port", default=_PORT, show_default=True, type=click.IntRange(0, 65535), help="Where the page is."
)


@click.group(invoke_without_command=True)
@_warehouse
@_document
@click.option("--limit", type=click.IntRange(1), help=f"How many to list.  [default: {_SHOWN}, and all with --json]")
@click.option("--pictures", type=click.Path(path_type=Path), metavar="DIR", help="Write a picture of each listed cell.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
@click.option("--serve", is_flag=True, help="Show the queue as a page in the browser, like `review serve`.")
@_by
@_port
@click.pass_context
def review(
    context: click.Context,
    warehouse: Path | None,
    document: str | None,
    limit: int | None,
    pictures: Path | None,
    as_json: bool,
    serve: bool,
    by: str | None,
    port: int,
) -> int:
    """List doubtful readings, and accept or correct them.

    What is said stands in data/corrections.jsonl, and goes into the store when the document is ingested again.

    Examples: jixiao review · jixiao review accept 0123456789abcdef:0:5:4 ·
    jixiao review correct 0123456789abcdef:0:5:4 "≥95%" · jixiao review serve
    """
    context.obj = {"warehouse": warehouse, "by": by, "document": document, "port": port}
    if context.invoked_subcommand:
        return 0
    settings = read_settings(warehouse=warehouse)
    if serve:
        return _serve(settings, document, by, port)
    return _list(settings, document, limit, pictures, as_json=as_json)


def _list(settings: Settings, document: str | None, limit: int | None, pictures: Path | None, *, as_json: bool) -> int:
    from review import read_corrections
    from review.queue import read_queue

    queue = read_queue(settings.warehouse, read_corrections(settings.corrections), document)
    items = queue.items[: limit or (None if as_json else _SHOWN)]
    drawn = _write_pictures(items, pictures) if pictures else {}
    if as_json:
        print_json(_queue_to_dict(queue, items, drawn, settings))
    else:
        _print_queue(queue, items, drawn, settings)
    return 0


def _write_pictures(items: Sequence[Item], folder: Path) -> dict[str, str]:
    """Write a PNG for each item that has one; return its path, or why there is none."""
    from review.pictures import CellPicture, picture_of

    folder.mkdir(parents=True, exist_ok=True)
    drawn = {}
    for item in items:
        picture = picture_of(item)
        if isinstance(picture, CellPicture):
            path = folder / f"{item.item_id.replace(':', '_')}.png"
            path.write_bytes(picture.cell)
            drawn[item.item_id] = str(path)
        else:
            drawn[item.item_id] = picture
    return drawn


def _queue_to_dict(queue: Queue, items: Sequence[Item], drawn: dict[str, str], settings: Settings) -> dict[str, Any]:
    from review.pictures import source_of

    return {
        "left": len(queue.items),
        "items": [
            {
                "id": item.item_id,
                **{name: getattr(item, name) for name in ("document_id", "file_name", "page", "row", "column", "box")},
                **{name: getattr(item, name) for name in ("text", "alternatives", "confidence", "reasons")},
                "source": source_of(item),
                "picture": drawn.get(item.item_id),
            }
            for item in items
        ],
        "waiting": [{name: getattr(one, name) for name in one.__slots__} for one in queue.waiting],
        "stale": list(queue.stale),
        "corrections": str(settings.corrections),
    }


def _print_queue(queue: Queue, items: Sequence[Item], drawn: dict[str, str], settings: Settings) -> None:
    from review.pictures import GONE, source_of

    rows = [
        (
            item.item_id,
            item.file_name,
            item.page,
            item.text,
            "  |  ".join(item.alternatives),
            f"{int(100 * item.confidence) / 100:.2f}",  # 0.949 is not to look like what is sure enough
            "\n".join(item.reasons),
            *([drawn[item.item_id]] if drawn else []),
        )
        for item in items
    ]
    heads = ("id", "document", "page", "reading", "or", "sure", "why", *(["picture"] if drawn else []))
    print_table("doubtful readings", heads, rows)
    print_table("corrections that no longer fit", ("what",), [(one,) for one in queue.stale])
    for name in sorted({item.file_name for item in items if source_of(item) is None}):
        say(f"{name}: {GONE}")
    said = _count(len(queue.items), "doubtful reading") if queue.items else "nothing doubtful is left"
    say(f"{said}, {len(items)} shown" if len(items) < len(queue.items) else said)
    if queue.waiting:
        waiting = _count(len(queue.waiting), "correction")
        say(f"{waiting} to be applied by the next `jixiao ingest` of: {_files(queue.waiting)}")
    say(f"corrections {settings.corrections}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _files(corrections: Sequence[Correction]) -> str:
    return ", ".join(sorted({correction.file_name for correction in corrections}))


@review.command()
@click.argument("item")
@_by
@_note
@_warehouse
@click.pass_context
def accept(context: click.Context, item: str, by: str | None, note: str, warehouse: Path | None) -> int:
    """Say that the reading of a cell is right.

    ITEM is an id of `jixiao review`, or a cell_id of the store.

    Example: jixiao review accept 0123456789abcdef:0:5:4
    """
    return _say(_settings(context, warehouse), item, None, _name(context, by), note)


@review.command()
@click.argument("item")
@click.argument("text")
@_by
@_note
@_warehouse
@click.pass_context
def correct(context: click.Context, item: str, text: str, by: str | None, note: str, warehouse: Path | None) -> int:
    """Say what a cell prints: TEXT is the whole cell.

    ITEM is an id of `jixiao review`, or a cell_id of the store.

    Example: jixiao review correct 0123456789abcdef:0:5:4 "≥95%"
    """
    return _say(_settings(context, warehouse), item, text, _name(context, by), note)


def _say(settings: Settings, item_id: str, text: str | None, by: str, note: str) -> int:
    from review import latest_of, read_corrections, write_correction
    from review.deciding import say as to_correction
    from review.queue import find_item

    item = find_item(settings.warehouse, item_id)
    earlier = latest_of(read_corrections(settings.corrections)).get(item.key)
    said = item.text if text is None else text
    correction = to_correction(item, said, by=by, at=datetime.now(UTC), note=note, earlier=earlier)
    write_correction(settings.corrections, correction)
    words = "accepted" if correction.action == "accept" else f"corrected to {correction.new_text!r}"
    say(f"{item.item_id} {correction.old_text!r} {words}; the next `jixiao ingest` of {item.file_name} applies it")
    return 0


@review.command()
@click.argument("item")
@_by
@_note
@_warehouse
@click.pass_context
def undo(context: click.Context, item: str, by: str | None, note: str, warehouse: Path | None) -> int:
    """Take back what was said of a cell.

    Example: jixiao review undo 0123456789abcdef:0:5:4
    """
    from review import latest_of, read_corrections, write_correction
    from review.deciding import take_back
    from review.queue import UnknownItemError

    settings = _settings(context, warehouse)
    wanted = ":".join(item.strip().split(":")[:4])
    holds = latest_of(read_corrections(settings.corrections)).values()
    correction = next((one for one in holds if one.item_id == wanted), None)
    if correction is None:
        raise UnknownItemError(item, "has no correction")
    write_correction(
        settings.corrections, take_back(correction, by=_name(context, by), at=datetime.now(UTC), note=note)
    )
    say(f"{correction.item_id} {correction.old_text!r} is open again")
    return 0


@review.command()
@_document
@_by
@_port
@_warehouse
@click.pass_context
def serve(context: click.Context, document: str | None, by: str | None, port: int, warehouse: Path | None) -> int:
    """Show the queue as a page in the browser of this machine, until Ctrl-C.

    Example: jixiao review serve --by 张三
    """
    above = context.obj
    is_given = context.get_parameter_source("port") is click.core.ParameterSource.COMMANDLINE
    return _serve(_settings(context, warehouse), document or above["document"], _name(context, by),
                  port if is_given else above["port"])  # fmt: skip


def _serve(settings: Settings, document: str | None, by: str | None, port: int) -> int:
    from review.server import Desk, open_server
    from review.sitting import Sitting

    sitting = Sitting(settings.warehouse, settings.corrections, by or _own_name(), lambda: datetime.now(UTC), document)
    left = len(sitting.queue().items)
    with open_server(Desk(sitting), port) as server:
        say(f"{_count(left, 'doubtful reading')}: http://127.0.0.1:{server.server_address[1]}/  (Ctrl-C ends)")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    _print_said(sitting.said, settings)
    return 0


def _print_said(said: Sequence[Correction], settings: Settings) -> None:
    counts = Counter(correction.action for correction in said)
    if said:
        say(f"{counts['accept']} accepted, {counts['correct']} corrected, in {settings.corrections}")
        say(f"the next `jixiao ingest` applies them to: {_files(said)}")


def _settings(context: click.Context, warehouse: Path | None) -> Settings:
    return read_settings(warehouse=warehouse or context.obj["warehouse"])


def _name(context: click.Context, by: str | None) -> str:
    return by or context.obj["by"] or _own_name()


def _own_name() -> str:
    """Return whose account this is; some machines know no name for it."""
    try:
        return os.environ.get("JIXIAO_REVIEWER") or getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
