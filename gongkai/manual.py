"""The page of all commands, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from gongkai.cli import gongkai

_HEAD = """# Commands / 命令

Exit codes: 0 all well; 1 something to look at, named on the last line of stderr; 2 wrong usage; 130 stopped with Ctrl-C.
Results go to stdout, progress and errors to stderr. Every setting a command does not list as a flag still counts: see
[settings](settings.md).

退出码：0 正常；1 有需要查看的事项（见标准错误的最后一行）；2 用法错误；130 被 Ctrl-C 中断。
"""


def markdown() -> str:
    """The page ``docs/cli.md``."""
    context = click.Context(gongkai, info_name="gongkai", terminal_width=110, max_content_width=110)
    parts = [_HEAD]
    for command, inner in _walk(gongkai, context):
        if command is gongkai:
            continue
        parts.append(f"## {inner.command_path}\n\n```text\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


def _walk(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                width = {"terminal_width": 110, "max_content_width": 110}
                yield from _walk(inner, click.Context(inner, info_name=name, parent=context, **width))  # type: ignore[arg-type]
