"""The command `jixiao`: words in, tables and one-line errors out.

Exit status: 0 all documents accounted for and in the store; 2 some were set aside or failed, each named with its
reason; 1 the run itself broke, or the command was misspelt.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from extract import JixiaoError
from flows.review_command import review
from flows.settings import LEAST_MEGABYTES, LEAST_SECONDS, MEMORY_LIMIT, TIME_LIMIT, Settings, read_settings
from flows.talk import print_json, print_table, say

if TYPE_CHECKING:
    from flows.outcome import Outcome

_err = Console(stderr=True, soft_wrap=True)

_warehouse = click.option(
    "--warehouse", type=click.Path(path_type=Path), help="The store's file.  [default: data/warehouse/jixiao.duckdb]"
)
_port = click.option(
    "--port", default=4200, show_default=True, type=click.IntRange(1, 65535), help="The port of Prefect's server."
)
_time_limit = click.option(
    "--time-limit",
    type=click.FloatRange(LEAST_SECONDS),
    metavar="SECONDS",
    help=f"What reading one document may take.  [default: {TIME_LIMIT:g}]",
)
_memory_limit = click.option(
    "--memory-limit",
    type=click.IntRange(LEAST_MEGABYTES),
    metavar="MB",
    help=f"What the process that reads it may hold.  [default: {MEMORY_LIMIT}]",
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


def main() -> None:
    """Run the command; an error of ours is one line, and the exit status says whose it is."""
    try:
        status = app(standalone_mode=False)
    except click.exceptions.Abort:
        _fail("stopped")
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.ClickException as error:
        _fail(f"{error.format_message()} See `jixiao --help`.")
    except JixiaoError as error:
        _fail(str(error))
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str) -> None:
    _err.print(f"jixiao: {message}", markup=False, highlight=False)
    sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jixiao")
def app() -> None:
    """Published performance targets of Chinese budget projects, read into one checked DuckDB store."""


@app.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_warehouse
@_as_json
@click.option("--flow", is_flag=True, help="Go by the Prefect flow, with a server of its own where none answers.")
@click.option("--reread", is_flag=True, help="Read unchanged documents again.")
@_time_limit
@_memory_limit
@_port
def ingest(
    paths: tuple[Path, ...],
    warehouse: Path | None,
    as_json: bool,
    flow: bool,
    reread: bool,
    time_limit: float | None,
    memory_limit: int | None,
    port: int,
) -> int:
    """Read documents, check them and publish them.

    PATHS are files, or folders that are searched to the bottom.

    Example: jixiao ingest data/samples
    """
    settings = read_settings(warehouse=warehouse, time_limit=time_limit, memory_limit=memory_limit)
    with _progress(quiet=as_json) as tell:
        outcome = _run(list(paths), settings, tell, flow=flow, reread=reread, port=port)
    if as_json:
        print_json(_outcome_to_dict(outcome))
    else:
        _print_outcome(outcome, port)
    return outcome.exit_status


def _run(
    paths: list[Path], settings: Settings, tell: Callable[[str], None], *, flow: bool, reread: bool, port: int
) -> Outcome:
    """Go by the flow where a server answers or one was asked for, and straight down the line elsewhere."""
    from flows.server import api_url, run_flow, server_answers

    if flow or server_answers(api_url(port)):
        tell("by the Prefect flow")
        return run_flow(paths, settings, port=port, start_server=flow, reread=reread)
    from flows.line import start_run, walk_line

    return walk_line(paths, settings, start_run("direct"), tell=tell, reread=reread)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being read; say nothing where the output goes to a program."""
    if quiet or not _err.is_terminal:
        yield lambda _: None
        return
    with _err.status("starting") as status:
        yield status.update


