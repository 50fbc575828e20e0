"""The command ``gongkai``: exit codes, and one sentence for whatever goes wrong.

The commands are in :mod:`gongkai.commands`; each imports the rooms it needs when it runs, so that help is quick.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from etl.settings import SettingsError
from gongkai.commands import (
    crawl,
    demo,
    ingest,
    nightly,
    parse,
    publish,
    rebuild,
    serve,
    sources,
    status,
    worker,
)
from gongkai.options import common_options

_INTERRUPTED = 130  # 128 + SIGINT, as shells count
_TERMINATED = 143
#: Low bytes of SQLite's codes for what is wrong with the disk or the file, not with a statement:
#: PERM, BUSY, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB.
_DISK = frozenset({3, 5, 8, 10, 11, 13, 14, 26})


class _Ordered(click.Group):
    """Commands in the order in which a newcomer meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read the output has gone (`gongkai parse … | head`); Python must not try to flush it again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.group(cls=_Ordered, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="gongkai", message="%(prog)s %(version)s")
@common_options
def gongkai() -> None:
    """Collects the yearly reports of Chinese public bodies on information disclosure, reads every number, and publishes
    them as open data.

    采集政府信息公开工作年度报告，读出其中每一个数字，作为开放数据发布。
    """


for module in (demo, nightly, crawl, ingest, parse, rebuild, serve, publish, sources, status, worker):
    gongkai.add_command(module.command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command and exits: 0 all well, 1 something to look at, 2 wrong usage, 130 interrupted."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, _terminate)
    debug = "--debug" in arguments
    _log_to_stderr(debug)
    try:
        code = gongkai.main(arguments, prog_name="gongkai", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = 2
    except (Exception, KeyboardInterrupt) as error:
        code, sentence = _explained(error)
        if debug:
            traceback.print_exc()
        if sentence:
            click.echo(f"gongkai: {sentence}", err=True)
    sys.exit(code if isinstance(code, int) else 0)


class _Stderr(logging.Handler):
    """Writes to what ``sys.stderr`` is at the moment: a progress bar may stand before it."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)


def _log_to_stderr(debug: bool) -> None:
    handler = _Stderr()
    # The level is the handler's: Scrapy opens the root logger for everything.
    handler.setLevel(logging.DEBUG if debug else logging.WARNING)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for room in ("etl", "crawler", "portal", "gongkai", "scrapy"):
        logging.getLogger(room).setLevel(logging.DEBUG if debug else logging.WARNING)


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(_TERMINATED)


def _explained(error: BaseException) -> tuple[int, str]:
    """Exit code and sentence for what ended a command."""
    if isinstance(error, click.UsageError):
        where = f" (see `{error.ctx.command_path} --help`)" if error.ctx else ""
        return 2, _line(error.format_message()).rstrip(".") + where
    if isinstance(error, SettingsError):
        return 2, _line(error)
    if isinstance(error, click.ClickException):
        return error.exit_code, _line(error.format_message())
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return _INTERRUPTED, "stopped"
    if isinstance(error, OSError) and error.strerror:
        return 1, f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if _is_sentence(error):
        return 1, _line(error)
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DISK:
        return 1, f"the database cannot be read or written: {_line(error)}"
    return 1, f"an unexpected error: {type(error).__name__}: {_line(error)} (--debug shows where)"


def _is_sentence(error: BaseException) -> bool:
    """Errors that the rooms raise for users carry a sentence of their own; they are known by their module and name."""
    kind = type(error)
    return kind.__module__.partition(".")[0] in ("etl", "crawler", "portal")


def _line(text: object) -> str:
    return " ".join(str(text).split())
