"""What commands show: progress on a terminal and plain lines elsewhere (both on stderr), tables on stdout."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

#: Seconds between two plain lines of progress.
_EVERY = 10.0

Advance = Callable[[int, str], None]
"""Called with how much more is done and a few words on what was done last."""


@contextlib.contextmanager
def progress(what: str, total: int | None = None, counted: bool = True) -> Iterator[Advance]:
    """Shows how far ``what`` has come; ``total`` None means that nobody knows how much there is.

    What is not ``counted`` is only waited for.
    """
    if sys.stderr.isatty():
        with _bar(what, total, counted) as advance:
            yield advance
    else:
        yield _Lines(what, total).advance


@contextlib.contextmanager
def _bar(what: str, total: int | None, counted: bool) -> Iterator[Advance]:
    from rich import progress as parts
    from rich.console import Console

    counter: list[parts.ProgressColumn] = [parts.TextColumn("{task.completed}")] if counted else []
    if total:
        counter = [parts.BarColumn(24), parts.MofNCompleteColumn()]
    display = parts.Progress(
        parts.SpinnerColumn(finished_text="[green]✓[/green]"), parts.TextColumn("{task.description}", markup=False), *counter,
        parts.TimeElapsedColumn(), parts.TextColumn("{task.fields[note]}", markup=False, style="dim"),
        console=Console(stderr=True),
    )
    with display:
        task = display.add_task(what, total=total, note="")
        yield lambda steps, note: display.update(task, advance=steps, note=_short(note))
        display.update(task, total=display.tasks[0].completed, note="")


class _Lines:
    """Progress for a log file: a line now and then."""

    def __init__(self, what: str, total: int | None) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._said = time.monotonic()

    def advance(self, steps: int, note: str) -> None:
        self._done += steps
        if time.monotonic() - self._said >= _EVERY:
            self._said = time.monotonic()
            say(f"{self._what}: {self._done}{'' if self._total is None else f' of {self._total}'} {_short(note)}".rstrip())


def _short(note: str) -> str:
    note = " ".join(note.split())
    return note if len(note) <= 60 else "…" + note[-59:]


def say(line: str) -> None:
    """A line on stderr."""
    click.echo(line, err=True)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table on stdout: drawn on a terminal, else a heading and lines with tabs between the cells."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        click.echo(f"# {title}")
        for row in [list(columns), *cells]:
            click.echo("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title, box=box.ROUNDED, title_justify="left", title_style="bold")
    for place, name in enumerate(columns):
        numbers = cells and all(_is_number(row[place]) for row in cells)
        drawn.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in cells:
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("%", "", 1).isdigit()
