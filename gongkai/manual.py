"""The page of all commands, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from etl.errors import KINDS
from gongkai.cli import gongkai

_HEAD = """# Commands / 命令

Exit codes: 0 all well; 1 something to look at, named on the last line of stderr; 2 wrong usage; 130 stopped with Ctrl-C.
Results go to stdout, progress and errors to stderr. Every setting a command does not list as a flag still counts: see
[settings](settings.md).

退出码：0 正常；1 有需要查看的事项（见标准错误的最后一行）；2 用法错误；130 被 Ctrl-C 中断。
"""

#: What each kind of error means, for those who read the output of ``gongkai parse`` or the table ``failures``.
MEANINGS = {
    "encrypted": ("The file needs a password.", "文件需要密码。"),
    "corrupt": ("The bytes break off or contradict themselves.", "文件残缺或损坏。"),
    "empty": ("No bytes, or nothing but white space.", "文件为空。"),
    "unsupported": ("A format nobody here reads, a folder, a pipe.", "不支持的格式，或不是普通文件。"),
    "too_large": ("Over a limit of size, pages, cells or expansion.", "超出大小、页数、单元格数或解压限制。"),
    "not_a_report": ("Readable, but no annual report on information disclosure.", "可以读取，但不是政府信息公开工作年度报告。"),
    "needs_ocr": ("Pictures of text, and the OCR extra is not installed.", "扫描件，需要安装 OCR 组件。"),
    "needs_office": ("An office format, and the converter is not installed.", "需要安装办公文档转换程序。"),
    "unreadable_font": ("Text whose font maps to no characters, or to other digits than it shows.", "字体无法还原为文字，或文字与字形不符。"),
    "timeout": ("Reading took longer than `GONGKAI_READ_TIMEOUT`.", "读取超时。"),
    "memory": ("Reading took more memory than `GONGKAI_READ_MEMORY`.", "读取超出内存上限。"),
    "crashed": ("The reading process died, or a defect of ours; please report it.", "读取进程崩溃或程序缺陷，欢迎报告。"),
    "missing": ("There is no such file, or it may not be opened.", "文件不存在或无法打开。"),
}


def _kinds() -> str:
    rows = [f"| `{kind}` | {MEANINGS[kind][0]} {MEANINGS[kind][1]} |" for kind in KINDS]
    return "\n".join(["## Kinds of error / 错误种类", "", "| kind | meaning 含义 |", "|---|---|", *rows]) + "\n"


def markdown() -> str:
    """The page ``docs/cli.md``."""
    context = click.Context(gongkai, info_name="gongkai", terminal_width=110, max_content_width=110)
    parts = [_HEAD]
    for command, inner in _walk(gongkai, context):
        if command is gongkai:
            continue
        parts.append(f"## {inner.command_path}\n\n```text\n{command.get_help(inner)}\n```\n")
    return "\n".join([*parts, _kinds()])


def _walk(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                width = {"terminal_width": 110, "max_content_width": 110}
                yield from _walk(inner, click.Context(inner, info_name=name, parent=context, **width))  # type: ignore[arg-type]