@app.command()
@click.option("--cron", default="0 2 * * *", show_default=True, help="When to run, as cron writes it.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="The time zone of the schedule.")
@_time_limit
@_memory_limit
@_port
@_warehouse
def serve(
    cron: str,
    timezone: str,
    time_limit: float | None,
    memory_limit: int | None,
    port: int,
    warehouse: Path | None,
) -> int:
    """Keep a nightly schedule over data/inbox/, with Prefect's own server, until Ctrl-C.

    Example: jixiao serve --cron "0 2 * * *"
    """
    from flows.nightly import serve as keep_schedule

    settings = read_settings(warehouse=warehouse, time_limit=time_limit, memory_limit=memory_limit)
    say(f"inbox {settings.inbox}\nPrefect's page http://127.0.0.1:{port}")
    keep_schedule(settings, cron, timezone=timezone, port=port)
    return 0


@app.command()
@_warehouse
@_as_json
def status(warehouse: Path | None, as_json: bool) -> int:
    """Say what is in the store, and what went wrong.

    Example: jixiao status
    """
    from flows.status import read_status

    settings = read_settings(warehouse=warehouse)
    found = read_status(settings.warehouse, settings.corrections)
    if as_json:
        print_json(found)
        return 0
    say(f"store {found['warehouse']}")
    print_table("what is in it", ("table", "rows"), found["tables"].items())
    print_table("findings by rule", ("rule", "title", "findings"), found["findings"])
    if any(found["review"].values()):
        say(
            "for `jixiao review`: doubtful readings {left}, corrections to apply {waiting}, stale {stale}".format(
                **found["review"]
            )
        )
    print_table("last runs", ("run", "started (UTC)", "way", "documents", "loaded", "not loaded"), found["runs"])
    print_table("set aside or failed, last time each was tried", ("document", "status", "why"), found["trouble"])
    return 0


class _SqlCommand(click.Command):
    """A command whose argument is SQL, which may open with a comment and then looks like an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words with those that are SQL behind all options."""
        names = {name for option in self.get_params(ctx) for name in option.opts}
        sql = [word for word in args if _is_sql(word, names)]
        if sql and "--" not in args:
            args = [*(word for word in args if word not in sql), "--", *sql]
        return super().parse_args(ctx, args)


def _is_sql(word: str, options: Set[str]) -> bool:
    """Whether a word that begins with two dashes is a comment and what follows it, and no option, well or ill spelt."""
    return word.startswith("--") and len(word.split()) > 1 and word.partition("=")[0] not in options


@app.command(cls=_SqlCommand)
@click.argument("sql")
@_warehouse
@_as_json
def query(sql: str, warehouse: Path | None, as_json: bool) -> int:
    """Answer a question to the store, which is opened read-only.

    Example: jixiao query "SELECT project_name, amount_yuan FROM projects ORDER BY 2 DESC LIMIT 5"
    """
    from load import query as ask

    answer = ask(read_settings(warehouse=warehouse).warehouse, sql)
    if as_json:
        print_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows])
    else:
        print_table("", answer.columns, answer.rows)
    return 0


app.add_command(review)


def _print_outcome(outcome: Outcome, port: int) -> None:
    from flows.batch import corrections_in

    counts = outcome.counts
    direct = f"directly, as no Prefect server answers on port {port}"
    way = "by the Prefect flow" if outcome.run.way == "flow" else direct
    say(f"run {outcome.run.run_id}, {way}")
    for entry in outcome.entries:
        reason = f"  [{entry.code}] {entry.message}" if entry.code else f"  {corrections_in(entry)}".rstrip()
        say(f"  {entry.status.replace('_', ' '):10} {entry.path}{reason}")
    say(
        f"{counts['documents']} documents: {counts['loaded']} loaded, {counts['unchanged']} unchanged, "
        f"{counts['set_aside']} set aside, {counts['failed']} failed; "
        f"{counts['projects']} projects, {counts['indicators']} indicators, {counts['findings']} findings"
    )
    say(f"store  {outcome.warehouse}")
    say(f"report {outcome.report or 'none: this run loaded no document; ingest with --reread to write one'}")


def _outcome_to_dict(outcome: Outcome) -> dict[str, Any]:
    return {
        "run_id": outcome.run.run_id,
        "way": outcome.run.way,
        "counts": dict(outcome.counts),
        "documents": [{name: getattr(entry, name) for name in entry.__slots__} for entry in outcome.entries],
        "warehouse": str(outcome.warehouse),
        "report": str(outcome.report) if outcome.report else None,
        "exit_status": outcome.exit_status,
    }


if __name__ == "__main__":
    main()
